"""Happenings with a name of their own: "Munich Security Conference", "Strategic Concept"."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

_WORDS = tomllib.loads(Path(__file__).with_name("titles.toml").read_text("utf-8"))
_HEADS = {kind: frozenset(words) for kind, words in _WORDS["heads"].items()}
_SMALL = frozenset(_WORDS["small"]["words"])
_CALENDAR = frozenset(_WORDS["calendar"]["words"])
_QUOTED = re.compile(r"[“„«\"]([^“”„«»\"]{4,90})[”“»\"]")
_TOKEN = re.compile(r"[^\s,;:!?()\[\]“”„«»\"*]+(?<![.])")
_QUOTES = "“”\"'‘’«»„ *"
_NUMBER = re.compile(r"\d{1,4}(?:st|nd|rd|th)?|[IVX]+")
NEAR = 60  # characters between a trigger and the name of what it is about


def _capital(word: str) -> bool:
    return word[:1].isupper() and len(word) > 1


def _tidy(name: str) -> str:
    words = name.strip(_QUOTES).split()
    while words and (words[-1] in _SMALL or words[-1].casefold() in _SMALL):
        words.pop()
    while words and words[0].casefold() in _SMALL:
        words.pop(0)
    text = " ".join(words)
    return re.sub(r"[’']s$", "", text)


def capitalised_runs(text: str) -> list[tuple[int, int, str]]:
    """Runs of capitalised words, small words within them allowed: where they stand and what they say."""
    runs: list[tuple[int, int, str]] = []
    current: list[re.Match[str]] = []

    def close() -> None:
        while current and not _capital(current[-1].group()) and not _NUMBER.fullmatch(current[-1].group()):
            current.pop()
        if current:
            runs.append((current[0].start(), current[-1].end(), text[current[0].start() : current[-1].end()]))
        current.clear()

    for token in _TOKEN.finditer(text):
        word = token.group()
        if current and text[current[-1].end() : token.start()].strip():
            close()
        counted = _NUMBER.fullmatch(word) and current and _capital(current[-1].group())
        if word.strip(".") in _CALENDAR:
            close()
        elif _capital(word) or (current and (word in _SMALL or counted)):
            current.append(token)
            if word.endswith(("'s", "’s")):  # "Germany's National Security Strategy": the owner is no part of it
                close()
        else:
            close()
    close()
    return runs


def _ends_as(name: str, event_type: str) -> bool:
    """Whether one of its capitalised words, the last or one before "of", is a head of the type."""
    words = name.split()
    heads = _HEADS.get(event_type, frozenset())
    return any(
        w in heads and (i == len(words) - 1 or words[i + 1] in _SMALL or _NUMBER.fullmatch(words[i + 1]))
        for i, w in enumerate(words)
    )


def name_in(event_type: str, trigger: str, quote: str, start: int) -> str | None:
    """The name of the happening in its sentence: the trigger itself, what it belongs to, or what stands near it.

    A trigger in quotation marks or of two capitalised words is a name.  Else a run of capitalised words that holds
    the trigger or stands near it must end with a word such as "Conference", "Treaty" or "Strategy".
    """
    text = " ".join(trigger.split()).strip(_QUOTES)
    if trigger.strip()[:1] in '“"«„' and text:
        return text[:1].upper() + text[1:]
    end = start + len(trigger)
    runs = capitalised_runs(quote) if quote else []
    for low, high, run in runs:
        name = _tidy(run)
        if low < end and high > start and len(name.split()) >= 2 and _capital(text.split()[-1]):
            return name
    if len(text.split()) >= 2 and sum(map(_capital, text.split())) >= 2:
        return _tidy(text)
    near = [
        (min(abs(low - end), abs(start - high)), _tidy(run))
        for low, high, run in runs
        if len(run.split()) >= 2 and _ends_as(run, event_type) and min(abs(low - end), abs(start - high)) <= NEAR
    ]
    if event_type == "document":
        near += [(m.start() - end, m.group(1)) for m in _QUOTED.finditer(quote) if 0 <= m.start() - end <= NEAR]
    named = [(distance, name) for distance, name in near if len(name.split()) >= 2]
    return min(named)[1] if named else None


def qualifier(trigger: str, quote: str, start: int) -> str | None:
    """What qualifies a trigger in front of it: "Vilnius" of "its Vilnius summit", "NATO" of "the NATO summit"."""
    found = re.search(r"((?:[^\W\d_a-z][\w’'-]+\s+){1,3})$", quote[:start])
    if not found or not trigger[:1].islower() or found.start() == 0:
        return None
    return found.group(1).strip() or None
