"""What a run writes into its candidate: the rows it has made, and what it says about itself."""

from __future__ import annotations

import datetime as dt

import duckdb
import polars as pl

from warehouse.differences import append, delete_rows, write_differences
from warehouse.fingerprint import keep
from warehouse.frames import checked, frame_schema
from warehouse.records import Changes, Log, RunRecord
from warehouse.schema import (
    ACTOR_ALIASES,
    ACTORS,
    COPIES,
    DOCUMENTS,
    EVENT_ALIASES,
    FETCHES,
    INPUTS,
    LINKS,
    MENTIONS,
    QUARANTINE,
    RUNS,
    TIMELINE,
    VALIDATIONS,
)  # fmt: skip


def start_run(connection: duckdb.DuckDBPyConnection, run_id: str, started: dt.datetime) -> None:
    """A first row of the run, so that the stamps of its rows point to something while they are checked."""
    if connection.execute("SELECT 1 FROM runs WHERE run_id = ?", [run_id]).fetchone():
        raise ValueError(f"run {run_id} is in the store already")
    connection.execute(
        "INSERT INTO runs SELECT ?, ?, NULL, 0, 0, 0, 0, 0, 0, 0, 0, NULL, false, 'running'", [run_id, started]
    )


def write(connection: duckdb.DuckDBPyConnection, changes: Changes, run_id: str) -> None:
    """Make the candidate's content what the run says, within the caller's transaction."""
    keep(connection)
    gone = _remove(connection, changes)
    write_differences(connection, DOCUMENTS, changes.documents, run_id, replaced=None)
    connection.register("changed_documents", changes.documents.select("doc_id"))
    of_changed = "t.doc_id IN (SELECT doc_id FROM changed_documents)"
    gone += write_differences(connection, MENTIONS, changes.mentions, run_id, replaced=of_changed)
    connection.unregister("changed_documents")
    _write_links(connection, changes, run_id, orphaned=gone > 0)
    whole = "true" if changes.complete else None
    for table in (TIMELINE, EVENT_ALIASES, ACTORS, ACTOR_ALIASES):
        write_differences(connection, table, getattr(changes, table.name), run_id, replaced=whole)


def _ids(name: str, values: tuple[str, ...]) -> pl.DataFrame:
    return pl.DataFrame({name: values}, schema={name: pl.String})


def _remove(connection: duckdb.DuckDBPyConnection, changes: Changes) -> int:
    """Take out the documents that a newer reading replaces, with their mentions, and all rows named as gone.

    Returns how many mentions went.
    """
    documents = _ids("doc_id", changes.removed_documents)
    delete_rows(connection, DOCUMENTS, documents)
    gone = delete_rows(connection, MENTIONS, documents)
    gone += delete_rows(connection, MENTIONS, changes.gone(MENTIONS.name))
    for table in (LINKS, TIMELINE, EVENT_ALIASES, ACTORS, ACTOR_ALIASES):
        delete_rows(connection, table, changes.gone(table.name))
    return gone


def _write_links(connection: duckdb.DuckDBPyConnection, changes: Changes, run_id: str, *, orphaned: bool) -> None:
    """Links of mentions that are gone go; new ones that lead nowhere are left for the checks to find."""
    connection.register("relinked", _ids("mention_id", changes.relinked_mentions))
    decided = [f"t.{side} IN (SELECT mention_id FROM relinked)" for side in LINKS.key if changes.relinked_mentions]
    decided += [f"t.{side} NOT IN (SELECT mention_id FROM mentions)" for side in LINKS.key if orphaned]
    replaced = "true" if changes.complete else " OR ".join(decided) or None
    write_differences(connection, LINKS, changes.links, run_id, replaced=replaced)
    connection.unregister("relinked")


def log_run(
    connection: duckdb.DuckDBPyConnection, run: RunRecord, log: Log, counts: tuple[int, int], *, published: bool
) -> None:
    """Write the run down: its counts (events new and changed), inputs, checks, and what was held back."""
    connection.execute("DELETE FROM runs WHERE run_id = ?", [run.run_id])
    row = {
        "run_id": run.run_id, "started": run.started, "finished": run.finished, "read": run.read,
        "loaded": run.loaded, "unchanged": run.unchanged, "duplicate": run.duplicate,
        "quarantined": run.quarantined, "mentions": run.mentions, "events_new": counts[0],
        "events_changed": counts[1], "seconds": run.seconds, "published": published, "version": run.version,
    }  # fmt: skip
    append(connection, RUNS, pl.DataFrame([row], schema=frame_schema(RUNS)))
    if published:
        _write_fetches(connection, log)
    append(connection, INPUTS, checked(log.inputs, INPUTS))
    append(connection, VALIDATIONS, checked(log.validations, VALIDATIONS))
    blank = pl.col("item").str.strip_chars() == ""  # the bad value may be the key itself
    named = log.quarantine.with_columns(item=pl.when(blank).then(pl.lit("(blank)")).otherwise("item"))
    held = checked(named, QUARANTINE).group_by(QUARANTINE.key, maintain_order=True)
    rows = pl.col("row").drop_nulls().unique(maintain_order=True)
    several = pl.format("[{}]", rows.str.join(","))  # of the same key and reason: kept as a JSON list
    append(connection, QUARANTINE, held.agg(pl.when(rows.len() > 1).then(several).otherwise(rows.first()).alias("row")))


def _write_fetches(connection: duckdb.DuckDBPyConnection, log: Log) -> None:
    """What was fetched, in place of what was known of the same addresses; which documents are copies."""
    fetches = checked(log.fetches, FETCHES)
    if not fetches.is_empty():
        connection.register("fetched_again", fetches.select("address"))
        connection.execute("DELETE FROM fetches WHERE address IN (SELECT address FROM fetched_again)")
        connection.unregister("fetched_again")
        append(connection, FETCHES, fetches)
    if log.copies is not None:
        connection.execute("DELETE FROM copies")
        append(connection, COPIES, checked(log.copies, COPIES))
