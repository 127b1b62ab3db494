"""Words before a date that bend it: "early 2016", "the end of last year", "mid-December", "around 1990", "before"."""

from __future__ import annotations

import re

from flows.extraction.rule import Example
from flows.extraction.timex.meaning import (
    Calendar,
    Deictic,
    Meaning,
    Mod,
    Modified,
    NamedDay,
    Part,
    Reference,
    Span,
    Unit,
    Weekday,
)
from flows.extraction.timex.rules import Opener, Produced, Rule
from flows.extraction.timex.words import anyhow, pattern

_WORDS = {
    "early": Mod.START,
    "late": Mod.END,
    "mid": Mod.MID,
    "middle": Mod.MID,
    "start": Mod.START,
    "beginning": Mod.START,
    "end": Mod.END,
    "close": Mod.END,
    "turn": Mod.START,
    "dawn": Mod.START,
    "eve": Mod.BEFORE,
    "earlier": Mod.BEFORE,
    "later": Mod.AFTER,
    "height": Mod.MID,
    "onset": Mod.START,
}
_AROUND = ("around", "about", "circa", "c", "ca", "approximately", "roughly", "some time in")


def _bend(mod: Mod, meaning: Meaning) -> Meaning | None:
    return None if isinstance(meaning, Modified | Reference) else Modified(meaning, mod)


def _place(match: re.Match[str]) -> Produced | None:
    group = match.groupdict()
    mod = _WORDS[(group["w"] or group["w2"]).lower()]
    return Opener(lambda meaning: _bend(mod, meaning))


def _year_of(match: re.Match[str]) -> Produced | None:
    """ "the end of the year": the unit itself is part of the match."""
    unit = Unit(match["u"].lower())
    return Modified(Deictic(unit, 0, loose=True), _WORDS[match["w"].lower()])


def _around(meaning: Meaning) -> Meaning | None:
    if isinstance(meaning, Calendar) and (meaning.unit is not Unit.DAY or meaning.month):
        return Modified(meaning, Mod.APPROX)
    return Modified(meaning, Mod.APPROX) if isinstance(meaning, NamedDay | Part) else None


def _approximate(_: re.Match[str]) -> Produced | None:
    return Opener(_around)


def _outside(match: re.Match[str]) -> Produced | None:
    mod = {"before": Mod.BEFORE, "after": Mod.AFTER, "by": Mod.ON_OR_BEFORE, "since": Mod.ON_OR_AFTER}[
        match["w"].lower()
    ]
    kinds = (Calendar, NamedDay, Deictic, Weekday, Part, Span)
    return Opener(lambda meaning: Modified(meaning, mod) if isinstance(meaning, kinds) else None, outside=True)


RULES: tuple[Rule, ...] = (
    Rule(
        "early, late",
        anyhow(["early", "late", "later", "earlier", "mid", "middle", "the"]),
        pattern(
            r"(?:the )?(?:very )?(?:(?:early|mid)(?:{H}|(?:{H}|{S})to(?:{H}|{S})))?(?P<w>early|late|mid|middle)(?: "
            r"(?:in |on )?(?:the )?|{H})(?!the\b)|(?P<w2>later|earlier) (?:in |on )?(?=\d|{MONTH}|{WEEKDAY})",
            open_end=True,
        ),
        _place,
        (
            Example("It closed in [early 2009].", "2009"),
            Example("It closed in [mid-December].", "2009-12", "2009-12-20"),
            Example("It rose in [early to mid 2009].", "2009"),
            Example("It rose in [mid-to-late 2009].", "2009"),
            Example("It was too early, [early 2009] at best.", "2009"),
            Example("He was late again."),
        ),
    ),
    Rule(
        "the end of",
        anyhow(["the", "end", "start", "beginning", "middle", "late", "early"]),
        pattern(
            r"(?:the )?(?:very )?(?P<w>start|beginning|end|close|middle|turn|dawn|eve|height|onset) of (?!the "
            r"(?:day|week|month|quarter|year|decade|century)\b)",
            open_end=True,
        ),
        _place,
        (Example("At [the end of last year], it fell.", "2008", "2009-02-18"),),
    ),
    Rule(
        "the end of the unit",
        anyhow(["the", "end", "start", "beginning", "late", "early", "year"]),
        pattern(
            r"(?:(?:the )?(?:very )?(?P<w>start|beginning|end|close|middle|turn) of the |(?:(?:later|late"
            r"|early) in the )(?P<w3>))"
            r"(?P<u>day|week|month|quarter|year|decade|century)"
        ),
        lambda match: _year_of(match) if match["w"] else None,
        (Example("Sales rose at [the beginning of the year].", "2008", "2008-04-09"),),
    ),
    Rule(
        "around",
        (*anyhow(_AROUND), "c", "ca", "C"),
        pattern(
            r"(?:around|about|circa|approximately|roughly|some time in|ca?\.) ?(?:the (?=year|end|start"
            r"|beginning|middle))?",
            open_end=True,
        ),
        _approximate,
        (Example("It was built [around 1990].", "1990"),),
    ),
    Rule(
        "before, after",
        anyhow(["before", "after", "since", "by"]),
        pattern(r"(?P<w>before|after|since|by) ", open_end=True),
        _outside,
        (Example("It was founded before [2014].", "2014"),),
    ),
)
