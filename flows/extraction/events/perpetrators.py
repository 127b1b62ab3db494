"""Who is said, nearby, to have done it: "claimed responsibility", "blamed on", "the gunman, …"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.extraction.events.context import Context
from flows.extraction.events.names import Unit
from flows.extraction.model import Participant

_REACH = 450  # characters after the trigger, within its line
_CLAIM = re.compile(
    r"\s*(?:militants?|group|insurgents?|rebels?|fighters)?(?:,[^,.;]{0,40},)?\s+(?:has|have|had|later|"
    r"also)?\s*(?:claim(?:s|ed|ing)?|took|takes|taken|accepted?) (?:the )?responsibility\b",
    re.IGNORECASE,
)
_RESPONSIBLE = re.compile(
    r"(?:\s*\([^)]{1,12}\))?\s+(?:is|are|was|were) (?:believed to be |said to be |held )?(?:responsible)\b",
    re.IGNORECASE,
)
_BLAME = re.compile(
    r"\b(?:blamed on|attributed to|ascribed to|claimed by|carried out by|conducted by|perpetrated by|committed by|"
    r"work of)\s+(?:the\s+)?(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_IDENTIFIED = re.compile(
    r"\b(?:the|a)\s+(?:suspected |alleged |lone )?(?:shooter|attacker|gunman|bomber|perpetrator|assailant|suspect|"
    r"killer|driver)s?,?\s+(?:(?:was |is )?(?:identified|named) as |was |is )?(?:\d+-year-old )?$",
    re.IGNORECASE,
)


def perpetrators(context: Context) -> Iterator[Participant]:
    """Attackers that the text names around an attack, in its sentence and just after it."""
    if context.candidate.trigger.type != "attack":
        return
    text = context.document.text
    line_end = text.find("\n", context.candidate.end)
    end = min(context.candidate.end + _REACH, len(text) if line_end < 0 else line_end)
    for unit in context.names.within(context.sentence.start, end):
        if unit.demonym is None and _did_it(text, unit, context):
            yield Participant(unit.full, "attacker", unit.start, unit.end, unit.kind)


def _did_it(text: str, unit: Unit, context: Context) -> bool:
    before, after = text[max(context.sentence.start, unit.left - 60) : unit.left], text[unit.end : unit.end + 80]
    if _CLAIM.match(after) or _BLAME.search(before):
        return True
    if _RESPONSIBLE.match(after):
        return True
    return unit.kind != "state" and bool(_IDENTIFIED.search(before))
