"""Where in a text an expression stands: date headings, datelines, quotations, sentences; news or narrative."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from flows.extraction.timex.meaning import Calendar, Recognised, Unit

_SENTENCE = re.compile(r"[.!?][\"”’')\]]{0,2}[ \t]+(?=[A-ZÀ-ÞА-ЯΑ-Ω\"“‘'(])|\n")
_HEADING_REST = re.compile(r"[\s#*=_–—:.,\-\[\]()]*$")
_MANY = 4  # explicit days in a text before it may count as a narrative
_LONG_AGO = 400  # days between the typical day of a text and its publication


def is_heading(text: str, start: int, end: int) -> bool:
    """Whether the expression stands alone on its line."""
    line_start = text.rfind("\n", max(0, start - 12), start) + 1
    if line_start == 0 and start > 12:
        return False
    stop = text.find("\n", end, end + 12)
    rest = text[end : stop if stop >= 0 else end + 12]
    if stop < 0 and len(text) > end + 12:
        return False
    return bool(_HEADING_REST.match(text[line_start:start])) and bool(_HEADING_REST.match(rest)) and "\n" in text


def is_dateline(text: str, start: int, end: int) -> bool:
    """Whether the expression stands in a dateline: "BERLIN, 14 Feb –", "WASHINGTON (AP) — Feb. 12 —"."""
    line_start = text.rfind("\n", 0, start) + 1 if start < 4000 else start
    head = text[line_start:start]
    if len(head) > 60 or start > 3000 or not re.match(r"\(?[A-Z][A-Z]", head):
        return False
    return bool(re.match(r"[ )]{0,2}(?:\([A-Za-z ]{2,20}\) ?)?[-–—:]", text[end : end + 24]))


def same_sentence(text: str, left: int, right: int) -> bool:
    """Whether nothing between two places ends a sentence."""
    return right - left < 250 and not _SENTENCE.search(text, left, right)


def guess_domain(found: Sequence[Recognised], published: dt.date | None) -> str:
    """ "narrative" for texts without publication day, or whose full dates lie long before it; else "news"."""
    if published is None:
        return "narrative"
    days = [
        (r.meaning.year, r.meaning.month or 6)
        for r in found
        if isinstance(r.meaning, Calendar) and r.meaning.year and r.meaning.unit in (Unit.DAY, Unit.MONTH)
    ]
    if len(days) < _MANY:
        return "news"
    distances = sorted(abs((published.year - y) * 365 + (published.month - m) * 30) for y, m in days)
    return "narrative" if distances[len(distances) // 2] > _LONG_AGO else "news"


_QUOTES = re.compile(r"[“\"]|''|``|”")


def quoted_parts(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of quotations, none across a line break or longer than 1,500 characters."""
    parts: list[tuple[int, int]] = []
    opened: int | None = None
    for mark in _QUOTES.finditer(text):
        sign, at = mark.group(), mark.start()
        closes = sign in ("”", "''") or (sign == '"' and opened is not None)
        if opened is not None and (at - opened > 1500 or text.find("\n", opened, at) >= 0):
            opened = None
            closes = sign in ("”", "''")
        if closes and opened is not None:
            parts.append((opened, at))
            opened = None
        elif not closes:
            opened = at
    return tuple(parts)
