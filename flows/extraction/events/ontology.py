"""Event types, their triggers and look-alikes: ``lexicon/events/*.toml`` and a user's own files as values.

A trigger counts in the constructions that it names.  A construction is a line ``slot:test & slot:test``: *slot*
is a place in the clause (``subj``, ``obj``, ``poss``, ``mod``, ``gov`` or a preposition), *test* a kind of filler
(``actor``, ``person``, ``name``, …), a word class (``@bill``) or words (``party|coalition``).  See docs/events.md.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from flows.extraction.events.inflect import noun_forms, verb_forms
from flows.extraction.events.words import LEXICON, word_classes
from flows.extraction.rule import Example

_TYPE_KEYS = frozenset(
    {"type", "definition", "plover", "cameo", "roles", "triggers", "lookalikes", "examples", "counterexamples"}
)
_TRIGGER_KEYS = frozenset(
    {"verbs", "nouns", "phrases", "needs", "unless", "prior", "subtype", "roles", "examples", "counterexamples"}
)
EXAMPLE_DAY = "2022-06-15"  # publication day of the lexicon's examples
_KINDS = {"verbs": "verb", "nouns": "noun", "phrases": "phrase"}


def _as_written(phrase: str) -> tuple[str, ...]:
    return (phrase,)


_SPELL: dict[str, Callable[[str], tuple[str, ...]]] = {"verb": verb_forms, "noun": noun_forms, "phrase": _as_written}


class LexiconError(ValueError):
    """A lexicon file says something that this program does not understand."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of one slot."""

    slot: str
    tests: tuple[str, ...]
    words: frozenset[str]
    negated: bool


@dataclass(frozen=True, slots=True)
class Construction:
    """Conditions that must all hold; ``source`` is the line of the lexicon, the name of the rule."""

    source: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that may name an event of one type, with the constructions in which they do."""

    type: str
    kind: str  # verb, noun, phrase
    lemmas: tuple[str, ...]
    needs: tuple[Construction, ...]
    unless: tuple[Construction, ...]
    prior: float
    subtype: str | None
    roles: tuple[tuple[str, str], ...]

    def forms(self) -> tuple[str, ...]:
        """All surface forms, lower case."""
        spell = _SPELL[self.kind]
        return tuple(dict.fromkeys(form.lower() for lemma in self.lemmas for form in spell(lemma)))


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A surface pattern whose words name no event of this type, and why."""

    type: str
    pattern: re.Pattern[str]
    why: str


@dataclass(frozen=True, slots=True)
class EventType:
    """One type of event."""

    name: str
    definition: str
    plover: str | None
    cameo: str | None
    triggers: tuple[Trigger, ...]
    lookalikes: tuple[Lookalike, ...]
    examples: tuple[Example, ...] = ()  # expect: the type at the marked place; negative ones expect none of it


@dataclass(frozen=True, slots=True)
class Ontology:
    """All event types; ``version`` changes with any word of the lexicons."""

    types: Mapping[str, EventType]
    version: str

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """All triggers, in the order of the files."""
        return tuple(trigger for kind in self.types.values() for trigger in kind.triggers)


def parse_construction(line: str) -> Construction:
    """Read ``"subj:actor & not obj:@bill"``.

    Raises:
        LexiconError: no ``slot:test``, or an unknown word class.
    """
    return Construction(line, tuple(_condition(part.strip(), line) for part in line.split("&")))


def _condition(part: str, line: str) -> Condition:
    negated = part.startswith("not ")
    slot, colon, test = part.removeprefix("not ").partition(":")
    if not colon or not slot or not test:
        raise LexiconError(f"“{line}” is no construction: write slot:test & slot:test")
    tests, words = [], set[str]()
    for item in test.split("|"):
        if item.startswith("@"):
            if item[1:] not in word_classes():
                raise LexiconError(f"“{line}” names the word class {item}, which word_classes.toml does not have")
            words |= word_classes()[item[1:]]
        else:
            tests.append(item)
            words.add(item)
    return Condition(slot.strip(), tuple(tests), frozenset(words), negated)


def _trigger(type_: str, roles: Mapping[str, str], table: Mapping[str, Any], where: str) -> Iterable[Trigger]:
    unknown = set(table) - _TRIGGER_KEYS
    if unknown:
        raise LexiconError(f"{where}: unknown key {sorted(unknown)[0]!r} in a trigger; known: {sorted(_TRIGGER_KEYS)}")
    if not any(key in table for key in _KINDS):
        raise LexiconError(f"{where}: a trigger needs verbs, nouns or phrases")
    merged = {**roles, **table.get("roles", {})}
    for key, kind in _KINDS.items():
        if key in table:
            yield Trigger(
                type=type_,
                kind=kind,
                lemmas=tuple(table[key]),
                needs=tuple(map(parse_construction, table.get("needs", ()))),
                unless=tuple(map(parse_construction, table.get("unless", ()))),
                prior=float(table.get("prior", 0.6)),
                subtype=table.get("subtype"),
                roles=tuple((slot, role) for slot, role in merged.items() if role),
            )


def parse_type(source: str, where: str) -> EventType:
    """Read one event type from TOML text; ``where`` names the file in errors.

    Raises:
        LexiconError: what is wrong and in which file.
    """
    try:
        table = tomllib.loads(source)
        unknown = set(table) - _TYPE_KEYS
        if unknown:
            raise LexiconError(f"{where}: unknown key {sorted(unknown)[0]!r}; known: {sorted(_TYPE_KEYS)}")
        name = table["type"]
        triggers = [t for row in table.get("triggers", ()) for t in _trigger(name, table.get("roles", {}), row, where)]
        lookalikes = tuple(
            Lookalike(name, re.compile(row["pattern"], 0 if row.get("case") else re.IGNORECASE), row["why"])
            for row in table.get("lookalikes", ())
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError, re.error) as error:
        raise LexiconError(f"{where}: not an event type: {error}") from error
    blocks = (table, *table.get("triggers", ()))
    shown = [text for block in blocks for key in ("examples", "counterexamples") for text in block.get(key, ())]
    examples = tuple(Example(text, name if "[" in text else None, EXAMPLE_DAY) for text in shown)
    plover, cameo = table.get("plover"), table.get("cameo")
    return EventType(name, table.get("definition", ""), plover, cameo, tuple(triggers), lookalikes, examples)


def _merge(old: EventType | None, new: EventType) -> EventType:
    """A user's file for a known type adds to it."""
    if old is None:
        return new
    return replace(
        old,
        triggers=old.triggers + new.triggers,
        lookalikes=old.lookalikes + new.lookalikes,
        examples=old.examples + new.examples,
    )


@lru_cache(maxsize=8)
def load_ontology(lexicon_files: tuple[str, ...] = ()) -> Ontology:
    """The types that ship with Dateline, then those of the given files, in order.

    Raises:
        LexiconError: a file is unreadable or not understood.
    """
    sources = [
        (entry.name, entry.read_text(encoding="utf-8"))
        for entry in sorted((LEXICON / "events").iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    ]
    for file in lexicon_files:
        try:
            sources.append((file, Path(file).read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError) as error:
            raise LexiconError(f"{file}: cannot be read: {error}") from error
    types: dict[str, EventType] = {}
    digest = hashlib.sha256()
    for where, source in sources:
        digest.update(source.encode())
        kind = parse_type(source, where)
        types[kind.name] = _merge(types.get(kind.name), kind)
    for name in ("word_classes.toml", "irregular_verbs.toml", "status.toml", "confidence.toml"):
        digest.update((LEXICON / name).read_bytes())
    for entry in sorted(
        [*(LEXICON / "actors").iterdir(), *(LEXICON / "languages").iterdir()], key=lambda entry: entry.name
    ):
        digest.update(entry.read_bytes())
    return Ontology(types, digest.hexdigest()[:12])
