"""Times of day: "um 20.30 Uhr", "à 20 h 30", "о 8:30", "20:30"."""

from __future__ import annotations

from flows.extraction.model import TimexType
from flows.extraction.timex.languages.evidence import led
from flows.extraction.timex.languages.rule import Found, LanguageRule, Produced
from flows.extraction.timex.meaning import Clock


def _clock(found: Found) -> Produced:
    hour, minute = found.number("hour"), found.number("minute")
    return None if hour is None else Clock(hour, minute if minute is not None else 0)


def _bare(found: Found) -> Produced:
    """ "20:30" alone may be a score: it needs its lead."""
    return _clock(found) if led(found.place, found.start, "clock_lead") else None


RULES = (
    LanguageRule(
        "clock",
        "<hour>:<minute>",
        (
            "<hour>~:~<minute> <oclock>",
            "<hour>~.~<minute> <oclock>",
            "<hour> <oclock> <minute>",
            "<hour>~<oclock>~<minute>",
            "<hour> <oclock>",
            "<hour>~<oclock>",
        ),
        _clock,
        TimexType.TIME,
    ),
    LanguageRule("clock_alone", "<hour>:<minute>", ("<hour>~:~<minute>",), _bare, TimexType.TIME),
)
