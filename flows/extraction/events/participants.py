"""Who took part, in which role: the names in the slots of a trigger.

What stands in a slot is a name, a pronoun (``pronouns.py``), or a noun behind which a name stands
(``common_nouns.py``); further names of a list follow it (``name_lists.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.extraction.events.actor import VIOLENT, can_act, opens_with_name, participant
from flows.extraction.events.common_nouns import common_noun
from flows.extraction.events.context import Context
from flows.extraction.events.frame import is_verb
from flows.extraction.events.name_lists import chain
from flows.extraction.events.perpetrators import perpetrators
from flows.extraction.events.pronouns import FIRST, PERSONAL, antecedent, speaker
from flows.extraction.model import Participant

_JOINT = frozenset({"phone_call", "meeting", "summit"})
_HANDED_IN = frozenset({"resignation", "resignations"})


def find_participants(context: Context) -> tuple[Participant, ...]:
    """Participants by the trigger's roles, each name once, in the order of the text's roles."""
    found: dict[str, Participant] = {}
    for slot, role in _slots(context):
        for i in context.frame.get(slot):
            for one in _listed(context, i, slot, role):
                found.setdefault(one.name, one)
    for one in (*_adjacent(context, {p.role for p in found.values()}), *perpetrators(context)):
        found.setdefault(one.name, one)
    return tuple(found.values())


_BEFORE_VERB = re.compile(
    r"(?:,[^,]{0,60},)?\s*(?:(?:\w+ly|also|has|had|have|is|are|was|were|been|being|will|be|then|again|today|"
    r"yesterday|on \w+day)\s+)*$"
)
_AFTER_VERB = re.compile(r"\s*(?:(?:the|its|his|her|their|a|former)\s+)*$")


def _adjacent(context: Context, filled: set[str]) -> Iterator[Participant]:
    """Names right before and after a verb whose arguments the parser has hung elsewhere."""
    if context.frame.nominal:
        return
    roles = dict(context.candidate.trigger.roles)
    text = context.document.text
    left = roles.get("obj" if context.frame.passive else "subj")
    if left and left not in filled and not (context.frame.get("subj") and not context.frame.passive):
        before = context.names.within(context.sentence.start, context.candidate.start)
        if (
            before
            and before[-1].demonym is None
            and _BEFORE_VERB.fullmatch(text[before[-1].end : context.candidate.start])
        ):
            slot = "obj" if context.frame.passive else "subj"
            if can_act(context, before[-1], slot):
                yield participant(before[-1], left)
    right = roles.get("obj")
    if right and right not in filled and not context.frame.passive:
        after = context.names.within(context.candidate.end, context.sentence.end)
        if (
            after
            and after[0].demonym is None
            and _AFTER_VERB.fullmatch(text[context.candidate.end : after[0].left])
            and can_act(context, after[0], "obj")
        ):
            yield participant(after[0], right)


def _slots(context: Context) -> Iterator[tuple[str, str]]:
    """The trigger's roles; the clause's subject takes part in what it does "in a phone call", "at talks"."""
    roles = context.candidate.trigger.roles
    yield from roles
    by_slot = dict(roles)
    if "subj" in by_slot:
        yield "owner", by_slot["subj"]
        if context.candidate.trigger.type in _JOINT and not {"before_gov", "after_gov", "following_gov"} & set(
            context.frame.slots
        ):
            yield "clause_subj", by_slot["subj"]
            yield "clause_obj", by_slot.get("with", by_slot["subj"])
        elif context.candidate.trigger.type in _JOINT and any(
            context.token(i).tag == "PRP$" for i in context.frame.get("poss")
        ):
            yield "clause_subj", by_slot["subj"]
    if context.candidate.trigger.type in VIOLENT and "obj" in by_slot:
        yield "victim", by_slot["obj"]


def _listed(context: Context, i: int, slot: str, role: str) -> Iterator[Participant]:
    """The filler and the further names of its list ("Costa Rica, the Dominican Republic, and Panama")."""
    for one in _resolve(context, i, slot, role):
        yield one
        if one.start is not None and one.end is not None and slot != "mod":
            for unit in chain(context, one.end):
                yield participant(unit, role)


def _resolve(context: Context, i: int, slot: str, role: str) -> Iterator[Participant]:
    token = context.token(i)
    if is_verb(token) or context.timexes_at(i):
        return
    unit = context.unit(i)
    lower = token.lower
    if unit is not None and unit.demonym is None and unit.left <= token.start:
        if can_act(context, unit, slot) and not (role == "host" and unit.kind in {"state", None}):
            yield participant(unit, role)
    elif unit is None and opens_with_name(context, i):
        yield Participant(context.document.text[token.start : token.end], role, token.start, token.end)
    elif lower in FIRST:
        person = speaker(context, token.start)
        if person is not None:
            yield Participant(person.full, role, None, None, person.kind)
    elif lower in PERSONAL:
        person = antecedent(context, token.start, nearest=token.tag == "PRP$" and slot != "clause_subj")
        if person is not None:
            yield Participant(person.full, role, None, None, "person")
    elif lower in _HANDED_IN:
        for kid in context.frame.tree.kids(i, "poss"):
            yield from _resolve(context, kid.i, "poss", "official")
    else:
        yield from common_noun(context, i, role)
