"""Templates: how a language puts its words together, as plain lines that a user can read and add to.

A template is a row of elements with a space between them::

    <day> <of>? <mon>, <year>?      slots; "?" = may be missing; "," = a comma may follow
    il_y_a <n> <unit>               literal words; "_" is a space inside a literal, "|" separates alternatives
    <year>~<dash>~<year:last>       "~" = no space between; ":name" names a slot used twice

The compiled pattern knows its cues: the tokens that it can begin with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flows.extraction.timex.languages.braces import expand_all
from flows.extraction.timex.languages.fold import TOKEN, fold
from flows.extraction.timex.languages.slots import JOIN, Slot, alternation, cue_of

_SLOT = re.compile(r"<(\w+)(?::(\w+))?>")
_ENDS_WELL = r"(?!\w)(?!(?<=\d)[.,:/]\d)"


@dataclass(frozen=True, slots=True)
class Compiled:
    """A template made for one language; ``slots`` says which slot each named group was."""

    pattern: re.Pattern[str]
    cues: frozenset[str]
    slots: Mapping[str, Slot]


def compile_template(template: str, slots: Mapping[str, Slot], spaced: bool = True) -> Compiled | None:
    """The template for a language, or None where the language lacks the words for a part that must be there."""
    parts: list[str] = []
    cues: set[str] = set()
    used: dict[str, Slot] = {}
    open_start = True  # all elements so far may be missing
    pending = ""  # a comma that may stand before the next element
    for element in re.findall(r"~|[^ ~]+", template):
        if element == "~":
            parts.append("")
            continue
        body, optional, comma = element.rstrip("?,"), "?" in element[-2:], "," in element[-2:]
        made = _element(body, slots, used)
        if made is None:
            if optional:
                continue
            return None
        pattern, first = made
        if open_start:
            cues |= first
        join = "" if not parts or parts[-1] == "" else (JOIN if spaced else f"{JOIN}?")
        if open_start and optional:
            parts += [f"(?:{pattern}{',?' if comma else ''}{JOIN})?", ""]
            continue
        pattern = pending + join + pattern
        pending = ",?" if comma else pending if optional else ""
        parts.append(f"(?:{pattern})?" if optional else pattern)
        open_start = False
    ends = _ENDS_WELL if spaced else r"(?!\d)"
    return Compiled(re.compile("".join(parts) + ends), frozenset(cues), used)


def _element(body: str, slots: Mapping[str, Slot], used: dict[str, Slot]) -> tuple[str, frozenset[str]] | None:
    found = _SLOT.fullmatch(body)
    if found:
        slot = slots.get(found[1])
        if slot is None:
            return None
        group = found[2] or found[1]
        if group in used:  # a small word used twice; nobody asks for it by name
            return slot.pattern, slot.cues
        used[group] = slot
        return f"(?P<{group}>{slot.pattern})", slot.cues
    surfaces = [fold(form.replace("_", " ")) for form in expand_all(body.split("|"))]
    return alternation(dict.fromkeys(surfaces)), frozenset(cue_of(s) for s in surfaces if TOKEN.search(s))
