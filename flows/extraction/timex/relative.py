"""Counted distances: "three years ago", "two days later", "in six months", "the past two weeks"."""

from __future__ import annotations

import re

from flows.extraction.rule import Example
from flows.extraction.timex.meaning import Base, Meaning, Mod, Modified, Shift, Window
from flows.extraction.timex.rules import Rule
from flows.extraction.timex.words import LEXICON, NUMBER_CUES, anyhow, number, pattern, unit

AMOUNT = (
    r"(?P<mod>(?:about|around|approximately|roughly|some|nearly|almost|over|more than|less than|at least"
    r"|at most|no more than|no less than|not more than|well over|just over|just under|under|fewer than)(?: a| an)? "
    r"|another (?=(?:{NUM}|several|few) ))?"
    r"(?P<n>half(?: |{H})an?|{NUM}|an?|{VAGUE})(?: and a (?P<half>half))?(?: or (?:so|two|more))?(?:{H}plus|\+)?"
    r"(?:(?: |{H}){KIND})?(?: |{H})(?P<u>{UNIT})(?: and a (?P<half2>half)| or (?:so|two|three|more))?"
)
CUES = NUMBER_CUES + anyhow(LEXICON["amounts"]["openers"])
APPROX = {
    "about": Mod.APPROX,
    "around": Mod.APPROX,
    "approximately": Mod.APPROX,
    "roughly": Mod.APPROX,
    "some": Mod.APPROX,
    "nearly": Mod.LESS_THAN,
    "almost": Mod.LESS_THAN,
    "over": Mod.MORE_THAN,
    "more than": Mod.MORE_THAN,
    "less than": Mod.LESS_THAN,
    "at least": Mod.EQUAL_OR_MORE,
    "no less than": Mod.EQUAL_OR_MORE,
    "at most": Mod.EQUAL_OR_LESS,
    "no more than": Mod.EQUAL_OR_LESS,
    "not more than": Mod.EQUAL_OR_LESS,
    "fewer than": Mod.LESS_THAN,
    "under": Mod.LESS_THAN,
}


def amount(match: re.Match[str]) -> tuple[float | None, Mod | None]:
    """The number and the modifier of an amount."""
    words = match["n"].lower()
    count = 1.0 if words in ("a", "an", "one") else number(words)
    if count is not None and (match["half"] or match["half2"]):
        count += 0.5
    if count is not None and float(count).is_integer():
        count = int(count)
    said = " ".join((match["mod"] or "").lower().split())
    said = said.removeprefix("just ").removeprefix("well ").removesuffix(" a").removesuffix(" an")
    return count, APPROX.get(said)


# what turns an amount into a date; read by the rule "amount of units" (duration.py), which tries all amounts once
WAY = (
    r"(?: (?:(?P<way>ago|later|earlier|from now|from today|hence|previously|back(?=[.,;]))"
    r"|(?P<way2>before|after|afterwards?|prior)(?={S}?[.,;)])))?"
)


def shifted(match: re.Match[str]) -> Meaning | None:
    """The date that an amount with "ago", "later", … means."""
    count, mod = amount(match)
    counted, times = unit(match["u"])
    word = " ".join((match["way"] or match["way2"]).lower().split())
    sign = -1 if word in ("ago", "earlier", "before", "previously", "back", "prior", "before that") else 1
    base = Base.SPEECH if word in ("ago", "from now", "from today", "back", "hence", "on") else Base.CONTEXT
    made: Meaning = Shift(None if count is None else count * times, counted, sign, base)
    return Modified(made, mod) if mod else made


def _in_units(match: re.Match[str]) -> Meaning | None:
    count, mod = amount(match)
    counted, times = unit(match["u"])
    made: Meaning = Shift(None if count is None else count * times, counted, 1, Base.SPEECH)
    return Modified(made, mod) if mod else made


_OF = re.compile(r"\s+of\b")


def _vague(match: re.Match[str]) -> Meaning | None:
    word = match["way"].lower()
    base = Base.SPEECH if word == "ago" else Base.CONTEXT
    return Shift(None, unit(match["u"])[0], -1 if word in ("ago", "earlier") else 1, base)


def _window(match: re.Match[str]) -> Meaning | None:
    counted, times = unit(match["u"])
    said = (match["n"] or "").lower()
    word = match["dir"].lower().split()[-1]
    singular = not match["u"].lower().endswith("s")
    count = number(said) if said else (1 if singular else None)
    if said and said[0].isdigit() and count is not None and count > 500 and counted.value not in ("day", "hour"):
        return None
    if not said and not singular and _OF.match(match.string, match.end()):
        return None  # "the last days of the war"
    if singular and not said and word in ("last", "next", "previous", "following", "coming", "recent", "preceding"):
        return None
    sign = -1 if word in ("past", "last", "previous", "preceding", "recent") else 1
    return Window(None if count is None else count * times, counted, sign)


RULES: tuple[Rule, ...] = (
    Rule(
        "years later",
        anyhow(["seconds", "minutes", "hours", "days", "weeks", "months", "years", "decades", "centuries"]),
        pattern(
            r"(?P<u>minutes|hours|days|weeks|months|years|decades|centuries) (?P<way>ago|later|earlier|afterwards?)"
        ),
        _vague,
        (Example("[Years later] he returned.", "FUTURE_REF"), Example("It was built [centuries ago].", "PAST_REF")),
    ),
    Rule(
        "past units",
        anyhow(["the", "past", "last", "next", "these", "this", "recent", "coming", "previous"]),
        pattern(
            r"(?:the )?(?P<dir>(?:the|these|this) past|the last|the next|the coming|the previous|the preceding"
            r"|the ensuing|the intervening"
            r"|the following|past|last|next|coming|recent|the most recent)"
            r" (?:(?P<n>{NUM}|{VAGUE}) )?(?:{KIND} )?"
            r"(?P<u>{UNIT})"
        ),
        _window,
        (
            Example("For [the past five trading days], stocks fell.", "P5D"),
            Example("It will grow over [the next four years].", "P4Y"),
            Example("They talked in [recent days].", "PXD"),
        ),
    ),
)
