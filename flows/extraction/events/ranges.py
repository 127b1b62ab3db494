"""Two dates that are the ends of one: "from Friday to Sunday", "on 9 and 10 December"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from flows.extraction.model import Grain, Timex

_TO = re.compile(r"\s*(?:to|until|till|through|[-–—])\s*(?:the\s+)?", re.IGNORECASE)
_AND = re.compile(r"\s*(?:and|&)\s*(?:on\s+)?(?:the\s+)?", re.IGNORECASE)
_LONGEST = 120  # days; further apart the two are rather a change than a duration


def merge_ranges(text: str, timexes: Sequence[Timex]) -> tuple[Timex, ...]:
    """The timexes with neighbours that are two ends of one happening merged into intervals."""
    merged: list[Timex] = []
    for timex in timexes:
        if merged and (joined := _join(text, merged[-1], timex)) is not None:
            merged[-1] = joined
        else:
            merged.append(timex)
    return tuple(merged)


def _join(text: str, first: Timex, second: Timex) -> Timex | None:
    between = text[first.end : second.start]
    if first.first is None or first.edtf is None or first.grain is not Grain.DAY or second.grain is not Grain.DAY:
        return None
    last = second.last
    if last is None or second.edtf is None or "/" in first.edtf or "/" in second.edtf:
        return None
    if second.implied and last < first.first and first.first - last < dt.timedelta(days=7):
        last += dt.timedelta(days=7)  # both weekdays, the second read one week too early
    before = text[max(0, first.start - 10) : first.start].lower()
    to = _TO.fullmatch(between) and (before.rstrip().endswith(("from", "between")) or between.strip() in "-–—")
    days = _AND.fullmatch(between) and last - first.first == dt.timedelta(days=1)
    if not (to or days) or not dt.timedelta(0) < last - first.first <= dt.timedelta(days=_LONGEST):
        return None
    edtf = f"{first.first.isoformat()}/{last.isoformat()}"
    step = f"{first.edtf} to {last.isoformat()}: one interval"
    return replace(
        first,
        end=second.end,
        text=text[first.start : second.end],
        value=edtf,
        edtf=edtf,
        grain=Grain.INTERVAL,
        last=last,
        derivation=(*first.derivation, *second.derivation, step),
    )
