"""Dates that a parse reads better than a pattern: the tense of the trigger's own clause, and who says "last night".

A timex is resolved before anything is parsed, by the words around it.  Here the clause is known: a day without year
beside a past verb lies in the past, and "last night" inside a quotation is the night before the day of speaking.
Both are resolved anew by the same timex rules, in a sentence that says what the parser knows.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from flows.extraction.events.context import Context
from flows.extraction.events.fallback import finite_verb
from flows.extraction.events.frame import is_verb
from flows.extraction.events.inflect import lemmas
from flows.extraction.events.tree import Token
from flows.extraction.model import DateBasis, Status, Timex
from flows.extraction.timex import find_timexes

_DEICTIC = re.compile(r"\b(?:today|tonight|yesterday|tomorrow|last|this|next|ago|now|earlier)\b", re.IGNORECASE)
_SET_FOR = re.compile(
    r"\b(?:(?:planned|set|scheduled|due|meant|slated) (?:\w+ )?(?:for|on)|(?:called|announced|promised) "
    r"(?:\w+ )?for) (?:the )?$"
)
_BARE_YEAR = re.compile(r"mentioned \d{4}-01-01")
_AHEAD = frozenset({"plan", "set", "schedule", "due", "mean", "slate", "expect", "bill", "call"})
_FUTURE = frozenset({"will", "'ll", "’ll", "shall", "wo"})
_PAST_AUXILIARIES = frozenset({"has", "have", "had", "was", "were", "did", "'ve", "’ve", "'d"})


def reread(context: Context, timex: Timex, status: Status, spoken: dt.date | None) -> Timex:
    """The timex as the clause has it: anew against the day of speaking, or with the clause's tense."""
    if spoken is not None and _DEICTIC.search(timex.text):
        return _against(timex, spoken, "spoken on")
    published = context.document.published
    if published is not None and timex.implied == ("week",) and _BARE_YEAR.fullmatch(timex.anchor or ""):
        return _in_sentence(timex, "It happened {}.", published, "a year dates no weekday")
    if (
        published is None
        or not {"year", "week"} & set(timex.implied)
        or timex.basis is not DateBasis.RELATIVE_TO_PUBLICATION
    ):
        return timex
    before = context.document.text[max(context.sentence.start, timex.start - 24) : timex.start]
    tense = "future" if status is Status.PLANNED or _SET_FOR.search(before) else clause_tense(context)
    if tense == "past" and timex.first and timex.first > published:
        return _in_sentence(timex, "It happened {}.", published, "past tense of its clause")
    if tense == "future" and timex.last and timex.last < published:
        return _in_sentence(timex, "It will happen {}.", published, "future of its clause")
    return timex


def clause_tense(context: Context) -> str | None:
    """ "past", "future" or "present" of the finite verb over the trigger; ``None`` where there is none."""
    verb: Token | None = finite_verb(context)
    while verb is not None:
        auxiliaries = context.frame.tree.kids(verb.i, "aux", "auxpass")
        if any(kid.lower in _FUTURE for kid in auxiliaries):
            return "future"
        if verb.tag == "VBD" or any(kid.lower in _PAST_AUXILIARIES for kid in auxiliaries):
            return "past"
        if verb.tag == "VBN" and verb.dep == "acl" and not lemmas(verb.text) & _AHEAD:
            return "past"  # "the pact, announced on Wednesday, costs …"
        if verb.tag in {"VBZ", "VBP"} or any(kid.tag in {"VBZ", "VBP"} for kid in auxiliaries):
            return "present"
        verb = next((above for above in context.frame.tree.ancestors(verb) if is_verb(above)), None)
    return None


def _in_sentence(timex: Timex, frame: str, published: dt.date, why: str) -> Timex:
    for text in (frame.format(timex.text), frame.format(f"in {timex.text}"), frame.format(f"on {timex.text}")):
        for found in find_timexes(text, published=published):
            if found.edtf is not None and found.edtf != timex.edtf and timex.text in found.text:
                step = f"{why}: {timex.edtf} → {found.edtf}"
                return replace(found, start=timex.start, end=timex.end, derivation=(*found.derivation, step))
    return timex


def _against(timex: Timex, day: dt.date, why: str) -> Timex:
    for text in (f"It happened {timex.text}.", timex.text):
        for found in find_timexes(text, published=day):
            if found.edtf is not None:
                return replace(
                    found,
                    start=timex.start,
                    end=timex.end,
                    basis=DateBasis.RELATIVE_TO_CONTEXT,
                    anchor=f"{why} {day.isoformat()}",
                    derivation=(*found.derivation, f"inside a quotation {why} {day.isoformat()}"),
                )
    return timex
