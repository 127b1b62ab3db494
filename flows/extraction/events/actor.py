"""Which names can take part: persons and bodies, not the event's own name, a place or a thing."""

from __future__ import annotations

from flows.extraction.events.context import Context
from flows.extraction.events.names import Unit
from flows.extraction.events.words import word_classes
from flows.extraction.model import Participant

VIOLENT = frozenset({"attack"})


def participant(unit: Unit, role: str) -> Participant:
    """A name in a role."""
    return Participant(unit.full, role, unit.start, unit.end, unit.kind)


def personlike(unit: Unit) -> bool:
    """A person, or a name that may well be one."""
    if unit.kind is None and unit.name.split()[-1].lower() in word_classes()["thing_end"] | word_classes()["place_end"]:
        return False
    return unit.kind == "person" or (
        unit.kind is None and unit.demonym is None and (" " in unit.name or unit.full != unit.name)
    )


def can_act(context: Context, unit: Unit, slot: str) -> bool:
    """Not the event's own name, a place, or a thing."""
    if unit.start < context.candidate.end and unit.end > context.candidate.start:
        return False
    last = unit.name.split()[-1].lower()
    if last in word_classes()["thing_end"] or (unit.kind is None and last in word_classes()["place_end"]):
        return False
    if unit.seat and context.candidate.trigger.type == "summit":
        return False  # "Paris opens its summit": where it is held
    if slot == "mod":  # "Kabul car bombing" names the place, "Taliban attack" the attacker
        return not unit.seat and unit.kind is not None
    if context.candidate.trigger.type in VIOLENT and slot in {"of", "obj", "on", "against", "victim", "in"}:
        return not unit.seat
    return True


def opens_with_name(context: Context, i: int) -> bool:
    """A single capitalised word that begins the sentence, a name only because the tagger says so ("Lind phoned …")."""
    token = context.token(i)
    return token.tag == "NNP" and token.start == context.sentence.start and len(token.text) > 2
