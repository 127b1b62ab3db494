"""Days with a month name: "12. Mai 2014", "le 1er mai", "lunes 5 de mayo", "12 лютого 2025 року"."""

from __future__ import annotations

import re

from flows.extraction.timex.languages.evidence import led
from flows.extraction.timex.languages.rule import Found, LanguageRule, Piece, Produced
from flows.extraction.timex.languages.slots import key
from flows.extraction.timex.meaning import Calendar, Unit

_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def possible(day: int, month: int, year: int | None) -> bool:
    """Whether a calendar has such a day; 29 February of an unknown year may be one."""
    if not 1 <= month <= 12 or not 1 <= day <= _LENGTHS[month - 1]:
        return False
    leap = year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return leap or (month, day) != (2, 29)


def year_of(found: Found, group: str = "year") -> int | None:
    """The year in a slot of four digits."""
    return found.number(group)


def month_of(found: Found, group: str = "mon") -> int | None:
    """The month in a slot; None for an abbreviation that nothing but its three letters speaks for ("3 set")."""
    surface = key(found.surface(group) or "")
    month: int | None = found.slots[group].values.get(surface)
    sure = surface in found.place.lexicon.months or surface.endswith(".") or found.surface("year") is not None
    return month if sure else None


def short_year(found: Found, group: str) -> int | None:
    """Two digits after an apostrophe or before an ending: 00–29 the 2000s, 30–99 the 1900s (texts on wars of ours)."""
    number = re.search(r"\d\d", found.surface(group) or "")
    return None if number is None else int(number.group()) + (1900 if int(number.group()) >= 30 else 2000)


def _same_month(found: Found) -> Produced:
    """ "The 8th of the same month": the month is the text's own."""
    day = found.number("day")
    return None if day is None else Calendar(Unit.DAY, day=day)


def _day(found: Found) -> Produced:
    day = found.number("day") or found.number("dayword") or found.number("day_plain")
    month = month_of(found)
    year, offset = year_of(found) or found.number("year4"), found.value("lastyear")
    if day is None or month is None or not possible(day, month, year):
        return None
    if found.surface("short_year"):
        year = short_year(found, "short_year")
    weekday = found.value("wd")
    if weekday is not None and not _is_weekday(found):
        return None
    return Calendar(Unit.DAY, year=year, month=month, day=day, weekday=weekday, year_offset=offset)


def _month(found: Found) -> Produced:
    return Calendar(Unit.MONTH, year=found.number("year4"), month=found.value("mon"))


def _is_weekday(found: Found) -> bool:
    """ "so 12. Mai" is no Sunday: a short form needs its full stop or a comma."""
    surface = key(found.surface("wd") or "")
    after = found.place.folded[found.match.end("wd") : found.match.end("wd") + 1]
    return surface in found.place.lexicon.weekdays or surface.endswith(".") or after == ","


def _days(found: Found) -> Produced:
    """ "12–14 February 1943", "5 and 6 May": the month and year of the last belong to all."""
    month, year = month_of(found), year_of(found)
    first, last = found.number("day"), found.number("last")
    if month is None or first is None or last is None or not possible(last, month, year):
        return None
    joined = found.surface("and") is not None and not led(found.place, found.start, "between")
    if first >= last or not possible(first, month, year):
        return None
    middle = found.number("middle")
    begin = Calendar(Unit.DAY, year=year, month=month, day=first)
    end = Calendar(Unit.DAY, year=year, month=month, day=last)
    pieces = [Piece(*_digits(found, "day"), begin, to_next=not joined)]
    if middle is not None:
        pieces.append(Piece(*_digits(found, "middle"), Calendar(Unit.DAY, year=year, month=month, day=middle)))
    pieces.append(Piece(found.match.start("last"), found.end, end))
    return tuple(pieces)


def _digits(found: Found, group: str) -> tuple[int, int]:
    return found.match.span(group)


RULES = (
    LanguageRule(
        "day_list",
        "<day>–<day> <month>",
        (
            "<day>~<dash>~<day:last> <of>? <mon>, <of>? <year>?",
            "<day> <over> <art>? <day:last> <of>? <mon>, <of>? <year>?",
            "<day> <to> <art>? <day:last> <of>? <mon>, <of>? <year>?",
            "<day> <and> <art>? <day:last> <of>? <mon>, <of>? <year>?",
            "<day>, <day:middle> <and> <day:last> <of>? <mon>, <of>? <year>?",
        ),
        _days,
    ),
    LanguageRule(
        "weekday_day_month",
        "<weekday>, <day> <month> <year>",
        (
            "<wd>, <art>? <day> <of>? <mon>, <of>? <year>?",
            "<wd>, <art>? <day> <of>? <mon> <of>? <lastyear>",
            "<wd>, <art>? <dayword> <of>? <mon>, <of>? <year>?",
        ),
        _day,
    ),
    LanguageRule(
        "day_month",
        "<day> <month> <year>",
        (
            "<day> <of>? <mon>, <of>? <year>?",
            "<day> <of>? <mon>, <of>? <short_year>",
            "<day> <of>? <mon> <of>? <year_before> <of>? <year>",
            "<day> <of>? <mon> <of>? <art>? <lastyear>",
            "<dayword> <of>? <mon>, <of>? <year>?",
        ),
        _day,
    ),
)

SAME_MONTH = LanguageRule("same_month", "<day> of the same month", ("<day> <day_number>? <same_month>",), _same_month)
MONTH_FIRST = LanguageRule(
    "month_day", "<month> <day>, <year>", ("<mon> <day_plain>, <year>", "<mon> <day_plain>"), _day
)
YEAR_FIRST = LanguageRule(
    "year_month_day",
    "<year> <month> <day>",
    ("<year4> <mon> <day_plain>", "<year4>~. <mon> <day_plain>", "<mon> <day_plain>"),
    _day,
)
YEAR_WORD = LanguageRule("year_day_month", "<year> <day> <month>", ("<year4>~. <year_word> <day> <mon>",), _day)
YEAR_FIRST_MONTH = LanguageRule("year_month", "<year> <month>", ("<year4> <mon>", "<year4>~. <mon>"), _month)
