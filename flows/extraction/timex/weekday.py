"""Days of the week: "Friday", "last Friday", "Friday next week", "the first Monday of …" (the opener)."""

from __future__ import annotations

import re

from flows.extraction.rule import Example
from flows.extraction.timex.guards import word_before
from flows.extraction.timex.meaning import Direction, Meaning, Part, Unit, Weekday
from flows.extraction.timex.rules import Opener, Produced, Rule
from flows.extraction.timex.words import LEXICON, ORDINAL_CUES, WEEKDAY_CUES, anyhow, ordinal, pattern, weekday

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


def _bare(match: re.Match[str]) -> Meaning | None:
    if word_before(match.string, match.start()).lower() in _NICKNAMES:
        return None
    return Weekday(weekday(match["w"]))


def _directed(match: re.Match[str]) -> Meaning | None:
    words = " ".join(match["dir"].lower().split()).removeprefix("the ")
    return Weekday(weekday(match["w"]), DIRECTIONS[words])


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
