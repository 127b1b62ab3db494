"""The shortest piece of a sentence that tells of its happening: a title of last resort that a reader understands."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from pathlib import Path

_WORDS = tomllib.loads(Path(__file__).with_name("titles.toml").read_text("utf-8"))
LONGEST = 70  # characters of a clause in a title
SHORTEST = 3  # words that a clause needs beside which nothing is asked of its neighbours
_OPENERS = frozenset(_WORDS["openers"]["words"])
_ARTICLES = frozenset(_WORDS["openers"]["articles"])
_CLOSERS = frozenset(_WORDS["closers"]["words"])
_POINTERS = frozenset(_WORDS["pointers"]["words"])
_PREPOSITIONS = frozenset(_WORDS["prepositions"]["words"])
_COMPLEMENTS = frozenset(_WORDS["complements"]["words"])
# "; ", ": ", brackets, a dash between blanks, the end of a sentence, marks of Markdown: never within one clause
_STRONG = re.compile(r"\s*(?:[;:!?](?=\s|$)|[()\[\]|«»“”„\"]|\s[–—-]\s|\*\*|(?<![\dA-Z])\.\s+(?=[^\W\d_a-z])|\n)\s*")
_WEAK = re.compile(
    r",\s+|\s+(?=(?:" + "|".join(map(re.escape, sorted(_WORDS["joints"]["words"], key=len, reverse=True))) + r")\s)"
)
_BEFORE_DATE = "|".join(map(re.escape, _WORDS["before_dates"]["words"]))
_EDGE = " \t\n,.;:!?*_#–—-'’‘\"“”„"
_HOUR = re.compile(r"^\d{1,2}[.:]\d\d\s+")


# "A week later, …": later than what the reader does not see
_LATER = re.compile(
    r"^(?:(?:an?|one|two|three|four|five|several|some|a few)\s+)?(?:hour|day|week|month|year)s?\s+"
    r"(?:later|earlier|before|after|afterwards),?\s+",
    re.IGNORECASE,
)


class Grade(IntEnum):
    """How well a clause stands by itself."""

    CLEAR = 0  # whole, and its beginning points to nothing that the reader does not see
    CUT = 1  # the same, but its end was cut off
    BARE = 2  # it begins with its trigger: who did it is missing
    POOR = 3  # it begins with a pronoun or preposition, or says hardly more than its trigger


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence, fit for a title."""

    text: str
    grade: Grade


def shorten(text: str, longest: int) -> str:
    """At most ``longest`` characters, cut between words and never after a word that asks for another."""
    if len(text) <= longest:
        return text
    words = text[: longest - 1].rsplit(" ", 1)[0].split()
    while len(words) > 1 and words[-1].strip(_EDGE).casefold() in _CLOSERS:
        words.pop()
    return " ".join(words).rstrip(_EDGE) + "…"


def _spans(text: str, boundary: re.Pattern[str]) -> list[tuple[int, int]]:
    """The pieces between boundaries, as offsets."""
    edges = [(0, 0), *(m.span() for m in boundary.finditer(text)), (len(text), len(text))]
    return [(left[1], right[0]) for left, right in pairwise(edges) if right[0] > left[1]]


def _holding(spans: list[tuple[int, int]], start: int) -> int:
    return max((i for i, (first, _) in enumerate(spans) if first <= start), default=0)


def _without_date(quote: str, start: int, date_text: str | None) -> tuple[str, int]:
    """The date has a column of its own, and a weekday in a title would mean another week; with the trigger's start."""
    if not date_text or len(date_text) < 3:
        return quote, start
    pattern = rf"(?:(?<=\s)|(?<=\*)|^)(?:(?:{_BEFORE_DATE})\s+)*{re.escape(date_text)}(?!\w)(?:[’']s)?,?\s*"
    for found in re.finditer(pattern, quote, flags=re.IGNORECASE):
        low, high = found.span()
        if high <= start:
            return quote[:low] + quote[high:], start - (high - low)
        if low > start:
            return quote[:low].rstrip() + (" " if quote[high : high + 1].isalnum() else "") + quote[high:], start
    return quote, start


def _first_word(text: str) -> str:
    return text.strip(_EDGE).split(" ", 1)[0].strip(_EDGE).casefold()


def points_away(text: str) -> bool:
    """Whether a text begins with a pronoun: "he resigned" says nothing to a reader who does not see who."""
    return _first_word(text) in _POINTERS


def without_pointers(text: str) -> str:
    """Without the pronouns and articles at its beginning; empty where less than two words are left."""
    words = text.split()
    while words and words[0].strip(_EDGE).casefold() in _POINTERS | _ARTICLES:
        words.pop(0)
    return " ".join(words) if len(words) > 1 else ""


def without_opening(text: str) -> str:
    """Without "A week later," and the article at its beginning."""
    words = _LATER.sub("", text).split()
    while len(words) > 1 and words[0].casefold() in _ARTICLES:
        words.pop(0)
    return " ".join(words)


def _cleaned(text: str, trigger: str) -> tuple[str, bool]:
    """Without what opens it, blanks and marks at its edges; whether anything but an article was taken off."""
    words = _LATER.sub("", _HOUR.sub("", text.strip(_EDGE))).split()
    opened = False
    while len(words) > 1 and words[0].strip(_EDGE).casefold() in _OPENERS:
        words.pop(0)
        opened = True
    while len(words) > 1 and words[0].casefold() in _ARTICLES:
        words.pop(0)
    # "sworn in" ends with its own small word
    while len(words) > 2 and words[-1].strip(_EDGE).casefold() in _CLOSERS and words[-1] != trigger.split()[-1]:
        words.pop()
    return re.sub(r"\s+([,.;])", r"\1", " ".join(words)).strip(_EDGE), opened


def _whole(text: str, start: int) -> tuple[int, int]:
    """The offsets of the clause or clauses around a trigger, up to the strong marks on both sides."""
    spans = _spans(text, _STRONG)
    return spans[_holding(spans, start)]


def _part(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of the smallest piece of it that has a subject and says something, of 70 characters if it can be."""
    first, last = _whole(text, start)
    pieces = [(first + a, first + b) for a, b in _spans(text[first:last], _WEAK)]
    at = upto = _holding(pieces, start)
    low, high = pieces[at]

    def lacks_subject() -> bool:
        opening = _first_word(text[low:high])
        return start - low < SHORTEST or len(text[low:high].split()) < SHORTEST or opening in _PREPOSITIONS

    # a piece that begins with its trigger has its subject before it: "Yermak, head of the office, resigned"
    while at and lacks_subject() and high - pieces[at - 1][0] <= LONGEST:
        at -= 1
        low = pieces[at][0]
    # what was announced follows: "announced that …"
    while upto + 1 < len(pieces) and (
        _first_word(text[pieces[upto + 1][0] : pieces[upto + 1][1]]) in _COMPLEMENTS
        or (len(text[low:high].split()) <= SHORTEST and pieces[upto + 1][1] - low <= LONGEST)
    ):
        upto += 1
        high = pieces[upto][1]
    return low, max(high, end)


def _grade(told: str, trigger: str, cut: bool, partial: bool) -> Grade:
    words = told.split()
    if words[0].strip(_EDGE).casefold() in _POINTERS | _PREPOSITIONS or len(words) < SHORTEST:
        return Grade.POOR
    if told.startswith(trigger) and partial and not trigger[:1].isupper():
        return Grade.BARE
    ends = told.endswith(trigger) and len(words) <= SHORTEST  # "the White House said"
    return Grade.POOR if ends else Grade.CUT if cut else Grade.CLEAR


def clause_of(quote: str, start: int, end: int, date_text: str | None = None) -> Clause | None:
    """The clause of ``quote`` around its trigger at ``start:end``, of 70 characters at most, or ``None``.

    Without conjunctions in front, without its date.  A clause that says no more than its trigger is none.
    """
    if not 0 <= start < end <= len(quote):
        return None
    trigger = quote[start:end]
    text, begin = _without_date(quote, start, date_text)
    first, last = _whole(text, begin)
    low, high = _part(text, begin, begin + len(trigger))
    part = _clause(text[low:high], trigger, split=(low, high) != (first, last))
    if last - first > LONGEST:
        return part
    whole = _clause(text[first : max(last, begin + len(trigger))], trigger, split=False)
    if whole is None or part is None:
        return whole or part
    aside = text[first:last].strip(_EDGE).split(" ", 1)[0].casefold() in _OPENERS | _PREPOSITIONS
    return part if part.grade < whole.grade or (aside and part.grade == whole.grade) else whole


def _clause(piece: str, trigger: str, split: bool) -> Clause | None:
    told, opened = _cleaned(piece, trigger)
    cut = len(told) > LONGEST
    if cut and told.find(trigger) + len(trigger) > LONGEST - 1:
        told = told[max(told.rfind(" ", 0, max(told.find(trigger) - LONGEST // 3, 1)), 0) :].strip()
    told = shorten(told, LONGEST)
    if len(told.split()) < 2 or told.casefold() == trigger.casefold():
        return None
    return Clause(told, _grade(told, trigger, cut, split or opened))
