"""Quotation marks: which places are spoken, and on which day."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Sequence

from flows.extraction.events.draft import Draft
from flows.extraction.model import Status

_OPENING = re.compile(r"[“«„]|(?<![\w.,!?])\"(?=\S)")
_CLOSING = re.compile(r"[”»“]|\"")
_LONGEST = 1500


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """Spans inside quotation marks; a mark that is never closed opens nothing."""
    found: list[tuple[int, int]] = []
    position = 0
    while match := _OPENING.search(text, position):
        close = _CLOSING.search(text, match.end(), min(len(text), match.end() + _LONGEST))
        if close is None:
            position = match.end()
            continue
        found.append((match.end(), close.start()))
        position = close.end()
    return tuple(found)


def spoken(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a place lies inside a quotation of several words."""
    index = bisect_right(spans, start, key=lambda span: span[0]) - 1  # they do not overlap
    return index >= 0 and end <= spans[index][1] and spans[index][1] - spans[index][0] > end - start + 12


def day_of_speaking(told: Sequence[Draft], type_: str, published: dt.date | None) -> dt.date | None:
    """The day to which a quotation most likely belongs: that of the same kind of happening told before, else that of
    the last dated statement, else of the first dated happening; ``None`` if none is a day before publication."""
    days = [draft for draft in told if _day(draft) is not None and draft.judgement.status is Status.OCCURRED]
    order = (
        [d for d in days if d.type == type_],
        [d for d in reversed(days) if d.type == "statement"],
        list(days),
    )
    first = next((drafts[0] for drafts in order if drafts), None)
    day = _day(first) if first is not None else None
    return day if day is not None and (published is None or day < published) else None


def _day(draft: Draft) -> dt.date | None:
    link = draft.link
    return link.earliest if link.edtf is not None and link.earliest == link.latest else None
