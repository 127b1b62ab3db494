"""Ranges written as one expression: "12–14 February 2025", "February 12-14", "2014-15", "the years 1939–45"."""

from __future__ import annotations

import re

from flows.extraction.rule import Example
from flows.extraction.timex.dates import real_day
from flows.extraction.timex.meaning import Calendar, Meaning, Span, Unit
from flows.extraction.timex.rules import Rule
from flows.extraction.timex.words import DAY_DIGITS, MONTH_CUES, YEAR_DIGITS, month, pattern, year

_TO = r"(?:{DASH}|{S}(?:to|and|until|through){S}(?:the{S})?)"


def _days(match: re.Match[str]) -> Meaning | None:
    first, second, number = int(match["a"]), int(match["b"]), month(match["m"])
    written = year(match["y"]) if match["y"] else None
    listed = " and " in match.group() or " or " in match.group()
    if first >= second or (listed and second != first + 1) or real_day(written or 2000, number, second) is None:
        return None
    begin = Calendar(Unit.DAY, year=written, month=number, day=first)
    return Span(begin, Calendar(Unit.DAY, year=written, month=number, day=second))


def _years(match: re.Match[str]) -> Meaning | None:
    first = int(match["a"])
    second = int(match["b"]) if len(match["b"]) == 4 else first // 100 * 100 + int(match["b"])
    if not first < second <= first + 150 or (
        len(match["b"]) == 2 and int(match["b"]) <= 12 and match["sep"] == "-" and second != first + 1
    ):
        return None
    return Span(Calendar(Unit.YEAR, year=first), Calendar(Unit.YEAR, year=second))


RULES: tuple[Rule, ...] = (
    Rule(
        "days of one month, day first",
        DAY_DIGITS,
        pattern(
            r"(?<![\d.,:/$€£-])(?P<a>{DD})(?:{TH})?(?:{DASH}|{S}(?:to|and){S})(?P<b>{DD})(?:{TH})?(?: of)? "
            r"(?P<m>{MON})(?:,? (?P<y>{YEAR})(?![,.]?\d))?"
        ),
        _days,
        (Example("They meet on [12–14 February 2025].", "2025-02-12/2025-02-14"),),
    ),
    Rule(
        "days of one month, month first",
        MONTH_CUES,
        pattern(
            r"(?P<m>{MON}) (?P<a>{DD})(?:{TH})?(?:{DASH}|{S}(?:to|and|through|until){S})(?P<b>{DD})(?:{TH})?"
            r"(?![\d%])(?:,? (?P<y>{YEAR})(?![,.]?\d))?"
        ),
        _days,
        (Example("They meet [June 21-22, 2022].", "2022-06-21/2022-06-22"),),
    ),
    Rule(
        "years",
        YEAR_DIGITS,
        pattern(r"(?<![\w.,:/$€£-])(?P<a>{YEAR})(?P<sep>[-‐‑–—/])(?P<b>{YEAR}|\d\d)(?![\w%]|[-–/.,]\d)"),
        _years,
        (Example("In [2014-15] it rose.", "2014/2015"), Example("The war of [1939–45] ended.", "1939/1945")),
    ),
)
