"""Parts of the day: "Friday evening", "the morning of 5 May", "in the morning", "at dawn"."""

from __future__ import annotations

import re

from flows.extraction.rule import Example
from flows.extraction.timex.meaning import Calendar, DayPart, Deictic, Meaning, NamedDay, Span, Weekday
from flows.extraction.timex.rules import Opener, Produced, Rule
from flows.extraction.timex.words import DAY_PARTS, anyhow, pattern


def _part_of(match: re.Match[str]) -> Produced | None:
    code = DAY_PARTS[(match["p"] or "morning").lower()]
    return Opener(lambda day: _of_day(code, day))


def _of_day(code: str, day: Meaning) -> Meaning | None:
    if isinstance(day, Span):  # "the night of 14–15 September" begins on the 14th
        day = day.begin
    return DayPart(code, day) if isinstance(day, Calendar | Weekday | NamedDay | Deictic) else None


def _part(match: re.Match[str]) -> Meaning | None:
    return DayPart(DAY_PARTS[(match["p"] or "morning").lower()])


RULES: tuple[Rule, ...] = (
    Rule(
        "part of a named day",
        anyhow(["morning", "mornings", "afternoon", "evening", "night", "lunchtime", "noon", "midday", "midnight"]),
        pattern(r"(?:(?<=day )|(?<=\bEve ))(?P<p>(?-i:morning|afternoon|evening|night|lunchtime))"),
        _part,
        (Example("They left [Friday evening].", "2008-09-12TEV", "2008-09-18"),),
    ),
    Rule(
        "part of the day of",
        anyhow(["the", "morning", "afternoon", "evening", "night"]),
        pattern(
            r"(?:the )?(?:(?:early|late) )?(?P<p>(?:morning|evening|afternoon|night))(?: hours)? of |(?:the )?"
            r"(?:early|small) hours of ",
            open_end=True,
        ),
        _part_of,
        (Example("They left on [the morning of 5 May 2008].", "2008-05-05TMO"),),
    ),
    Rule(
        "part of day",
        anyhow(["the", "early", "late", "mid", *DAY_PARTS]),
        pattern(
            r"(?:(?<=\bin )|(?<=\bIn )|(?<=\bduring )|(?<=\b[aA]t )|(?<=\b[Bb]y )|(?<=until )"
            r"|(?<=[aA]fter )|(?<=[bB]efore )|(?<=since ))"
            r"(?:(?:the (?:early |late )?)?(?:mid{H})?(?P<p>morning|afternoon|evening|dawn|dusk"
            r"|night|nightfall|lunchtime|daybreak)"
            r"|the (?:early|small) hours(?P<h>)(?: of the (?:morning|night|day))?)"
        ),
        _part,
        (
            Example("They left in [the morning].", "2008-09-18TMO", "2008-09-18"),
            Example("By [nightfall] all had left.", "2008-09-18TEV", "2008-09-18"),
            Example("All had left by [mid-afternoon].", "2008-09-18TAF", "2008-09-18"),
            Example("They left in [the early hours of the morning].", "2008-09-18TMO", "2008-09-18"),
            Example("They left in [the early hours].", "2008-09-18TMO", "2008-09-18"),
        ),
    ),
)
