"""Centuries and decades: "XIX століття", "19. Jahrhundert", "siglo XX", "1930-ті роки", "anni '30", "jaren dertig"."""

from __future__ import annotations

from flows.extraction.timex.languages.evidence import before_christ, led
from flows.extraction.timex.languages.fold import TOKEN
from flows.extraction.timex.languages.rule import Found, LanguageRule, Piece, Produced
from flows.extraction.timex.meaning import Calendar, Unit


def _century(found: Found) -> Produced:
    number = found.number("roman") or found.number("century_number") or found.number("nth")
    if number is None or not 1 < number <= 21 or not _capital(found) or before_christ(found.place, found.end):
        return None
    return Calendar(Unit.CENTURY, year=(number - 1) * 100)


def _capital(found: Found) -> bool:
    """Roman numerals are written in capitals; the ending glued to one is not."""
    return found.surface("roman") is None or found.place.text[found.match.start("roman")].isupper()


def _centuries(found: Found) -> Produced:
    """ "XVIII–XIX століття"."""
    first = found.number("roman") or found.number("century_number")
    last = found.number("last")
    if first is None or last is None or not 1 < first < last <= 21 or before_christ(found.place, found.end):
        return None
    group = "roman" if found.surface("roman") else "century_number"
    return (
        Piece(*found.match.span(group), Calendar(Unit.CENTURY, year=(first - 1) * 100), to_next=True),
        Piece(found.match.start("last"), found.end, Calendar(Unit.CENTURY, year=(last - 1) * 100)),
    )


def _decade(found: Found) -> Produced:
    number = found.number("decade")
    if number is None:
        number = found.value("decade_word")
    century = found.number("roman") or found.number("century_number")
    if number is None:
        return None
    if number >= 1000:
        return Calendar(Unit.DECADE, year=number)
    if number > 99:
        return None
    if century is not None:
        return Calendar(Unit.DECADE, year=(century - 1) * 100 + number)
    return Calendar(Unit.DECADE, year=1900 + number if number >= 20 else 2000 + number, short_year=True)


def _alone(found: Found) -> Produced:
    """ "У 1930-х", with its ending but without the word for years: only with four digits or a lead."""
    surface, number = found.surface("decade") or "", found.number("decade")
    after = TOKEN.match(found.place.folded, found.end + 1)
    if after and after.group() in found.place.lexicon.role("day_number"):
        return None  # "in the 20s of December": days
    if number is None or surface.isdigit():
        return None
    if number >= 1000:
        return Calendar(Unit.DECADE, year=number)
    return _decade(found) if number >= 20 and led(found.place, found.start, "year_lead") else None


RULES = (
    LanguageRule(
        "centuries",
        "<century>–<century>",
        ("<roman>~<dash>~<roman:last> <century>", "<century_number>~<dash>~<century_number:last> <century>"),
        _centuries,
    ),
    LanguageRule(
        "century",
        "<nth> century",
        ("<roman> <century>", "<century_number> <century>", "<nth> <century>", "<century> <roman>"),
        _century,
    ),
    LanguageRule(
        "decade",
        "<decade>",
        (
            "<decade> <years> <roman> <century>",
            "<decade> <years> <century_number> <century>",
            "<decade_word> <years> <roman> <century>",
            "<decade_word> <years> <century_number> <century>",
            "<decade> <years>",
            "<decade>~-~<years>",
            "<decade_word> <years>",
        ),
        _decade,
    ),
    LanguageRule("decade_alone", "<decade>", ("<decade>",), _alone),
)
