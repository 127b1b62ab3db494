"""Prefect flows and command line: from sources to a published timeline."""
