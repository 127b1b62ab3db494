"""A date in words, never more exact than it is: "some day in March 2025" for a month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from warehouse.exports.event import EventRecord

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SEASONS = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}  # by first month, northern hemisphere, as in the store


def date_in_words(event: EventRecord) -> str:
    """The date of an event as people say it, with what is not known of it; for an undated one the bounds."""
    if event.date_edtf is None:
        return f"date unknown{_bounds(event)}"
    first, last = event.date_start, event.date_end
    about = "about " if "~" in event.date_edtf else ""
    if first is None or last is None:
        return _open(first, last)
    if first == last:
        return about + day(first)
    if event.date_precision not in _PERIODS:  # what lasted and what is one day of a span are not told apart
        return f"{about}{days(first, last)}, all or some day of it"
    return f"some day {_PERIODS[event.date_precision](first, last, about)}"


def note(event: EventRecord) -> str | None:
    """What a reader has to be told of the date beside the days that are shown; ``None`` where the day is known."""
    return None if event.exact else date_in_words(event)


def day(date: dt.date) -> str:
    """``12 February 2025``."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def days(first: dt.date, last: dt.date) -> str:
    """``8 to 14 December 2025``, with no more words than are needed."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def _bounds(event: EventRecord) -> str:
    if event.earliest and event.latest:
        return f"; between {day(event.earliest)} and {day(event.latest)}"
    if event.latest:
        return f"; not after {day(event.latest)}"
    return f"; not before {day(event.earliest)}" if event.earliest else ""


def _open(first: dt.date | None, last: dt.date | None) -> str:
    if first is not None:
        return f"from {day(first)} on"
    return f"until {day(last)}" if last is not None else "date unknown"


def _week(first: dt.date, last: dt.date, about: str) -> str:
    return f"{'about ' if about else 'in '}the week of {days(first, last)}"


def _weekend(first: dt.date, last: dt.date, about: str) -> str:
    return f"{'about ' if about else 'on '}the weekend of {days(first, last)}"


def _in(about: str, period: str) -> str:
    return f"{'about' if about else 'in'} {period}"


def _season(first: dt.date, last: dt.date, about: str) -> str:
    years = str(first.year) if first.year == last.year else f"{first.year}/{last.year % 100:02d}"
    return _in(about, f"{_SEASONS[first.month]} {years}")


_PERIODS: dict[str, Callable[[dt.date, dt.date, str], str]] = {
    "week": _week,
    "weekend": _weekend,
    "month": lambda first, _, about: _in(about, f"{MONTHS[first.month - 1]} {first.year}"),
    "season": _season,
    "quarter": lambda first, _, about: _in(about, f"the {_ordinal(first.month // 3)} quarter of {first.year}"),
    "half": lambda first, _, about: _in(about, f"the {_ordinal(first.month // 6)} half of {first.year}"),
    "year": lambda first, _, about: _in(about, str(first.year)),
    "decade": lambda first, _, about: _in(about, f"the {first.year // 10 * 10}s"),
}


def _ordinal(index: int) -> str:
    return ("first", "second", "third", "fourth")[index]
