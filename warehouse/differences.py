"""Writing rows by difference: what is the same stays untouched, so that stamps say when something changed."""

from __future__ import annotations

import duckdb
import polars as pl
import pyarrow as pa

from warehouse.ddl import quoted
from warehouse.fingerprint import account
from warehouse.frames import conform
from warehouse.schema import Table

_STAMPS = ("first_run", "last_run")
_ROW_GROUP = 122_880  # rows: what DuckDB writes at once


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
) -> int:
    """Make the rows of ``frame`` the table's, within the caller's transaction.

    Rows that differ in any column but the stamps replace those of the same key, keep ``first_run`` and get
    ``run_id`` as ``last_run``; new rows get it as both; the same rows are left alone.  ``replaced`` is an SQL
    condition on the table's rows: those that meet it and are not in the frame are deleted (``None``: none are).
    Returns how many these were.
    """
    if frame.is_empty() and replaced is None:
        return 0
    connection.register("incoming", in_batches(conform(frame, table).sort(table.order or table.key, nulls_last=True)))
    # NOTE: rows that come sorted by what they are looked up by are also compressed as they are written, all at once
    # and small; in another order DuckDB writes most of them again when it checkpoints.
    gone = 0
    if _any(connection, quoted(table.name)):
        gone = _merge(connection, table, run_id, replaced)
    else:  # no need to compare
        account(connection, table, "incoming")
        _insert(connection, table, run_id, "incoming", "$run")
    connection.unregister("incoming")
    return gone


def _merge(connection: duckdb.DuckDBPyConnection, table: Table, run_id: str, replaced: str | None) -> int:
    """Compare ``incoming`` with the rows of the same keys, and write what differs; returns how many are gone."""
    name, same_key = quoted(table.name), _same_key(table, "i", "t")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE known AS SELECT t.rowid AS place FROM {name} t"
        f" SEMI JOIN incoming i ON {same_key}"
    )
    different = " OR ".join(
        f"i.{quoted(column.name)} IS DISTINCT FROM t.{quoted(column.name)}"
        for column in table.content
        if column.name not in table.key
    )
    keys = ", ".join(f"i.{quoted(key)}" for key in table.key)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE matched AS SELECT {keys}, t.place,"
        f" {'t.first_run' if _stamped(table) else 'NULL'} AS former_run, NOT ({different or 'false'}) AS same"
        f" FROM incoming i JOIN (SELECT *, rowid AS place FROM {name} WHERE rowid IN (SELECT place FROM known)) t"
        f" ON {same_key}"
    )
    gone = f" UNION ALL SELECT t.rowid FROM {name} t ANTI JOIN incoming i ON {same_key} WHERE {replaced}"
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE leaving AS SELECT DISTINCT place FROM matched WHERE NOT same"
        + (gone if replaced else "")
    )
    changed = connection.execute("SELECT count(DISTINCT place) FROM matched WHERE NOT same").fetchall()[0][0]
    left = _delete(connection, table)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE arriving AS SELECT i.*, m.former_run FROM incoming i LEFT JOIN matched m"
        f" ON {_same_key(table, 'i', 'm')} WHERE NOT coalesce(m.same, false)"
        f" ORDER BY {', '.join(f'i.{quoted(name)}' for name in table.order or table.key)}"
    )
    if _any(connection, "arriving"):
        account(connection, table, "arriving")
        _insert(connection, table, run_id, "arriving", "coalesce(former_run, $run)")
    connection.execute("DROP TABLE known; DROP TABLE matched; DROP TABLE arriving")
    return left - int(changed)


def _insert(connection: duckdb.DuckDBPyConnection, table: Table, run_id: str, rows: str, first_run: str) -> None:
    """Insert the rows of a relation in their order, stamped where the table is."""
    stamped = _stamped(table)
    targets = _columns(table) + (f", {', '.join(_STAMPS)}" if stamped else "")
    values = _columns(table) + (f", {first_run}, $run" if stamped else "")
    connection.execute(
        f"INSERT INTO {quoted(table.name)} ({targets}) SELECT {values} FROM {rows}",
        {"run": run_id} if stamped else None,
    )


def in_batches(frame: pl.DataFrame) -> pa.Table:
    """The frame as DuckDB reads it on all cores: in pieces, nothing copied but the texts' places."""
    whole = frame.to_arrow()
    return pa.Table.from_batches(whole.to_batches(max_chunksize=_ROW_GROUP), whole.schema)


def _stamped(table: Table) -> bool:
    return len(table.content) < len(table.columns)


def delete_rows(connection: duckdb.DuckDBPyConnection, table: Table, keys: pl.DataFrame) -> int:
    """Delete the rows that equal one of ``keys`` in its columns, within the caller's transaction: how many."""
    if keys.is_empty():
        return 0
    connection.register("keys_frame", keys)
    same = " AND ".join(f"k.{quoted(name)} = t.{quoted(name)}" for name in keys.columns)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE leaving AS"
        f" SELECT t.rowid AS place FROM {quoted(table.name)} t SEMI JOIN keys_frame k ON {same}"
    )
    connection.unregister("keys_frame")
    return _delete(connection, table)


def _delete(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    """Delete the rows whose places stand in ``leaving``: few mostly, so they are hashed, not the table."""
    rows = int(connection.execute("SELECT count(*) FROM leaving").fetchall()[0][0])
    if rows:
        gone = f"{quoted(table.name)} WHERE rowid IN (SELECT place FROM leaving)"
        account(connection, table, gone, gone=True)
        connection.execute(f"DELETE FROM {gone}")
    connection.execute("DROP TABLE leaving")
    return rows


def _any(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone() is not None


def append(connection: duckdb.DuckDBPyConnection, table: Table, frame: pl.DataFrame) -> None:
    """Add rows to a table that only grows."""
    if frame.is_empty():
        return
    connection.register("appended_frame", conform(frame, table, stamps=True))
    names = ", ".join(quoted(column.name) for column in table.columns)
    connection.execute(f"INSERT INTO {quoted(table.name)} ({names}) SELECT {names} FROM appended_frame")
    connection.unregister("appended_frame")
