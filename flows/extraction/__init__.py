"""Pure extraction: documents in, timexes and mentions out.  No clock, no network, no frames, no database."""
