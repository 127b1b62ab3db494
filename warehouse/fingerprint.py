"""One hash for what a dataset says, whatever the runs that led to it and the order of its rows.

Each content table adds its name, its number of rows and the sums of both halves of its rows' MD5, stamps left out:
sums do not depend on the order and need no sorting, and a row that comes or goes is added or taken off.  The sums are
kept in the file (``dateline_fingerprint``), so that a small change costs little however large the table is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import duckdb

from warehouse.ddl import quoted
from warehouse.schema import CONTENT_TABLES, Table
from warehouse.unchecked import note

KEPT = "dateline_fingerprint"


def content_hash(connection: duckdb.DuckDBPyConnection) -> str:
    """SHA-256 over the content tables of an open database, all rows read anew."""
    return _digest({table.name: sums(connection, table) for table in CONTENT_TABLES})


def kept_hash(connection: duckdb.DuckDBPyConnection) -> str:
    """The same from the sums that were kept while rows came and went."""
    rows = connection.execute(f"SELECT name, rows, low, high FROM {KEPT}").fetchall()
    return _digest({name: (count, low, high) for name, count, low, high in rows})


def keep(connection: duckdb.DuckDBPyConnection) -> None:
    """Have sums of all content tables in the file; those of tables whose columns have changed are made anew."""
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS {KEPT} (name VARCHAR, of VARCHAR, rows HUGEINT, low HUGEINT, high HUGEINT)"
    )
    known = connection.execute(f"SELECT name, of FROM {KEPT}").fetchall()
    for table in CONTENT_TABLES:
        if (table.name, _row(table)) in known:
            continue
        connection.execute(f"DELETE FROM {KEPT} WHERE name = ?", [table.name])
        connection.execute(
            f"INSERT INTO {KEPT} VALUES (?, ?, ?, ?, ?)", [table.name, _row(table), *sums(connection, table)]
        )


def account(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    rows: str,
    parameters: Mapping[str, object] | None = None,
    *,
    gone: bool = False,
) -> None:
    """Add rows to a table's sums, or take off those that are ``gone``; note them as not yet checked.

    ``rows`` is an SQL relation with the table's content columns.
    """
    count, low, high = sums(connection, table, rows, parameters)
    if count:
        sign = -1 if gone else 1
        connection.execute(
            f"UPDATE {KEPT} SET rows = rows + ?, low = low + ?, high = high + ? WHERE name = ?",
            [sign * count, sign * low, sign * high, table.name],
        )
        note(connection, table, rows, parameters, gone=gone)


def sums(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    rows: str | None = None,
    parameters: Mapping[str, object] | None = None,
) -> tuple[int, int, int]:
    """Number of rows and sums of the halves of their hashes, of the table or of an SQL relation like it."""
    count, low, high = connection.execute(
        f"WITH hashed AS (SELECT md5_number({_row(table)}) AS hash FROM {rows or quoted(table.name)})"
        " SELECT count(*), coalesce(sum((hash >> 64)::HUGEINT), 0),"
        " coalesce(sum((hash & 18446744073709551615::UHUGEINT)::HUGEINT), 0) FROM hashed",
        dict(parameters) if parameters else None,
    ).fetchall()[0]
    return int(count), int(low), int(high)


def _row(table: Table) -> str:
    """SQL for a row as text: its values with control characters between them and for NULL (half the time of JSON)."""
    values = ", ".join(f"coalesce({quoted(column.name)}::VARCHAR, chr(30))" for column in table.content)
    return f"concat_ws(chr(31), {values})"


def _digest(found: Mapping[str, tuple[int, int, int]]) -> str:
    digest = hashlib.sha256()
    for table in CONTENT_TABLES:
        digest.update(f"{table.name}:{found[table.name]}\n".encode())
    return digest.hexdigest()
