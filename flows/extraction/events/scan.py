"""Candidates: every place where a trigger's words stand, found in one pass over the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flows.extraction.events.ontology import Ontology, Trigger

_WORD = re.compile(r"\w+(?:[-’'.]\w+)*")
_HYPHEN = re.compile(r"[-–]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A trigger's words at a place."""

    start: int
    end: int
    trigger: Trigger


class Scanner:
    """The triggers of an ontology, indexed by their first word."""

    def __init__(self, ontology: Ontology) -> None:
        index: dict[str, list[tuple[tuple[str, ...], Trigger]]] = {}
        for trigger in ontology.triggers:
            for form in trigger.forms():
                words = tuple(match.group() for match in _WORD.finditer(form))
                index.setdefault(words[0], []).append((words[1:], trigger))
        # Longest first, so that "phone call" is seen before "call".
        self._index = {word: tuple(sorted(rows, key=lambda row: -len(row[0]))) for word, rows in index.items()}
        self._firsts = frozenset(self._index)

    def scan(self, text: str, start: int, end: int) -> Iterator[Candidate]:
        """All candidates in ``text[start:end]``, in order; overlapping ones too."""
        small = text[start:end].replace("İ", "I").lower()  # the one letter that is longer when small
        words = _WORD.findall(small)
        if self._firsts.isdisjoint(words) and "-" not in small:
            return
        lower = [_bare(word) for word in words]
        matches: list[re.Match[str]] = []
        for i, word in enumerate(lower):
            if word not in self._firsts and "-" not in word:
                continue
            matches = matches or list(_WORD.finditer(text, start, end))
            rows = self._index.get(word)
            if rows is None and "-" in word:
                rows = self._index.get(_HYPHEN.split(word)[-1])  # "counter-protesting", "car-ramming"
            for rest, trigger in rows or ():
                last = i + len(rest)
                if last < len(lower) and (not rest or tuple(lower[i + 1 : last + 1]) == rest):
                    if rest and matches[last].end() - matches[i].start() > sum(map(len, lower[i : last + 1])) + 3 * len(
                        rest
                    ):
                        continue  # words too far apart: a comma or a bracket between them
                    yield Candidate(matches[i].start(), matches[i].start() + _width(matches, lower, i, last), trigger)


def _bare(word: str) -> str:
    """A word without its possessive ending."""
    return word[:-2] if word.endswith(("'s", "’s")) else word


def _width(matches: list[re.Match[str]], lower: list[str], first: int, last: int) -> int:
    return matches[last].start() + len(lower[last]) - matches[first].start()
