"""What a sentence must hold near a trigger before it is worth parsing.

A candidate is dropped only if none of its constructions can hold, because a word that each of them asks for stands
nowhere near, or because there is no date, no name, no actor, nobody hurt.  "Near" is ``REACH`` words: arguments stand
farther from their verb about once in a thousand sentences.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from flows.extraction.events.gazetteer import known
from flows.extraction.events.inflect import lemmas
from flows.extraction.events.ontology import Condition, Trigger
from flows.extraction.events.predicates import CAPITALISED, DEADLY, PREDICATES, SIGNS
from flows.extraction.events.words import offices, organisation_words, titles, word_classes

REACH = 10  # words on either side
DATE_REACH = 110  # characters
WEAK = 0.66  # triggers with a lower prior need a date in the sentence or somebody near
ACTED = 0.7  # ... and with such a one, where somebody could act ("police", "the minister")
SURE = 0.8  # triggers with such a prior are worth a look even where nobody is named and nothing dated
_WORD = re.compile(r"\w+")
_ACTORS = frozenset({"name", "person", "actor", "role", "state", "org"})  # tests that need a name, a pronoun or a role
_NAMES = frozenset({"name", "state", "org"})  # tests that need a name
_KINDS = _ACTORS | {"people", "demonym", "year", "pronoun", "number", "exists", "any"}
_PRONOUNS = frozenset("he she him her they them who we i us his hers their my our himself herself".split())  # noqa: SIM905


# The word before says what a word cannot be, without any parse.
_BEFORE_NOUNS = "the a an his her its their our my your no any of every each upper first second such very more".split()  # noqa: SIM905
_BEFORE_VERBS = "to will would can could may might shall should must not he she they who we i cannot".split()  # noqa: SIM905
_WRONG: dict[str, dict[str, str]] = {
    "verb": dict.fromkeys(_BEFORE_NOUNS, "not a verb after such a word"),
    "noun": dict.fromkeys(_BEFORE_VERBS, "not a noun after such a word"),
    "phrase": {},
}


@dataclass(frozen=True, slots=True)
class Surface:
    """A sentence as its words: where each starts, its possible lemmas, and which of them may name an actor."""

    starts: tuple[int, ...]
    lemmas: tuple[frozenset[str], ...]
    names: tuple[bool, ...]
    actors: tuple[bool, ...]
    words: tuple[str, ...]
    dates: tuple[int, ...]  # where the dates of the sentence begin, and where the sentence does if one opens it
    deadly: bool
    anybody: bool  # a name or a pronoun for a person stands in the sentence
    shouted: bool  # the sentence is in capitals
    acting: bool  # any word of it may name an actor
    told: bool = False  # a digest or a date heading above dates what is told: undated sentences count


def surface(text: str, start: int, dates: tuple[int, ...], told: bool = False) -> Surface:
    """Describe a sentence that begins at ``start`` in its document."""
    matches = list(_WORD.finditer(text))
    words = tuple([match.group() for match in matches])
    lower = [word.lower() for word in words]
    names = tuple(
        [word[0].isupper() and (len(word) > 3 or i > 0 or known(word) is not None) for i, word in enumerate(words)]
    )
    actors = tuple([name or _may_act(word) for name, word in zip(names, lower, strict=True)])
    return Surface(
        tuple([match.start() + start for match in matches]),
        tuple([lemmas(word) for word in lower]),
        names,
        actors,
        words,
        dates,
        bool(DEADLY.search(text)),
        True in names[1:] or not _PRONOUNS.isdisjoint(lower) or bool(names and known(words[0])),
        text.isupper(),
        True in actors,
        told,
    )


@lru_cache(maxsize=20_000)
def _may_act(lower: str) -> bool:
    words = organisation_words()
    return (
        lower in _PRONOUNS
        or lower in titles()
        or lower in offices()
        or lower in words["collectives"]
        or lower in words["representatives"]
        or lower in words["pairs"]
        or bool(lemmas(lower) & word_classes()["official"])
    )


@dataclass(frozen=True, slots=True)
class _Requirement:
    """What one construction needs to stand near its trigger."""

    words: tuple[frozenset[str], ...]
    named: bool
    acted: bool
    dated: bool
    deadly: bool
    capital: bool


def possible(trigger: Trigger, start: int, seen: Surface) -> str | None:
    """``None`` if some construction may hold for a trigger at ``start``, else what all of them miss."""
    place = bisect_left(seen.starts, start)
    if place and place < len(seen.words) and not seen.shouted:
        if trigger.kind == "verb" and seen.words[place][:1].isupper():
            return "part of a name"
        wrong = _WRONG[trigger.kind].get(seen.words[place - 1].lower())
        if wrong and not (trigger.kind == "verb" and seen.words[place].endswith("ing")):
            return wrong
    acting = seen.acting
    if not (seen.dates or seen.anybody or (seen.told and acting)) and trigger.prior < (ACTED if acting else SURE):
        return "no date and nobody named"
    if not trigger.needs:
        return None
    near = slice(max(0, place - REACH), place + REACH + 1)
    somebody = acting and True in seen.actors[near]
    if not seen.dates and not (seen.told and acting) and trigger.prior < WEAK and not somebody:
        return "weak, undated, and nobody near"
    missing = ""
    words: frozenset[str] | None = None
    for need in _requirements(trigger):
        if need.dated and not any(abs(date - start) <= DATE_REACH for date in seen.dates):
            missing = "no date near"
        elif need.capital and place < len(seen.words) and not seen.words[place][:1].isupper():
            missing = missing or "not a name"
        elif need.named and True not in seen.names[near]:
            missing = "no name near"
        elif need.acted and not somebody:
            missing = "nobody near who could act"
        elif need.deadly and not seen.deadly:
            missing = "nobody hurt in the sentence"
        elif not need.words:
            return None
        else:
            words = frozenset().union(*seen.lemmas[near]) if words is None else words
            if not any(map(words.isdisjoint, need.words)):
                return None
            missing = missing or "no word of its constructions near"
    return missing


# By identity: a trigger with its constructions is a large value, and hashing it takes longer than all the rest.  Each
# row holds its trigger, so that no other one can come to have the same identity.
_KNOWN: dict[int, tuple[Trigger, tuple[_Requirement, ...]]] = {}
_MOST_KNOWN = 20_000


def _requirements(trigger: Trigger) -> tuple[_Requirement, ...]:
    found = _KNOWN.get(id(trigger))
    if found is None:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        found = _KNOWN[id(trigger)] = (trigger, tuple(_requirement(each.conditions) for each in trigger.needs))
    return found[1]


def _requirement(conditions: tuple[Condition, ...]) -> _Requirement:
    words: list[frozenset[str]] = []
    flags = {"time": False, "deadly": False}
    named = acted = capital = False
    for condition in conditions:
        if condition.negated or condition.tests == ("no",):
            continue
        if condition.slot in PREDICATES:
            if condition.slot in flags:
                flags[condition.slot] = True
            elif condition.slot in SIGNS:
                words.append(SIGNS[condition.slot])
            elif condition.slot in CAPITALISED:
                capital = True
        elif not _KINDS & set(condition.tests):
            words.append(condition.words | {"it", "them"} if condition.slot == "obj" else condition.words)
        elif set(condition.tests) <= _NAMES and len(condition.words) == len(condition.tests):
            named = True
        elif set(condition.tests) <= _ACTORS and len(condition.words) == len(condition.tests):
            acted = True
    return _Requirement(tuple(words), named, acted, flags["time"], flags["deadly"], capital)
