"""Hours and parts of the day: "о 4-й годині ранку", "στις 6 το πρωί", "увечері", "το απόγευμα", "опівдні".

A part of the day alone is one of the day that the text is at; languages list the words that may stand so
(``parts_alone``), and the words behind an hour that say which half of the day it is (``clock_parts``).
"""

from __future__ import annotations

from flows.extraction.model import TimexType
from flows.extraction.timex.languages.evidence import led
from flows.extraction.timex.languages.rule import Found, LanguageRule, Produced
from flows.extraction.timex.meaning import Clock, DayPart, Meaning

_NOON, _LATE, _EARLY_AFTERNOON = 12, ("AF", "EV"), 5
_FIXED = {"noon": 12, "midnight": 0}  # words for a time to the minute


def _hour(found: Found) -> Produced:
    hour, minute = found.number("hour"), found.number("minute")
    part = found.value("clock_part")
    if hour is None or hour > 24:
        return None
    if part is None and not led(found.place, found.start, "clock_lead"):
        return None
    after_noon = part in _LATE or (part == "MI" and hour < _EARLY_AFTERNOON) or (part == "NI" and hour > 2 * 4)
    if after_noon and hour < _NOON:
        hour += _NOON
    if part == "NI" and hour == _NOON:
        hour = 0
    return Clock(hour % 24, minute if minute is not None else 0)


def _alone(found: Found) -> Produced:
    lexicon = found.place.lexicon
    if lexicon.role("part_lead") and not led(found.place, found.start, "part_lead"):
        return None
    return _part(found.value("part_alone"))


def _part(code: str) -> Meaning:
    return Clock(_FIXED[code], 0) if code in _FIXED else DayPart(code)


PART_ALONE = "<part of day>"

RULES = (
    LanguageRule(
        "hour_and_part",
        "<hour> <part of day>",
        (
            "<hour>~:~<minute> <oclock>? <clock_part>",
            "<hour>~.~<minute> <oclock>? <clock_part>",
            "<hour_nth:hour> <hour_word> <clock_part>?",
            "<hour> <oclock>? <clock_part>",
        ),
        _hour,
        TimexType.TIME,
    ),
    LanguageRule("part_alone", PART_ALONE, ("<part_alone>",), _alone, TimexType.TIME),
)
