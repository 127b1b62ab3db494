"""Tense of the verb that governs an English expression, from cheap cues in its own clause.

The nearest cue before the expression decides; without one, the nearest cue after it.  Both looks are limited to the
sentence and to a fixed number of characters.
"""

from __future__ import annotations

import re

from flows.extraction.timex.meaning import Tense
from flows.extraction.timex.words import LEXICON

_REACH = 160  # characters looked at to either side
_GOVERNS = 24  # a verb of saying this near ("said on Friday") is what the day belongs to
_BREAK = re.compile(r"[.!?][\"”’')\]]{0,2}\s+(?=[A-Z\"“‘'(])|\n|;")
_WORDS: dict[str, list[str]] = LEXICON["tense"]


def _any(key: str) -> str:
    return "|".join(sorted((re.escape(w).replace(r"\ ", r"\s") for w in _WORDS[key]), key=len, reverse=True))


_CUE = re.compile(
    rf"\b(?:(?P<future>(?:(?:{_any('modal')})(?:\snot|\salso|\s\w+ly)?(?:\sbe|\shave|\sget)?(?:\s\w+ly)?(?:\s\w+ed)?|{_any('future')})\b"
    rf"|\w+['’]ll\b)|(?P<passive>(?:is|are|be|being|get)(?:\s\w+ly)?\s\w+ed\b)|(?P<saying>(?:{_any('saying')})\b)"
    rf"|(?P<past>(?:{_any('past')})\b|(?!(?:{_any('not_past')})\b)[a-z]{{2,14}}ed\b))",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:until|till|by|starting|beginning|effective|deadline(?: of| is)?|due|no later than)\s(?:the\s)?$",
    re.IGNORECASE,
)


def tense_of(text: str, start: int, end: int) -> Tense:
    """The tense around ``text[start:end]``."""
    begin = max(0, start - _REACH)
    breaks = list(_BREAK.finditer(text, begin, start + 1))
    before = text[breaks[-1].end() if breaks else begin : start]
    if _UNTIL.search(before):
        by = before.rstrip().lower().endswith("by")
        return Tense.UNKNOWN if by and _nearest(before) is Tense.PAST else Tense.FUTURE
    found = _nearest(before)
    if found is not Tense.UNKNOWN:
        return found
    after = text[end : end + _REACH]
    stop = _BREAK.search(after)
    first = _CUE.search(after[: stop.start()] if stop else after)
    if first is None or first["passive"]:
        return Tense.UNKNOWN
    return Tense.FUTURE if first["future"] else Tense.PAST


def _nearest(clause: str) -> Tense:
    """The tense of the last cue of a clause; a verb of saying counts only where it is right there."""
    last = Tense.UNKNOWN
    for cue in _CUE.finditer(clause):
        if cue["saying"]:
            if len(clause) - cue.end() < _GOVERNS:
                last = Tense.PAST
        elif not cue["passive"]:
            last = Tense.FUTURE if cue["future"] else Tense.PAST
    return last
