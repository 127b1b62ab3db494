"""Months: "Mai 2014", "mayo de 2014", "травень минулого року", "letzten Mai", and bare ones where they are safe."""

from __future__ import annotations

from flows.extraction.timex.languages.evidence import led, lower_where_due
from flows.extraction.timex.languages.phenomena.explicit import month_of, short_year, year_of
from flows.extraction.timex.languages.rule import Found, LanguageRule, Piece, Produced
from flows.extraction.timex.meaning import Calendar, Direction, Unit

DIRECTIONS = {
    "last": Direction.LAST,
    "previous": Direction.LAST,
    "this": Direction.THIS,
    "same": Direction.NONE,
    "next": Direction.NEXT,
    "following": Direction.NEXT,
    "past": Direction.LAST,
}


def _month(found: Found) -> Produced:
    year, offset = year_of(found) or short_year(found, "short_year"), found.value("lastyear")
    month = found.value("mon") if year is not None else month_of(found)
    if month is None:
        return None
    return Calendar(Unit.MONTH, year=year, month=month, year_offset=offset)


def _months(found: Found) -> Produced:
    """ "Mai–Juni 1943", "Mai und Juni 1943": the year belongs to both."""
    year = year_of(found)
    if year is None:
        return None
    first, last = found.value("month"), found.value("last")
    begin = Calendar(Unit.MONTH, year=year - (first > last), month=first)
    end = Calendar(Unit.MONTH, year=year, month=last)
    span = found.match.span("month")
    return (
        Piece(*span, begin, to_next=found.surface("and") is None),
        Piece(found.match.start("last"), found.end, end),
    )


def _directed(found: Found) -> Produced:
    way = found.value("dir") or found.value("dir_after")
    return Calendar(Unit.MONTH, month=found.value("month"), direction=DIRECTIONS[way])


def _bare(found: Found) -> Produced:
    """A month name alone: never in capitals where the language writes small letters; weak names only after a lead."""
    place = found.place
    if not lower_where_due(place, found.start):
        return None
    surface = place.folded[found.start : found.end]
    needs_lead = place.lexicon.flag("months_need_lead") or surface in place.lexicon.role("weak_months")
    if needs_lead and not led(place, found.start, "month_lead"):
        return None
    return Calendar(Unit.MONTH, month=found.value("month"))


RULES = (
    LanguageRule(
        "months",
        "<month>–<month> <year>",
        (
            "<month>~<dash>~<month:last>, <of>? <year>",
            "<month> <to> <art>? <month:last>, <of>? <year>",
            "<month> <and> <month:last>, <of>? <year>",
        ),
        _months,
    ),
    LanguageRule(
        "month_year",
        "<month> <year>",
        (
            "<mon>, <of>? <year>",
            "<mon> <of>? <short_year>",
            "<mon> <of>? <year_before> <of>? <year>",
            "<mon> <of>? <art>? <lastyear>",
        ),
        _month,
    ),
    LanguageRule("directed_month", "last <month>", ("<dir> <month>", "<month> <dir_after>"), _directed),
)
BARE = LanguageRule("month", "<month>", ("<month>",), _bare)
