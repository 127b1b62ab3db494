"""Tense of the verb that governs an English expression, from cheap cues in its own clause.

What stands right before the expression ("until", "starting", "is forecast for", "vote on") decides first, then the
nearest cue before it; without one, the nearest cue after it.  All looks are limited to the sentence and to a fixed
number of characters.
"""

from __future__ import annotations

import re

from flows.extraction.timex.meaning import Tense
from flows.extraction.timex.words import LEXICON, alternation, either_case

_REACH = 160  # characters looked at to either side
_GOVERNS = 24  # a verb of saying this near ("said on Friday") is what the day belongs to
_CLOSE = 60  # characters within which the words right before an expression are looked for
_BREAK = re.compile(r"[.!?][\"”’')\]]{0,2}\s+(?=[A-Z\"“‘'(])|\n|;")
_WORDS: dict[str, list[str]] = LEXICON["tense"]


def _any(key: str) -> str:
    return alternation(_WORDS[key]).replace(r"\ ", r"\s")


_MODAL, _FUTURE, _SAYING, _PAST, _NOT_PAST = (_any(key) for key in ("modal", "future", "saying", "past", "not_past"))
# "will not be held": the participle after a modal says nothing of the past
_BE = rf"(?:\snot|\salso|\s\w+ly)?(?:\sbe|\shave|\sget)?(?:\s\w+ly)?(?:\s(?:\w+ed|{_PAST})\b)?"
_CUE = re.compile(
    either_case(
        rf"\b(?:(?P<future>(?:(?:{_MODAL}){_BE}|(?:{_FUTURE})|(?:{_any('intent')})\sto\s[a-z]+)\b)"
        rf"|(?P<passive>(?:is|are|be|being|get)(?:\s\w+ly)?\s\w+ed\b)|(?P<saying>(?:{_SAYING})\b)"
        rf"|(?P<past>(?:{_PAST})\b|(?!(?:{_NOT_PAST})\b)[a-z]{{2,14}}ed\b))|(?P<will>\w['’]ll\b)"
    )
)
_CLOCK = r"(?:\d[\d:.]*(?:\s?[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?\s|noon\s|midnight\s|dawn\s)"
_ON = rf"(?:(?:on|at|from|in|as\sof|with)\s)?(?:the\s)?(?:{_CLOCK}(?:on\s)?)?"
_UNTIL = re.compile(
    rf"\b(?:until|till|by|(?:starting|beginning|effective|commencing)|deadline(?: of| is)?|due|no later than)\s{_ON}$",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|as of|ended|recent)\s(?:the\s)?$", re.IGNORECASE)
_DEADLINE = re.compile(r"\s(?:deadline|expiry|ultimatum|cut-?off|launch date)\b")
# Verbs in the present right before "on Sunday": a timetable.  A bare form ("vote", "meet") needs a plural before it,
# else it is a noun; "is on", "are in" say when something falls.
_TIMETABLE = re.compile(
    rf"(?:\b(?P<verb>{_any('timetable')})|\b(?!(?:is|was|has|does|as|this|its|his|us|plus)\b)[A-Za-z]{{2,}}s\s(?:{_any('timetable_bare')})"
    rf"|\b(?:is|are)(?:\sonly|\sstill|\snot)?)\s(?:(?:again|here|there|next|(?:in|at)(?:\sthe)?\s[A-Z]\w+)\s)?(?:(?:on|at|in|from)\s)(?:the\s)?(?:{_CLOCK}(?:on\s)?)?$"
)
_FALLS = re.compile(r"\b(?:falls|fall)\son\s(?:a\s)?$")
_FEAST = re.compile(
    r"(?:holiday|festival|feast|anniversary|birthday|\b[Dd]ay|\bEve|Christmas|Easter|Ramadan|date|election)\b"
)
_NOUN = re.compile(
    r"\b(?:the|a|an|of|this|that|his|her|its|their|our|all|more|\d+|no|these|those|two|three|four)\s$", re.IGNORECASE
)
# What was only spoken, hoped or dreamt of lay ahead of those who did.
_AHEAD = re.compile(
    r"\b(?:spoken|spoke|speak|speaking|talked|talk|dreamt|dreamed)\sof\s(?:a\s)?$"
    r"|\b(?:hoped|aimed|pencilled in|billed)\sfor\s$"
)
_FROM = re.compile(r"\bfrom\s(?:the\s)?$", re.IGNORECASE)


def tense_of(text: str, start: int, end: int) -> Tense:
    """The tense around ``text[start:end]``."""
    before = _clause(text[max(0, start - _REACH) : start])
    told = _right_before(before)
    if told is not None:
        return told
    if _DEADLINE.match(text, end):
        return Tense.FUTURE
    found = _nearest(before)
    if found is not Tense.UNKNOWN:
        return found
    stop = _BREAK.search(text, end, end + _REACH)
    first = _CUE.search(text, end, stop.start() if stop else end + _REACH)
    if first is not None and not first["passive"]:
        return Tense.FUTURE if (first["future"] or first["will"]) else Tense.PAST
    return Tense.FUTURE if _FROM.search(before[-_CLOSE:]) else Tense.UNKNOWN


def _clause(before: str) -> str:
    """What belongs to the expression's own sentence."""
    begin = 0
    for stop in _BREAK.finditer(before):
        begin = stop.end()
    return before[begin:] if begin else before


def _right_before(clause: str) -> Tense | None:
    """What the words at the very end of a clause say of the day that follows; None where they say nothing."""
    close = clause[-_CLOSE:]
    if _UNTIL.search(close):
        last = close.rstrip().lower()
        return Tense.UNKNOWN if last.endswith("by") and _nearest(clause) is Tense.PAST else Tense.FUTURE
    if _SINCE.search(close):
        return Tense.PAST
    timetable = _TIMETABLE.search(close)
    if timetable and not _NOUN.search(close, 0, timetable.start("verb") if timetable["verb"] else 0):
        return Tense.FUTURE
    if _AHEAD.search(close) or (_FALLS.search(close) and _FEAST.search(clause)):
        return Tense.FUTURE
    return None


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
