"""One event per happening per sentence: which of several candidates names it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from flows.extraction.events.draft import Draft
from flows.extraction.model import Status


def select(drafts: Sequence[Draft]) -> tuple[list[Draft], list[tuple[Draft, str]]]:
    """Drafts of one sentence -> those kept, and those dropped with the rule that dropped them."""
    ranked = sorted(drafts, key=_rank)
    kept: list[Draft] = []
    dropped: list[tuple[Draft, str]] = []
    for draft in ranked:
        reason = next((rule for other in kept if (rule := _covered(draft, other))), None)
        if reason:
            dropped.append((draft, reason))
            kept = [_enrich(other, draft) if reason in _SAME and other.type == draft.type else other for other in kept]
        else:
            kept.append(draft)
    return sorted(kept, key=lambda draft: draft.start), dropped


_SAME = frozenset({"same happening in this sentence"})


def _enrich(kept: Draft, dropped: Draft) -> Draft:
    """The one kept takes over who took part, and the place and date where it has none."""
    known = kept.names
    more = tuple(p for p in dropped.participants if p.name not in known)
    link = dropped.link if kept.link.edtf is None and dropped.link.edtf is not None else kept.link
    return replace(kept, participants=kept.participants + more, location=kept.location or dropped.location, link=link)


def _rank(draft: Draft) -> tuple[int, float, int, int]:
    """Best first: main happenings, surer triggers with nearer dates, earlier places."""
    score = draft.context.candidate.trigger.prior + 0.15 * (draft.link.edtf is not None) + 0.1 * draft.main
    score += 0.05 * bool(draft.participants) - 0.02 * draft.link.strength
    return (draft.type == "statement", -score, draft.start, -(draft.end - draft.start))


def _covered(draft: Draft, other: Draft) -> str | None:
    if draft.start < other.end and draft.end > other.start:
        return "overlaps a surer trigger"
    if draft.type == "statement":
        return _statement_covered(draft, other)
    if draft.type != other.type and _ON_THE_MARGINS.search(
        draft.context.text, 0, draft.start - draft.context.sentence.start
    ):
        return None  # "met on the sidelines of the summit": both are told
    if draft.type != other.type:
        return "object of a surer trigger" if draft.family == other.family and _same_clause(draft, other) else None
    dates = {draft.link.edtf, other.link.edtf}
    if len(dates) > 1 and None not in dates and _own_date(draft):
        return None if _own_date(other) or not _same_clause(draft, other) else "same happening in this sentence"
    if draft.link.edtf != other.link.edtf and (_aside(draft) or _aside(other)):
        return None
    if _different_acts(draft, other) or _one_did_not_happen(draft, other):
        return None
    return "same happening in this sentence"


_ON_THE_MARGINS = re.compile(r"\b(?:sidelines|margins|fringes) of (?:[\w’'-]+ ){0,5}$")


def _aside(draft: Draft) -> bool:
    """A relative clause with a date of its own tells another happening: "ousts X, who seized power in 1989"."""
    verb = draft.context.frame.verb
    return not draft.context.frame.nominal and verb is not None and verb.dep == "relcl" and _own_date(draft)


def _own_date(draft: Draft) -> bool:
    return draft.link.edtf is not None and draft.link.strength <= 5


def _same_clause(draft: Draft, other: Draft) -> bool:
    mine, theirs = draft.context.frame.verb, other.context.frame.verb
    return mine is not None and theirs is not None and mine.i == theirs.i


def _different_acts(draft: Draft, other: Draft) -> bool:
    """Two verbs with different people in them are two happenings ("X resigned after Y quit")."""
    if _same_clause(draft, other):
        return False
    mine, theirs = draft.context.candidate.trigger.subtype, other.context.candidate.trigger.subtype
    if draft.type == "arrest" and mine != theirs and not (draft.context.frame.nominal or other.context.frame.nominal):
        return True  # homes searched, and people taken into custody
    if draft.type == "attack" and draft.location and other.location and not draft.context.frame.nominal:
        return draft.location != other.location
    if draft.context.frame.nominal or other.context.frame.nominal:
        return False
    return bool(draft.names) and bool(other.names) and not draft.names & other.names and not _same_clause(draft, other)


def _one_did_not_happen(draft: Draft, other: Draft) -> bool:
    """ "Nobody arrested him, though his boat was searched": what happened is not what did not."""
    statuses = {draft.judgement.status, other.judgement.status}
    verbal = not (draft.context.frame.nominal or other.context.frame.nominal)
    return verbal and statuses == {Status.NEGATED, Status.OCCURRED} and not _same_clause(draft, other)


def _statement_covered(draft: Draft, other: Draft) -> str | None:
    """Who announces a dated event in the same clause makes no second event."""
    if other.type == "statement":
        return (
            "same happening in this sentence"
            if _same_clause(draft, other) or draft.link.text == other.link.text
            else None
        )
    governors = {*other.context.frame.get("gov"), *other.context.frame.get("in_gov")}
    if draft.context.frame.head.i in governors and (other.link.edtf is not None or draft.link.edtf is None):
        return "announces the event itself"
    same_timex = draft.link.text == other.link.text and draft.link.earliest == other.link.earliest
    return "its date belongs to another event" if same_timex and other.link.strength <= draft.link.strength else None
