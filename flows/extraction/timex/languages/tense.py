"""Which way a clause looks, from cheap cues: the nearest word that only a past or only a future clause has."""

from __future__ import annotations

import re
from functools import lru_cache

from flows.extraction.timex.languages.braces import expand_all
from flows.extraction.timex.languages.fold import fold
from flows.extraction.timex.languages.lexicon import Lexicon, load
from flows.extraction.timex.languages.rule import TenseOf
from flows.extraction.timex.languages.slots import alternation
from flows.extraction.timex.meaning import Tense

_REACH = 160  # characters looked at on either side
_STOP = re.compile(r"[.!?…;\n](?=\s|$)")
_NOT_A_STOP = re.compile(r"\d\.$|\b\w{1,2}\.$")  # "12." and "р." end no sentence


def _never(_text: str, _start: int, _end: int) -> Tense:
    return Tense.UNKNOWN


@lru_cache(maxsize=64)
def tense_of(language: str) -> TenseOf:
    """The tense function of a language; one that never knows where we have no cues for it."""
    lexicon = load(language)
    past, future = _cues(lexicon, "past"), _cues(lexicon, "future")
    if past is None and future is None:
        return _never

    def tense(text: str, start: int, end: int) -> Tense:
        before, after = _clause(text, start, end)
        best, answer = _REACH + 1, Tense.UNKNOWN
        for pattern, meant in ((future, Tense.FUTURE), (past, Tense.PAST)):
            if pattern is None:
                continue
            distance = min(_nearest_before(pattern, before), _nearest_after(pattern, after))
            if distance < best:
                best, answer = distance, meant
        return answer

    return tense


def _cues(lexicon: Lexicon, which: str) -> re.Pattern[str] | None:
    """Whole words, and endings (written "-ла") of words of at least five letters."""
    table = lexicon.tables.get("tense", {}).get(which, [])
    forms = list(lexicon_forms(table))
    words = dict.fromkeys(form for form in forms if not form.startswith("-"))
    endings = dict.fromkeys(form[1:] for form in forms if form.startswith("-"))
    parts = [alternation(words)] if words else []
    if endings:
        parts.append(r"\w{2,20}" + alternation(endings))
    return re.compile(r"(?<!\w)(?:" + "|".join(parts) + r")(?!\w)") if parts else None


def lexicon_forms(table: list[str]) -> list[str]:
    """The folded forms of a list of entries."""
    return [fold(form) for form in expand_all(table)]


def _clause(text: str, start: int, end: int) -> tuple[str, str]:
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    stops = [m.end() for m in _STOP.finditer(before) if not _NOT_A_STOP.search(before[: m.end()])]
    stop = next((m for m in _STOP.finditer(after)), None)
    return fold(before[stops[-1] if stops else 0 :]), fold(after[: stop.start()] if stop else after)


def _nearest_before(pattern: re.Pattern[str], before: str) -> int:
    last = max((m.end() for m in pattern.finditer(before)), default=None)
    return _REACH + 1 if last is None else len(before) - last


def _nearest_after(pattern: re.Pattern[str], after: str) -> int:
    found = pattern.search(after)
    return _REACH + 1 if found is None else found.start()
