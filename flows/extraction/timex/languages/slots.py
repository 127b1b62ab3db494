"""What a place in a template can hold: the words of a language with their values, or digits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flows.extraction.timex.languages.fold import TOKEN, fold

JOIN = r"(?: {1,2}\n? {0,2}|\n {0,2}|(?<='))"  # a space or one line break; nothing after an apostrophe
SHORT, LONG, YEAR = "#", "###", "####"  # the cues of numbers of one or two, of three, and of four digits
NUMBERS = frozenset((SHORT, LONG, YEAR))

Value = Any  # month and weekday numbers, units, offsets, …: each rule knows the values of its own slots


@dataclass(frozen=True, slots=True)
class Slot:
    """A regular expression (bounded), the first tokens it can start with, and the values of its surfaces."""

    pattern: str
    cues: frozenset[str]
    values: Mapping[str, Value] = field(default_factory=dict)


def words_slot(values: Mapping[str, Value]) -> Slot | None:
    """A slot for words; None where the language has none of them."""
    folded = {fold(surface): value for surface, value in values.items() if surface.strip()}
    if not folded:
        return None
    cues = frozenset(cue_of(surface) for surface in folded)
    return Slot(alternation(folded), cues, folded)


def alternation(surfaces: Mapping[str, Value]) -> str:
    """A pattern for any of the (folded) surfaces, the longest first."""
    ordered = sorted(surfaces, key=lambda surface: (-len(surface), surface))
    return "(?:" + "|".join(re.escape(surface).replace("\\ ", JOIN) for surface in ordered) + ")"


def cue_of(surface: str) -> str:
    """The first token of a folded surface, as the scanner will meet it."""
    found = TOKEN.search(surface)
    if found is None:
        raise ValueError(f"{surface!r} has no letter or digit: no scanner can find it")
    return number_cue(found.group()) if found.group()[0].isdigit() else found.group()


def number_cue(digits: str) -> str:
    """The cue of a number, by its length."""
    return SHORT if len(digits) < 3 else LONG if len(digits) == 3 else YEAR


def key(surface: str) -> str:
    """A matched surface as it stands in ``Slot.values``: single spaces."""
    return re.sub(r"\s+", " ", surface)
