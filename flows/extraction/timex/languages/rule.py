"""A rule that serves many languages: default word orders, and what a match of them means."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from flows.extraction.model import TimexType
from flows.extraction.timex.languages.lexicon import Lexicon
from flows.extraction.timex.languages.slots import Slot, Value, key
from flows.extraction.timex.meaning import Meaning, Tense

TenseOf: TypeAlias = Callable[[str, int, int], Tense]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a match stands: the text, its folded form, the language, and the tense nearby (asked only if needed)."""

    text: str
    folded: str
    lexicon: Lexicon
    tense_of: TenseOf

    def tense(self, start: int, end: int) -> Tense:
        """Tense of the clause around a span."""
        return self.tense_of(self.text, start, end)


@dataclass(frozen=True, slots=True)
class Found:
    """One match of one template."""

    place: Place
    match: re.Match[str]
    slots: Mapping[str, Slot]

    def surface(self, group: str) -> str | None:
        """The folded words in a slot, None where the template has no such slot or it stayed empty."""
        return self.match[group] if group in self.match.re.groupindex else None

    def value(self, group: str) -> Value:
        """The value of the words in a slot; of digits the digits themselves."""
        surface = self.surface(group)
        return None if surface is None else self.slots[group].values.get(key(surface), surface)

    def number(self, group: str) -> int | None:
        """The number at the start of a slot of digits ("12." -> 12, "1941 року" -> 1941), or of a number word."""
        surface = self.surface(group)
        if surface is None:
            return None
        value = self.slots[group].values.get(key(surface), surface)
        if isinstance(value, int):
            return value
        digits = re.search(r"\d+", surface)
        return int(digits.group()) if digits else None

    @property
    def start(self) -> int:
        """Where the match begins."""
        return self.match.start()

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.match.end()


@dataclass(frozen=True, slots=True)
class Piece:
    """One of several expressions that a rule reads at once: "12" and "14 February" of "12–14 February"."""

    start: int
    end: int
    meaning: Meaning
    to_next: bool = False


Produced: TypeAlias = Meaning | tuple[Piece, ...] | None


@dataclass(frozen=True, slots=True)
class LanguageRule:
    """A phenomenon in all languages: the templates are replaced by ``templates.<key>`` of a language's file."""

    key: str
    name: str
    templates: tuple[str, ...]
    produce: Callable[[Found], Produced]
    type: TimexType = TimexType.DATE
