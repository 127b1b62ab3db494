"""Times of day: "3:30 p.m. EST", "18:00 UTC", "noon", "five o'clock"."""

from __future__ import annotations

import re

from flows.extraction.rule import Example
from flows.extraction.timex.meaning import Clock, Meaning
from flows.extraction.timex.rules import Rule
from flows.extraction.timex.words import DAY_DIGITS, DIGIT, NUMBER_CUES, ZONES, anyhow, number, pattern

_OFFSET = r"(?:\ ?(?P<{off}>[+−–-]\ ?\d{{1,2}}(?::?\d\d)?))?"
_NAMED_ZONE = (
    r"(?:{S}?\((?P<z>{ZONE})" + _OFFSET.format(off="off") + r"\)|{S}?(?P<z2>{ZONE})" + _OFFSET.format(off="off2") + ")"
)
_LOCAL = (
    r"{S}(?:local time|(?:Eastern|Central|Mountain|Pacific)(?:{S}(?:Standard|Daylight|Summer))?{S}Time"
    r"|Central European(?: Summer)? Time|Eastern)\b"
)
_AT = (
    r"(?:(?<=\b[aA]t )|(?<=\b[bB]y )|(?<=about )|(?<=around )|(?<=[uU]ntil )|(?<=[sS]ince )|(?<=from )|"
    r"(?<=[bB]efore )"
    r"|(?<=[aA]fter ))"
)
_ZONE = f"(?:{_NAMED_ZONE}|{_LOCAL})?"


def _zone(match: re.Match[str]) -> int | None:
    """Minutes east of UTC, None where the words name no zone that we know."""
    base = ZONES.get((match["z"] or match["z2"] or "").upper())
    offset = match["off"] or match["off2"]
    if base is None or not offset:
        return base
    digits = re.sub(r"\D", "", offset)
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    return base + (1 if offset[0] == "+" else -1) * (60 * int(hours) + int(minutes))


def _clock_24(match: re.Match[str]) -> Meaning | None:
    hour = match["h"] or match["h2"] or match["h3"]
    minute = match["mi"] or match["mi2"] or match["mi3"]
    return Clock(int(hour), int(minute), int(match["s"]) if match["s"] else None)


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
    if not hour or not 1 <= hour <= 12 or not float(hour).is_integer():
        return None
    part = (match["p"] or match["p2"] or "").lower()
    late = part in ("afternoon", "evening") or (part == "night" and hour > 5)
    return Clock(int(hour) % 12 + (12 if late else 0) if part else int(hour), int(match["mi"] or 0))


def _past(match: re.Match[str]) -> Meaning | None:
    hour = number(match["h"])
    if not hour or not 1 <= hour <= 12 or not float(hour).is_integer():
        return None
    minutes = int(hour) * 60 + (1 if match["way"].lower() == "past" else -1) * (30 if match["half"] else 15)
    return None if match["half"] and match["way"].lower() == "to" else Clock(minutes // 60, minutes % 60)


def _noon(match: re.Match[str]) -> Meaning | None:
    return Clock(12 if match["w"].lower() in ("noon", "midday") else 0, 0, None, _zone(match))


RULES: tuple[Rule, ...] = (
    Rule(
        "clock with half of day",
        DAY_DIGITS,
        pattern(
            r"(?<![\d.,:$])(?P<h>\d{1,2})(?:[:.](?P<mi>[0-5]\d)(?::(?P<s>[0-5]\d))?)?(?:{S}|{H})?"
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
            + _NAMED_ZONE,
            open_end=True,
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
            r"(?:" + _AT + r"(?P<h>[01]?\d|2[0-3]):(?P<mi>[0-5]\d)(?::(?P<s>[0-5]\d))?"
            r"|" + _AT + r"(?P<h3>[01]\d|2[0-3])(?P<mi3>[0-5]\d)(?:(?={S}(?:hours|hrs))|(?<=\b[aA]t[\s]0\d\d\d)(?=[,.;]"
            r"|{S}[a-z]))"
            r"|(?<![\d.,:$-])(?P<h2>[01]?\d|2[0-3]):(?P<mi2>[0-5]\d)(?={S}(?:hours|hrs|local{S}time)))"
            r"(?:{S}(?:hours|hrs|local{S}time))?(?![:\d])"
        ),
        _clock_24,
        (Example("It began at [14:30] there.", "2008-09-18T14:30", "2008-09-18"),),
    ),
    Rule(
        "o'clock",
        NUMBER_CUES,
        pattern(
            r"(?P<h>{NUM})(?:[:.](?P<mi>[0-5]\d))?(?:{S}o['’]clock(?: (?:in the|at) (?P<p>morning|afternoon"
            r"|evening|night))?"
            r"|{S}(?:in{S}the|at){S}(?P<p2>morning|afternoon|evening|night))"
        ),
        _oclock,
        (
            Example("It began at [five o'clock].", "2008-09-18T05:00", "2008-09-18"),
            Example("It began at [six in the evening].", "2008-09-18T18:00", "2008-09-18"),
        ),
    ),
    Rule(
        "half past",
        anyhow(["half", "quarter", "a"]),
        pattern(
            r"(?:(?P<half>half)|(?:a )?(?P<quarter>quarter)) (?P<way>past|to) (?P<h>{NUM})(?! (?:%"
            r"|per|million|billion))"
        ),
        _past,
        (
            Example("They met at [half past two].", "2008-09-18T02:30", "2008-09-18"),
            Example("They met at [a quarter to nine].", "2008-09-18T08:45", "2008-09-18"),
            Example("They cut a quarter to three million."),
        ),
    ),
    Rule(
        "noon",
        anyhow(["noon", "midday", "midnight"]),
        pattern(r"(?P<w>noon|midday|midnight)" + _ZONE),
        _noon,
        (Example("It began at [noon].", "2008-09-18T12:00", "2008-09-18"),),
    ),
)
