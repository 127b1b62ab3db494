"""Who took part, in which role: the names in the slots of a trigger."""

from __future__ import annotations

from collections.abc import Iterator

from flows.extraction.events.context import Context
from flows.extraction.events.frame import is_verb
from flows.extraction.events.names import Unit
from flows.extraction.events.words import offices, organisation_words
from flows.extraction.model import Participant

_PERSONAL = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself", "who"})
_PLACE_PREPS = ("in", "at", "near", "outside", "on", "off", "around")
_NOT_ACTORS = frozenset({"act", "bill", "law", "award", "prize", "cup", "war", "plan", "strategy", "report", "conference", "summit", "day", "project", "agreement", "treaty", "airport", "square", "street", "avenue"})


def find_participants(context: Context) -> tuple[Participant, ...]:
    """Participants by the trigger's roles, each name once, in the order of the text's roles."""
    found: dict[str, Participant] = {}
    for slot, role in context.candidate.trigger.roles:
        for i in context.frame.get(slot):
            for participant in _resolve(context, i, role):
                found.setdefault(participant.name, participant)
    return tuple(found.values())


def _resolve(context: Context, i: int, role: str) -> Iterator[Participant]:
    token = context.token(i)
    if is_verb(token) or context.timexes_at(i):
        return
    unit = context.unit(i)
    lower = token.lower
    if unit is not None and unit.demonym is None and unit.left <= token.start:
        if unit.name.split()[-1].lower() not in _NOT_ACTORS:
            yield _participant(unit, role)
    elif lower in _PERSONAL:
        person = _antecedent(context, token.start)
        if person is not None:
            yield Participant(person.full, role, None, None, "person")
    else:
        yield from _common_noun(context, i, role)


def _common_noun(context: Context, i: int, role: str) -> Iterator[Participant]:
    """Names around a common noun: "Turkish police", "officials from X", "his advisor, Y", "the president"."""
    tree, token = context.frame.tree, context.token(i)
    words = organisation_words()
    lower = token.lower
    appositions = [kid for kid in tree.kids(i, "appos") if context.unit(kid.i) is not None]
    for kid in appositions:
        unit = context.unit(kid.i)
        if unit is not None:
            yield _participant(unit, role)
    if appositions:
        return
    if lower in words["representatives"] | words["collectives"] or lower.rstrip("s") in offices():
        sources = [inner for kid in tree.kids(i, "prep") if kid.lower in {"of", "from"} for inner in tree.kids(kid.i, "pobj")]
        named = [unit for inner in sources if (unit := context.unit(inner.i)) is not None and unit.demonym is None]
        if named:
            yield from (_participant(unit, role) for unit in named)
            return
    modifiers = [kid for kid in tree.kids(i, "compound", "amod", "nmod", "poss") if context.unit(kid.i) is not None]
    if lower in words["collectives"] and modifiers:
        first = context.unit(modifiers[0].i)
        start = min(kid.start for kid in tree.kids(i, "compound", "amod", "nmod") or modifiers)
        if first is not None:
            start = min(start, first.start) if first.start >= context.sentence.start else start
            kind = "organisation" if first.kind == "state" else first.kind
            yield Participant(context.document.text[start : token.end], role, start, token.end, kind)
        return
    if lower in offices():
        person = context.names.person_with_title(lower, token.start)
        if person is not None:
            yield Participant(person.full, role, None, None, "person")
            return
    for kid in modifiers:
        unit = context.unit(kid.i)
        if unit is not None and unit.demonym is None and unit.kind in {"group", "organisation", "person"}:
            yield _participant(unit, role)


def _participant(unit: Unit, role: str) -> Participant:
    return Participant(unit.full, role, unit.start, unit.end, unit.kind)


def _antecedent(context: Context, offset: int) -> Unit | None:
    """Whom "he" or "she" means where that is safe: the first person named in this sentence, else in the one before."""
    here = [u for u in context.names.within(context.sentence.start, offset) if _personlike(u)]
    if here:
        return here[0] if len({u.full for u in here}) == 1 else here[0]
    before = [u for u in context.names.within(max(0, context.sentence.start - 300), context.sentence.start) if _personlike(u)]
    return before[-1] if before and len({u.full for u in before}) <= 2 else None


def _personlike(unit: Unit) -> bool:
    return unit.kind == "person" or (unit.kind is None and unit.demonym is None and (" " in unit.name or unit.full != unit.name))


def find_location(context: Context) -> str | None:
    """The place named by "in", "at", "near" … at the trigger or its verb."""
    for slot in _PLACE_PREPS:
        for i in context.frame.get(slot):
            token, unit = context.token(i), context.unit(i)
            if unit is not None and unit.demonym is None and unit.kind not in {"person", "group"} and not context.timexes_at(i):
                start, end = unit.start, unit.end
                text = context.document.text
                following = context.names.within(end, min(context.sentence.end, end + 40))
                if following and text[end : following[0].start] == ", " and following[0].kind in {"state", None}:
                    end = following[0].end  # "Beirut, Lebanon"
                return text[start:end]
            if unit is not None and unit.demonym is None and token.tag.startswith("NN") and unit.kind is None:
                return unit.name
    return None
