"""Tense of the verb that governs an English expression, from cheap cues in its own clause.

The nearest cue before the expression decides; without one, the nearest cue after it.  Both looks are limited to the
sentence and to a fixed number of characters.
"""

from __future__ import annotations

import re

from flows.extraction.timex.meaning import Tense
from flows.extraction.timex.words import LEXICON, alternation, either_case

_REACH = 160  # characters looked at to either side
_GOVERNS = 24  # a verb of saying this near ("said on Friday") is what the day belongs to
_BREAK = re.compile(r"[.!?][\"”’')\]]{0,2}\s+(?=[A-Z\"“‘'(])|\n|;")
_WORDS: dict[str, list[str]] = LEXICON["tense"]


_MODAL, _FUTURE, _SAYING, _PAST, _NOT_PAST = (
    alternation(_WORDS[key]).replace(r"\ ", r"\s") for key in ("modal", "future", "saying", "past", "not_past")
)
# "will not be held": the participle after a modal says nothing of the past
_BE = rf"(?:\snot|\salso|\s\w+ly)?(?:\sbe|\shave|\sget)?(?:\s\w+ly)?(?:\s(?:\w+ed|{_PAST})\b)?"
_CUE = re.compile(
    either_case(
        rf"\b(?:(?P<future>(?:(?:{_MODAL}){_BE}|(?:{_FUTURE}))\b)"
        rf"|(?P<passive>(?:is|are|be|being|get)(?:\s\w+ly)?\s\w+ed\b)|(?P<saying>(?:{_SAYING})\b)"
        rf"|(?P<past>(?:{_PAST})\b|(?!(?:{_NOT_PAST})\b)[a-z]{{2,14}}ed\b))|(?P<will>\w['’]ll\b)"
    )
)
_UNTIL = re.compile(
    r"\b(?:until|till|by|starting|beginning|effective|deadline(?: of| is)?|due|no later than)\s(?:the\s)?$",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|as of|ended|recent)\s(?:the\s)?$", re.IGNORECASE)
_DEADLINE = re.compile(r"\s(?:deadline|expiry|ultimatum|cut-?off|launch date)\b")


def tense_of(text: str, start: int, end: int) -> Tense:
    """The tense around ``text[start:end]``."""
    begin = max(0, start - _REACH)
    breaks = list(_BREAK.finditer(text, begin, start + 1))
    before = text[breaks[-1].end() if breaks else begin : start]
    if _UNTIL.search(before):
        by = before.rstrip().lower().endswith("by")
        return Tense.UNKNOWN if by and _nearest(before) is Tense.PAST else Tense.FUTURE
    if _DEADLINE.match(text, end):
        return Tense.FUTURE
    if _SINCE.search(before):
        return Tense.PAST
    found = _nearest(before)
    if found is not Tense.UNKNOWN:
        return found
    after = text[end : end + _REACH]
    stop = _BREAK.search(after)
    first = _CUE.search(after[: stop.start()] if stop else after)
    if first is None or first["passive"]:
        return Tense.UNKNOWN
    return Tense.FUTURE if (first["future"] or first["will"]) else Tense.PAST


def _nearest(clause: str) -> Tense:
    """The tense of the last cue of a clause; a verb of saying counts only where it is right there."""
    last = Tense.UNKNOWN
    for cue in _CUE.finditer(clause):
        if cue["saying"]:
            if len(clause) - cue.end() < _GOVERNS:
                last = Tense.PAST
        elif not cue["passive"]:
            last = Tense.FUTURE if (cue["future"] or cue["will"]) else Tense.PAST
    return last
