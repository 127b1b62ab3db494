"""What makes a candidate a release: what it changed, its number, its hash, and what it supersedes."""

from __future__ import annotations

import datetime as dt

import duckdb

from warehouse.ddl import quoted
from warehouse.fingerprint import kept_hash
from warehouse.records import Release, RunRecord
from warehouse.schema import TIMELINE


def count_changes(connection: duckdb.DuckDBPyConnection, run_id: str, *, has_base: bool) -> tuple[int, int, int]:
    """Events that a run has added, changed and removed, against the attached ``base``."""
    new, changed = connection.execute(
        "SELECT count(*) FILTER (first_run = $run), count(*) FILTER (last_run = $run AND first_run <> $run)"
        " FROM timeline",
        {"run": run_id},
    ).fetchall()[0]
    removed = 0
    if has_base:
        removed = connection.execute(
            "SELECT count(*) FROM base.timeline b ANTI JOIN timeline t USING (event_id)"
        ).fetchall()[0][0]
    return int(new), int(changed), int(removed)


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
        " FROM base.timeline b"
        " WHERE NOT EXISTS (SELECT 1 FROM timeline t WHERE t.event_id = b.event_id AND t.last_run = b.last_run)"
    )
