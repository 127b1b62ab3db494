"""Dates that name their day, month or year: "17 December 2025", "Dec. 17", "2025-12-17", "May 2024", "May", "2024"."""

from __future__ import annotations

import re

from flows.extraction.rule import Example
from flows.extraction.timex.dates import real_day
from flows.extraction.timex.guards import month_alone, short_year_alone, year_alone
from flows.extraction.timex.meaning import Calendar, Clock, Meaning, Unit
from flows.extraction.timex.rules import Blocked, Produced, Rule
from flows.extraction.timex.words import (
    DAY_DIGITS,
    FEW_DIGITS,
    MIXED,
    MONTH_CUES,
    ORDINAL_CUES,
    WEEKDAY_CUES,
    YEAR_DIGITS,
    anyhow,
    month,
    ordinal,
    pattern,
    short_year,
    weekday,
    year,
)

_LEAP = 2000  # a year that has every day, for dates without one


def _day(match: re.Match[str]) -> Produced | None:
    """A day from the groups d, m, y and w, None where the calendar has no such day."""
    group = match.groupdict()
    day = int(group["d"]) if group["d"].isdigit() else ordinal(group["d"])
    number = month(group["m"])
    written = year(group["y"]) if group.get("y") else None
    if real_day(written or _LEAP, number, day) is None:
        return Blocked()
    named = weekday(group["w"]) if group.get("w") else None
    short = bool(group.get("y")) and len(group["y"]) < 4
    return Calendar(Unit.DAY, year=written, month=number, day=day, weekday=named, short_year=short)


def _numeric(match: re.Match[str]) -> Produced | None:
    """17/12/2025: day first where the first number cannot be a month or where points divide, else month first."""
    first, second, last = int(match["a"]), int(match["b"]), match["y"]
    written = int(last) if len(last) == 4 else short_year(int(last))
    day_first = first > 12 or match["sep"] == "."
    day, number = (first, second) if day_first and second <= 12 else (second, first)
    if not 1 <= number <= 12 or real_day(written, number, day) is None:
        return Blocked()
    return Calendar(Unit.DAY, year=written, month=number, day=day, short_year=len(last) == 2)


def _iso(match: re.Match[str]) -> Produced | None:
    if real_day(int(match["y"]), int(match["m"]), int(match["d"])) is None:
        return Blocked()
    day = Calendar(Unit.DAY, year=int(match["y"]), month=int(match["m"]), day=int(match["d"]))
    if match["hh"] is None:
        return day
    if int(match["hh"]) > 24 or int(match["mm"]) > 59:
        return None
    zone = None
    if match["z"]:
        zone = 0 if match["z"] in "Zz" else _offset(match["z"])
    return Clock(int(match["hh"]) % 24, int(match["mm"]), int(match["ss"]) if match["ss"] else None, zone, day)


def _offset(text: str) -> int:
    digits = re.sub(r"\D", "", text).ljust(4, "0")
    return (-1 if text[0] in "-−" else 1) * (60 * int(digits[:2]) + int(digits[2:4]))


def _september_11(_: re.Match[str]) -> Meaning | None:
    return Calendar(Unit.DAY, year=2001, month=9, day=11)


def _month_year(match: re.Match[str]) -> Meaning | None:
    return Calendar(Unit.MONTH, year=year(match["y"]), month=month(match["m"]), short_year=len(match["y"]) < 4)


def _month(match: re.Match[str]) -> Meaning | None:
    return Calendar(Unit.MONTH, month=month(match["x"])) if month_alone(match) else None


def _year(match: re.Match[str]) -> Meaning | None:
    return Calendar(Unit.YEAR, year=int(match["x"])) if year_alone(match) else None


def _apostrophe_year(match: re.Match[str]) -> Meaning | None:
    if not short_year_alone(match):
        return None
    return Calendar(Unit.YEAR, year=year(match["x"]), short_year=True)


def _ordinal_day(match: re.Match[str]) -> Meaning | None:
    day = ordinal(match["d"])
    return Calendar(Unit.DAY, day=day) if 1 <= day <= 31 else None


RULES: tuple[Rule, ...] = (
    Rule(
        "September 11",
        (*FEW_DIGITS, "September", "Sept", "Sep"),
        pattern(
            r"9/11(?![/\d])|(?-i:September|Sept\.?|Sep\.?) (?:11th|11)(?={S}(?:terrorist |terror |hijack|attack"
            r"|commission|plot|mastermind|victims))",
            open_end=True,
        ),
        _september_11,
        (
            Example("It changed after [9/11].", "2001-09-11"),
            Example("The [September 11] attacks killed thousands.", "2001-09-11", "2007-02-27"),
        ),
    ),
    Rule(
        "iso date",
        YEAR_DIGITS + MIXED,
        pattern(
            r"(?<![\d.,/-])(?P<y>[12]\d{3})(?P<sep>[-/.])(?P<m>0[1-9]|1[0-2])(?P=sep)(?P<d>0[1-9]|[12]\d|3[01])"
            r"(?:(?:[Tt]|\ )(?P<hh>[0-2]\d):(?P<mm>\d\d)(?::(?P<ss>[0-5]\d)(?:\.\d{1,6})?)?"
            r"(?P<z>[Zz]|\ ?[+−-]\d\d:?\d\d)?)?(?![-/.]?\d)"
        ),
        _iso,
        (
            Example("Filed on [2025-12-17].", "2025-12-17"),
            Example("It ends at [2025-12-17T08:30Z] sharp.", "2025-12-17T08:30Z"),
            Example("There is no 2025-02-30."),
        ),
    ),
    Rule(
        "day month year",
        DAY_DIGITS + WEEKDAY_CUES + ORDINAL_CUES + anyhow(["the"]),
        pattern(
            r"(?:(?P<w>{WD}),?(?: the)? |the )?(?<![\d.,:$€£/])(?<!\d-)(?P<d>{DD}(?={TH}|[\s./-])|{ORD})(?:{TH})?"
            r"(?: day)?(?: of(?: the)? | |[./-])(?P<m>{MON})"
            r"(?:(?:,? (?:of )?|[./-])(?P<y>{YEAR}|{EY})(?![,.]?\d)(?!{H}\d)|(?!{S}{NAMED}))"
        ),
        _day,
        (
            Example("Signed on [17 December 2025] in Oslo.", "2025-12-17"),
            Example("Signed on [the 14th of December].", "2025-12-14", "2025-12-17"),
            Example("On [Wednesday, 17 Dec. 2025] it rained.", "2025-12-17"),
            Example("There is no 30 February 2024."),
        ),
    ),
    Rule(
        "month day year",
        MONTH_CUES + WEEKDAY_CUES,
        pattern(
            r"(?:(?P<w>{WD}),? )?(?P<m>{MON}) (?:the )?(?P<d>{DD}|{ORD})(?:{TH})?(?![\d%]|[.,:/]\d|{H}\d)"
            r"(?!{S}(?:percent|per{S}cent|%))"
            r"(?:,?(?: of)? (?P<y>{YEAR}|{EY})(?![,.]?\d)(?!{H}\d)|(?!{S}{NAMED}))"
        ),
        _day,
        (
            Example("He died on [December 17, 2025] at home.", "2025-12-17"),
            Example("[Dec. 17] was cold.", "2025-12-17", "2025-12-18"),
            Example("On [June 1st], he left.", "2009-06-01", "2009-06-04"),
            Example("May 2,000 people come?"),
        ),
    ),
    Rule(
        "numeric date",
        FEW_DIGITS,
        pattern(
            r"(?<![\d.,/:$€£-])(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<y>{YEAR}|\d\d)(?![./-]?\d)"
            r"(?![%])"
        ),
        _numeric,
        (
            Example("Paid [17/12/2025].", "2025-12-17"),
            Example("Paid [12/17/2025].", "2025-12-17"),
            Example("Version 13.14.15 is out."),
        ),
    ),
    Rule(
        "month year",
        MONTH_CUES,
        pattern(r"(?P<m>{MON})(?:,? (?:of )?|{H})(?P<y>{YEAR}|{EY})(?![,.]?\d)(?!{H}\d\d)"),
        _month_year,
        (
            Example("Since [October 1982] it fell.", "1982-10"),
            Example("In [Dec. 2014] it rose.", "2014-12"),
        ),
    ),
    Rule(
        "month",
        MONTH_CUES,
        pattern(r"(?P<x>{MONTH}|(?-i:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.?)"),
        _month,
        (
            Example("It closed in [October].", "2009-10", "2009-11-03"),
            Example("Theresa May left."),
            Example("May I come in?"),
        ),
    ),
    Rule(
        "year",
        YEAR_DIGITS,
        pattern(r"(?<![\w$€£¥#№@/+&=<>*])(?<!\d[-‐‑.,:–—])(?P<x>{YEAR})(?![%‰°€$£])(?![.,:/]\d)"),
        _year,
        (
            Example("He was elected in [2014].", "2014"),
            Example("They won 2014 seats."),
            Example("It cost $2014 then."),
        ),
    ),
    Rule(
        "apostrophe year",
        ("'",),
        pattern(r"(?<!\w)(?P<x>{EY})(?![\w%]|[.,:'’]\d)"),
        _apostrophe_year,
        (Example("The lowest level since ['82] was hit.", "1982"), Example("They unveiled the suite iWork '09 here.")),
    ),
    Rule(
        "day of the month",
        anyhow(["the"]),
        pattern(
            r"(?<=\b[oO]n )(?P<x>the (?P<d>{DD}{TH}|{ORD}))"
            r"(?={S}?[.,;:)]|{S}(?:and|it|he|she|they|we|when|after|the)\b)"
        ),
        _ordinal_day,
        (
            Example("It rained on [the 14th].", "2025-12-14", "2025-12-17"),
            Example("It was built on the second floor."),
        ),
    ),
)
