"""Event mentions: what happened, who took part, when, and whether it happened at all."""
