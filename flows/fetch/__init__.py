"""Asking other people's servers: politely, safely, and never twice for what has not changed."""
