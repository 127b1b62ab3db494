"""Days of the week: "Friday", "last Friday", "Friday next week", "the first Monday of …" (the opener)."""

from __future__ import annotations

import re

from flows.extraction.rule import Example
from flows.extraction.timex.guards import word_before
from flows.extraction.timex.meaning import Direction, Meaning, Part, Shift, Unit, Weekday
from flows.extraction.timex.rules import Opener, Produced, Rule
from flows.extraction.timex.words import (
    LEXICON,
    NUMBER_CUES,
    ORDINAL_CUES,
    WEEKDAY_CUES,
    anyhow,
    number,
    ordinal,
    pattern,
    weekday,
)

_NICKNAMES = frozenset(LEXICON["guards"]["weekday_nicknames"])  # "Black Friday", "Super Tuesday"
DIRECTIONS = {
    "last": Direction.LAST,
    "past": Direction.LAST,
    "previous": Direction.LAST,
    "this": Direction.THIS,
    "this past": Direction.LAST,
    "this coming": Direction.NEXT,
    "this last": Direction.LAST,
    "this next": Direction.NEXT,
    "next": Direction.NEXT,
    "coming": Direction.NEXT,
    "following": Direction.NEXT,
}


_FROM_THEN = frozenset({"the previous", "the following"})


def _bare(match: re.Match[str]) -> Meaning | None:
    if word_before(match.string, match.start()).lower() in _NICKNAMES:
        return None
    return Weekday(weekday(match["w"]))


def _directed(match: re.Match[str]) -> Meaning | None:
    said = " ".join(match["dir"].lower().split())
    return Weekday(weekday(match["w"]), DIRECTIONS[said.removeprefix("the ")], anaphoric=said in _FROM_THEN)


def _that(match: re.Match[str]) -> Meaning | None:
    return Weekday(weekday(match["w"]), anaphoric=True)


def _weeks_ago(match: re.Match[str]) -> Meaning | None:
    weeks = number(match["n"])
    if weeks is None or not 2 <= weeks <= 20 or not float(weeks).is_integer():
        return None
    return Shift(7 * (int(weeks) - 1), Unit.DAY, -1, Weekday(weekday(match["w"][:-1]), Direction.LAST))


def _of_week(match: re.Match[str]) -> Meaning | None:
    week = {"last": -1, "this": 0, "next": 1, "the following": 1}[" ".join(match["dir"].lower().split())]
    return Weekday(weekday(match["w"]), week_offset=week)


def _from_today(match: re.Match[str]) -> Meaning | None:
    return Weekday(weekday(match["w"]), week_offset=1 if match["n"].lower().startswith("week") else None)


def _nth(match: re.Match[str]) -> Produced | None:
    nth = -1 if match["n"].lower() in ("last", "final") else ordinal(match["n"])
    named = weekday(match["w"])
    return Opener(lambda whole: Part(nth, Unit.DAY, whole, named)) if nth <= 5 else None


RULES: tuple[Rule, ...] = (
    Rule(
        "weekday",
        WEEKDAY_CUES,
        pattern(
            r"(?P<w>{WEEKDAY}|(?:(?<=\b[oO]n )|(?<=since )|(?<=until )|(?<=\b[bB]y ))(?-i:Mon|Tue|Tues|Wed|Weds"
            r"|Thu|Thur|Thurs|Fri|Sat|Sun))"
            r"(?!{S}(?-i:" + "|".join(LEXICON["guards"]["titles"]) + r")\b)"
        ),
        _bare,
        (
            Example("He spoke on [Wednesday].", "2025-02-12", "2025-02-14"),
            Example("The trial will open on [Wednesday].", "2025-02-19", "2025-02-14"),
            Example("A lone wolf barked at the sun."),
            Example("The crash is known as Black Monday."),
        ),
    ),
    Rule(
        "last weekday",
        anyhow(["last", "this", "next", "past", "coming", "following", "previous", "the"]),
        pattern(
            r"(?P<dir>this past|this coming|this last|this next|(?:the )?(?:last|past|previous|coming"
            r"|following)|this|next) (?P<w>{WEEKDAY})"
        ),
        _directed,
        (
            Example("They met [last Friday].", "2025-02-07", "2025-02-12"),
            Example("They will meet [next Monday].", "2025-02-17", "2025-02-12"),
            Example("They meet [this coming Tuesday].", "2025-02-18", "2025-02-12"),
        ),
    ),
    Rule(
        "that weekday",
        anyhow(["that", "the"]),
        pattern(r"(?:that(?: same)?|the same) (?P<w>{WEEKDAY})(?!{S}?(?:{DD}|{MON})\b)"),
        _that,
        (
            Example("On 8 May 1945 the guns stopped. [That Friday] the trains ran.", "1945-05-11", "2026-11-22"),
            Example("Police came on Thursday. [That same Thursday] he fled.", "2025-02-13", "2025-02-14"),
        ),
    ),
    Rule(
        "weekdays ago",
        NUMBER_CUES,
        pattern(r"(?P<n>{NUM}) (?P<w>{WEEKDAY}s) ago"),
        _weeks_ago,
        (
            Example("They met [two Saturdays ago].", "2025-02-01", "2025-02-12"),
            Example("It was [three Mondays ago].", "2025-01-27", "2025-02-12"),
        ),
    ),
    Rule(
        "weekday of week",
        WEEKDAY_CUES,
        pattern(r"(?P<w>{WEEKDAY}),?(?: of)? (?P<dir>last|this|next|the following) week(?!end)"),
        _of_week,
        (
            Example("It was on [Monday last week].", "2025-02-03", "2025-02-12"),
            Example("It is on [Thursday of next week].", "2025-02-20", "2025-02-12"),
        ),
    ),
    Rule(
        "nth weekday of",
        ORDINAL_CUES + anyhow(["the", "last", "final"]),
        pattern(r"(?:the )?(?P<n>{ORD}|last|final) (?P<w>{WEEKDAY}) (?:of|in) ", open_end=True),
        _nth,
        (
            Example("Held on [the first Monday of May 2024].", "2024-05-06"),
            Example("Held on [the last Friday in March 2024].", "2024-03-29"),
        ),
    ),
)
