"""Who "they", "the two men" and "both sides" are: those of the happening told just before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from flows.extraction.events.actor import personlike
from flows.extraction.events.draft import Draft
from flows.extraction.events.words import organisation_words
from flows.extraction.model import Participant

REACH = 600  # characters: "the two" speaks of whom the sentences just before named
_JOINT = frozenset({"phone_call", "meeting", "agreement", "ceasefire"})
_THEY = frozenset({"they", "both", "two"})


def with_partners(here: Sequence[Draft], earlier: Sequence[Draft]) -> list[Draft]:
    """The drafts of a sentence, joint acts of "they" given the two who acted together above."""
    return [_completed(draft, earlier) for draft in here]


def _completed(draft: Draft, earlier: Sequence[Draft]) -> Draft:
    if draft.type not in _JOINT or draft.participants or not _says_they(draft):
        return draft
    personal = _says_persons(draft)
    for other in reversed(earlier):
        if draft.start - other.start > REACH:
            break
        if other.type in _JOINT and len(other.participants) == 2:
            if personal and any(p.kind in {"state", "organisation", "group"} for p in other.participants):
                break
            return replace(draft, participants=tuple(_again(p) for p in other.participants))
    return replace(draft, participants=_named_together(draft)) if personal else draft


_PERSONS = frozenset({"leaders", "men", "women", "presidents", "ministers", "premiers", "politicians", "rivals"})


def _says_persons(draft: Draft) -> bool:
    """ "The two leaders": two persons, not two states."""
    context = draft.context
    return any(context.token(i).lower in _PERSONS for i in context.frame.get("subj"))


def _named_together(draft: Draft) -> tuple[Participant, ...]:
    """The last two persons named "A and B" or "A with B" before the sentence; none if there is no such pair near."""
    context = draft.context
    units = [
        u for u in context.names.within(max(0, context.sentence.start - 300), context.sentence.start) if personlike(u)
    ]
    for one, two in reversed(list(pairwise(units))):
        between = context.document.text[one.end : two.left].strip(" ,")
        if between in {"and", "with", "met", "and his counterpart"} and one.full != two.full:
            role = dict(context.candidate.trigger.roles).get("subj", "participant")
            return tuple(Participant(unit.full, role, None, None, "person") for unit in (one, two))
    return ()


def _says_they(draft: Draft) -> bool:
    """The subject is "they", "both", "the two leaders", "the pair", "the two sides"."""
    context = draft.context
    for i in (*context.frame.get("subj"), *context.frame.get("clause_subj"), *context.frame.get("poss")):
        token = context.token(i)
        if token.lower in _THEY or token.lower == "their":
            return True
        two = any(kid.lower in _THEY for kid in context.frame.tree.kids(i))
        if token.lower in organisation_words()["pairs"] and (two or token.lower in {"pair", "duo"}):
            return True
    return False


def _again(participant: Participant) -> Participant:
    return replace(participant, start=None, end=None)
