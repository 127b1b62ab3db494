"""The events as columns of small numbers and words: what the page needs before its first view."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from warehouse.schema.vocabulary import DATE_BASES, PRECISIONS, STATUSES
from warehouse.site.families import family_of, load
from warehouse.site.read import Snapshot

CHUNK = 5000  # events a script: large enough to be few, small enough for an engine to compile while the next loads
_EPOCH = dt.date(1970, 1, 1)
_DAYS = (
    ("start", "date_start"),
    ("end", "date_end"),
    ("earliest", "earliest"),
    ("latest", "latest"),
    ("told", "first_published"),
    ("retold", "last_published"),
)


@dataclass(frozen=True, slots=True)
class Table:
    """``meta`` names what the columns number; ``chunks`` are columns by name, ``quotes`` the best sentence of each."""

    meta: dict[str, Any]
    chunks: tuple[dict[str, list[Any]], ...]
    quotes: tuple[list[str], ...]


class _Words:
    """Words numbered in the order in which they are first met."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self.words = list(known)
        self._numbers = {word: number for number, word in enumerate(self.words)}

    def number(self, word: str) -> int:
        if word not in self._numbers:
            self._numbers[word] = len(self.words)
            self.words.append(word)
        return self._numbers[word]


def table(snapshot: Snapshot, title: str) -> Table:
    """All events in columns, with what the numbers in them mean."""
    families = load()
    types = _Words(sorted(snapshot.events["event_type"].unique().to_list()))
    people, roles, places, hosts = _Words(), _Words(), _Words(), _Words()
    named = {row["actor_id"]: row for row in snapshot.actors.iter_rows(named=True)}
    names: dict[str, str] = {}
    sources = _sources(snapshot.mentions)
    rows = list(snapshot.events.iter_rows(named=True))
    chunks, quotes = [], []
    for part in _parts(rows):
        columns: dict[str, list[Any]] = {
            "id": [row["event_id"] for row in part],
            "title": [row["title"] for row in part],
            "type": [types.number(row["event_type"]) for row in part],
            "status": [STATUSES.index(row["status"]) for row in part],
            "edtf": [row["date_edtf"] for row in part],
            "precision": [PRECISIONS.index(row["date_precision"]) for row in part],
            "basis": [DATE_BASES.index(row["date_basis"]) for row in part],
            "confidence": [round(row["confidence"] * 1000) for row in part],
            "mentions": [row["mention_count"] for row in part],
            "documents": [row["document_count"] for row in part],
            "change": [snapshot.news.kinds.get(row["event_id"], 0) for row in part],
            "place": [None if row["location"] is None else places.number(row["location"]) for row in part],
            "sources": [[hosts.number(host) for host in sources.get(row["event_id"], ())] for row in part],
        }
        columns |= {name: [day_number(row[column]) for row in part] for name, column in _DAYS}
        columns["people"] = [
            [
                number
                for who in row["participants"]
                for number in (_person(who, people, names), roles.number(who["role"]))
            ]
            for row in part
        ]
        chunks.append(columns)
        quotes.append([row["quote"] for row in part])
    meta = {
        "title": title,
        "events": len(rows),
        "chunks": len(chunks),
        "families": [{"key": family.key, "label": family.label} for family in families],
        "types": [{"key": key, "label": label(key), "family": family_of(key, families)} for key in types.words],
        "statuses": list(STATUSES),
        "precisions": list(PRECISIONS),
        "bases": list(DATE_BASES),
        "roles": [label(role) for role in roles.words],
        "places": places.words,
        "hosts": hosts.words,
        "people": [_described(key, names[key], named.get(key)) for key in people.words],
        "newest": day_number(max((row["last_published"] for row in rows if row["last_published"]), default=None)),
        "release": _release(snapshot),
    }
    return Table(meta, tuple(chunks), tuple(quotes))


def day_number(day: dt.date | None) -> int | None:
    """Days since 1970-01-01."""
    return None if day is None else (day - _EPOCH).days


def label(key: str) -> str:
    """A key as people read it: phone_call is “Phone call”."""
    words = key.replace("_", " ")
    return words[:1].upper() + words[1:]


def _parts(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


def _person(who: dict[str, Any], people: _Words, names: dict[str, str]) -> int:
    key = who["actor_id"] or f"name/{who['name']}"
    names.setdefault(key, who["name"] or key)
    return people.number(key)


def _described(key: str, name: str, row: dict[str, Any] | None) -> list[Any]:
    """An actor: key, name, kind, country, and the other spellings that were met."""
    if row is None:
        return [key, name, "unknown", None, []]
    aliases = [alias for alias in row["aliases"] or () if alias != row["name"]]
    return [key, row["name"] or name, row["kind"], row["country"], aliases]


def _sources(mentions: pl.DataFrame) -> dict[str, list[str]]:
    grouped = mentions.group_by("event_id").agg(pl.col("host").unique().sort())
    return dict(zip(grouped["event_id"].to_list(), grouped["host"].to_list(), strict=True))


def _release(snapshot: Snapshot) -> dict[str, Any] | None:
    told = snapshot.news
    if told.release is None:
        return None
    return {
        "number": told.release.number,
        "published": moment(told.release.published),
        "hash": told.release.content_hash,
        "documents": snapshot.mentions["doc_id"].n_unique(),
        "mentions": snapshot.mentions.height,
        "since": told.since and {"number": told.since.number, "published": moment(told.since.published)},
        "gone": [
            {"id": gone.event_id, "title": gone.title, "edtf": gone.date_edtf, "into": gone.merged_into}
            for gone in told.gone
        ],
    }


def moment(value: dt.datetime) -> str:
    """A moment in UTC, to the minute."""
    return value.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M UTC")
