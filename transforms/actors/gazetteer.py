"""The gazetteer: actors with their names, kinds, countries and offices, read from TOML.

Shipped files stand in ``transforms/gazetteer``; a user's own file adds actors or names on top and wins over them.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pycountry

from transforms.actors.fold import compact, fold, spelling_key

SHIPPED = Path(__file__).parent.parent / "gazetteer"
# Where the family name comes first in texts.
_SURNAME_FIRST = frozenset({"CHN", "TWN", "KOR", "PRK"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_NO_SURNAME = frozenset({"MMR", "ISL"})  # names there have no family part that stands alone


@dataclass(frozen=True, slots=True)
class Office:
    """An office of a person: ``scope`` is a state's code or an organisation's key; months as (year, month)."""

    title: str
    scope: str
    begin: tuple[int, int]
    end: tuple[int, int] | None

    def covers(self, month: tuple[int, int], slack_years: int = 0) -> bool:
        """Whether it was held in that month, or within ``slack_years`` around."""
        begin = (self.begin[0] - slack_years, self.begin[1])
        return begin <= month and (self.end is None or month <= (self.end[0] + slack_years, self.end[1]))


@dataclass(frozen=True, slots=True)
class Actor:
    """A known actor."""

    actor_id: str
    name: str
    kind: str
    country: str | None = None
    stands_for: str | None = None
    offices: tuple[Office, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()  # (name as written, rule that it goes by)

    @property
    def surname(self) -> str | None:
        """Folded family name of a person, ``None`` where no part of the name stands alone."""
        if self.kind != "person" or self.country in _NO_SURNAME:
            return None
        tokens = [t for t in fold(self.name).split() if t not in _SUFFIXES]
        if len(tokens) < 2:
            return None
        return tokens[0] if self.country in _SURNAME_FIRST and self.name.split()[0] != "John" else tokens[-1]


@dataclass(frozen=True)
class Gazetteer:
    """Actors and the indexes by which names are looked up (all keys folded)."""

    actors: Mapping[str, Actor]
    by_alias: Mapping[str, tuple[tuple[str, str], ...]] = field(repr=False)  # name -> (actor_id, rule)
    by_key: Mapping[str, tuple[str, ...]] = field(repr=False)  # spelling key -> persons
    by_surname: Mapping[str, tuple[str, ...]] = field(repr=False)
    by_initials: Mapping[str, tuple[tuple[str, str], ...]] = field(repr=False)  # -> (folded name, person)
    by_office: Mapping[tuple[str, str], tuple[tuple[Office, str], ...]] = field(repr=False)  # (title, scope)
    demonyms: Mapping[str, str] = field(repr=False)  # folded demonym or state name -> alpha-3
    capitals: frozenset[str] = field(repr=False)  # keys of the capitals among the metonyms
    first_words: frozenset[str] = field(repr=False)  # of states, peoples, organisations: what may stand before a title


def _month(text: str) -> tuple[int, int]:
    year, _, month = text.partition("-")
    return int(year), int(month or 1)


def _office(text: str, country: str | None) -> Office:
    """Read ``"nato: secretary general 2024-10/.."``; ``ValueError`` with the text where it has another form."""
    head, _, dates = text.rpartition(" ")
    begin, slash, end = dates.partition("/")
    scope, colon, title = head.partition(": ")
    if not slash or not begin[:4].isdigit() or (not colon and country is None):
        raise ValueError(f"not an office: {text!r} (form: 'office 2019-05/2024-01', '..' = still)")
    return Office(title if colon else head, scope if colon else str(country), _month(begin),
                  None if end == ".." else _month(end))  # fmt: skip


def _states(table: Mapping[str, Any]) -> Iterable[Actor]:
    for code, entry in table.items():
        aliases = [(entry["name"], "exact"), *((n, "exact") for n in entry.get("also", ()))]
        official = pycountry.countries.get(alpha_3=code)
        if official is not None:
            aliases += [(str(getattr(official, f)), "exact") for f in ("name", "official_name", "common_name")
                        if getattr(official, f, None)]  # fmt: skip
        aliases += [(d, "demonym") for d in entry["demonyms"]]
        yield Actor(f"state/{code}", entry["name"], "state", code, aliases=tuple(aliases))
        if entry.get("capital_metonym", True):
            names = (entry["capital"], *entry.get("capital_also", ()))
            yield Actor(f"metonym/{fold(names[0]).replace(' ', '-')}", names[0], "metonym", code,
                        stands_for=f"state/{code}", aliases=tuple((n, "metonym") for n in names))  # fmt: skip


def _named(table: Mapping[str, Any], prefix: str, kind: str) -> Iterable[Actor]:
    for key, entry in table.items():
        names = [(n, "metonym" if kind == "metonym" else "exact") for n in (entry["name"], *entry.get("also", ()))]
        country = entry.get("country")
        yield Actor(
            f"{prefix}/{key}", entry["name"], entry.get("kind", kind), country, entry.get("stands_for"),
            tuple(_office(o, country) for o in entry.get("offices", ())), tuple(names),
        )  # fmt: skip


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path}: {error}") from error


def _user_actors(path: Path) -> Iterable[Actor]:
    """A user's file: tables ``[person.KEY]``, ``[organisation.KEY]``, ``[group.KEY]``, ``[metonym.KEY]``."""
    for kind, table in _read(path).items():
        if kind not in {"person", "organisation", "group", "metonym", "state"}:
            raise ValueError(f"{path}: unknown kind of actor {kind!r} (person, organisation, group, metonym, state)")
        try:
            yield from _named(table, kind, kind)
        except (ValueError, KeyError) as error:
            said = f"an entry of kind {kind} has no {error}" if isinstance(error, KeyError) else str(error)
            raise ValueError(f"{path}: {said}") from error


def _index(actors: Mapping[str, Actor], demonyms: Mapping[str, str], capitals: frozenset[str]) -> Gazetteer:
    alias: dict[str, dict[str, str]] = defaultdict(dict)
    key: dict[str, set[str]] = defaultdict(set)
    surname: dict[str, set[str]] = defaultdict(set)
    initials: dict[str, set[tuple[str, str]]] = defaultdict(set)
    office: dict[tuple[str, str], list[tuple[Office, str]]] = defaultdict(list)
    for actor in actors.values():
        for name, rule in actor.aliases:
            folded = fold(name)
            alias[compact(folded)].setdefault(actor.actor_id, rule)
            if actor.kind == "person" and " " in folded:
                key[spelling_key(folded)].add(actor.actor_id)
                tokens = folded.split()
                initials[tokens[0][0] + tokens[-1][0]].add((folded, actor.actor_id))
        if actor.surname:
            surname[actor.surname].add(actor.actor_id)
            key[spelling_key(actor.surname)].add(actor.actor_id)
        for held in actor.offices:
            office[held.title, held.scope].append((held, actor.actor_id))
    first = frozenset(
        word for a in actors.values() if a.kind != "person" for name, _ in a.aliases for word in fold(name).split()[:1]
    )  # fmt: skip
    return Gazetteer(
        actors, {n: tuple(sorted(v.items())) for n, v in alias.items()}, {k: tuple(sorted(v)) for k, v in key.items()},
        {s: tuple(sorted(v)) for s, v in surname.items()}, {i: tuple(sorted(v)) for i, v in initials.items()},
        {o: tuple(v) for o, v in office.items()}, demonyms, capitals, first,
    )  # fmt: skip


@lru_cache(maxsize=8)
def load_gazetteer(own: Path | None = None) -> Gazetteer:
    """The shipped gazetteer with the user's file on top.  ``ValueError`` names the file that cannot be read."""
    states = _read(SHIPPED / "states.toml")
    actors: dict[str, Actor] = {a.actor_id: a for a in _states(states)}
    actors |= {a.actor_id: a for a in _named(_read(SHIPPED / "organisations.toml"), "organisation", "organisation")}
    actors |= {a.actor_id: a for a in _named(_read(SHIPPED / "metonyms.toml"), "metonym", "metonym")}
    for path in sorted((SHIPPED / "people").glob("*.toml")):
        actors |= {a.actor_id: a for a in _named(_read(path), "person", "person")}
    for actor in _user_actors(own) if own else ():
        known = actors.get(actor.actor_id)
        names = (*actor.aliases, *(known.aliases if known else ()))
        actors[actor.actor_id] = Actor(actor.actor_id, actor.name, actor.kind, actor.country, actor.stands_for,
                                       actor.offices or (known.offices if known else ()), names)  # fmt: skip
    demonyms = {fold(d): code for code, e in states.items() for d in (*e["demonyms"], e["name"], *e.get("also", ()))}
    demonyms |= {"us": "USA", "uk": "GBR", "u s": "USA", "u k": "GBR"}
    capitals = frozenset(fold(e["capital"]).replace(" ", "-") for e in states.values())
    return _index(actors, demonyms, capitals)
