"""What keeps a date from a trigger: a word between them that opens another happening, or another clause."""

from __future__ import annotations

import re
from itertools import pairwise

from flows.extraction.events.context import Context
from flows.extraction.model import Timex

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def other_clause(context: Context, timex: Timex) -> bool:
    """Behind a semicolon another clause begins, with a verb and a time of its own.

    A date that opens the sentence holds for a later clause too, unless that one has its own; lists whose parts have
    no verb ("Ada Moss, mayor; Ben Carr, judge") are one clause.
    """
    low, high = min(timex.end, context.candidate.end), max(timex.start, context.candidate.start)
    if ";" not in context.document.text[low:high]:
        return False
    tokens = context.frame.tree.tokens
    cuts = [context.sentence.start, *(t.start for t in tokens if t.text == ";"), context.sentence.end]

    def clause(offset: int) -> tuple[int, int]:
        return next((a, b) for a, b in pairwise(cuts) if a <= offset < b)

    theirs, ours = clause(timex.start), clause(context.candidate.start)
    if not all(any(t.tag in _FINITE for t in tokens if a <= t.start < b) for a, b in (theirs, ours)):
        return False
    own = any(ours[0] <= t.start < ours[1] for t in context.timexes if t.edtf is not None)
    return own or not initial(context, timex)


_FENCE = re.compile(
    r"\b(?:after|following|before|since|until|prior to|ahead of|over|amid|despite|because|in response to|including|"
    r"which|who|accused of|convicted of|charged with|in connection with|related to|responsible for|anniversary of|"
    r"with the death toll)\b"
)


_LITTLE = re.compile(r"\b(?:in|on|at|of|the|early|late)\b|[\s,“\"]+")


_CLAUSE_OPENS = re.compile(r"^ (?:after|because|although) (?:[^,;]+ )had [^,;]*$")  # "in May after a court had …"
_KEPT = re.compile(r"\b(?:anniversary of|eve of the|commemorat\w+|in memory of)\b", re.IGNORECASE)


def fenced(context: Context, timex: Timex, preposition: str) -> bool:
    """Whether the timex stands behind a word that opens another happening ("sworn in after the resignation on …")."""
    if timex.start < context.candidate.end:
        between = context.document.text[timex.end : context.candidate.start]
        return bool(_KEPT.search(between)) or (not context.frame.nominal and bool(_CLAUSE_OPENS.search(between)))
    between = context.document.text[context.candidate.end : timex.start].lower()
    fences = list(_FENCE.finditer(between))
    fences = [f for f in fences if not _before_whom(context, f)]
    fence = fences[-1] if fences else None
    if fence is not None and fence.group() in {"which", "who"} and context.frame.nominal:
        return False  # "the conference, which takes place from Friday to Sunday"
    return fence is not None and _LITTLE.sub("", between[fence.end() :]) != "" and fence.group() != preposition


_WHOM = re.compile(r"\s+(?:(?:the|a|his|her) )?(?:[A-Z][\w’'-]*\s+)+(?:at|in|on)\b")
_WHERE = re.compile(r"\s+(?:[a-z-]+ern )?(?:[A-Z][\w’'-]*\s+)+(?:at|in|on)\b")


def _before_whom(context: Context, fence: re.Match[str]) -> bool:
    """ "Took his oath before King Felipe on Saturday", "shot down over Ukraine on Thursday": no other happening."""
    told = {"before": _WHOM, "over": _WHERE}.get(fence.group())
    return told is not None and bool(told.match(context.document.text, context.candidate.end + fence.end()))


def initial(context: Context, timex: Timex) -> bool:
    """Whether the timex begins its sentence."""
    before = context.document.text[context.sentence.start : timex.start].strip().lower()
    return before in {"", "on", "in", "late", "early", "by", "during", "at", "since", "from"}
