"""What a run has changed since the rows were last checked, so that only that need be checked again.

A release remembers under which suite its rows passed (``dateline_checked``).  A run that starts from such a release
notes the keys of all rows that come and go, in the schema ``unchecked`` of its candidate; where that schema is
absent, everything is unchecked.  Notes are taken where the content hash is kept, through which every change goes.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from warehouse.ddl import quoted
from warehouse.schema import CONTENT_TABLES, Table

SCHEMA = "unchecked"
PASSED = "dateline_checked"
_CONTENT = frozenset(table.name for table in CONTENT_TABLES)


def noted_columns(table: Table) -> tuple[str, ...]:
    """The columns of a note: the key, and what the row refers to (an event that has lost a report is to be checked)."""
    refers = (c.name for c in table.columns if c.references and c.references.partition(".")[0] in _CONTENT)
    return (*table.key, *(name for name in refers if name not in table.key))


def passed_suite(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The suite under which all rows of an open release passed; ``None`` where it was published without checks."""
    if not _exists(connection, "main", PASSED):
        return None
    row = connection.execute(
        f"SELECT suite FROM {PASSED} WHERE release = (SELECT max(release) FROM releases)"
    ).fetchone()
    return str(row[0]) if row else None


def begin(connection: duckdb.DuckDBPyConnection) -> None:
    """Take notes from here on, within the caller's transaction, if the rows so far have passed."""
    connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
    if passed_suite(connection) is None:
        return
    connection.execute(f"CREATE SCHEMA {SCHEMA}")
    for table in CONTENT_TABLES:
        columns = ", ".join(f"{quoted(name)} {table[name].type}" for name in noted_columns(table))
        connection.execute(f"CREATE TABLE {SCHEMA}.{quoted(table.name)} ({columns}, gone BOOLEAN)")


def note(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    rows: str,
    parameters: Mapping[str, object] | None = None,
    *,
    gone: bool,
) -> None:
    """Note rows that come, or go, where notes are taken; ``rows`` is an SQL relation with the table's columns."""
    if _exists(connection, SCHEMA, table.name):
        columns = ", ".join(map(quoted, noted_columns(table)))
        connection.execute(
            f"INSERT INTO {SCHEMA}.{quoted(table.name)} SELECT {columns}, {'true' if gone else 'false'} FROM {rows}",
            dict(parameters) if parameters else None,
        )


def settle(connection: duckdb.DuckDBPyConnection, release: int | None, suite: str | None) -> None:
    """Drop the notes, and remember the suite under which all rows of the release passed (``None``: none did)."""
    connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
    connection.execute(f"DROP TABLE IF EXISTS {PASSED}")
    if suite is not None:
        connection.execute(f"CREATE TABLE {PASSED} (release INTEGER, suite VARCHAR)")
        connection.execute(f"INSERT INTO {PASSED} VALUES (?, ?)", [release, suite])


def _exists(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> bool:
    found = connection.execute(
        "SELECT 1 FROM duckdb_tables() WHERE schema_name = ? AND table_name = ? AND database_name = current_database()",
        [schema, table],
    )
    return found.fetchone() is not None
