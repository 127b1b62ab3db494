"""Calendar arithmetic on stretches of days: the unit that holds a day, shifting, first and last days.

Weeks are ISO weeks (Monday to Sunday); spring is March to May, winter December to February of the next year.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools

from flows.extraction.timex.meaning import Unit

SPRING, WINTER = 21, 24
SEASON_CODE = {21: "SP", 22: "SU", 23: "FA", 24: "WI"}


def month_end(year: int, month: int) -> dt.date:
    """The last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def real_day(year: int, month: int, day: int) -> dt.date | None:
    """The day, or None where the calendar has none (30 February)."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def add_months(day: dt.date, months: int) -> dt.date:
    """``day`` moved by months, on the last day of a shorter month; limited to the years 1–9999."""
    index = min(max(day.year * 12 + day.month - 1 + months, 12), 9999 * 12 + 11)
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_days(day: dt.date, days: int) -> dt.date:
    """``day`` moved by days, kept within the years 1–9999."""
    return dt.date.fromordinal(min(max(day.toordinal() + days, 1), dt.date.max.toordinal()))


def season_of(day: dt.date) -> tuple[int, int]:
    """Year and EDTF code of the season that holds ``day``; January belongs to the winter of the year before."""
    if day.month in (1, 2):
        return day.year - 1, WINTER
    return day.year, SPRING + (day.month - 3) // 3


def season_span(year: int, season: int) -> tuple[dt.date, dt.date]:
    """First and last day of a season."""
    first = dt.date(year, 3 * (season - 20), 1)
    return first, month_end(first.year + (season == WINTER and year < 9999), 2 if season == WINTER else first.month + 2)


@functools.lru_cache(maxsize=4096)
def bounds(unit: Unit, day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the ``unit`` that holds ``day``."""
    if unit is Unit.WEEK:
        monday = add_days(day, -day.weekday())
        return monday, add_days(monday, 6)
    if unit is Unit.WEEKEND:
        saturday = add_days(day, 5 - day.weekday())
        return saturday, add_days(saturday, 1)
    if unit is Unit.MONTH:
        return day.replace(day=1), month_end(day.year, day.month)
    if unit is Unit.QUARTER:
        start = 3 * ((day.month - 1) // 3) + 1
        return dt.date(day.year, start, 1), month_end(day.year, start + 2)
    if unit is Unit.HALF:
        start = 1 if day.month < 7 else 7
        return dt.date(day.year, start, 1), month_end(day.year, start + 5)
    if unit is Unit.SEASON:
        return season_span(*season_of(day))
    if unit in (Unit.YEAR, Unit.DECADE, Unit.CENTURY):
        length = {Unit.YEAR: 1, Unit.DECADE: 10, Unit.CENTURY: 100}[unit]
        start = day.year - day.year % length
        return dt.date(max(start, 1), 1, 1), dt.date(min(start + length - 1, 9999), 12, 31)
    return day, day


def shift(unit: Unit, day: dt.date, amount: float) -> dt.date:
    """``day`` moved by ``amount`` units (halves of years and the like in months)."""
    months = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.SEASON: 3, Unit.HALF: 6, Unit.YEAR: 12}
    months |= {Unit.DECADE: 120, Unit.CENTURY: 1200}
    if unit in months:
        return add_months(day, round(max(min(amount, 1e5), -1e5) * months[unit]))
    days = {Unit.WEEK: 7.0, Unit.WEEKEND: 7.0, Unit.DAY: 1.0}.get(unit, 0.0)
    return add_days(day, round(max(min(amount, 1e6), -1e6) * days))


@functools.lru_cache(maxsize=4096)
def value_of(unit: Unit, day: dt.date) -> str:
    """TIMEX3 value of the ``unit`` that holds ``day``."""
    if unit is Unit.DAY:
        return day.isoformat()
    if unit in (Unit.WEEK, Unit.WEEKEND):
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}" + ("-WE" if unit is Unit.WEEKEND else "")
    if unit is Unit.MONTH:
        return f"{day:%Y-%m}".rjust(7, "0")
    if unit is Unit.QUARTER:
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    if unit is Unit.HALF:
        return f"{day.year:04d}-H{1 if day.month < 7 else 2}"
    if unit is Unit.SEASON:
        year, season = season_of(day)
        return f"{year:04d}-{SEASON_CODE[season]}"
    if unit is Unit.DECADE:
        return f"{day.year // 10:03d}"
    if unit is Unit.CENTURY:
        return f"{day.year // 100:02d}"
    return f"{day.year:04d}"


@functools.lru_cache(maxsize=4096)
def edtf_of(unit: Unit, day: dt.date) -> str:
    """ISO 8601-2 (EDTF) of the ``unit`` that holds ``day``; weeks as intervals of days, quarters of months."""
    if unit in (Unit.DAY, Unit.MONTH, Unit.YEAR):
        return value_of(unit, day)
    if unit is Unit.SEASON:
        year, season = season_of(day)
        return f"{year:04d}-{season}"
    if unit is Unit.DECADE:
        return f"{day.year // 10:03d}X"
    if unit is Unit.CENTURY:
        return f"{day.year // 100:02d}XX"
    first, last = bounds(unit, day)
    if unit in (Unit.QUARTER, Unit.HALF):
        return f"{value_of(Unit.MONTH, first)}/{value_of(Unit.MONTH, last)}"
    return f"{first.isoformat()}/{last.isoformat()}"
