"""The rows of a dataset, read from a warehouse one table after another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import duckdb
import polars as pl

from warehouse.ddl import quoted
from warehouse.exports.format import Dataset, Options
from warehouse.fingerprint import content_hash
from warehouse.frames import frame_schema
from warehouse.migrations import VERSION
from warehouse.queries import run
from warehouse.schema import ACTORS, CONTENT_TABLES, DOCUMENTS, TIMELINE, Table

Sheet = tuple[Table, pl.DataFrame]

_LONG = 600.0  # seconds; a whole table of a large store is read, and nobody else waits for it
_STAMPS = """
SELECT t.event_id, f.published AS first_release, l.published AS last_release FROM timeline t
LEFT JOIN releases f ON f.run_id = t.first_run LEFT JOIN releases l ON l.run_id = t.last_run
"""


def shown_tables(options: Options) -> tuple[Table, ...]:
    """The content tables as they are exported: what is left out on request is no column of theirs."""
    return tuple(_shown(table, options) for table in CONTENT_TABLES)


def _shown(table: Table, options: Options) -> Table:
    if table is not DOCUMENTS or options.texts:
        return table
    return replace(table, columns=tuple(column for column in table.columns if column.name != "text"))


def sheets(connection: duckdb.DuckDBPyConnection, options: Options) -> Iterator[Sheet]:
    """Each content table with its rows in the order of their keys, without stamps; one at a time in memory."""
    for table in shown_tables(options):
        yield table, read_table(connection, table)


def read_table(connection: duckdb.DuckDBPyConnection, table: Table) -> pl.DataFrame:
    """The content columns of a table, in the order of its keys."""
    keys = ", ".join(quoted(key) for key in table.key)
    frame = run(connection, f"{select(connection, table)} ORDER BY {keys}", time_limit=_LONG)
    return frame.cast(frame_schema(table, stamps=False))


def select(connection: duckdb.DuckDBPyConnection, table: Table, database: str | None = None) -> str:
    """SQL for the content of a table as the schema has it now; what a file of an earlier layout lacks is NULL.

    ``database`` is the name of an attached database; the default is the one that is in use.
    """
    sql = (
        "SELECT column_name FROM duckdb_columns() WHERE table_name = ?"
        " AND database_name IN (coalesce(?, current_database()), CASE WHEN ? IS NULL THEN 'temp' END)"
    )
    known = {name for (name,) in connection.execute(sql, [table.name, database, database]).fetchall()}
    columns = ", ".join(
        quoted(column.name) if column.name in known else f"NULL::{column.type} AS {quoted(column.name)}"
        for column in table.content
    )
    if not known:
        return f"SELECT {columns} WHERE false"
    return f"SELECT {columns} FROM {database + '.' if database else ''}{quoted(table.name)}"


def read_dataset(connection: duckdb.DuckDBPyConnection, options: Options) -> Dataset:
    """What the formats of events and the papers need."""
    digest = _content_hash(connection)
    stamps = run(connection, _STAMPS, time_limit=_LONG)
    return Dataset(
        timeline=read_table(connection, TIMELINE),
        stamps=stamps,
        actors=read_table(connection, ACTORS),
        version=f"{VERSION}.0.0+{digest[:12]}{'' if options.texts else '.notexts'}",
        content_hash=digest,
        options=options,
    )


def _content_hash(connection: duckdb.DuckDBPyConnection) -> str:
    known = connection.execute("SELECT content_hash FROM releases ORDER BY release DESC LIMIT 1").fetchone()
    return str(known[0]) if known else content_hash(connection)
