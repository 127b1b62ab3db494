"""What a sentence must hold before it is worth parsing.

Sound by construction: a candidate is dropped only if none of its constructions could hold, because a word that each of
them asks for stands nowhere in the sentence, or because the sentence has no date, no name or no victims.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from flows.extraction.events.inflect import lemmas
from flows.extraction.events.ontology import Condition, Construction, Trigger
from flows.extraction.events.predicates import DEADLY, PREDICATES

_KINDS = frozenset(
    {
        "name",
        "people",
        "demonym",
        "year",
        "person",
        "role",
        "actor",
        "pronoun",
        "state",
        "org",
        "number",
        "exists",
        "any",
    }
)
_NAMED = frozenset({"name", "state", "org"})  # tests that only a capitalised word can pass
_CAPITAL = re.compile(r"(?<!^)\b[^\W\d_a-zß-ÿ][\w’'-]*")


@dataclass(frozen=True, slots=True)
class Surface:
    """What is known of a sentence without parsing it."""

    lemmas: frozenset[str]
    dated: bool
    named: bool
    deadly: bool


def surface(text: str, words: Iterable[str], dated: bool) -> Surface:
    """Describe a sentence."""
    found = frozenset().union(*map(lemmas, words))
    return Surface(found, dated, bool(_CAPITAL.search(text)), bool(DEADLY.search(text)))


def possible(trigger: Trigger, seen: Surface) -> str | None:
    """``None`` if some construction may hold, else what all of them miss."""
    if not trigger.needs:
        return None
    missing = ""
    for words, named, dated, deadly in _requirements(trigger.needs):
        if dated and not seen.dated:
            missing = "no date in the sentence"
        elif named and not seen.named:
            missing = "no name in the sentence"
        elif deadly and not seen.deadly:
            missing = "nobody hurt in the sentence"
        elif any(seen.lemmas.isdisjoint(needed) for needed in words):
            missing = missing or "no word of its constructions in the sentence"
        else:
            return None
    return missing


@lru_cache(maxsize=4096)
def _requirements(needs: tuple[Construction, ...]) -> tuple[tuple[tuple[frozenset[str], ...], bool, bool, bool], ...]:
    return tuple(_requirement(construction.conditions) for construction in needs)


def _requirement(conditions: tuple[Condition, ...]) -> tuple[tuple[frozenset[str], ...], bool, bool, bool]:
    words: list[frozenset[str]] = []
    named = dated = deadly = False
    for condition in conditions:
        if condition.negated or condition.tests == ("no",):
            continue
        if condition.slot == "time":
            dated = True
        elif condition.slot == "deadly":
            deadly = True
        elif condition.slot in PREDICATES:
            continue
        elif not _KINDS & set(condition.tests):
            words.append(condition.words | {"it", "them"})
        elif condition.tests and set(condition.tests) <= _NAMED and condition.words == frozenset(condition.tests):
            named = True
    return tuple(words), named, dated, deadly
