"""The year of a chronicle: "9 January: … 14 February: … 21 November: …" runs through one year, up to publication."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from flows.extraction.timex.dates import real_day
from flows.extraction.timex.meaning import Calendar, Direction, Recognised, Unit

_ENOUGH = 3  # entries in order; two may be any two dates of a report
_ENTRY = re.compile(r"\s?[:–—]\s")
_SENTENCE_ENDS = '.!?”"»)\n-*•'


def chronicle_year(text: str, found: Sequence[Recognised], published: dt.date | None) -> Sequence[Recognised]:
    """``found`` with the entries of a chronicle in publication's year, where they run in order and begin before it.

    Without this the January of a review of the year would be the coming one, which lies nearer.
    """
    if published is None:
        return found
    entries = [i for i, item in enumerate(found) if _is_entry(text, item)]
    if len(entries) < _ENOUGH:
        return found
    known: list[dt.date] = []
    for i in entries:
        m = found[i].meaning
        if isinstance(m, Calendar) and m.month is not None and m.day is not None:
            day = real_day(published.year, m.month, m.day)
            known += [day] if day is not None else []
    if len(known) < len(entries) or known != sorted(known) or known[0] > published:
        return found
    changed = list(found)
    for i in entries:
        meaning = found[i].meaning
        if isinstance(meaning, Calendar):
            changed[i] = replace(found[i], meaning=replace(meaning, year_offset=0))
    return changed


def _is_entry(text: str, item: Recognised) -> bool:
    """Whether a day without its year stands at the head of a line or sentence, before a colon or a dash."""
    m = item.meaning
    if not isinstance(m, Calendar) or m.unit is not Unit.DAY or m.year is not None or m.month is None or m.day is None:
        return False
    if m.year_offset is not None or m.direction is not Direction.NONE or not _ENTRY.match(text, item.end):
        return False
    before = text[max(0, item.start - 8) : item.start].rstrip(" \t")
    return not before or before[-1] in _SENTENCE_ENDS
