"""English: the rules in their order, and the recogniser made of them."""

from __future__ import annotations

from flows.extraction.timex import (
    clock,
    daypart,
    deictic,
    duration,
    explicit,
    holiday,
    modified,
    period,
    recurring,
    reference,
    relative,
    weekday,
)
from flows.extraction.timex import range as ranges
from flows.extraction.timex.meaning import Recognised
from flows.extraction.timex.refine import REFINERS
from flows.extraction.timex.rules import Blocked, CueTable, Opener, Rule, cue_table, scan
from flows.extraction.timex.unresolved import type_of
from flows.extraction.timex.words import LEXICON, NUMBERS, anyhow, pattern

_WORD_LISTS = (
    "months",
    "month_abbreviations",
    "weekdays",
    "weekday_abbreviations",
    "seasons",
    "numbers",
    "ordinals",
    "units",
    "decades",
    "day_parts",
)

# On matches of equal length the earlier rule wins.
RULES: tuple[Rule, ...] = (
    *ranges.RULES,
    *explicit.RULES,
    *holiday.RULES,
    *period.RULES,
    *weekday.RULES,
    *deictic.RULES,
    *relative.RULES,
    *recurring.RULES,
    *clock.RULES,
    *daypart.RULES,
    *duration.RULES,
    *reference.RULES,
    *modified.RULES,
)

# A look at the next word (or at what follows a number) before any rule is tried; see CueTable.
_SECOND = anyhow([w for key in _WORD_LISTS for w in LEXICON[key]] + LEXICON["gate"]["second"])
_HOLIDAY_WORDS = tuple(name.removeprefix("the ").split()[0].split("'")[0].rstrip(".,") for name in LEXICON["holidays"])
_DIGITS = pattern(
    r"[12]\d{3}(?!\d)|\d{1,2}(?:[-/.:'’]\d|st|nd|rd|th|º|h\d|{DASH}\d)|\d{4} (?-i:UTC|GMT|[A-Z]{3})|['’]?\d0s"
    r"|\d{1,4}(?:[.,]\d{1,3}|½|\ 1/2)?(?:{S}|{H}|\+{S}?)?(?:[ap]\.?\ ?m|o['’]clock|(?:of|day|and|or|to|plus|until|full"
    r"|{MON}|{UNIT}|{ZONE}"
    r"|consecutive|straight|more|long|short|whole|solid|successive|other|{KIND})\b)",
    open_end=True,
)
_TABLE = cue_table(RULES, anyhow(LEXICON["gate"]["gated"]) + anyhow(NUMBERS), _SECOND + _HOLIDAY_WORDS, _DIGITS)
OPEN_TABLE = cue_table(RULES)  # without the gate: what tests compare with


def recognise(text: str, table: CueTable = _TABLE) -> tuple[Recognised, ...]:
    """All expressions of an English text, in order, not overlapping."""
    atoms = scan(text, table)
    for refine in REFINERS:
        atoms = refine(text, atoms)
    return tuple(
        Recognised(a.start, a.end, type_of(a.produced), a.produced, a.rule, to_next=a.to_next)
        for a in atoms
        if not isinstance(a.produced, Opener | Blocked)
    )
