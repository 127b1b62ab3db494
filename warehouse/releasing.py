"""What makes a candidate a release: what it changed, its number, its hash, and what it supersedes."""

from __future__ import annotations

import datetime as dt

import duckdb

from warehouse.ddl import quoted
from warehouse.fingerprint import kept_hash
from warehouse.records import Release, RunRecord
from warehouse.schema import TIMELINE

TOUCHED = "touched"  # temporary: the ids of events that this run has added, changed or removed


def note_changes(connection: duckdb.DuckDBPyConnection, run_id: str, *, has_base: bool) -> tuple[int, int, int]:
    """Note the events that a run has touched, against the attached ``base``: how many are new, changed, gone."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {TOUCHED} AS SELECT event_id, first_run = $run AS new, false AS gone"
        " FROM timeline WHERE last_run = $run",
        {"run": run_id},
    )
    if has_base:
        connection.execute(
            f"INSERT INTO {TOUCHED} SELECT event_id, false, true FROM base.timeline b"
            " ANTI JOIN timeline t USING (event_id)"
        )
    new, changed, gone = connection.execute(
        f"SELECT count(*) FILTER (new), count(*) FILTER (NOT new AND NOT gone), count(*) FILTER (gone) FROM {TOUCHED}"
    ).fetchall()[0]
    return int(new), int(changed), int(gone)


def record_release(connection: duckdb.DuckDBPyConnection, run: RunRecord, changes: tuple[int, int, int]) -> Release:
    """Number the candidate.  Its time is never before that of an earlier release, even if the clock was set back."""
    last_number, last_time = connection.execute("SELECT max(release), max(published) FROM releases").fetchall()[0]
    published = run.finished
    if last_time is not None:
        published = max(published, last_time + dt.timedelta(microseconds=1))
    counts = connection.execute(
        "SELECT (SELECT count(*) FROM timeline), (SELECT count(*) FROM mentions), (SELECT count(*) FROM documents)"
    ).fetchall()[0]
    number = (last_number or 0) + 1
    digest = kept_hash(connection)
    connection.execute(
        "INSERT INTO releases VALUES (?, ?, ?, ?, ?, ?, ?)", [number, run.run_id, published, digest, *counts]
    )
    events, mentions, documents = counts
    new, changed, removed = changes
    return Release(number, digest, events, mentions, documents, new, changed, removed)


def close_history(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep the versions of events that the newest release no longer holds, with the time they were known."""
    columns = ", ".join(quoted(column.name) for column in TIMELINE.columns)
    connection.execute(
        f"INSERT INTO timeline_history ({columns}, known_from, known_until)"
        f" SELECT {columns.replace(quoted('event_id'), 'b.event_id')},"
        " (SELECT published FROM releases r WHERE r.run_id = b.last_run), (SELECT max(published) FROM releases)"
        f" FROM base.timeline b WHERE b.event_id IN (SELECT event_id FROM {TOUCHED})"
    )
