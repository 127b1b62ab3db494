"""Folding a text for comparison without moving a character: small letters, one kind of dash, apostrophe and space."""

from __future__ import annotations

import re

TOKEN = re.compile(r"\d+|[^\W\d_]+")  # what the scanner walks over; also cuts the first token of a phrase

_ONE_FOR_ONE = str.maketrans(
    dict.fromkeys("’‘ʼ`´", "'")
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\u00a0\u202f\u2009\u200a\t\r", " ")
    # Greek capitals are written without accents, and σ has a second form at the end of words
    | dict(zip("άέήίόύώϊϋΐΰς", "αεηιουωιυιυσ", strict=True))
)


def fold(text: str) -> str:
    """``text`` in small letters with typographic variants made one; the same length, so offsets hold."""
    small = text.lower()
    if len(small) != len(text):  # İ becomes two characters
        small = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return small.translate(_ONE_FOR_ONE)
