"""Temporal expressions in languages other than English: words are data, rules are generic.

``recognise(text, language)`` gives what the shared resolver takes; ``tense_of(language)`` the tense cues it may ask
for.  Ten languages have a lexicon of ours (``OWN``); every other locale of dateparser is read for explicit dates.
Nothing of a language is loaded before a text in it comes.
"""

from __future__ import annotations

import datetime as dt

from flows.extraction.timex.context import guess_domain
from flows.extraction.timex.languages.fallback import phrases
from flows.extraction.timex.languages.lexicon import load
from flows.extraction.timex.languages.phenomena.ideographs import LANGUAGES as IDEOGRAPHIC
from flows.extraction.timex.languages.phenomena.ideographs import ideographs
from flows.extraction.timex.languages.refine import (
    drop_articles,
    join_amounts,
    join_modifiers,
    join_parts,
    join_ranges,
    join_weekdays,
)
from flows.extraction.timex.languages.retell import retell
from flows.extraction.timex.languages.scan import scan
from flows.extraction.timex.languages.tense import tense_of
from flows.extraction.timex.meaning import Calendar, Recognised

OWN = ("de", "el", "es", "fr", "it", "nl", "pl", "pt", "ru", "uk")

REFINERS = (join_weekdays, join_parts, join_modifiers, join_amounts, join_ranges, drop_articles)

__all__ = ["OWN", "recognise", "supported", "tense_of"]


def supported(language: str) -> bool:
    """Whether there are words of time for this language at all."""
    try:
        load(language)
    except LookupError:
        return False
    return True


def recognise(
    text: str, language: str, *, published: dt.date | None = None, domain: str | None = None
) -> tuple[Recognised, ...]:
    """All temporal expressions of ``text`` in order, not overlapping, as meanings still to be resolved.

    ``published`` and ``domain`` only tell news from narrative, as the resolver does; no day is counted from here.

    Raises:
        LookupError: neither we nor dateparser have words for ``language``.
    """
    found = scan(text, language, tense_of(language))
    if language in IDEOGRAPHIC:
        found = merge(ideographs(text), found)
    if not load(language).own:
        found = merge(phrases(text, language, [item for item in found if _complete(item)]), found)
    for refine in REFINERS:
        found = refine(text, found, language)
    return tuple(retell(found) if _is_story(found, published, domain) else found)


def _is_story(found: list[Recognised], published: dt.date | None, domain: str | None) -> bool:
    """Whether a narrative is being told; without publication day or word from the user several full dates say so."""
    if domain is not None or published is not None:
        return (domain or guess_domain(found, published)) == "narrative"
    return sum(1 for item in found if isinstance(item.meaning, Calendar) and item.meaning.year) >= 4


def _complete(item: Recognised) -> bool:
    """Whether nothing is missing that a phrase around it could add."""
    return not isinstance(item.meaning, Calendar) or item.meaning.year is not None


def merge(first: list[Recognised], second: list[Recognised]) -> list[Recognised]:
    """Both lists in text order; of two that overlap the one of the first list stays."""
    kept, place = list(first), 0
    for item in second:  # both are in text order: one walk
        while place < len(first) and first[place].end <= item.start:
            place += 1
        if place == len(first) or first[place].start >= item.end:
            kept.append(item)
    return sorted(kept, key=lambda item: item.start)
