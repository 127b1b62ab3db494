"""Where it happened."""

from __future__ import annotations

from flows.extraction.events.context import Context

_PLACE_PREPS = ("in", "at", "near", "outside", "on", "off", "around")
_NATIONAL = frozenset({"election", "coup"})


def find_location(context: Context) -> str | None:
    """The place named by "in", "at", "near" … at the trigger or its verb; of an election or coup its country."""
    for slot in _PLACE_PREPS:
        for i in context.frame.get(slot):
            token, unit = context.token(i), context.unit(i)
            if (
                unit is not None
                and unit.demonym is None
                and unit.kind not in {"person", "group"}
                and not context.timexes_at(i)
            ):
                start, end = unit.start, unit.end
                text = context.document.text
                following = context.names.within(end, min(context.sentence.end, end + 40))
                if following and text[end : following[0].start] == ", " and following[0].kind in {"state", None}:
                    end = following[0].end  # "Beirut, Lebanon"
                return text[start:end]
            if unit is not None and unit.demonym is None and token.tag.startswith("NN") and unit.kind is None:
                return unit.name
    if context.candidate.trigger.type == "summit":
        hosts = (context.unit(i) for slot in ("subj", "poss", "mod") for i in context.frame.get(slot))
        return next((unit.name for unit in hosts if unit is not None and unit.seat), None)
    if context.candidate.trigger.type in _NATIONAL:
        for i in (*context.frame.get("poss"), *context.frame.get("mod")):
            unit = context.unit(i)
            if unit is not None and unit.kind == "state":
                return unit.full
    return None
