"""The timeline as people ask for it: between days, of a type, with an actor, in a status."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from warehouse.queries import opened, run
from warehouse.questions import FIRST, LAST


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

    ``since`` and ``until`` (inclusive) keep every event that can have been in between, as far as its date is known;
    one of which no day at all is known is left out then.  ``actor`` is any spelling that was met, in any case, an
    actor's id, or a part of a name in whole words.
    """
    conditions = ["true"]
    parameters: dict[str, object] = {}
    if since is not None or until is not None:
        conditions.append(f"coalesce({FIRST}, {LAST}) IS NOT NULL")
    if since is not None:
        conditions.append(f"coalesce({LAST}, 'infinity') >= $since")
        parameters["since"] = since
    if until is not None:
        conditions.append(f"coalesce({FIRST}, '-infinity') <= $until")
        parameters["until"] = until
    if event_type is not None:
        conditions.append("t.event_type = $event_type")
        parameters["event_type"] = event_type
    if status is not None:
        conditions.append("t.status = $status")
        parameters["status"] = status
    if actor is not None:
        conditions.append("t.event_id IN (SELECT event_id FROM events_with($actor))")
        parameters["actor"] = actor
    sql = (
        f"SELECT t.* FROM timeline t WHERE {' AND '.join(conditions)}"
        " ORDER BY t.date_start NULLS LAST, t.date_end NULLS LAST, t.latest NULLS LAST, t.event_id"
    )
    with opened(Path(path)) as connection:
        return run(connection, sql, parameters)
