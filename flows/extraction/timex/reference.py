"""References without a date: "now", "recently", "currently", "in the past", "in the near future", "at that time"."""

from __future__ import annotations

import re

from flows.extraction.rule import Example
from flows.extraction.timex.meaning import Meaning, Ref, Reference
from flows.extraction.timex.rules import Rule
from flows.extraction.timex.words import LEXICON, anyhow, pattern


def _word(match: re.Match[str]) -> Meaning | None:
    return Reference(Ref(LEXICON["references"][match["r"].lower()]))


def _past(_: re.Match[str]) -> Meaning | None:
    return Reference(Ref.PAST)


def _future(_: re.Match[str]) -> Meaning | None:
    return Reference(Ref.FUTURE)


def _present(_: re.Match[str]) -> Meaning | None:
    return Reference(Ref.PRESENT)


RULES: tuple[Rule, ...] = (
    Rule(
        "now, recently, soon",
        anyhow(
            [
                "now",
                "currently",
                "current",
                "presently",
                "nowadays",
                "recently",
                "lately",
                "recent",
                "more",
                "most",
                "very",
                "until",
            ]
        ),
        pattern(
            r"(?:(?:more|most|very)(?: (?=recently)))?(?<!most )(?P<r>now|currently|current|presently|nowadays"
            r"|recently|lately|recent)"
            r"(?! (?:affairs|account|accounts|and then))(?!{H}\w)"
        ),
        _word,
        (
            Example("The store [currently] sells music.", "PRESENT_REF"),
            Example("It [recently] began to sell films.", "PAST_REF"),
        ),
    ),
    Rule(
        "soon",
        anyhow(["soon", "very", "shortly"]),
        pattern(r"(?:very )?soon(?! after| as)(?!{H}\w)"),
        _future,
        (Example("It will open [very soon].", "FUTURE_REF"), Example("The soon-to-open hall.")),
    ),
    Rule(
        "so far",
        anyhow(["so"]),
        pattern(r"so far(?! (?:this|that|as|the|from|away|in|to|back|ahead|behind|below|above|apart|out|so)\b)(?!{H})"),
        _present,
        (
            Example("Nobody has been hurt [so far].", "PRESENT_REF"),
            Example("They have [so far] found nothing.", "PRESENT_REF"),
            Example("The village is so far away that nobody goes."),
        ),
    ),
    Rule(
        "afterwards",
        anyhow(["afterwards", "shortly", "soon"]),
        pattern(r"(?:(?:shortly|soon) )?afterwards?(?=[.,;:!?\"”’']| (?:he|she|they|it|the|that|in|to)\b|$)"),
        _future,
        (Example("We will go on [afterwards].", "FUTURE_REF"), Example("The day afterward was calm.")),
    ),
    Rule(
        "the past",
        anyhow(["the", "past"]),
        pattern(
            r"(?:(?<=\b[iI]n )|(?<=\b[oO]f ))the (?:recent |distant )?past(?=[.,;:!?\"'”’)]|$| and | but | to "
            r"| that | when | as )"
        ),
        _past,
        (Example("It was so in [the past].", "PAST_REF"),),
    ),
    Rule(
        "the future",
        anyhow(["the", "future"]),
        pattern(
            r"(?:(?<=\b[iI]n )|(?<=\b[fF]or )|(?<=\b[oO]f )|(?<=\b[oO]ver ))(?:the (?:near "
            r"|nearest |foreseeable |distant "
            r"|immediate |not too distant )?future|the (?:near|long|short|medium|longer) term|future(?=[.,;]))"
        ),
        _future,
        (Example("It may return in [the near future].", "FUTURE_REF"),),
    ),
    Rule(
        "at present",
        anyhow(["the", "present", "this", "these"]),
        pattern(
            r"(?:the time being|the present(?: day| time)|the moment(?=[.,;])|this (?:point|moment|time)"
            r"(?: in time)?(?=[.,;])|these days(?=[.,;]|$)|(?<=\b[aA]t )present)"
        ),
        _present,
        (Example("It will stay for [the time being].", "PRESENT_REF"),),
    ),
)
