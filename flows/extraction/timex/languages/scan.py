"""One walk over the tokens of a text; rules are tried only at their cues, and what is read is not read again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.extraction.model import TimexType
from flows.extraction.timex.languages.fold import fold
from flows.extraction.timex.languages.grammar import grammar
from flows.extraction.timex.languages.phenomena.numeric import RULE as NUMERIC
from flows.extraction.timex.languages.phenomena.numeric import numeric
from flows.extraction.timex.languages.rule import Found, LanguageRule, Piece, Place, TenseOf
from flows.extraction.timex.languages.slots import number_cue
from flows.extraction.timex.languages.template import Compiled
from flows.extraction.timex.meaning import Recognised

_GLUED = re.compile(r"[^\W_]$|\d[.,:/-]$|[$€£₴₽#№§@_+]$|\w@$")


def scan(text: str, language: str, tense_of: TenseOf) -> list[Recognised]:
    """All expressions of a text in order, not overlapping, before modifiers and ranges are joined to them."""
    made = grammar(language)
    place = Place(text, fold(text), made.lexicon, tense_of)
    found: list[Recognised] = []
    get, folded, resume = made.cues.get, place.folded, 0
    for token in made.token.finditer(folded):
        word = token.group()
        is_number = word[0].isdigit()
        entries = get(number_cue(word), ()) if is_number else get(word)
        if entries is None:
            continue
        start = token.start()
        if start < resume or (is_number and (len(word) > 4 or _glued(folded, start, found))):
            continue
        read = _longest(place, entries, start, is_number)
        if read:
            found += read
            resume = read[-1].end
    return found


def _glued(folded: str, start: int, found: list[Recognised]) -> bool:
    """Digits that belong to something before them (a version, a price), unless that is an expression of ours."""
    if start == 0 or not _GLUED.search(folded, max(0, start - 2), start):
        return False
    return not (found and found[-1].end == start - 1 and folded[start - 1] == "-")


def _longest(
    place: Place, entries: Sequence[tuple[LanguageRule, Compiled]], start: int, is_number: bool
) -> list[Recognised]:
    best: list[Recognised] = []
    reach = start
    if is_number:
        read = numeric(place, start)
        if read is not None:
            reach = read[0]
            best = [Recognised(start, reach, TimexType.DATE, read[1], NUMERIC)]
    for rule, compiled in entries:
        match = compiled.pattern.match(place.folded, start)
        if match is None or match.end() <= reach:
            continue
        produced = rule.produce(Found(place, match, compiled.slots))
        if produced is None:
            continue
        reach = match.end()
        pieces = produced if isinstance(produced, tuple) else (Piece(start, reach, produced),)
        best = [Recognised(p.start, p.end, rule.type, p.meaning, rule.name, to_next=p.to_next) for p in pieces]
    return best
