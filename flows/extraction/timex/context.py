"""Where in a text an expression stands: date headings, datelines, quotations, sentences; news or narrative."""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections.abc import Sequence

from flows.extraction.timex.meaning import (
    Base,
    Calendar,
    Clock,
    DayPart,
    Deictic,
    Meaning,
    Recognised,
    Shift,
    Unit,
    Weekday,
)

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
    """ "narrative" for texts without publication day, or that tell of days long before it; else "news".

    What the text dates in full decides by its typical distance.  A short text has few such dates: there it counts
    that the first one comes before any date without year, and that next to nothing is told from the day of writing
    ("yesterday", "on Friday", "last week").
    """
    if published is None:
        return "narrative"
    meanings = [_day_of(r.meaning) for r in found]
    dated = [m for m in meanings if isinstance(m, Calendar) and _written_out(m)]
    at = ((m.year or published.year, m.month or 6) for m in dated)
    distances = sorted(abs((published.year - year) * 365 + (published.month - month) * 30) for year, month in at)
    if not distances or distances[len(distances) // 2] <= _LONG_AGO:
        return "news"
    from_today = sum(_from_today(m) for m in meanings)
    if 2 * from_today > sum(m.unit is Unit.DAY for m in dated) and from_today >= 2:
        return "news"  # a report with much background speaks of today all the same
    if sum(m.unit in (Unit.DAY, Unit.MONTH) for m in dated) >= _MANY:
        return "narrative"
    opening = next((m for m in meanings if isinstance(m, Calendar) or _from_today(m)), None)
    begins_then = isinstance(opening, Calendar) and _written_out(opening)
    # A history may end with what is left "today", or name the weekday of a day that it has dated.
    allowed = 1 if len(dated) > 1 else 0
    return "narrative" if begins_then and from_today <= allowed else "news"


def _day_of(meaning: Meaning) -> Meaning:
    """The day of a time ("the morning of 20 May 1941"), else the meaning itself."""
    return meaning.day if isinstance(meaning, Clock | DayPart) and meaning.day is not None else meaning


def _written_out(meaning: Calendar) -> bool:
    return meaning.year is not None and not meaning.short_year


def _from_today(meaning: Meaning) -> bool:
    """Whether an expression is counted from the day of writing."""
    if isinstance(meaning, Deictic):
        return not meaning.anaphoric and not meaning.loose
    if isinstance(meaning, Shift):
        return meaning.base is Base.SPEECH and meaning.sign < 0  # "two weeks ago"
    return isinstance(meaning, Weekday)


_SAYING = re.compile(
    r"\b(?:said|told|says|tells|added|stated|announced|wrote|writes|tweeted|declared|explained|argued|warned"
    r"|posted|replied"
    r"|insisted|noted|saying|read|speaking|remarked|commented|testified|reported)\b",
    re.IGNORECASE,
)
_GOVERNS = 80  # characters within which a verb of saying governs a quotation
_BEFORE_QUOTE, _AFTER_QUOTE = 140, 70  # characters within which a day belongs to the quotation beside it


def quotation_around(at: int, quotes: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The quotation that holds a place."""
    place = bisect.bisect_right(quotes, (at, 1 << 60)) - 1
    return quotes[place] if place >= 0 and quotes[place][0] < at < quotes[place][1] else None


def speaker_day(
    text: str, found: Sequence[Recognised], index: int, quotes: Sequence[tuple[int, int]]
) -> Recognised | None:
    """The day on which a quotation was spoken: named beside it with a verb of saying ("…," he said on Wednesday)."""
    quote = quotation_around(found[index].start, quotes)
    if quote is None:
        return None
    for step in (1, -1):
        near = index + step
        while 0 <= near < len(found) and quotation_around(found[near].start, quotes) == quote:
            near += step
        if not 0 <= near < len(found) or not _is_spoken_day(found[near].meaning):
            continue
        left, right = (quote[1], found[near].end) if step > 0 else (found[near].start, quote[0])
        beside = text[max(0, left - (0 if step > 0 else 40)) : right]
        reach = _AFTER_QUOTE if step > 0 else _BEFORE_QUOTE
        close = 0 <= right - left <= reach and "\n" not in text[left:right]
        if close and _SAYING.search(beside) and quotation_around(found[near].start, quotes) is None:
            return found[near]
    return None


def is_reported_speech(text: str, quote: tuple[int, int]) -> bool:
    """Whether a verb of saying stands right before or after a quotation."""
    before = text[max(0, quote[0] - _GOVERNS) : quote[0]]
    return bool(_SAYING.search(before) or _SAYING.search(text, quote[1], quote[1] + _GOVERNS))


def _is_spoken_day(meaning: Meaning) -> bool:
    if isinstance(meaning, Weekday):
        return True
    return isinstance(meaning, Calendar | Deictic) and meaning.unit is Unit.DAY


_QUOTES = re.compile(r"[“”\"]|''|``")


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
