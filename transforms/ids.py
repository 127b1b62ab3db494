"""Stable ids, derived from content: the same report gives the same id, whenever and in whatever order it is read."""

from __future__ import annotations

import hashlib

MENTION, EVENT = "m-", "e-"


def _digest(*parts: object) -> str:
    """16 hexadecimal digits over the parts; the separator cannot stand in an id or a number."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


def mention_id(doc_id: str, trigger_start: int, trigger_end: int, event_type: str) -> str:
    """Id of a mention: its document, the offsets of its trigger (code points) and its type."""
    return f"{MENTION}{_digest(doc_id, trigger_start, trigger_end, event_type)}"


def event_id(earliest_mention_id: str) -> str:
    """Id of an event: that of its earliest mention under an own prefix.

    So every id that an event ever had names one of its mentions, and a former id is found without a history:
    the event of ``e-x`` is today's event of mention ``m-x``.
    """
    return EVENT + earliest_mention_id.removeprefix(MENTION)
