"""Who is behind a common noun: "Turkish police", "officials from X", "his adviser, Y", "the president"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.extraction.events.actor import participant, personlike
from flows.extraction.events.context import Context
from flows.extraction.events.name_lists import and_others, list_after
from flows.extraction.events.names import Unit
from flows.extraction.events.words import offices, organisation_words
from flows.extraction.model import Participant


def common_noun(context: Context, i: int, role: str) -> Iterator[Participant]:
    """Names around a common noun: "Turkish police", "officials from X", "his advisor, Y", "the president"."""
    tree, token = context.frame.tree, context.token(i)
    words = organisation_words()
    lower = token.lower
    appositions = [kid for kid in tree.kids(i, "appos") if context.unit(kid.i) is not None]
    for kid in appositions:
        unit = context.unit(kid.i)
        if unit is not None:
            yield participant(unit, role)
    if appositions:
        return
    if token.tag == "NNS":
        listed = list_after(context, token.end)
        if listed:
            yield from (participant(unit, role) for unit in listed)
            return
    named_after = _named_after(context, token.end) if lower.rstrip("s") in offices() else None
    if named_after is not None:
        yield participant(named_after, role)
        return
    if lower in words["representatives"] | words["collectives"] or lower.rstrip("s") in offices():
        sources = [
            inner for kid in tree.kids(i, "prep") if kid.lower in {"of", "from"} for inner in tree.kids(kid.i, "pobj")
        ]
        named = [unit for inner in sources if (unit := context.unit(inner.i)) is not None and unit.demonym is None]
        if named:
            yield from (participant(unit, role) for unit in named)
            return
    yield from (participant(unit, role) for unit in and_others(context, token.start))
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
            yield participant(unit, role)


_OF_PLACE = re.compile(r"(?: (?:of|for) [^,.;]{2,50})?, (?:the )?")


def _named_after(context: Context, end: int) -> Unit | None:
    """The name after an office: "the president of Ostria, Karl Wendt,"."""
    for unit in context.names.within(end, min(context.sentence.end, end + 90)):
        if personlike(unit) and _OF_PLACE.fullmatch(context.document.text[end : unit.left]):
            return unit
    return None
