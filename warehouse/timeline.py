"""The timeline as people ask for it: between days, of a type, with an actor, in a status."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from warehouse.queries import opened, run

# An undated event is found through its bounds ("not after 17 December"); one without any bound is not found by days.
_FIRST = "coalesce(date_start, earliest)"
_LAST = "coalesce(date_end, latest)"
# Names are compared as people type them: without case and without accents.
_FOLDED = "lower(strip_accents({0}))"


def timeline(
    path: str | Path,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    event_type: str | None = None,
    actor: str | None = None,
    status: str | None = None,
) -> pl.DataFrame:
    """Events in order of their days, undated ones last.

    ``since`` and ``until`` (inclusive) keep every event that can have been in between, as far as its date is known.
    ``actor`` is any spelling that was met, in any case, an actor's id, or a part of a name in whole words.
    """
    conditions = ["true"]
    parameters: dict[str, object] = {}
    if since is not None:
        conditions.append(f"coalesce({_LAST}, CASE WHEN {_FIRST} IS NOT NULL THEN DATE '9999-12-31' END) >= $since")
        parameters["since"] = since
    if until is not None:
        conditions.append(f"coalesce({_FIRST}, CASE WHEN {_LAST} IS NOT NULL THEN DATE '0001-01-01' END) <= $until")
        parameters["until"] = until
    if event_type is not None:
        conditions.append("event_type = $event_type")
        parameters["event_type"] = event_type
    if status is not None:
        conditions.append("status = $status")
        parameters["status"] = status
    if actor is not None:
        conditions.append(_with_actor())
        parameters["actor"] = actor
    sql = (
        f"SELECT * FROM timeline WHERE {' AND '.join(conditions)}"
        " ORDER BY date_start NULLS LAST, date_end NULLS LAST, latest NULLS LAST, event_id"
    )
    with opened(Path(path)) as connection:
        return run(connection, sql, parameters)


def _with_actor() -> str:
    """A condition on timeline: ``$actor`` takes part in it."""
    wanted = _FOLDED.format("$actor")
    named = (
        "SELECT actor_id, alias AS name FROM actor_aliases UNION ALL SELECT actor_id, name FROM actors"
        " UNION ALL SELECT actor_id, actor_id FROM actors"
    )
    ids = f"SELECT actor_id FROM ({named}) WHERE {_FOLDED.format('name')} = {wanted}"
    folded = _FOLDED.format("p.name")
    return (
        "event_id IN (SELECT event_id FROM (SELECT event_id, unnest(participants) AS p FROM timeline)"
        f" WHERE p.actor_id IN ({ids}) OR contains(' ' || {folded} || ' ', ' ' || {wanted} || ' '))"
    )
