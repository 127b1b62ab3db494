"""What kind of text this is, where it matters for dates: digests, chronologies, releases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.extraction.model import Document, Timex
from flows.extraction.segment import Sentence

_DIGEST_TITLE = re.compile(
    r"\b(?:current events|portal:current|events of|on this day|daily (?:digest|brief)|news (?:digest|in brief|summary)|"
    r"in brief|what happened|tagesüberblick)\b",
    re.IGNORECASE,
)
_SOURCES = re.compile(r"(?:\([A-Z][\w .&'’-]{1,50}\)[\s,]*)+$|\[\d+\]$")
_DATED_TITLE = re.compile(
    r"\b(?:chronology|timeline|chronicle|diary|chronik|chronologie|cronología|хроніка)\b", re.IGNORECASE
)
_RELEASE = re.compile(
    r"\b(?:office of the spokesperson|press (?:release|statement)|for immediate release|readout|the (?:text|"
    r"following) (?:of the following )?statement|"
    r"media note|press statement|the department (?:of state )?is|the secretary (?:and|of state)|we (?:condemn|"
    r"welcome|congratulate|commend|join|stand|call|urge)|the united states (?:condemns|welcomes|calls|"
    r"is (?:imposing|designating|announcing|deeply)|congratulates|stands))\b",
    re.IGNORECASE,
)


_SPORT = re.compile(
    r"\b(?:strikers?|goalkeepers?|midfield(?:er)?s?|half-?time|penalt(?:y|ies)|goals?|league|kick-?off|quarter-?finals?|"
    r"semi-?finals?|champions(?:hips?)?|tournament|coach|pitch|playoffs?|innings|wickets?|touchdowns?|free kick|volley|"
    r"defender|referee|fixtures?|matchday|captain|scor(?:ed|ing|er)|title race|podium|lap)\b",
    re.IGNORECASE,
)
_SPORT_WORDS = 4  # different ones


# A text this short that tells a happening in the present tense is a headline or a digest's entry.
BRIEF = 400


@dataclass(frozen=True, slots=True)
class Discourse:
    """``digest``: undated present-tense lines mean the publication day.  ``headings``: date headings by their end.

    ``sourced`` are the lines that end with their sources in brackets, as chronicle entries do.
    """

    digest: bool
    release: bool
    headings: tuple[Timex, ...]
    sourced: frozenset[int]  # line numbers
    sport: bool = False  # teams attack, meet, surrender and hold no elections
    brief: bool = False  # taken for a digest only because it is so short

    @property
    def listed(self) -> bool:
        """A digest by its title or its lines: its present tense is of the day."""
        return self.digest and not self.brief

    def heading_before(self, offset: int) -> Timex | None:
        """The date heading under which a place stands."""
        return next((timex for timex in reversed(self.headings) if timex.end <= offset), None)


def read_discourse(document: Document, sentences: Sequence[Sentence], timexes: Sequence[Timex]) -> Discourse:
    """Look at title, headings and line ends."""
    text, title = document.text, document.title or ""
    lines: dict[int, tuple[int, int]] = {}
    for sentence in sentences:
        low, _ = lines.get(sentence.line, (sentence.start, 0))
        lines[sentence.line] = (low, sentence.end)
    sourced = frozenset(
        line for line, (start, end) in lines.items() if _SOURCES.search(text[max(start, end - 200) : end])
    )
    # A third of the lines at least: essays have a line that ends in brackets too.
    digest = bool(_DIGEST_TITLE.search(title)) or (bool(sourced) and 3 * len(sourced) >= len(lines))
    brief = not digest and len(text) <= BRIEF
    digest = digest or brief
    return Discourse(
        digest=digest,
        release=bool(_RELEASE.search(text[:1500])) or bool(_RELEASE.search(title)),
        headings=tuple(_headings(lines, text, timexes)),
        sourced=sourced,
        brief=brief,
        sport=len({match.group().lower() for match in _SPORT.finditer(text)}) >= _SPORT_WORDS,
    )


def _headings(lines: dict[int, tuple[int, int]], text: str, timexes: Sequence[Timex]) -> list[Timex]:
    """Dates that are a line of their own, or begin one before a dash or colon."""
    spans = sorted(lines.values())
    found, index = [], 0
    for timex in timexes:
        while index < len(spans) - 1 and spans[index][1] < timex.end:
            index += 1
        start, end = spans[index] if spans else (0, 0)
        if timex.start < start or timex.edtf is None:
            continue
        before, after = text[start : timex.start].strip(" #*_=-–—"), text[timex.end : end]
        if not before and (not after.strip(" :=*_.-–—") or re.match(r"[*_]*\s*(?::|–|—|-)[*_]*\s", after)):
            found.append(timex)
    return found
