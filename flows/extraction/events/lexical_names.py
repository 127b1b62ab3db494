"""Names in languages without a parser: the gazetteer of the language, titles, and runs of capitals."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flows.extraction.events.base_forms import base_form
from flows.extraction.events.gazetteer import known
from flows.extraction.model import Participant

_UPPER = "".join(chr(c) for c in range(0x530) if chr(c).isupper())
_CAP = rf"[{_UPPER}][\w’'-]*\w"
_RUN = re.compile(rf"{_CAP}(?:[ \u00a0]{_CAP})*")
_GENITIVE = re.compile(r"\w+en \w+e?s")
_NEAR = 160  # characters around the trigger


class Namer:
    """Finds participants in one language."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._states: dict[str, str] = table.get("states", {})
        self._titles = frozenset(table["titles"])
        self._between = frozenset(table.get("titles_between", ()))
        self._nouns_have_capitals = bool(table.get("noun_capitals"))
        self._places = frozenset(table.get("places", ()))
        self._stop = frozenset(table["stopwords"])
        self._cases = bool(table.get("slavic_cases"))

    def participants(
        self, text: str, clause: tuple[int, int], blocked: Sequence[tuple[int, int]], trigger: tuple[int, int]
    ) -> tuple[Participant, ...]:
        """Names in the clause near the trigger, each once, with the role ``participant``."""
        found: dict[str, Participant] = {}
        for match in _RUN.finditer(text, *clause):
            if any(low < match.end() and high > match.start() for low, high in [*blocked, trigger]):
                continue
            if min(abs(match.start() - trigger[1]), abs(trigger[0] - match.end())) > _NEAR:
                continue
            participant = self._participant(text, match.start(), match.end(), clause[0])
            if participant is not None:
                found.setdefault(participant.name, participant)
        return tuple(found.values())

    def _participant(self, text: str, start: int, end: int, first: int) -> Participant | None:
        words = text[start:end].split()
        titled = self._titled(text, start, first)
        while words and (
            words[0].lower() in self._titles
            or words[0].lower() in self._stop
            or (len(words) > 2 and words[0] in self._states)  # "президент США Дональд Трамп"
        ):
            titled = titled or words[0].lower() in self._titles
            start = text.index(words[0], start) + len(words[0])
            words = words[1:]
        if not words:
            return None
        name = " ".join(words)
        start = text.index(words[0], start)
        if self._nouns_have_capitals and not titled and _GENITIVE.fullmatch(name) and name not in self._states:
            return None  # "des Weißen Hauses"
        written, name = name, base_form(name, text) if self._cases else name
        state = self._states.get(written)
        entry = known(written)
        if state or (entry is not None and entry.form == "name"):
            kind = "state" if state else entry.kind if entry else None
            return Participant(written, "participant", start, end, kind)
        if (
            text[max(first, start - 8) : start].lower().split()[-1:]
            and text[max(first, start - 8) : start].lower().split()[-1] in self._places
        ):
            return None  # "à La Haye", "in Brüssel"
        if titled:
            return Participant(name, "participant", start, end, "person")
        if len(words) > 1 and not (self._nouns_have_capitals and start == first):
            return Participant(name, "participant", start, end, None)
        if len(words) == 1 and not self._nouns_have_capitals and start != first and len(name) > 2:
            return Participant(name, "participant", start, end, None) if self._person_form(text, start) else None
        return None

    def _titled(self, text: str, start: int, first: int) -> bool:
        before = text[max(first, start - 40) : start].lower().split()
        while before and before[-1] in self._between:
            before = before[:-1]
        return any(" ".join(before[-size:]) in self._titles for size in (1, 2, 3) if before[-size:])

    def _person_form(self, text: str, start: int) -> bool:
        """A single name counts only where it stands with "and" beside another name, or after "with"."""
        before = text[max(0, start - 6) : start].lower()
        return before.endswith((" avec ", " con ", " et ", " y ", " і ", " та ", " з ", " із "))
