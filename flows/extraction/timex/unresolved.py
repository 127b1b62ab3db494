"""TIMEX3 values that need no anchor: lengths, sets, references, and what is left of an unresolved date."""

from __future__ import annotations

from flows.extraction.model import TimexType
from flows.extraction.timex.dates import SEASON_CODE
from flows.extraction.timex.meaning import (
    Calendar,
    Clock,
    DayPart,
    Deictic,
    Direction,
    Length,
    Meaning,
    Modified,
    NamedDay,
    Part,
    Recurring,
    Ref,
    Reference,
    Shift,
    Span,
    Unit,
    Weekday,
    Window,
)
from flows.extraction.timex.when import time_value

_LETTER = {
    Unit.YEAR: "Y",
    Unit.MONTH: "M",
    Unit.WEEK: "W",
    Unit.DAY: "D",
    Unit.HOUR: "H",
    Unit.MINUTE: "M",
    Unit.SECOND: "S",
    Unit.QUARTER: "Q",
    Unit.WEEKEND: "WE",
}
_YEARS = {Unit.DECADE: 10, Unit.CENTURY: 100}
_BELOW = {
    Unit.HOUR: (Unit.MINUTE, 60),
    Unit.MINUTE: (Unit.SECOND, 60),
    Unit.YEAR: (Unit.MONTH, 12),
}
_TIMES = (Unit.HOUR, Unit.MINUTE, Unit.SECOND)
_GRAIN = {
    Unit.DAY: "XXXX-XX-XX",
    Unit.WEEK: "XXXX-WXX",
    Unit.WEEKEND: "XXXX-WXX-WE",
    Unit.MONTH: "XXXX-XX",
    Unit.QUARTER: "XXXX-QX",
    Unit.HALF: "XXXX-HX",
    Unit.DECADE: "XXX",
    Unit.CENTURY: "XX",
}


def type_of(meaning: Meaning) -> TimexType:
    """The TIMEX3 type that a meaning has."""
    if isinstance(meaning, Clock | DayPart):
        return TimexType.TIME
    if isinstance(meaning, Length | Window):
        return TimexType.DURATION
    if isinstance(meaning, Recurring):
        return TimexType.SET
    if isinstance(meaning, Modified):
        return type_of(meaning.base)
    if isinstance(meaning, Shift) and meaning.unit in _TIMES:
        return TimexType.TIME
    return TimexType.DATE


def duration_value(parts: tuple[tuple[float | None, Unit], ...]) -> str:
    """``P2Y``, ``PT2H30M``, ``PXD``: decades and centuries in years."""
    days = "".join(_piece(n, u) for n, u in parts if u not in _TIMES)
    times = "".join(_piece(n, u) for n, u in parts if u in _TIMES)
    return f"P{days}" + (f"T{times}" if times else "")


def _piece(amount: float | None, unit: Unit) -> str:
    if unit is Unit.DECADE and amount is None:
        return "XDE"  # TIMEX3: "decades" are no number of years
    if unit in _YEARS:
        unit, amount = Unit.YEAR, None if amount is None else amount * _YEARS[unit]
    if amount is not None and amount < 1 and unit in _BELOW:
        unit, amount = _BELOW[unit][0], amount * _BELOW[unit][1]
    if unit is Unit.HALF:
        unit, amount = Unit.MONTH, None if amount is None else amount * 6
    return f"{'X' if amount is None else f'{amount:g}'}{_LETTER[unit]}"


def own_value(meaning: Meaning) -> str | None:
    """The value of a meaning that has one by itself, wherever it stands: lengths, windows, sets, references."""
    if isinstance(meaning, Length):
        return duration_value(meaning.parts)
    if isinstance(meaning, Window):
        return duration_value(((meaning.amount, meaning.unit),))
    if isinstance(meaning, Recurring):
        return meaning.value
    if isinstance(meaning, Reference):
        return str(meaning.ref)
    if isinstance(meaning, Shift) and meaning.amount is None:
        return str(Ref.PAST if meaning.sign < 0 else Ref.FUTURE)
    if isinstance(meaning, Modified):
        return own_value(meaning.base)
    return None


def open_value(meaning: Meaning) -> str:
    """The value of a date that could not be resolved: what is known, the rest as X."""
    match meaning:
        case Weekday():
            return f"XXXX-WXX-{meaning.weekday + 1}"
        case Calendar():
            return _open_calendar(meaning)
        case NamedDay() if meaning.key[:1].isdigit():
            return f"XXXX-{meaning.key}"
        case Clock() | DayPart():
            day = open_value(meaning.day) if meaning.day else "XXXX-XX-XX"
            return f"{day}T{time_value(meaning)}"
        case Modified():
            return open_value(meaning.base)
        case Span():
            return f"{open_value(meaning.begin)}/{open_value(meaning.end)}"
        case Deictic() | Part():
            return _GRAIN.get(meaning.unit, "XXXX")
        case Shift():
            return "XXXX-XX-XXTXX" if meaning.unit in _TIMES else _GRAIN.get(meaning.unit, "XXXX")
        case _:
            return "XXXX-XX-XX"


def _open_calendar(c: Calendar) -> str:
    if c.year is not None and c.unit is Unit.YEAR:
        return f"FY{c.year:04d}" if c.fiscal else f"{c.year:04d}"
    if c.unit is Unit.DAY:
        return f"XXXX-{c.month:02d}-{c.day:02d}" if c.month and c.day else f"XXXX-XX-{c.day or 0:02d}"
    if c.unit is Unit.MONTH:
        return f"XXXX-{c.month or 0:02d}"
    if c.unit is Unit.SEASON:
        return f"XXXX-{SEASON_CODE[c.index or 21]}"
    if c.unit in (Unit.QUARTER, Unit.HALF) and c.index:
        return f"XXXX-{'Q' if c.unit is Unit.QUARTER else 'H'}{c.index}"
    return "XXXX-WXX" if c.unit is Unit.WEEK else "FYXXXX" if c.fiscal else "XXXX"


def undirected(meaning: Meaning) -> bool:
    """Whether the words themselves point nowhere, so that tense or nearness has to decide."""
    return isinstance(meaning, Calendar | Weekday | NamedDay) and meaning.direction is Direction.NONE
