"""Writing rows by difference: what is the same stays untouched, so that stamps say when something changed."""

from __future__ import annotations

import duckdb
import polars as pl

from warehouse.ddl import quoted
from warehouse.fingerprint import account
from warehouse.frames import conform
from warehouse.schema import Table

_STAMPS = ("first_run", "last_run")


def _same_key(table: Table, left: str, right: str) -> str:
    return " AND ".join(f"{left}.{quoted(name)} = {right}.{quoted(name)}" for name in table.key)


def _columns(table: Table, prefix: str = "") -> str:
    return ", ".join(prefix + quoted(column.name) for column in table.content)


def write_differences(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    frame: pl.DataFrame,
    run_id: str,
    *,
    replaced: str | None,
) -> None:
    """Make the rows of ``frame`` the table's, within the caller's transaction.

    Rows that differ in any column but the stamps replace those of the same key, keep ``first_run`` and get
    ``run_id`` as ``last_run``; new rows get it as both; the same rows are left alone.  ``replaced`` is an SQL
    condition on the table's rows: those that meet it and are not in the frame are deleted (``None``: none are).
    """
    rows = conform(frame, table)
    name = quoted(table.name)
    connection.register("incoming_frame", rows)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE incoming AS SELECT {_columns(table)} FROM incoming_frame")
    connection.unregister("incoming_frame")
    different = " OR ".join(
        f"i.{quoted(column.name)} IS DISTINCT FROM t.{quoted(column.name)}"
        for column in table.content
        if column.name not in table.key
    )
    keys = ", ".join(f"i.{quoted(key)}" for key in table.key)
    stamped = len(table.content) < len(table.columns)
    first = "t.first_run" if stamped else "NULL"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE matched AS SELECT {keys}, {first} AS former_run, NOT ({different or 'false'})"
        f" AS same FROM incoming i JOIN {name} t ON {_same_key(table, 'i', 't')}"
    )
    if not _any(connection, "matched") and not (replaced and _any(connection, name)):
        _insert_all(connection, table, run_id)
        return
    dropped = f" OR (({replaced}) AND NOT EXISTS (SELECT 1 FROM matched m WHERE {_same_key(table, 'm', 't')}))"
    leaves = f"EXISTS (SELECT 1 FROM matched m WHERE {_same_key(table, 'm', 't')} AND NOT m.same)"
    leaves += dropped if replaced else ""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE leaving AS SELECT t.rowid AS place FROM {name} t WHERE {leaves}")
    _delete(connection, table)
    stamps = ", coalesce(m.former_run, $run), $run" if stamped else ""
    targets = _columns(table) + (", " + ", ".join(_STAMPS) if stamped else "")
    arriving = f"incoming i LEFT JOIN matched m ON {_same_key(table, 'i', 'm')} WHERE NOT coalesce(m.same, false)"
    account(connection, table, f"(SELECT i.* FROM {arriving})")
    connection.execute(
        f"INSERT INTO {name} ({targets}) SELECT {_columns(table, 'i.')}{stamps} FROM {arriving}",
        {"run": run_id} if stamped else None,
    )
    connection.execute("DROP TABLE incoming; DROP TABLE matched")


def delete_rows(connection: duckdb.DuckDBPyConnection, table: Table, keys: pl.DataFrame) -> None:
    """Delete the rows that equal one of ``keys`` in its columns, within the caller's transaction."""
    if keys.is_empty():
        return
    connection.register("keys_frame", keys)
    same = " AND ".join(f"k.{quoted(name)} = t.{quoted(name)}" for name in keys.columns)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE leaving AS"
        f" SELECT t.rowid AS place FROM {quoted(table.name)} t SEMI JOIN keys_frame k ON {same}"
    )
    connection.unregister("keys_frame")
    _delete(connection, table)


def _delete(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Delete the rows whose places stand in ``leaving``: few mostly, so they are hashed, not the table."""
    if _any(connection, "leaving"):
        gone = f"{quoted(table.name)} WHERE rowid IN (SELECT place FROM leaving)"
        account(connection, table, gone, gone=True)
        connection.execute(f"DELETE FROM {gone}")
    connection.execute("DROP TABLE leaving")


def _any(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone() is not None


def _insert_all(connection: duckdb.DuckDBPyConnection, table: Table, run_id: str) -> None:
    """Write the incoming rows where none of them is known and none has to go: no need to compare."""
    account(connection, table, "incoming")
    stamped = len(table.content) < len(table.columns)
    targets = _columns(table) + (", " + ", ".join(_STAMPS) if stamped else "")
    connection.execute(
        f"INSERT INTO {quoted(table.name)} ({targets}) SELECT *{', $run, $run' if stamped else ''} FROM incoming",
        {"run": run_id} if stamped else None,
    )
    connection.execute("DROP TABLE incoming; DROP TABLE matched")


def append(connection: duckdb.DuckDBPyConnection, table: Table, frame: pl.DataFrame) -> None:
    """Add rows to a table that only grows."""
    if frame.is_empty():
        return
    connection.register("appended_frame", conform(frame, table, stamps=True))
    names = ", ".join(quoted(column.name) for column in table.columns)
    connection.execute(f"INSERT INTO {quoted(table.name)} ({names}) SELECT {names} FROM appended_frame")
    connection.unregister("appended_frame")
