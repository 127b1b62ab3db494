"""Taking rows that failed a check off a candidate, with everything that rests on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import polars as pl

from warehouse.ddl import quoted, row_id
from warehouse.fingerprint import account
from warehouse.frames import conform
from warehouse.schema import CONTENT_TABLES, MENTIONS, QUARANTINE, Table

Failing = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Table name -> id of a failing row (as :func:`warehouse.ddl.row_id` makes it) -> names of the checks it failed."""

KINDS = {
    "documents": "document",
    "mentions": "mention",
    "timeline": "event",
    "actors": "actor",
    "actor_aliases": "actor_alias",
    "event_aliases": "event_alias",
    "links": "link",
}


@dataclass(frozen=True, slots=True)
class _Dependence:
    """Rows of ``table`` rest on held rows of ``on``; ``held`` names the temporary table of their ids."""

    on: str
    table: str
    where: str  # condition on rows r of the table and ids h.id
    reason: str


# In this order: what is held back by one line can be what the next rests on.  An event cannot be assembled again
# here, so one that has lost a report is held back whole, rather than shown with counts and dates that are not its own.
_DEPENDENCES = (
    _Dependence("documents", "mentions", "r.doc_id = h.id", "its document was held back"),
    _Dependence("mentions", "links", "r.left_mention = h.id", "a mention of it was held back"),
    _Dependence("mentions", "links", "r.right_mention = h.id", "a mention of it was held back"),
    _Dependence("mentions", "timeline", "r.event_id = h.parent", "a mention behind it was held back"),
    _Dependence("actors", "actor_aliases", "r.actor_id = h.id", "its actor was held back"),
    _Dependence(
        "actors",
        "timeline",
        "list_contains(list_transform(r.participants, lambda p: p.actor_id), h.id)",
        "an actor in it was held back",
    ),
    _Dependence("timeline", "event_aliases", "r.event_id = h.id", "its event was held back"),
)


def hold_back(connection: duckdb.DuckDBPyConnection, failing: Failing, run_id: str) -> pl.DataFrame:
    """Delete the failing rows and what rests on them, within the caller's transaction.

    Returns them as rows of ``quarantine``, one for each row and reason.  Mentions of events that are held back stay,
    without an event.
    """
    connection.execute("CREATE OR REPLACE TEMP TABLE held (tab VARCHAR, id VARCHAR, parent VARCHAR, reason VARCHAR)")
    tables = {table.name: table for table in CONTENT_TABLES}
    for name, rows in failing.items():
        if name not in tables:
            raise ValueError(f"rows of {name} cannot be held back")
        given = pl.DataFrame(
            [(row, reason) for row, reasons in rows.items() for reason in reasons],
            schema={"id": pl.String, "reason": pl.String},
            orient="row",
        )
        _hold(connection, tables[name], given)
    for rests in _DEPENDENCES:
        _follow(connection, tables[rests.table], rests)
    without_event = "event_id IN (SELECT id FROM held WHERE tab = 'timeline')"
    account(connection, MENTIONS, f"mentions WHERE {without_event}", gone=True)
    account(connection, MENTIONS, f"(SELECT * REPLACE (NULL::VARCHAR AS event_id) FROM mentions WHERE {without_event})")
    connection.execute(f"UPDATE mentions SET event_id = NULL WHERE {without_event}")
    kept = [_take(connection, table, run_id) for table in CONTENT_TABLES]
    connection.execute("DROP TABLE held")
    return conform(pl.concat(kept), QUARANTINE)


def _hold(connection: duckdb.DuckDBPyConnection, table: Table, given: pl.DataFrame) -> None:
    parent = "r.event_id" if table.name == "mentions" else "NULL"
    connection.register("given", given)
    connection.execute(
        f"INSERT INTO held SELECT DISTINCT $tab, g.id, {parent}, g.reason FROM given g"
        f" JOIN {quoted(table.name)} r ON {row_id(table)} = g.id",
        {"tab": table.name},
    )
    connection.unregister("given")


def _follow(connection: duckdb.DuckDBPyConnection, table: Table, rests: _Dependence) -> None:
    parent = "r.event_id" if table.name == "mentions" else "NULL"
    connection.execute(
        f"INSERT INTO held SELECT DISTINCT $tab, {row_id(table)}, {parent}, $reason FROM {quoted(table.name)} r"
        f" JOIN (SELECT DISTINCT id, parent FROM held WHERE tab = $on) h ON {rests.where}",
        {"tab": rests.table, "on": rests.on, "reason": rests.reason},
    )


def _take(connection: duckdb.DuckDBPyConnection, table: Table, run_id: str) -> pl.DataFrame:
    """Delete a table's held rows; returns them for the quarantine."""
    fields = ", ".join(f"{quoted(column.name)} := r.{quoted(column.name)}" for column in table.columns)
    bound = {"tab": table.name}
    rows = connection.execute(
        f"SELECT $run AS run_id, $kind AS kind, h.id AS item, h.reason,"
        f" to_json(struct_pack({fields}))::VARCHAR AS row"
        f" FROM (SELECT DISTINCT id, reason FROM held WHERE tab = $tab) h"
        f" JOIN {quoted(table.name)} r ON {row_id(table)} = h.id ORDER BY ALL",
        {**bound, "run": run_id, "kind": KINDS[table.name]},
    ).pl()
    leaving = f"{quoted(table.name)} r WHERE {row_id(table)} IN (SELECT id FROM held WHERE tab = $tab)"
    account(connection, table, leaving, bound, gone=True)
    connection.execute(f"DELETE FROM {leaving}", bound)
    return rows
