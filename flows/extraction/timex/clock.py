"""Times of day: "3:30 p.m. EST", "18:00 UTC", "noon", "five o'clock", "in the morning"."""

from __future__ import annotations

import re

from flows.extraction.rule import Example
from flows.extraction.timex.meaning import Calendar, Clock, DayPart, Deictic, Meaning, NamedDay, Weekday
from flows.extraction.timex.rules import Opener, Produced, Rule
from flows.extraction.timex.words import DAY_PARTS, DIGIT, NUMBER_CUES, ZONES, anyhow, number, pattern

_ZONE = (
    r"(?:{S}?\(?(?P<z>{ZONE})(?:\ ?(?P<off>[+−–-]\ ?\d{1,2}(?::?\d\d)?))?\)?|{S}(?P<local>local time|Eastern(?: Standard)?(?: Time)?"
    r"|Central European(?: Summer)? Time))?"
)


def _zone(match: re.Match[str]) -> int | None:
    name = match["z"]
    if not name:
        return None
    base = ZONES.get(name.upper())
    if base is not None and match["off"]:
        digits = re.sub(r"\D", "", match["off"])
        minutes = (
            60 * int(digits[:2]) + int(digits[2:] or 0) if len(digits) < 4 else 60 * int(digits[:2]) + int(digits[2:])
        )
        base += -minutes if match["off"][0] != "+" else minutes
    return base


def _clock(match: re.Match[str]) -> Meaning | None:
    group = match.groupdict()
    hour, minute = int(group["h"]), int(group["mi"] or 0)
    half = (group.get("ap") or "").lower().replace(".", "").replace(" ", "")
    if half and not 1 <= hour <= 12:
        return None
    if half.startswith("p") and hour < 12:
        hour += 12
    if half.startswith("a") and hour == 12:
        hour = 0
    if hour > 24 or minute > 59:
        return None
    return Clock(hour % 24, minute, int(group["s"]) if group.get("s") else None, _zone(match))


def _oclock(match: re.Match[str]) -> Meaning | None:
    hour = number(match["h"])
    return Clock(int(hour), 0) if hour and 1 <= hour <= 12 else None


def _noon(match: re.Match[str]) -> Meaning | None:
    return Clock(12 if match["w"].lower() in ("noon", "midday") else 0, 0, None, _zone(match))


def _part_of(match: re.Match[str]) -> Produced | None:
    code = DAY_PARTS[(match["p"] or "morning").lower()]
    return Opener(lambda day: DayPart(code, day) if isinstance(day, Calendar | Weekday | NamedDay | Deictic) else None)


def _part(match: re.Match[str]) -> Meaning | None:
    return DayPart(DAY_PARTS[match["p"].lower()])


RULES: tuple[Rule, ...] = (
    Rule(
        "clock with half of day",
        DIGIT,
        pattern(
            r"(?<![\d.,:$-])(?P<h>\d{1,2})(?:[:.](?P<mi>[0-5]\d)(?::(?P<s>[0-5]\d))?)?(?:{S}|{H})?"
            r"(?P<ap>[ap]\.\ ?m\.|[ap]m\b|[ap]\.m\b)" + _ZONE,
            open_end=True,
        ),
        _clock,
        (
            Example("It began at [3:30 p.m.] sharp.", "2009-06-01T15:30", "2009-06-01"),
            Example("It began at [6:40 p.m. (GMT +8)] there.", "2009-06-01T18:40", "2009-06-01"),
            Example("It cost 3:30 in all."),
        ),
    ),
    Rule(
        "clock of 24 hours with zone",
        DIGIT,
        pattern(
            r"(?<![\d.,:$-])(?P<h>[01]?\d|2[0-4])[:.h]?(?P<mi>[0-5]\d)(?::(?P<s>[0-5]\d))?(?:{S}?(?:hours|hrs))?"
            r"{S}?\(?(?P<z>{ZONE})(?:\ ?(?P<off>[+−–-]\ ?\d{1,2}(?::?\d\d)?))?\)?"
        ),
        _clock,
        (
            Example("At [0800 UTC], the bank paid.", "2008-09-18T08:00Z", "2008-09-18"),
            Example("It was up at [14:58 UTC].", "2008-09-18T14:58Z", "2008-09-18"),
        ),
    ),
    Rule(
        "clock of 24 hours",
        DIGIT,
        pattern(
            r"(?:(?<=\b[aA]t )|(?<=\b[bB]y )|(?<=about )|(?<=around )|(?<=[uU]ntil )|(?<=[sS]ince )|(?<=from )|(?<=[bB]efore )|(?<=[aA]fter ))"
            r"(?P<h>[01]?\d|2[0-3]):(?P<mi>[0-5]\d)(?::(?P<s>[0-5]\d))?(?:{S}(?:hours|hrs|local time))?(?P<z>(?-i:Z))?(?P<off>)(?![:\d])"
        ),
        _clock,
        (Example("It began at [14:30] there.", "2008-09-18T14:30", "2008-09-18"),),
    ),
    Rule(
        "o'clock",
        NUMBER_CUES,
        pattern(r"(?P<h>{NUM}) o['’]clock"),
        _oclock,
        (Example("It began at [five o'clock].", "2008-09-18T05:00", "2008-09-18"),),
    ),
    Rule(
        "noon",
        anyhow(["noon", "midday", "midnight"]),
        pattern(r"(?P<w>noon|midday|midnight)" + _ZONE),
        _noon,
        (Example("It began at [noon].", "2008-09-18T12:00", "2008-09-18"),),
    ),
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
            r"(?:the )?(?:(?:early|late) )?(?P<p>(?:morning|evening|afternoon|night))(?: hours)? of |(?:the )?(?:early|small) hours of ",
            open_end=True,
        ),
        _part_of,
        (Example("They left on [the morning of 5 May 2008].", "2008-05-05TMO"),),
    ),
    Rule(
        "part of day",
        anyhow(["the", "early", "late", *DAY_PARTS]),
        pattern(
            r"(?:(?<=\bin )|(?<=\bIn )|(?<=\bduring )|(?<=\b[aA]t )|(?<=\b[Bb]y )|(?<=until ))"
            r"(?:the (?:early |late )?)?(?P<p>morning|afternoon|evening|dawn|dusk|night|lunchtime|daybreak)"
        ),
        _part,
        (Example("They left in [the morning].", "2008-09-18TMO", "2008-09-18"),),
    ),
)
