"""`dateline.toml`: what to read, where to publish, when, and whom to tell."""
