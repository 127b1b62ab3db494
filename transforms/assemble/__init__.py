"""Linked mentions to rows of the timeline."""
