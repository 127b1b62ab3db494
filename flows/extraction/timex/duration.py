"""Lengths of time: "three weeks", "a 27-year contract", "several years", "two and a half hours", "decades-long"."""

from __future__ import annotations

import re

from flows.extraction.rule import Example
from flows.extraction.timex.meaning import Deictic, Length, Meaning, Unit
from flows.extraction.timex.relative import AMOUNT, CUES, WAY, amount, shifted
from flows.extraction.timex.rules import Rule
from flows.extraction.timex.words import UNITS, anyhow, number, pattern, unit

_NOT_LENGTHS = frozenset({"second", "minute"})  # "a second man", "a minute amount"


_OF = re.compile(r"\s+of\b")
_LASTING_BEFORE = re.compile(
    r"\b(?:for|in|within|than|over|after|of|took|takes|take|lasts?|lasted|just|only|under|before|until|every"
    r"|spent|once|such|comes"
    r"|came|up to)\s+$",
    re.IGNORECASE,
)
_LASTING_AFTER = re.compile(
    r"[.,;:)!?]|\s+(?:after|before|of|in|to|and|or|earlier|later|for|at|when|that|on|long|from|without|since"
    r"|since|ago)\b|$"
)


def _lasting(match: re.Match[str]) -> bool:
    """Whether "a day" is a length ("for a day", "a day after"), not "a day labourer"."""
    text = match.string
    if _LASTING_BEFORE.search(text[max(0, match.start() - 12) : match.start()]):
        return _LASTING_AFTER.match(text, match.end()) is not None
    return _LASTING_AFTER.match(text, match.end()) is not None and match["u"].lower() != "night"


def _length(match: re.Match[str]) -> Meaning | None:
    if match["way"] or match["way2"]:
        return shifted(match)
    word, said = match["u"].lower(), match["n"].lower()
    if said == "the" or (
        said in ("a", "an", "one", "some", "many") and word in ("second", "sec", "min", "weekend", "night")
    ):
        return None
    if match["u"][0].isupper() and not match["u"].isupper():
        return None  # "the Twelve Days", "the Thirty Years' War"
    if word.startswith("quarter") and _OF.match(match.string, match.end()):
        return None  # "three quarters of them"
    if said in ("a", "an") and word in ("day", "night", "minute", "hour") and not match["mod"] and not _lasting(match):
        return None
    if word in ("min", "sec", "mins", "secs", "quarter", "second") and not said[0].isdigit():
        return None
    if said == "one" and word == "day" and match["mod"] is None:
        return None
    count, mod = amount(match)
    if count is None and not word.endswith("s"):
        return None
    counted, times = unit(word)
    return Length(((None if count is None else count * times, counted),), mod)


def _compound(match: re.Match[str]) -> Meaning | None:
    first, second = unit(match["u1"]), unit(match["u2"])
    one, two = number(match["n1"]), number(match["n2"] or match["n3"])
    if one is None or two is None or first[0] is second[0]:
        return None
    return Length(((one * first[1], first[0]), (two * second[1], second[0])))


def _adjective(match: re.Match[str]) -> Meaning | None:
    if match["u"][0].isupper() and not match["u"].isupper():
        return None  # "the Six-Day War"
    count = 1 if match["n"].lower() in ("a", "single") else number(match["n"])
    counted, times = unit(match["u"])
    if count is None or (counted is Unit.SECOND and not match["n"][0].isdigit()):
        return None
    if match["half"]:
        count += 0.5
    return Length(((count * times, counted),))


def _vague(match: re.Match[str]) -> Meaning | None:
    counted, _ = unit(match["u"])
    return Length(((None, counted),))


def _long(match: re.Match[str]) -> Meaning | None:
    word = match["u"].lower()
    return Length(((None if word.endswith("s") else 1, unit(word)[0]),))


def _whole(match: re.Match[str]) -> Meaning | None:
    return Length(((1, unit(match["u"])[0]),))


RULES: tuple[Rule, ...] = (
    Rule(
        "amount of units",
        CUES,
        pattern(r"(?<![$€£¥.\d])" + AMOUNT + WAY + r"(?!{H}\w)"),
        _length,
        (
            Example("It lasted [three weeks].", "P3W"),
            Example("It is [almost two and a half years] late.", "P2.5Y"),
            Example("The [several years] of drought ended.", "PXY"),
            Example("It began [three years ago].", "2022", "2025-02-14"),
            Example("The tsunami hit [a week ago].", "2011-03-11", "2011-03-18"),
            Example("He fled [two days later].", "2009-01-22", "2009-01-20"),
            Example("He fell ill [two days before].", "2009-01-18", "2009-01-20"),
            Example("It happened in a second attempt."),
        ),
    ),
    Rule(
        "units and units",
        CUES,
        pattern(
            r"(?P<n1>{NUM}|an?|one) (?P<u1>{UNIT})(?:(?:,? and|,) (?P<n2>{NUM}|an?)| (?P<n3>{NUM})) (?P<u2>{UNIT})"
        ),
        _compound,
        (Example("It took [two hours and 30 minutes].", "PT2H30M"),),
    ),
    Rule(
        "amount-unit adjective",
        CUES + anyhow(["single"]),
        pattern(r"(?P<n>{NUM}|single|a)(?P<half>{H}and{H}a{H}half)?{H}(?P<u>{UNIT})(?:{H}(?P<old>old|long|plus))?s?"),
        _adjective,
        (
            Example("They signed a [27-year] contract.", "P27Y"),
            Example("A [fifty-year] life is long.", "P50Y"),
            Example("The [36-year-old] won.", "P36Y"),
        ),
    ),
    Rule(
        "units-long",
        anyhow(UNITS),
        pattern(
            r"(?P<u>seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centuries|century){H}(?:long|old)"
        ),
        _long,
        (Example("Their [decades-long] dispute ended.", "PXDE", None),),
    ),
    Rule(
        "plural units alone",
        anyhow(["seconds", "minutes", "hours", "days", "weeks", "months", "years", "decades", "centuries"]),
        pattern(
            r"(?:(?<=\bin )|(?<=\bjust )|(?<=\b[Ff]or )|(?<=\b[Ww]ithin )|(?<=\bover )|(?<=\b[Aa]fter ))"
            r"(?P<u>minutes|hours|days|weeks|months|years|decades|centuries)"
        ),
        _vague,
        (Example("It is the best in [years].", "PXY"),),
    ),
    Rule(
        "for the whole year",
        anyhow(["the"]),
        pattern(
            r"(?<=[fF]or )the (?:whole|entire|full) year(?=[.,;:]| (?:was|were|rose|fell|the|it|sales|profit|net)\b|$)"
        ),
        lambda _: Deictic(Unit.YEAR, 0, anaphoric=True),
        (Example("It lost 3 million in the fourth quarter of 2006, and 9 million for [the full year].", "2006"),),
    ),
    Rule(
        "one more unit",
        anyhow(["one", "a"]),
        pattern(
            r"(?:one (?:more|single|extra|additional)|(?<=in )a single|(?<=within )a single) (?P<u>day|week|month|year)"
        ),
        _whole,
        (
            Example("They stayed [one more day].", "P1D"),
            Example("The shares lost a tenth in [a single day].", "P1D"),
        ),
    ),
    Rule(
        "the whole unit",
        anyhow(["all", "the", "an", "a"]),
        pattern(r"(?:all|the|an?) (?:whole|entire|full) (?P<u>day|week|month|year|decade|century)"),
        _whole,
        (Example("He slept [the whole day].", "P1D"),),
    ),
)
