"""Looks at the words around a bare month or a bare year: is this a date at all?

Each check reads at most a few dozen characters to either side.  The words are in ``lexicon/timex_en.toml``.
"""

from __future__ import annotations

import re

from flows.extraction.timex.words import LEXICON

_BEFORE = re.compile(r"([\w'’-]+)[ \t\n\u00a0]{1,3}$|([^\s\w])[ ]?$")
_AFTER = re.compile(r"[ \t\n\u00a0]{1,3}([\w'’-]+)|([^\s\w])")

_GUARDS: dict[str, list[str]] = LEXICON["guards"]
PREPOSITIONS = frozenset(_GUARDS["prepositions"])
_NAMES_TOO = frozenset(_GUARDS["names_too"])
_DETERMINERS = frozenset(_GUARDS["determiners"])
_COUNTED = frozenset(_GUARDS["counted"])
_NUMBERED = frozenset(_GUARDS["numbered"])
_PREFIX = re.compile(r"\b(?:mid|early|late|pre|post|non)[-‐‑]$", re.IGNORECASE)
_RECENT = (1985, 2035)
_MEASURES = ("-strong", "-foot", "-metre", "-meter", "-mile", "-ton", "-tonne", "-seat", "-member", "-acre", "-page")
_FIGURES = ("sales", "figures", "data", "results", "output", "exports", "imports", "inflation", "elections", "election")
_LATE = ("in", "since", "last", "next", "early", "late", "until", "by", "during", "of")


def word_before(text: str, start: int) -> str:
    """The word (or the single sign) right before ``start``, as written; empty at the beginning of a text."""
    found = _BEFORE.search(text[max(0, start - 30) : start])
    return (found[1] or found[2]) if found else ""


def word_after(text: str, end: int) -> str:
    """The word (or the single sign) right after ``end``, as written."""
    found = _AFTER.match(text, end, end + 40)
    return (found[1] or found[2]) if found else ""


def month_alone(match: re.Match[str]) -> bool:
    """Whether a capitalised month name without a number is the month, not a name, a verb or a rally."""
    text, name = match.string, match["x"].rstrip(".").lower()
    before, after = word_before(text, match.start("x")), word_after(text, match.end("x"))
    low = before.lower()
    if before in ("-", "‐", "‑"):  # "mid-May"
        return _PREFIX.search(text[max(0, match.start("x") - 8) : match.start("x")]) is not None
    if name not in _NAMES_TOO:
        return not (name in ("jan", "dec") and before[:1].isupper()) or low in PREPOSITIONS
    if low in PREPOSITIONS and low not in ("and", "or", "was", "is", "were", "both", "this", "as", "than"):
        name_follows = after[:1].isupper() and len(after) > 2 and name != "march"
        return not name_follows or low in _LATE
    if low in ("is", "was", "named", "called"):
        return False
    if name == "may" and after.lower() in _FIGURES:
        return True  # "May sales"
    if name == "may":
        return low in ("and", "or") and _month_before(text, match.start("x"))
    if before[:1].isupper() and low not in PREPOSITIONS:
        return False
    if name == "march" and after.lower() in ("on", "for", "against", "to", "of", "in", "through", "past", "madness"):
        return False
    return not (after[:1].isupper() and after.lower() not in PREPOSITIONS)


_MONTH_AND = re.compile(
    r"\b(?:January|February|March|April|June|July|August|September|October|November|December)\b.{0,9}$"
)


def _month_before(text: str, start: int) -> bool:
    return bool(_MONTH_AND.search(text[max(0, start - 20) : start]))


def year_alone(match: re.Match[str]) -> bool:
    """Whether a number of four digits is a year: by what stands before it and what it might count."""
    text, value = match.string, int(match["x"])
    before, after = word_before(text, match.start("x")), word_after(text, match.end("x"))
    low, next_low = before.lower(), after.lower()
    if before in ("-", "‐", "‑"):  # "mid-2009", not "Covid-2019"
        return _PREFIX.search(text[max(0, match.start("x") - 8) : match.start("x")]) is not None
    if next_low in ("bc", "bce", "b"):
        return False
    if next_low in _COUNTED or low in _NUMBERED or next_low.startswith(_MEASURES):
        return False
    vague = ("to", "of", "for", "than", "as", "about", "around", "at", "was", "is", "were", "on", "per", "and", "or")
    if low in vague and not 1850 <= value <= 2060:
        return False
    if low in PREPOSITIONS or low in _DETERMINERS or low.endswith(("'s", "’s")):
        return value >= 1300 or low in ("in", "since", "by", "until", "year", "circa", "before", "after")
    if not 1750 <= value <= 2060 or (value == 2000 and before[:1].isupper()):
        return False
    if _RECENT[0] <= value <= _RECENT[1]:
        return True  # "2012 earnings": what is counted in thousands has been ruled out above
    counted = after.islower() and after.endswith("s") and not after.endswith(("ss", "'s", "’s", "was", "has", "is"))
    return not counted


def short_year_alone(match: re.Match[str]) -> bool:
    """Whether an apostrophe and two digits are a year: after a preposition or article, not a product ("iLife '11")."""
    before = word_before(match.string, match.start())
    return before.lower() in PREPOSITIONS or before.lower() in _DETERMINERS or before in ("(", "–", "—", ",")
