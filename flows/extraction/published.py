"""The publication date that a text gives of itself: a note, a dateline, a release's head.

Looked for only where nothing was given with the text, and only among dates that the text writes out in full:
a day that would itself have to be resolved against the publication date proves nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from flows.extraction.model import DateBasis, Document, Grain, PublishedBasis, Timex, TimexType
from flows.extraction.rule import Example
from flows.extraction.timex import find_timexes

# Notes of publication stand at a text's head or foot; dates in between are what it tells of.
HEAD, FOOT = 1500, 600

Finder = Callable[[str, Iterable[Timex]], Timex | None]


@dataclass(frozen=True, slots=True)
class PublishedRule:
    """One way in which texts give their own day: ``find`` picks the expression that says it."""

    name: str
    find: Finder
    examples: tuple[Example, ...]


@lru_cache(maxsize=1)
def _cue() -> re.Pattern[str]:
    lexicon = tomllib.loads(files("flows.extraction.lexicon").joinpath("published.toml").read_text("utf-8"))
    cues = sorted({word for words in lexicon["cues"].values() for word in words}, key=len, reverse=True)
    links = sorted(lexicon["links"]["words"], key=len, reverse=True)
    between = "|".join(map(re.escape, links))
    return re.compile(
        rf"(?:^|[\n(\[|•*_]|[.]\s|\bthis\s\w{{1,12}}\s(?:was|is)\s)\s{{0,3}}(?:{'|'.join(map(re.escape, cues))})"
        rf"[\s:*_,–—-]{{0,4}}(?:(?:{between})\s{{1,2}}){{0,2}}$",
        re.IGNORECASE,
    )


# A note ends with its day (or its hour, or its author): "Published on 3 May, the plan …" is a sentence of the story.
_NOTE_ENDS = re.compile(r"\s{0,3}(?:$|\n|[)\]|•*_]|[.]\s|,?\s(?:at\s)?\d{1,2}[:.h]\d\d|by\s)", re.IGNORECASE)


def _after_cue(text: str, timexes: Iterable[Timex]) -> Timex | None:
    """A day right after words such as "first published on"."""
    for timex in timexes:
        if _cue().search(text[max(0, timex.start - 60) : timex.start]) and _NOTE_ENDS.match(text, timex.end):
            return timex
    return None


_PLACE = re.compile(r"^\s*(?:[^\W\d_a-z][\w.'’/ -]{1,40},?\s*){1,3}(?:\([^)\n]{1,40}\)\s*)?[,–—-]?\s*$")
_DASH = re.compile(r"^\s*(?:\([^)\n]{1,40}\)\s*)?(?:[–—]|--?\s|:)")


def _dateline(text: str, timexes: Iterable[Timex]) -> Timex | None:
    """A day between a place in capitals at the beginning of a line and a dash."""
    for timex in timexes:
        before = text[text.rfind("\n", 0, timex.start) + 1 : timex.start]
        place = before.split(",")[0].split("(")[0].strip()
        if place.isupper() and _PLACE.match(before) and _DASH.match(text[timex.end : timex.end + 60]):
            return timex
    return None


def _line_of_its_own(text: str, timexes: Iterable[Timex]) -> Timex | None:
    """The only line that consists of a day, near the top; several of them head the entries of a chronology."""
    alone = [t for t in timexes if _line(text, t).strip(" \t*_#().") == t.text]
    if len(alone) != 1:
        return None
    above = [line for line in text[: alone[0].start].splitlines() if line.strip()]
    return alone[0] if len(above) <= 4 else None


def _line(text: str, timex: Timex) -> str:
    end = text.find("\n", timex.end)
    return text[text.rfind("\n", 0, timex.start) + 1 : end if end >= 0 else len(text)]


RULES = (
    PublishedRule(
        "note of publication",
        _after_cue,
        (
            Example("Title\n\n(This article was first published on [17 December 2025])\n\nText.", "2025-12-17"),
            Example("Posted: [3 March 2021]\nThe council met.", "2021-03-03"),
            Example("Veröffentlicht am [4. Mai 2022]\nDer Rat tagte.", "2022-05-04"),
            Example("The strategy published on 3 March 2021 was long."),
            Example("The talks failed. Published on 3 March 2021, the plan was too late."),
            Example("The talks ended on 17 December 2025."),
        ),
    ),
    PublishedRule(
        "dateline",
        _dateline,
        (
            Example("GENEVA, [16 June 2021] – The two presidents met.", "2021-06-16"),
            Example("KYIV, [17 January 2023] — Officials resigned.", "2023-01-17"),
            Example("NEW YORK, [September 19, 2016] (Agency) -- Leaders gathered.", "2016-09-19"),
            Example("In Geneva, 16 June 2021 was a hot day."),
        ),
    ),
    PublishedRule(
        "line of its own",
        _line_of_its_own,
        (
            Example("A title\n\n[24 February 2022]\n\nRussia attacked.", "2022-02-24"),
            Example("10 November 2019\nHe resigned.\n\n12 November 2019\nShe took over."),
        ),
    ),
)


def published_in(text: str, language: str) -> tuple[Timex, str] | None:
    """The expression that gives the text's own day, and the rule that says so; ``None`` where there is none."""
    head, foot = text[:HEAD], text[max(HEAD, len(text) - FOOT) :]
    in_head, in_foot = _days(head, language), _days(foot, language)
    for rule in RULES:
        found = rule.find(head, in_head)
        if found is None and rule.find is _after_cue:
            found = rule.find(foot, in_foot)
        if found is not None:
            return found, rule.name
    return None


def dated(document: Document) -> Document:
    """The document with its publication date, from its text where none was given."""
    if document.published is not None:
        return document
    found = published_in(document.text, document.language or "en")
    if found is None:
        return replace(document, published_basis=PublishedBasis.NONE)
    return replace(document, published=found[0].first, published_basis=PublishedBasis.TEXT)


def _days(text: str, language: str) -> list[Timex]:
    """The days that the text writes out in full."""
    return [
        timex
        for timex in find_timexes(text, published=None, language=language)
        if timex.type is TimexType.DATE and timex.grain is Grain.DAY and timex.basis is DateBasis.EXPLICIT
    ]
