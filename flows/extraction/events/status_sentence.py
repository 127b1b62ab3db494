"""Signs of status that a whole sentence gives: inverted conditions, plans that the same sentence calls off."""

from __future__ import annotations

import re

from flows.extraction.events.context import Context
from flows.extraction.events.judgement import Judgement
from flows.extraction.model import Status

_INVERTED = re.compile(r"^(?:should|were|had)\s+(?!not\b)(?:\w+\s+){1,6}?(?:\w+|to)\b[^.]*,", re.IGNORECASE)
# "This does not mean, as some say, that Norway will sign": the aside hides it from the parser.
_NOT_MEANT = re.compile(
    r"\b(?:does|do|did|need|would) not (?:necessarily )?(?:mean|imply|suggest|prove|follow)\b[^;]*?\bthat\b",
    re.IGNORECASE,
)
_CALLED_OFF = re.compile(
    r"\b(?:called off|cancelled|canceled|postponed|scrapped|put off|never (?:came|took place|happened|reached)|"
    r"fell through|came to nothing|did not take place|was not held)\b",
    re.IGNORECASE,
)
_BUT = re.compile(r"\b(?:but|yet|although|though|however|until|before)\b")
_PAST_PLAN = re.compile(
    r"\b(?:was|were) (?:to|due to|supposed to|scheduled to|meant to)\b|\bhad (?:planned|intended|meant|hoped|"
    r"wanted|been (?:due|scheduled|set|planned))\b",
    re.IGNORECASE,
)


def whole_sentence(context: Context) -> Judgement | None:
    """Inverted conditions, and plans of the past that the same sentence calls off."""
    text = context.text
    match = _INVERTED.match(text)
    if match and text[:4].lower() in {"shou", "were", "had "} and "?" not in text[-2:]:
        return Judgement(Status.HYPOTHETICAL, "inverted condition")
    doubt = _NOT_MEANT.search(text)
    if doubt and doubt.end() < context.candidate.start - context.sentence.start:
        return Judgement(Status.HYPOTHETICAL, "said not to follow")
    plan = _PAST_PLAN.search(text)
    if (
        plan
        and plan.start() < context.candidate.start - context.sentence.start
        and (_BUT.search(text, plan.end()) or _CALLED_OFF.search(text))
    ):
        return Judgement(Status.NEGATED, "planned, and came to nothing")
    off = _CALLED_OFF.search(text)
    if (
        off
        and carries(context)
        and context.frame.nominal
        and off.start() - 60 < context.candidate.start - context.sentence.start < off.end() + 60
    ):
        verbs = {
            context.token(i).start - context.sentence.start for s in ("gov", "subj_of") for i in context.frame.get(s)
        }
        if any(off.start() <= at <= off.end() for at in verbs):
            return Judgement(Status.NEGATED, "called off")
    return None


def carries(context: Context) -> bool:
    """Whether the noun's clause tells whether it happened: it is the clause's subject or object."""
    frame = context.frame
    return bool(frame.get("gov") or frame.get("subj_of"))
