"""Tense of the verb that governs an English expression, from cheap cues in its own clause.

The nearest cue before the expression decides; without one, the nearest cue after it.  Both looks are limited to the
sentence and to a fixed number of characters.
"""

from __future__ import annotations

import re

from flows.extraction.timex.meaning import Tense
from flows.extraction.timex.words import LEXICON

_REACH = 160
_BREAK = re.compile(r"[.!?][\"”’')\]]{0,2}\s+(?=[A-Z\"“‘'(])|\n|;")
_TENSE: dict[str, list[str]] = LEXICON["tense"]
_FUTURE = "|".join(sorted((re.escape(w).replace(r"\ ", r"\s") for w in _TENSE["future"]), key=len, reverse=True))
_PAST = "|".join(sorted(map(re.escape, _TENSE["past"]), key=len, reverse=True))
_CUE = re.compile(
    rf"\b(?:(?P<future>(?:{_FUTURE})\b|\w+['’]ll\b)|(?P<past>(?:{_PAST})\b|(?!(?:{'|'.join(_TENSE['not_past'])})\b)[a-z]{{2,14}}ed\b))",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:until|till|by|starting|beginning|effective|deadline(?: of| is)?|due)\s(?:the\s)?$", re.IGNORECASE
)


def tense_of(text: str, start: int, end: int) -> Tense:
    """The tense around ``text[start:end]``."""
    before = text[max(0, start - _REACH) : start]
    breaks = list(_BREAK.finditer(before))
    if breaks:
        before = before[breaks[-1].end() :]
    if _UNTIL.search(before):
        return (
            Tense.FUTURE
            if not before.rstrip().lower().endswith("by") or _last(before) is not Tense.PAST
            else Tense.UNKNOWN
        )
    found = _last(before)
    if found is not Tense.UNKNOWN:
        return found
    after = text[end : end + _REACH]
    stop = _BREAK.search(after)
    first = _CUE.search(after[: stop.start()] if stop else after)
    return Tense.UNKNOWN if first is None else Tense.FUTURE if first["future"] else Tense.PAST


def _last(clause: str) -> Tense:
    last = Tense.UNKNOWN
    for cue in _CUE.finditer(clause):
        last = Tense.FUTURE if cue["future"] else Tense.PAST
    return last
