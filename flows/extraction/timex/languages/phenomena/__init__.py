"""What each rule reads, one phenomenon a file; the order in which they are tried stands in ``rules.py``."""
