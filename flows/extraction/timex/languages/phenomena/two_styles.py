"""Days in both calendars: "8 (18) січня 1654", "25 Μαρτίου (6 Απριλίου) 1821", "14/27 Νοεμβρίου 1912".

The later of the two is the day of our calendar: from 1582 to 2100 the Julian count is 10 to 13 days behind.
"""

from __future__ import annotations

from flows.extraction.timex.languages.phenomena.explicit import month_of, possible, year_of
from flows.extraction.timex.languages.rule import Found, LanguageRule, Piece, Produced
from flows.extraction.timex.meaning import Calendar, Unit

_BEHIND = range(9, 14)  # days between the styles


def _same_month(found: Found) -> Produced:
    first, last, month, year = found.number("day"), found.number("last"), month_of(found), year_of(found)
    if first is None or last is None or month is None or not possible(max(first, last), month, year):
        return None
    if abs(last - first) in _BEHIND:
        return Calendar(Unit.DAY, year=year, month=month, day=max(first, last))
    if found.surface("stroke") is None or first >= last:
        return None
    begin = Calendar(Unit.DAY, year=year, month=month, day=first)  # "12/13 May": two days
    end = Calendar(Unit.DAY, year=year, month=month, day=last)
    return (Piece(*found.match.span("day"), begin, to_next=True), Piece(found.match.start("last"), found.end, end))


def _two_months(found: Found) -> Produced:
    first, last, year = found.number("day"), found.number("last"), year_of(found)
    months = found.value("mon"), found.value("lastmon")
    if first is None or last is None:
        return None
    (month, day) = max((months[0], first), (months[1], last))
    gap = 31 * (months[1] - months[0]) + last - first
    if abs(gap) - 3 not in _BEHIND and abs(gap) not in _BEHIND:
        return None
    return Calendar(Unit.DAY, year=year, month=month, day=day) if possible(day, month, year) else None


RULES = (
    LanguageRule(
        "two_styles",
        "<day> (<day>) <month> <year>",
        (
            "<day> (~<day:last>~) <of>? <mon>, <of>? <year>?",
            "<day>~<slash:stroke>~<day:last> <of>? <mon>, <of>? <year>?",
        ),
        _same_month,
    ),
    LanguageRule(
        "two_styles_two_months",
        "<day> <month> (<day> <month>) <year>",
        (
            "<day> <of>? <mon> (~<day:last> <of>? <mon:lastmon>~) <of>? <year>",
            "<day> <of>? <mon>~<slash>~<day:last> <of>? <mon:lastmon> <of>? <year>",
        ),
        _two_months,
    ),
)
