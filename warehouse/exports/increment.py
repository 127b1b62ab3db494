"""An increment: what is new, changed or gone since a release that is still kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from warehouse.ddl import literal, quoted
from warehouse.exports.dataset import Sheet, select, shown_tables
from warehouse.exports.format import Options
from warehouse.files import reported, spilling
from warehouse.frames import conform, frame_schema
from warehouse.releases import compared, release_file
from warehouse.schema import Column, Table

CHANGES = Table(
    "changes",
    "One row per event that is not as it was: what an increment means for the timeline.",
    key=("event_id",),
    columns=(
        Column("event_id", "VARCHAR", "The event.", False),
        Column("change", "VARCHAR", "What became of it.", False, values=("added", "changed", "merged", "removed")),
        Column("fields", "VARCHAR[]", "Of a changed event: the columns that changed.", False),
        Column("merged_into", "VARCHAR", "Of a merged event: the event that has its reports now."),
        Column("date_edtf", "VARCHAR", "Its date, as now or as last known."),
        Column("title", "VARCHAR", "Its title, as now or as last known."),
    ),
)
REMOVED = Table(
    "removed",
    "One row per row of any table that is no more, by its key.",
    key=("table_name", "first_key", "second_key"),
    columns=(
        Column("table_name", "VARCHAR", "The table.", False),
        Column("first_key", "VARCHAR", "Value of its first key column.", False),
        Column("second_key", "VARCHAR", "Value of its second key column, where it has two."),
    ),
)


@contextmanager
def difference(path: Path, since: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the tables of release ``since`` in schema ``a`` and the published ones in schema ``b``."""
    older = release_file(path, since)
    with reported(path, "be compared"), duckdb.connect(":memory:") as connection:
        connection.execute("SET temp_directory = ?", [str(spilling(path))])
        connection.execute("SET TimeZone = 'UTC'")
        for schema, name, file in (("a", "older", older), ("b", "newer", path)):
            connection.execute(f"ATTACH {literal(str(file))} AS {name} (READ_ONLY)")
            connection.execute(f"CREATE SCHEMA {schema}")
            for table in shown_tables(Options()):
                rows = select(connection, table, name)
                connection.execute(f"CREATE VIEW {schema}.{quoted(table.name)} AS {rows}")
        yield connection


def increment_sheets(connection: duckdb.DuckDBPyConnection, options: Options) -> Iterator[Sheet]:
    """Each content table with its new and changed rows, then ``changes`` and ``removed``."""
    tables = shown_tables(options)
    for table in tables:
        names = ", ".join(quoted(column.name) for column in table.content)
        keys = ", ".join(quoted(key) for key in table.key)
        name = quoted(table.name)
        rows = connection.execute(f"SELECT {names} FROM b.{name} EXCEPT SELECT {names} FROM a.{name} ORDER BY {keys}")
        yield table, rows.pl().cast(frame_schema(table, stamps=False))
    yield CHANGES, conform(compared(connection), CHANGES).sort("event_id")
    yield REMOVED, pl.concat([_removed(connection, table) for table in tables]).sort(pl.all(), nulls_last=True)


def _removed(connection: duckdb.DuckDBPyConnection, table: Table) -> pl.DataFrame:
    first, second = table.key[0], table.key[1] if len(table.key) > 1 else None
    keys = ", ".join(quoted(key) for key in table.key)
    sql = (
        f"SELECT {literal(table.name)} AS table_name, {quoted(first)}::VARCHAR AS first_key,"
        f" {quoted(second) if second else 'NULL'}::VARCHAR AS second_key"
        f" FROM a.{quoted(table.name)} ANTI JOIN b.{quoted(table.name)} USING ({keys})"
    )
    return conform(connection.execute(sql).pl(), REMOVED)
