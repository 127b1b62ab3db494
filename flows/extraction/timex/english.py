"""English: the rules in their order, and the recogniser made of them."""

from __future__ import annotations

from flows.extraction.timex import (
    clock,
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
from flows.extraction.timex.rules import Opener, Rule, cue_table, scan
from flows.extraction.timex.unresolved import type_of

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
    *duration.RULES,
    *reference.RULES,
    *modified.RULES,
)
_TABLE = cue_table(RULES)


def recognise(text: str) -> tuple[Recognised, ...]:
    """All expressions of an English text, in order, not overlapping."""
    atoms = scan(text, _TABLE)
    for refine in REFINERS:
        atoms = refine(text, atoms)
    return tuple(
        Recognised(a.start, a.end, type_of(a.produced), a.produced, a.rule, to_next=a.to_next)
        for a in atoms
        if not isinstance(a.produced, Opener)
    )
