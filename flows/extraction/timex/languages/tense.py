"""Which way a clause looks, from cheap cues: the nearest word that only a past or only a future clause has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from flows.extraction.timex.languages.braces import expand_all
from flows.extraction.timex.languages.fold import TOKEN, fold
from flows.extraction.timex.languages.lexicon import Lexicon, load
from flows.extraction.timex.languages.rule import TenseOf
from flows.extraction.timex.meaning import Tense

_REACH = 160  # characters looked at on either side
_SHORTEST = 3  # letters; shorter words have no ending that tells
_STOP = re.compile(r"[.!?…;\n](?=\s|$)")
_NOT_A_STOP = re.compile(r"\d\.$|\b\w{1,2}\.$")  # "12." and "р." end no sentence


def _never(_text: str, _start: int, _end: int) -> Tense:
    return Tense.UNKNOWN


@dataclass(frozen=True, slots=True)
class _Cues:
    """Whole words, endings of words of at least four letters, and phrases."""

    words: frozenset[str]
    endings: tuple[str, ...]
    phrases: tuple[str, ...]

    def hit(self, word: str) -> bool:
        return word in self.words or (len(word) > _SHORTEST and word.endswith(self.endings))


@lru_cache(maxsize=64)
def tense_of(language: str) -> TenseOf:
    """The tense function of a language; one that never knows where we have no cues for it."""
    lexicon = load(language)
    past, future = _cues(lexicon, "past"), _cues(lexicon, "future")
    if past is None or future is None:
        return _never

    def tense(text: str, start: int, end: int) -> Tense:
        before, after = _clause(text, start, end)
        ranked = [
            (min(_distance(cues, before, True), _distance(cues, after, False)), number, meant)
            for number, (cues, meant) in enumerate(((future, Tense.FUTURE), (past, Tense.PAST)))
        ]
        distance, _, meant = min(ranked)
        return meant if distance <= _REACH else Tense.UNKNOWN

    return tense


def _cues(lexicon: Lexicon, which: str) -> _Cues | None:
    forms = [fold(form) for form in expand_all(lexicon.tables.get("tense", {}).get(which, []))]
    if not forms:
        return None
    return _Cues(
        frozenset(form for form in forms if not form.startswith("-") and " " not in form),
        tuple(form[1:] for form in forms if form.startswith("-")),
        tuple(form for form in forms if " " in form),
    )


def _clause(text: str, start: int, end: int) -> tuple[str, str]:
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    stops = [m.end() for m in _STOP.finditer(before) if not _NOT_A_STOP.search(before[: m.end()])]
    stop = next((m for m in _STOP.finditer(after)), None)
    return fold(before[stops[-1] if stops else 0 :]), fold(after[: stop.start()] if stop else after)


def _distance(cues: _Cues, part: str, backwards: bool) -> int:
    """Characters between the expression and the nearest cue on one side."""
    best = _REACH + 1
    for word in TOKEN.finditer(part):
        if cues.hit(word.group()):
            if not backwards:
                best = word.start()
                break
            best = len(part) - word.end()
    for phrase in cues.phrases:
        at = part.rfind(phrase) if backwards else part.find(phrase)
        if at >= 0:
            best = min(best, len(part) - at - len(phrase) if backwards else at)
    return best
