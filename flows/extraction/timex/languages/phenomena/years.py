"""Years: "im Jahr 1941", "1941 року", "el año 1941", ranges, and bare ones that the words around speak for."""

from __future__ import annotations

import re

from flows.extraction.timex.languages.evidence import (
    before_christ,
    closed,
    counts_something,
    last_word,
    led,
    of_our_era,
)
from flows.extraction.timex.languages.phenomena.explicit import short_year
from flows.extraction.timex.languages.rule import Found, LanguageRule, Piece, Place, Produced
from flows.extraction.timex.languages.slots import key
from flows.extraction.timex.meaning import Calendar, Span, Unit

_LONE_DIGITS = re.compile(r"\d{4}")
_PAREN_BEFORE = re.compile(r"[(\[]\s?$")
_PAREN_AFTER = re.compile(r"\s?[)\]]")
_NAMED_NUMBER = re.compile(r"(?:№|#|§|nr\.?|no\.?|n°|nº|iso|art\.?|стор\.?|ст\.|с\.|s\.|p\.|pp\.|[€$£₴₽]) ?$")


def _named(found: Found) -> Produced:
    """The text itself says "year": no doubt, unless what follows says that the years are counted before Christ."""
    year = found.number("year") or found.number("year4")
    return None if year is None or before_christ(found.place, found.end) else Calendar(Unit.YEAR, year=year)


def _range(found: Found) -> Produced:
    """ "1939–1945", "1942–1943 років": two years, the second later."""
    first, last = found.number("year4"), found.number("year")
    short = found.number("year2")
    if first is None:
        return None
    if last is None and short is not None:
        last = first // 100 * 100 + short
        if (found.surface("year2") or "").startswith("'"):
            return None
    if last is None or not first < last <= first + 150 or _numbered(found.place, found.start):
        return None
    if short is not None and not _plausible_short(found):
        return None
    second = "year" if short is None else "year2"
    return (
        Piece(*found.match.span("year4"), Calendar(Unit.YEAR, year=first), to_next=True),
        Piece(found.match.start(second), found.end, Calendar(Unit.YEAR, year=last, short_year=short is not None)),
    )


def _two(found: Found) -> Produced:
    """ "From 1939 to 1945", "between 1939 and 1945", "in 1939 and 1940": what speaks for the first speaks for both."""
    first, last = found.number("year4"), found.number("year")
    if first is None or last is None or not first < last <= first + 150 or counts_something(found.place, found.end):
        return None
    between = led(found.place, found.start, "between")
    named = not (found.surface("year") or "").isdigit()
    round_numbers = first % 100 == 0 and last % 100 == 0  # "from 1500 to 1900 members"
    if not between and not named and (round_numbers or not _first_led(found)):
        return None
    return (
        Piece(*found.match.span("year4"), Calendar(Unit.YEAR, year=first), to_next=between or not found.surface("and")),
        Piece(found.match.start("year"), found.end, Calendar(Unit.YEAR, year=last)),
    )


def _first_led(found: Found) -> bool:
    return led(found.place, found.start, "year_lead") or led(found.place, found.start, "year_lead_weak")


def _plausible_short(found: Found) -> bool:
    """ "1941–45" needs a year word or a lead: "1500-70" may be anything."""
    long = _LONE_DIGITS.fullmatch(key(found.surface("year2") or "").strip()) is None
    named = re.search(r"[^\d\s']", found.surface("year2") or "") is not None
    return long and (named or _supported(found.place, found.start, found.end))


def _season(found: Found) -> Produced:
    """ "2014/15": one stretch of two years."""
    first = found.number("year4")
    last = found.number("year2")
    if first is None or last is None or (first + 1) % 100 != last:
        return None
    return Span(Calendar(Unit.YEAR, year=first), Calendar(Unit.YEAR, year=first + 1, short_year=True))


def _bare(found: Found) -> Produced:
    """Four digits are a year where their own year word, a lead, brackets, or the grammar of the place says so."""
    year, surface = found.number("year"), found.surface("year") or ""
    if year is None or year < 1000 or _numbered(found.place, found.start) or before_christ(found.place, found.end):
        return None
    if not surface.isdigit():  # "1941 року", "1941-го"
        return Calendar(Unit.YEAR, year=year)
    return Calendar(Unit.YEAR, year=year) if _supported(found.place, found.start, found.end) else None


def _short(found: Found) -> Produced:
    """ "41-го року": two digits are a year where ending and year word both say so."""
    said = (found.surface("short_year") or "").endswith(found.place.lexicon.role("year_after") or ("\0",))
    year = short_year(found, "short_year") if said and (found.surface("short_year") or "")[2:3] == "-" else None
    return None if year is None else Calendar(Unit.YEAR, year=year, short_year=True)


def _supported(place: Place, start: int, end: int) -> bool:
    if of_our_era(place, end):
        return True
    if counts_something(place, end):
        return False
    if led(place, start, "year_lead"):
        return True
    if led(place, start, "year_lead_weak") and closed(place, end):
        return True
    if _PAREN_BEFORE.search(place.folded, max(0, start - 2), start) and _PAREN_AFTER.match(place.folded, end):
        return 1200 <= int(place.folded[start : start + 4]) <= 2100
    return place.lexicon.flag("bare_years") and _among_small_words(place, start, end)


def _among_small_words(place: Place, start: int, end: int) -> bool:
    """German has no preposition for years: "1941 starb er", "er wurde 1941 geboren".  What is counted would follow
    with a capital letter, what is numbered ("Boeing 1900") would stand before with one."""
    if not 1500 <= int(place.folded[start : start + 4]) <= 2100:
        return False
    after = re.match(r"\s{1,2}(\w)", place.text[end : end + 3])
    if after and (after[1].isupper() or after[1].isdigit()):
        return False
    if last_word(place.folded, start) in place.lexicon.role("not_years_after"):
        return False
    before = re.search(r"(\w+)[ \n]$", place.text[max(0, start - 30) : start])
    if before is None:
        near = place.text[max(0, start - 4) : start]
        return start == 0 or (near[-1] in ' \n(„"' and not near.rstrip().endswith(","))
    return not before[1][0].isupper() and not before[1].isdigit()


def _numbered(place: Place, start: int) -> bool:
    return _NAMED_NUMBER.search(place.folded, max(0, start - 6), start) is not None


RULES = (
    LanguageRule(
        "year_range",
        "<year>–<year>",
        ("<year4>~<dash>~<year>", "<year4>~<dash>~<year2>", "<year_before> <year4>~<dash>~<year>"),
        _range,
    ),
    LanguageRule(
        "two_years",
        "<year> to <year>",
        ("<year4> <to> <art>? <year>", "<year4> <and> <art>? <year>", "<year4> <and_to> <year>"),
        _two,
    ),
    LanguageRule("school_year", "<year>/<year>", ("<year4>~<slash>~<year2>",), _season),
    LanguageRule("named_year", "year <year>", ("<year_before> <of>? <year>",), _named),
    LanguageRule("short_year", "<short year>", ("<short_year>",), _short),
    LanguageRule("year", "<year>", ("<year>",), _bare),
)
