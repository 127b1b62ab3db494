"""Where an event comes from: its mentions, their quotes, and how each date came about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.errors import QueryError
from warehouse.queries import opened, run


@dataclass(frozen=True, slots=True)
class Evidence:
    """One mention: ``documents.text[sentence_start:sentence_end]`` is the quote, to the character."""

    mention_id: str
    event_type: str
    subtype: str | None
    trigger: str
    trigger_start: int
    trigger_end: int
    sentence_start: int
    sentence_end: int
    quote: str
    status: str
    date_edtf: str | None
    date_basis: str
    date_text: str | None
    date_rule: str | None
    date_anchor: str | None
    date_derivation: tuple[str, ...]
    earliest: dt.date | None
    latest: dt.date | None
    participants: tuple[dict[str, Any], ...]
    location: str | None
    confidence: float
    features: tuple[tuple[str, float], ...]
    extractor_version: str
    doc_id: str
    doc_title: str | None
    doc_url: str | None
    doc_source: str
    doc_published: dt.date | None
    doc_published_basis: str


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name as the texts write it, and why it was taken for this actor."""

    alias: str
    actor_id: str
    rule: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two mentions that linking looked at, ``mention_id`` of the event asked for.

    ``joined`` is what linking decided and ``rule`` why; ``score`` (log-odds) is what ``features`` add up to, ``None``
    where the two were joined without being compared.  ``other_event`` and ``other_title`` are of the event that the
    other mention is of now, which corrections can have changed; ``None`` where it is on no event.
    """

    mention_id: str
    other_mention_id: str
    joined: bool
    score: float | None
    rule: str
    features: tuple[tuple[str, float], ...]
    other_event: str | None
    other_title: str | None
    other_quote: str


@dataclass(frozen=True, slots=True)
class Near:
    """Another event of the same type near in time with participants in common, and why it is not this one.

    ``days`` lie between the two, ``shared`` are the names of the actors in both.
    """

    event_id: str
    title: str
    date_edtf: str | None
    days: int
    shared: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """An event (columns of ``timeline`` by name), its former ids, its actors' spellings, and the evidence.

    ``asked`` is the id that was asked for; it differs from ``event["event_id"]`` where that was a former id or
    the beginning of one.  Evidence stands in the order of publication.  ``links`` are the pairs within the event and
    the near ones that were kept apart from it, the joined first, each by score, highest first.  ``near`` are the
    events most like it that ``links`` tell nothing of, the nearest first.
    """

    asked: str
    event: dict[str, Any]
    former_ids: tuple[str, ...]
    spellings: tuple[Spelling, ...]
    evidence: tuple[Evidence, ...]
    links: tuple[Pair, ...] = ()
    near: tuple[Near, ...] = ()


_MENTIONS = """
SELECT m.mention_id, m.event_type, m.subtype, m.trigger, m.trigger_start, m.trigger_end, m.sentence_start,
    m.sentence_end, m.quote, m.status, m.date_edtf, m.date_basis, m.date_text, m.date_rule, m.date_anchor,
    m.date_derivation, m.earliest, m.latest, m.participants, m.location, m.confidence, m.features,
    m.extractor_version, d.doc_id, d.title AS doc_title, d.url AS doc_url, d.source AS doc_source,
    d.published AS doc_published, d.published_basis AS doc_published_basis
FROM mentions m JOIN documents d USING (doc_id)
WHERE m.event_id = $event
ORDER BY d.published NULLS LAST, d.doc_id, m.trigger_start, m.mention_id
"""
_SPELLINGS = """
SELECT DISTINCT a.alias, a.actor_id, a.rule FROM actor_aliases a
JOIN (SELECT unnest(participants).actor_id AS actor_id FROM timeline WHERE event_id = $event) USING (actor_id)
ORDER BY a.actor_id, a.alias
"""
_LINKS = """
SELECT p.mention_id, p.other_mention_id, p.joined, p.score, p.rule, p.features, o.event_id AS other_event,
    t.title AS other_title, o.quote AS other_quote
FROM (
    SELECT left_mention AS mention_id, right_mention AS other_mention_id, l.* EXCLUDE (left_mention, right_mention)
    FROM links l WHERE left_mention IN (SELECT mention_id FROM mentions WHERE event_id = $event)
    UNION ALL
    SELECT right_mention, left_mention, l.* EXCLUDE (left_mention, right_mention)
    FROM links l WHERE right_mention IN (SELECT mention_id FROM mentions WHERE event_id = $event)
        AND left_mention NOT IN (SELECT mention_id FROM mentions WHERE event_id = $event)
) p
JOIN mentions o ON o.mention_id = p.other_mention_id LEFT JOIN timeline t ON t.event_id = o.event_id
ORDER BY p.joined DESC, p.score DESC NULLS LAST, p.mention_id, p.other_mention_id
"""
# Of the same type, within a week, with an actor in common: two calls of one pair were perhaps never compared.
_NEAR = """
WITH own AS (SELECT *, [p.actor_id FOR p IN participants] AS actors FROM timeline WHERE event_id = $event)
SELECT t.event_id, t.title, t.date_edtf,
    abs(date_diff('day', own.date_start, t.date_start)) AS days,
    list_sort([p.name FOR p IN t.participants IF list_contains(own.actors, p.actor_id)]) AS shared,
    CASE WHEN own.date_precision = 'day' AND t.date_precision = 'day' AND own.date_start <> t.date_start
        THEN 'different exact days' WHEN own.date_end < t.date_start OR t.date_end < own.date_start
        THEN 'dates that share no day' ELSE 'too little in common' END AS reason
FROM timeline t, own
WHERE t.event_id <> own.event_id AND t.event_type = own.event_type
    AND abs(date_diff('day', own.date_start, t.date_start)) <= 7
    AND t.event_id NOT IN (SELECT unnest($told::VARCHAR[]))
ORDER BY len(shared) DESC, days, t.event_id
"""
NEAR_SHOWN = 5


def explain(path: str | Path, event_id: str) -> Explanation:
    """All that stands behind an event.

    ``event_id`` may be a former id, or the beginning of an id where only one begins so; else ``QueryError``.
    """
    with opened(Path(path)) as connection:
        matches = run(
            connection,
            "SELECT DISTINCT event_id FROM (SELECT event_id AS id, event_id FROM timeline"
            " UNION ALL SELECT former_id, event_id FROM event_aliases)"
            " WHERE starts_with(id, $asked) ORDER BY id = $asked DESC, event_id LIMIT 6",
            {"asked": event_id},
        )["event_id"].to_list() if event_id else []  # fmt: skip
        exact = run(
            connection,
            "SELECT event_id FROM timeline WHERE event_id = $asked"
            " UNION ALL SELECT event_id FROM event_aliases WHERE former_id = $asked",
            {"asked": event_id},
        )["event_id"].to_list()
        if exact:
            matches = exact[:1]
        if not matches:
            raise QueryError(f"{event_id}: no event has this id in {path}; dateline timeline lists them")
        if len(matches) > 1:
            raise QueryError(f"{event_id}: begins several ids ({', '.join(matches[:5])}); give more of it")
        bound = {"event": matches[0]}
        event = run(connection, "SELECT * FROM timeline WHERE event_id = $event", bound).to_dicts()[0]
        former = run(
            connection, "SELECT former_id FROM event_aliases WHERE event_id = $event ORDER BY former_id", bound
        )["former_id"].to_list()
        spellings = tuple(Spelling(**row) for row in run(connection, _SPELLINGS, bound).to_dicts())
        evidence = tuple(_evidence(row) for row in run(connection, _MENTIONS, bound).to_dicts())
        links = tuple(Pair(**_paired(row)) for row in run(connection, _LINKS, bound).to_dicts())
        others = near(connection, matches[0], links)
    return Explanation(event_id, event, tuple(former), spellings, evidence, links, others)


def near(connection: duckdb.DuckDBPyConnection, event_id: str, links: tuple[Pair, ...]) -> tuple[Near, ...]:
    """The events most like an event that ``links`` tell nothing of, the nearest first, ``NEAR_SHOWN`` at most."""
    told = [pair.other_event for pair in links if pair.other_event]
    rows = run(connection, _NEAR, {"event": event_id, "told": told}).to_dicts()
    return tuple(Near(**{**row, "shared": tuple(row["shared"])}) for row in rows if row["shared"])[:NEAR_SHOWN]


def _paired(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its features as pairs of name and weight."""
    return row | {"features": tuple((feature["name"], feature["weight"]) for feature in row["features"] or ())}


def _evidence(row: dict[str, Any]) -> Evidence:
    return Evidence(
        **{
            **_paired(row),
            "date_derivation": tuple(row["date_derivation"] or ()),
            "participants": tuple(row["participants"] or ()),
        }
    )
