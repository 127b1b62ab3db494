"""Days and moments as people give them: "2025", "2025-02", a date, a time."""

from __future__ import annotations

import calendar
import datetime as dt
import re

Day = dt.date | str
Moment = dt.datetime | dt.date | str

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def first_day(value: Day | None) -> dt.date | None:
    """The first day that a value means; ``ValueError`` where it is none."""
    return None if value is None else _span(value)[0]


def last_day(value: Day | None) -> dt.date | None:
    """The last day that a value means; ``ValueError`` where it is none."""
    return None if value is None else _span(value)[1]


def moment(value: Moment) -> dt.datetime:
    """A moment in UTC: a time without a zone is taken for UTC, a day (or month, or year) for its beginning."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        try:
            value = dt.datetime.fromisoformat(value)
        except ValueError as error:
            raise ValueError(f"{value!r} is no moment; write YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS") from error
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)
    return dt.datetime.combine(_span(value)[0], dt.time(), dt.UTC)


def _span(value: Day) -> tuple[dt.date, dt.date]:
    if isinstance(value, dt.datetime):
        return value.date(), value.date()
    if isinstance(value, dt.date):
        return value, value
    try:
        match = _DAY.fullmatch(value)
        if match is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        if month is None:
            return dt.date(year, 1, 1), dt.date(year, 12, 31)
        if day is None:
            return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        return dt.date(year, month, day), dt.date(year, month, day)
    except ValueError as error:
        raise ValueError(f"{value!r} is no day; write YYYY-MM-DD, YYYY-MM or YYYY") from error
