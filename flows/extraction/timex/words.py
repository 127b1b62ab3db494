"""The English words of time, from ``lexicon/timex_en.toml``, and the pattern pieces made of them.

Patterns are written with ``{PIECE}`` names and compiled by :func:`pattern`.  Every piece is bounded: no piece can
match more than a few words, which keeps the whole scanner linear on any input.
"""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from typing import Any

from flows.extraction.timex.meaning import Unit

LEXICON: dict[str, dict[str, Any]] = tomllib.loads(
    resources.files("flows.extraction.lexicon").joinpath("timex_en.toml").read_text(encoding="utf-8")
)


def alternation(words: object) -> str:
    """An alternation as a prefix tree, the longest word that fits first."""
    tree: dict[str, Any] = {}
    for word in words:  # type: ignore[attr-defined]
        node = tree
        for letter in str(word):
            node = node.setdefault(letter, {})
        node[""] = {}
    return _tree(tree)


def _tree(node: dict[str, Any]) -> str:
    branches = [re.escape(letter) + _tree(child) for letter, child in sorted(node.items()) if letter]
    if not branches:
        return ""
    both = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
    return both + ("?" if "" in node else "")


def _cased(words: object) -> str:
    """Words as given and in capitals, never in small letters."""
    given = list(words)  # type: ignore[call-overload]
    return "(?-i:" + alternation(given + [w.upper() for w in given if w.upper() != w]) + ")"


MONTHS = {k.lower(): int(v) for k, v in (LEXICON["months"] | LEXICON["month_abbreviations"]).items()}
WEEKDAYS = {k.lower(): int(v) for k, v in (LEXICON["weekdays"] | LEXICON["weekday_abbreviations"]).items()}
SEASONS: dict[str, int] = LEXICON["seasons"]
NUMBERS: dict[str, int] = LEXICON["numbers"]
ORDINALS: dict[str, int] = LEXICON["ordinals"]
UNITS: dict[str, str] = LEXICON["units"]
DAY_PARTS: dict[str, str] = LEXICON["day_parts"]
ZONES: dict[str, int] = LEXICON["zones"]

_TENS = alternation(k for k, v in NUMBERS.items() if v >= 20)
_ONES = alternation(k for k, v in NUMBERS.items() if v < 10)
_SMALL = rf"(?:(?:{_TENS})(?:[-‐ ](?:{_ONES}))?|{alternation(k for k, v in NUMBERS.items() if v < 20)})"
_ORD_ONES = alternation(k for k, v in ORDINALS.items() if v < 10)

# the full stop of an abbreviation, not of the sentence
_DOT = r"\.(?!\s+(?-i:[A-Z](?!an|eb|ar|pr|ay|un|ul|ug|ep|ct|ov|ec))|\s*$|[\"”’)])"

PIECES: dict[str, str] = {
    # one space or one line break, not a paragraph
    "S": r"(?:[ \t\u00a0\u202f\u2009]{1,3}(?:\r?\n[ \t]{0,3})?|\r?\n[ \t]{0,3})",
    "H": r"[-‐‑]",  # hyphens
    "DASH": r"[ \u00a0]?[-‐‑–—−][ \u00a0]?",
    "MONTH": f"(?:{_cased(LEXICON['months'])})",
    "MON": f"(?:{_cased(LEXICON['months'])}|{_cased(LEXICON['month_abbreviations'])}(?:{_DOT})?)",
    "WEEKDAY": f"(?:{_cased(LEXICON['weekdays'])})",
    "WD": f"(?:{_cased(LEXICON['weekdays'])}|{_cased(LEXICON['weekday_abbreviations'])}(?:{_DOT})?)",
    "DD": r"(?:3[01]|[12]\d|0?[1-9])",
    "TH": r"(?:st|nd|rd|th|º)",
    "YEAR": r"(?:1\d\d\d|20\d\d|21[0-4]\d)",
    "EY": r"['’‘`]\d\d",
    "SEASON": f"(?:{alternation(SEASONS)})",
    "NUM": rf"(?:\d{{1,4}}(?:[.,]\d{{1,3}}|½|{{S}}1/2)?|(?:(?:a|{_ONES}){{S}})?(?:hundred|thousand)|{_SMALL})",
    "VAGUE": (
        r"(?:several|a few|few|a couple(?: of)?|couple of|some|many|a number of|numerous|countless|dozens of|various"
        r"|a handful of|hundreds of|thousands of)"
    ),
    "ORD": rf"(?:(?:{_TENS}){{H}}(?:{_ORD_ONES})|{alternation(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))",
    "UNIT": rf"(?:{alternation(UNITS)})",
    "BIGUNIT": r"(?:days?|weeks?|weekends?|fortnights?|months?|quarters?|years?|decades?|centuries|century)",
    "PART": rf"(?:{alternation(DAY_PARTS)})",
    "ZONE": r"(?-i:UTC|GMT|Z|[A-Z]{1,3}ST|[A-Z]{1,2}DT|CET|EET|ET|PT|CT|MT|MSK)",
    "NAMED": f"(?-i:{alternation(LEXICON['guards']['named_after'])})\\b",
    "KIND": f"(?:{alternation(LEXICON['amounts']['kinds'])})",
    "FREQ": rf"(?:{alternation(LEXICON['frequencies'])})",
}
PIECES["NUM"] = PIECES["NUM"].replace("{H}", PIECES["H"]).replace("{S}", PIECES["S"])
PIECES["ORD"] = PIECES["ORD"].replace("{H}", PIECES["H"])


def pattern(template: str, *, open_end: bool = False) -> re.Pattern[str]:
    """Compile a template; ``{NAME}`` with a capital name is a piece, spaces are ``{S}``, letters match any case.

    Months and weekdays keep their capital letters (see the lexicon).  A match ends at the end of a word, unless
    ``open_end``.
    """
    text = re.sub(r"\(\?<[=!][^()]*\)", lambda behind: behind[0].replace(" ", "[\\s]"), template)
    text = re.sub(r"(?<!\\) ", "{S}", text)
    for name in re.findall(r"\{([A-Z]+)\}", text):
        text = text.replace("{" + name + "}", PIECES[name])
    return re.compile(either_case(text.replace("\\ ", " ")) + ("" if open_end else r"(?!\w)"))


_PIECE = re.compile(
    r"\\u[0-9a-f]{4}|\\.|\(\?P<\w+>|\(\?P=\w+\)|\(\?P>\w+\)|\(\?-i:|\(\?<?[=!:]|\[\^?(?:\\.|[^\]\\])*\]"
    r"|\{\d*,?\d*\}|[()]|[A-Za-z]|.",
    re.DOTALL,
)


def either_case(regex: str) -> str:
    """The pattern with every letter in both cases, save within ``(?-i:…)``.

    The flag IGNORECASE would say the same, but keeps the engine from skipping the branches that cannot begin here,
    which makes alternations of words several times slower.
    """
    out: list[str] = []
    fixed: list[bool] = [False]
    for piece in _PIECE.findall(regex):
        if piece.startswith("("):
            fixed.append(fixed[-1] or piece == "(?-i:")
            if piece.startswith("(?P="):
                fixed.pop()
            out.append("(?:" if piece == "(?-i:" else piece)
        elif piece == ")":
            fixed.pop()
            out.append(piece)
        elif not fixed[-1] and len(piece) == 1 and piece.isalpha():
            out.append(f"[{piece.lower()}{piece.upper()}]")
        elif not fixed[-1] and piece.startswith("["):
            out.append(_classeither_case(piece))
        else:
            out.append(piece)
    return "".join(out)


def _classeither_case(piece: str) -> str:
    plain = re.sub(r"\\u[0-9a-f]{4}|\\.", "", piece)
    extra = "".join(c.swapcase() for c in plain if c.isascii() and c.isalpha() and c.swapcase() not in plain)
    ranges = "a-z" in plain or "A-Z" in plain
    return piece[:-1] + ("a-zA-Z" if ranges else extra) + "]"


def number(words: str) -> float | None:
    """The value of a ``{NUM}`` or of a vague quantity (None)."""
    text = words.lower().replace("‐", "-").strip()
    if text[:1].isdigit():
        half = text.endswith(("½", "1/2"))
        return _digits(text.removesuffix("½").removesuffix("1/2").strip() or "0") + (0.5 if half else 0)
    if text.startswith("half "):
        return 0.5
    for word, times in (("hundred", 100), ("thousand", 1000)):
        if text.endswith(word):
            return times * NUMBERS.get(text.split()[0], 1)
    total = 0
    for word in re.split(r"[-\s]+", text):
        if word not in NUMBERS:
            return 1 if text in ("a", "an") else None
        total += NUMBERS[word]
    return total


def _digits(text: str) -> float:
    if re.fullmatch(r"\d{1,3}(,\d{3})+", text):
        return int(text.replace(",", ""))
    value = float(text.replace(",", "."))
    return int(value) if value.is_integer() else value


def ordinal(words: str) -> int:
    """The value of an ``{ORD}``."""
    text = words.lower()
    if text[0].isdigit():
        return int(re.match(r"\d+", text).group())  # type: ignore[union-attr]
    parts = re.split(r"[-‐‑]", text)
    return sum(NUMBERS.get(p, 0) + ORDINALS.get(p, 0) if p not in ORDINALS else ORDINALS[p] for p in parts)


def month(word: str) -> int:
    """The number of a month name or abbreviation."""
    return MONTHS[word.rstrip(".").lower()]


def weekday(word: str) -> int:
    """The number of a weekday name or abbreviation, 0 = Monday."""
    return WEEKDAYS[word.rstrip(".").lower()]


def unit(word: str) -> tuple[Unit, int]:
    """The unit of a word and how many of it the word stands for (a fortnight is two weeks)."""
    name = UNITS[word.lower()]
    return (Unit.WEEK, 2) if name == "fortnight" else (Unit(name), 1)


def year(word: str) -> int:
    """A year of four digits, or of two after an apostrophe: 30–99 are the 1900s."""
    digits = word.strip("'’‘`")
    return int(digits) if len(digits) == 4 else short_year(int(digits))


def short_year(two: int) -> int:
    """The year meant by two digits: 00–39 the 2000s, 40–99 the 1900s (as POSIX %y, moved on with the times)."""
    return 2000 + two if two < 40 else 1900 + two


def cased(words: object) -> tuple[str, ...]:
    """Cue forms of words that are read with a capital only."""
    given = [str(w) for w in words]  # type: ignore[attr-defined]
    return tuple(dict.fromkeys([*given, *(w.upper() for w in given)]))


def anyhow(words: object) -> tuple[str, ...]:
    """Cue forms of words in small letters, with a capital, and in capitals."""
    given = [str(w).lower() for w in words]  # type: ignore[attr-defined]
    return tuple(dict.fromkeys([*given, *(w.capitalize() for w in given), *(w.upper() for w in given)]))


# Cues of tokens that begin with a digit, by their form.
YEAR_DIGITS = ("0000",)  # four digits: "2014"
FEW_DIGITS = ("00",)  # one to three digits: "14"
MIXED = ("0",)  # anything else: "14th", "1990s", "3pm"
DAY_DIGITS = FEW_DIGITS + MIXED
DIGIT = YEAR_DIGITS + FEW_DIGITS + MIXED
QUOTE = ("'",)  # the cue of an apostrophe before two digits
MONTH_CUES = cased(LEXICON["months"]) + cased(LEXICON["month_abbreviations"])
WEEKDAY_CUES = cased(LEXICON["weekdays"]) + cased(LEXICON["weekday_abbreviations"])
NUMBER_CUES = anyhow(NUMBERS) + DIGIT
ORDINAL_CUES = anyhow(ORDINALS) + MIXED
