"""EDTF (ISO 8601-2) as Dateline writes it: the first and last day that a date can mean, and how exact it is.

Supported: day, month, year, decade ``199X``, century ``19XX``, season ``-21`` (spring) to ``-24`` (winter),
intervals, open ends ``..``, approximation ``~``.  Seasons are the meteorological ones of the northern hemisphere;
winter begins in December of its year.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

_POINT = re.compile(
    r"(?P<century>\d{2})XX|(?P<decade>\d{3})X|(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?"
)
_SEASON_FIRST_MONTH = {21: 3, 22: 6, 23: 9, 24: 12}


@dataclass(frozen=True, slots=True)
class Span:
    """What a date covers.  ``first``/``last`` are days, inclusive, ``None`` = open; ``text`` is the date in order."""

    text: str
    first: dt.date | None
    last: dt.date | None
    precision: str


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _point(text: str) -> tuple[dt.date, dt.date, str]:
    """First day, last day and precision of one date; ``ValueError`` where it is none."""
    match = _POINT.fullmatch(text.removesuffix("~"))
    if match is None:
        raise ValueError(f"not an EDTF date: {text!r}")
    if match["century"]:
        year = int(match["century"]) * 100
        return dt.date(max(year, 1), 1, 1), dt.date(year + 99, 12, 31), "interval"
    if match["decade"]:
        year = int(match["decade"]) * 10
        return dt.date(max(year, 1), 1, 1), dt.date(year + 9, 12, 31), "decade"
    year = int(match["year"])
    if match["month"] is None:
        return dt.date(year, 1, 1), dt.date(year, 12, 31), "year"
    month = int(match["month"])
    if month in _SEASON_FIRST_MONTH:
        if match["day"]:
            raise ValueError(f"a season has no day: {text!r}")
        first = _SEASON_FIRST_MONTH[month]
        return dt.date(year, first, 1), _month_end(year + (first == 12), (first + 1) % 12 + 1), "season"
    if match["day"] is None:
        return dt.date(year, month, 1), _month_end(year, month), "month"
    day = dt.date(year, month, int(match["day"]))
    return day, day, "day"


def _interval_precision(first: dt.date, last: dt.date) -> str:
    """The calendar unit that an interval fills exactly, else ``interval``."""
    days = (last - first).days + 1
    if days == 1:
        return "day"
    if days == 7 and first.weekday() == 0:
        return "week"
    if days == 2 and first.weekday() == 5:
        return "weekend"
    if first.day == 1 and last == _month_end(last.year, last.month) and first.year == last.year:
        months = last.month - first.month + 1
        if months == 3 and first.month % 3 == 1:
            return "quarter"
        if months == 6 and first.month % 6 == 1:
            return "half"
    return "interval"


@lru_cache(maxsize=65_536)
def read(text: str) -> Span:
    """Read an EDTF date.  An interval written backwards is put in order.  ``ValueError`` where it is no date."""
    if "/" not in text:
        first, last, precision = _point(text)
        return Span(text, first, last, precision)
    left, _, right = text.partition("/")
    if left == right == "..":
        raise ValueError("an interval open at both ends is no date")
    if left == "..":
        return Span(text, None, _point(right)[1], "interval")
    if right == "..":
        return Span(text, _point(left)[0], None, "interval")
    if _point(left)[0] > _point(right)[0]:
        left, right = right, left
    first, last = _point(left)[0], max(_point(left)[1], _point(right)[1])
    precision = _interval_precision(first, last)
    return Span(left if left == right else f"{left}/{right}", first, last, precision)
