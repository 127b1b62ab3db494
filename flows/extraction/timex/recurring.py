"""Repeated times (type SET): "every Monday", "each year", "twice a week", "annual", "daily"."""

from __future__ import annotations

import re

from flows.extraction.rule import Example
from flows.extraction.timex.meaning import Meaning, Recurring, Unit
from flows.extraction.timex.rules import Rule
from flows.extraction.timex.words import DAY_PARTS, LEXICON, WEEKDAY_CUES, anyhow, month, number, pattern, unit, weekday

LETTER = {Unit.DAY: "D", Unit.WEEK: "W", Unit.MONTH: "M", Unit.YEAR: "Y", Unit.QUARTER: "Q", Unit.WEEKEND: "WE"}
_COUNTED = pattern(
    r"(?:\b(?:once|twice|times)|%|(?:\d|\b(?:million|billion|thousand|hundred|dozen|{NUM}))"
    r"(?:{S}?%|{S}(?!for\b|in\b|after\b|to\b|at\b|on\b)[a-z-]{2,14}){0,2}){S}$"
)
_WEEKENDS = "XXXX-WXX-WE"


def _period(counted: Unit, count: float = 1) -> str:
    if counted in (Unit.HOUR, Unit.MINUTE, Unit.SECOND):
        return f"PT{count:g}{counted.value[0].upper()}"
    if counted in (Unit.DECADE, Unit.CENTURY):
        return f"P{count * (10 if counted is Unit.DECADE else 100):g}Y"
    return f"P{count:g}{LETTER[counted]}"


def _every(match: re.Match[str]) -> Meaning | None:
    if match["w"]:
        part = f"T{DAY_PARTS[match['p'].lower()]}" if match["p"] else ""
        return Recurring(f"XXXX-WXX-{weekday(match['w']) + 1}{part}")
    if match["m"]:
        return Recurring(f"XXXX-{month(match['m']):02d}")
    if match["s"]:
        code = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}[match["s"].lower()]
        return Recurring(f"XXXX-{code}")
    if match["part"]:
        return Recurring(f"XXXX-XX-XXT{DAY_PARTS[match['part'].lower()]}")
    counted, times = unit(match["u"])
    count = number(match["n"]) if match["n"] else 2 if match["other"] else 1
    if count is None:
        return Recurring(f"PX{LETTER[counted]}") if counted in LETTER else None
    return Recurring(_WEEKENDS if counted is Unit.WEEKEND else _period(counted, count * times))


def _frequency(match: re.Match[str]) -> Meaning | None:
    if match.string[max(0, match.start() - 1) : match.start()] in ("-", "‐"):
        return None  # "semi-annual", "twice-weekly"
    return Recurring(str(LEXICON["frequencies"][match["f"].lower()]))


def _rate(match: re.Match[str]) -> Meaning | None:
    """ "15 a year", "3 million barrels a day", "twice a week"; "per day" anywhere."""
    before = match.string[max(0, match.start() - 40) : match.start()]
    if match["how"].lower() != "per" and not _COUNTED.search(before):
        return None
    counted, times = unit(match["u"])
    return Recurring(_period(counted, times)) if counted is not Unit.WEEKEND else None


def _weekends(match: re.Match[str]) -> Meaning | None:
    return Recurring(_WEEKENDS if match["w"].lower() == "weekends" else "XXXX-WXX")


def _plural(match: re.Match[str]) -> Meaning | None:
    part = f"T{DAY_PARTS[match['p'].lower()]}" if match["p"] else ""
    return Recurring(f"XXXX-WXX-{weekday(match['w'].removesuffix('s')) + 1}{part}")


RULES: tuple[Rule, ...] = (
    Rule(
        "every",
        anyhow(["every", "each"]),
        pattern(
            r"(?:every|each)(?: (?P<other>other|second)| (?P<n>{NUM}|few|couple of))? (?:(?P<w>{WEEKDAY})(?: "
            r"(?P<p>{PART}))?|(?P<m>{MONTH})|(?P<s>{SEASON})"
            r"|(?P<part>morning|afternoon|evening|night)|(?P<u>{UNIT}))"
        ),
        _every,
        (
            Example("They meet [every Monday].", "XXXX-WXX-1"),
            Example("They meet [every two weeks].", "P2W"),
            Example("They meet [each year].", "P1Y"),
        ),
    ),
    Rule(
        "frequency",
        anyhow(LEXICON["frequencies"]),
        pattern(
            r"(?P<f>{FREQ})(?! (?-i:[A-Z]\w+ (?:said|reported|wrote)|Mail|Telegraph|Express|Mirror|News|Star"
            r"|Beast|Times|Standard|Show))"
        ),
        _frequency,
        (
            Example("It is an [annual] event.", "P1Y"),
            Example("He takes it [daily].", "P1D"),
            Example("The Daily Mail said so."),
        ),
    ),
    Rule(
        "times a unit",
        anyhow(["a", "per", "an"]),
        pattern(
            r"(?P<how>an?|per) (?P<u>hour|day|week|month|quarter|year|decade)(?! (?:ago|later|earlier|before"
            r"|after|on|back))"
        ),
        _rate,
        (
            Example("They build 15 [a year].", "P1Y"),
            Example("They meet twice [a week].", "P1W"),
            Example("They met a week ago."),
        ),
    ),
    Rule(
        "weekends, weekdays",
        anyhow(["weekends", "weekdays", "weeknights", "weekday"]),
        pattern(
            r"(?:(?<=\b[oO]n )|(?<=\b[aA]t )|(?<=every )|(?<=during )|(?<=and )|(?<=or ))(?P<w>weekends"
            r"|weekdays|weeknights|weekday)"
        ),
        _weekends,
        (Example("It is closed on [weekends].", "XXXX-WXX-WE"),),
    ),
    Rule(
        "per annum",
        anyhow(["per"]),
        pattern(r"per annum"),
        lambda _: Recurring("P1Y"),
        (Example("It grows 3 percent [per annum].", "P1Y"),),
    ),
    Rule(
        "weekdays in the plural",
        tuple(f"{w}s" for w in WEEKDAY_CUES if w.endswith("day")),
        pattern(r"(?P<w>{WEEKDAY}s)(?: (?P<p>{PART}))?"),
        _plural,
        (Example("It is closed on [Mondays].", "XXXX-WXX-1"),),
    ),
)
