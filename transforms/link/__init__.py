"""Mentions to events across documents: candidates by blocks, features with weights, constraints, clusters."""
