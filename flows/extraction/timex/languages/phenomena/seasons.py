"""Seasons, quarters and halves: "навесні 1944", "l'été 2014", "winter 1942–1943", "3. Quartal 2014"."""

from __future__ import annotations

from flows.extraction.timex.languages.evidence import led
from flows.extraction.timex.languages.phenomena.explicit import short_year
from flows.extraction.timex.languages.phenomena.months import DIRECTIONS
from flows.extraction.timex.languages.rule import Found, LanguageRule, Piece, Produced
from flows.extraction.timex.meaning import Calendar, Direction, Unit

WINTER = 24


def _season(found: Found) -> Produced:
    year, offset = found.number("year") or short_year(found, "short_year"), found.value("lastyear")
    first = found.number("year4")
    if first is not None:  # winter 1942–1943 begins in 1942
        last = found.number("year") or (first // 100 * 100 + (found.number("year2") or 0))
        return Calendar(Unit.SEASON, year=first, index=WINTER) if _over_new_year(found, first, last) else None
    return Calendar(Unit.SEASON, year=year, index=found.value("season"), year_offset=offset)


def _over_new_year(found: Found, first: int, last: int) -> bool:
    return found.value("season") == WINTER and last == first + 1


def _two(found: Found) -> Produced:
    """ "Spring and summer of 1943"."""
    year = found.number("year")
    return (
        Piece(
            *found.match.span("season"),
            Calendar(Unit.SEASON, year=year, index=found.value("season")),
            to_next=found.surface("and") is None,
        ),
        Piece(found.match.start("last"), found.end, Calendar(Unit.SEASON, year=year, index=found.value("last"))),
    )


def _directed(found: Found) -> Produced:
    way = found.value("dir") or found.value("dir_after")
    anaphoric = way in ("same", "following", "previous")
    direction = Direction.NONE if anaphoric else DIRECTIONS[way]
    return Calendar(Unit.SEASON, index=found.value("season"), direction=direction)


def _bare(found: Found) -> Produced:
    """Only adverbs ("навесні") and seasons after their lead ("im", "en"): "spring" alone is many things."""
    surface = found.place.folded[found.start : found.end]
    if surface in found.place.lexicon.role("season_adverbs") or led(found.place, found.start, "season_lead"):
        return Calendar(Unit.SEASON, index=found.value("season"))
    return None


def _quarter(found: Found) -> Produced:
    index = found.number("nth") or found.number("day") or found.number("century_number") or found.number("roman")
    year, offset = found.number("year"), found.value("lastyear")
    if index is None:
        return None
    if found.surface("quarter"):
        return Calendar(Unit.QUARTER, year=year, index=index, year_offset=offset) if index <= 4 else None
    return Calendar(Unit.HALF, year=year, index=index, year_offset=offset) if index <= 2 else None


RULES = (
    LanguageRule(
        "season_year",
        "<season> <year>",
        (
            "<season> <of>? <year4>~<dash>~<year>",
            "<season> <of>? <year4>~<dash>~<year2>",
            "<season> <of>? <year4>~<slash>~<year>",
            "<season> <of>? <year4>~<slash>~<year2>",
            "<season> <of>? <year>",
            "<season> <of>? <short_year>",
            "<season> <of>? <year_before> <of>? <year>",
            "<season> <of>? <lastyear>",
        ),
        _season,
    ),
    LanguageRule(
        "two_seasons",
        "<season> and <season> <year>",
        ("<season> <and> <season:last> <of>? <year>", "<season>~<dash>~<season:last> <of>? <year>"),
        _two,
    ),
    LanguageRule("directed_season", "last <season>", ("<dir> <season>", "<season> <dir_after>"), _directed),
    LanguageRule(
        "quarter",
        "<nth> quarter <year>",
        (
            "<nth> <quarter> <of>? <year>",
            "<day> <quarter> <of>? <year>",
            "<roman> <quarter> <of>? <year>",
            "<nth> <quarter> <of>? <lastyear>",
            "<century_number> <quarter> <of>? <year>",
            "<nth> <half> <of>? <year>",
            "<century_number> <half> <of>? <year>",
            "<day> <half> <of>? <year>",
            "<nth> <half> <of>? <lastyear>",
        ),
        _quarter,
    ),
    LanguageRule("season", "<season>", ("<season>",), _bare),
)
