"""Sentences of a text, fast: offsets only, no model.

A sentence ends at ``.``, ``!``, ``?`` or ``…`` with its closing quotes and brackets before a capital, digit, quote
or list mark, and at every line end.  Full stops of abbreviations, initials and ordinals do not end one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_END = re.compile(r"\n+|[.!?…]+[\"'”’»)\]]*(?:\[\d+\])*(?=\s+[\"'“‘„«(\[\-–—•*]*\w|\s*$|\s*\n)")
_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "gen",
        "col",
        "lt",
        "sgt",
        "capt",
        "maj",
        "adm",
        "gov",
        "sen",
        "rep",
        "rev",
        "hon",
        "st",
        "sr",
        "jr",
        "vs",
        "etc",
        "no",
        "nos",
        "vol",
        "pp",
        "ed",
        "eds",
        "inc",
        "ltd",
        "co",
        "corp",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "u.s",
        "u.k",
        "u.n",
        "e.u",
        "d.c",
        "a.m",
        "p.m",
        "i.e",
        "e.g",
        "cf",
        "approx",
        "dept",
        "est",
        "fig",
        "messrs",
        "mt",
        "ft",
        "ave",
        "blvd",
        "brig",
        "cpl",
        "cmdr",
        "pvt",
        "supt",
        "bzw",
        "z.b",
        "d.h",
        "u.a",
        "ca",
        "bspw",
        "abs",
        "art",
        "hrsg",
        "mme",
        "m",
        "mlle",
        "av",
        "tel",
        "dipl",
        "ing",
        "dña",
        "sra",
        "ud",
        "uds",
        "ee.uu",
        "km",
        "cm",
        "kg",
        "mio",
        "mrd",
        "ст",
        "м",
        "р",
        "рр",
        "ім",
        "вул",
    ]
)
# These end a sentence as often as not: the next word decides (see ``_ends``).
_SOMETIMES = frozenset({"u.s", "u.k", "u.n", "e.u", "d.c", "a.m", "p.m", "inc", "ltd", "co", "corp", "jr", "etc"})
_STARTERS = frozenset(
    [
        "the",
        "a",
        "an",
        "in",
        "on",
        "at",
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "this",
        "that",
        "these",
        "those",
        "his",
        "her",
        "its",
        "their",
        "but",
        "and",
        "however",
        "after",
        "before",
        "when",
        "while",
        "there",
        "as",
        "for",
        "according",
    ]
)
_MONTHS = frozenset(
    {"jan", "jän", "feb", "mär", "apr", "mai", "may", "jun", "jul", "aug", "sep", "okt", "oct", "nov", "dez", "dec"}
)
_WORD_BEFORE = re.compile(r"[\w.]*$")
_WORD_AFTER = re.compile(r"\s*[\"'“‘„«(\[]*(\w*)")
_BULLET = re.compile(r"\s*(?:[-–—•*·]\s+|\d{1,2}[.)]\s+)?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text[start:end]`` without surrounding space or list mark; ``line`` numbers the line it stands in."""

    start: int
    end: int
    line: int


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of ``text`` in order."""
    found: list[Sentence] = []
    start = line = 0
    for match in _END.finditer(text):
        if match.group()[0] != "\n" and not _ends(text, match):
            continue
        _add(found, text, start, match.end(), line)
        start = match.end()
        line += match.group()[0] == "\n"
    _add(found, text, start, len(text), line)
    return tuple(found)


def _add(found: list[Sentence], text: str, start: int, end: int, line: int) -> None:
    bullet = _BULLET.match(text, start, end)
    first = bullet.end() if bullet else start
    last = first + len(text[first:end].rstrip())
    if last > first:
        found.append(Sentence(first, last, line))


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether this full stop ends a sentence."""
    if not match.group().startswith(".") or len(match.group()) > 1:
        return True
    before = _WORD_BEFORE.search(text, max(0, match.start() - 24), match.start())
    word = before.group().lower() if before else ""
    after = _WORD_AFTER.match(text, match.end())
    following = after.group(1) if after else ""
    if word in _SOMETIMES:
        return following.lower() in _STARTERS and following[:1].isupper()
    if word in _ABBREVIATIONS:
        return False
    if len(word) == 1 and word.isalpha():  # an initial: "John R. Bolton"
        return False
    if word.isdigit() and len(word) <= 2 and (not following[:1].isupper() or following[:3].lower() in _MONTHS):
        return False  # "am 3. März", "14. лютого"
    return not following[:1].islower()
