"""The schema is one place, and everything that derives from it follows it."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import polars as pl
import pytest

from warehouse.ddl import comment, quoted
from warehouse.dictionary import page
from warehouse.frames import checked, conform, data_type, empty_frame, frame_schema
from warehouse.migrations import create
from warehouse.schema import ACTORS, TABLES, TIMELINE, Column, Table

COLUMNS = [
    pytest.param(table, column, id=f"{table.name}.{column.name}") for table in TABLES for column in table.columns
]


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_column_says_what_it_is_in_whole_sentences(table: Table, column: Column) -> None:
    assert re.fullmatch(r"[a-z][a-z_]*", column.name)
    assert column.description.endswith((".", "…"))
    assert data_type(column.type) is not None
    if column.references:
        other, _, name = column.references.partition(".")
        assert next(known for known in TABLES if known.name == other)[name].type == column.type
    if column.pattern:
        re.compile(column.pattern)
        assert column.example is None or re.fullmatch(column.pattern, column.example)
    if column.type in ("INTEGER", "DOUBLE") and not column.stamp:
        assert column.minimum is not None, "every number of ours has a least value"
    assert table[column.name] == column


def test_tables_have_unique_columns_and_a_key_among_them() -> None:
    for table in TABLES:
        names = [column.name for column in table.columns]
        assert len(names) == len(set(names))
        assert set(table.key) <= set(names) and table.key
        assert [column.name for column in table.content] == [
            n for n in names if n not in ("first_run", "last_run")
        ] or (table.name == "timeline_history")


def test_a_table_has_no_column_that_it_has_not() -> None:
    with pytest.raises(KeyError, match="timeline has no column colour"):
        TIMELINE["colour"]


def test_the_database_holds_the_schema_with_its_words() -> None:
    with duckdb.connect(":memory:") as connection:
        create(connection)
        found = {
            (table, column): (kind.replace('"', "").replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ"), words)
            for table, column, kind, words in connection.execute(
                "SELECT table_name, column_name, data_type, comment FROM duckdb_columns()"
                " WHERE NOT internal AND table_name <> 'dateline_schema'"
            ).fetchall()
        }
        tables = "SELECT table_name, comment FROM duckdb_tables() WHERE NOT internal"
        described = dict(connection.execute(tables).fetchall())
    expected = {(t.name, c.name): (c.type, comment(c)) for t in TABLES for c in t.columns}
    assert found == expected
    assert all(described[table.name] == table.description for table in TABLES)


def test_frames_and_tables_have_the_same_types() -> None:
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET TimeZone = 'UTC'")
        create(connection)
        for table in TABLES:
            frame = connection.execute(f"SELECT * FROM {quoted(table.name)}").pl()
            assert frame.schema == frame_schema(table) == empty_frame(table, stamps=True).schema


def test_the_dictionary_page_is_what_the_schema_gives() -> None:
    written = Path(__file__).parents[2] / "docs" / "tables.md"
    assert written.read_text(encoding="utf-8") == page(), "run: python -m warehouse.dictionary > docs/tables.md"


def test_an_unknown_type_is_no_frame_type() -> None:
    with pytest.raises(ValueError, match="INTERVAL"):
        data_type("INTERVAL")


def test_frames_are_brought_into_the_schema_or_refused() -> None:
    good = pl.DataFrame(
        {
            "known": [True],
            "name": ["A"],
            "kind": ["person"],
            "actor_id": ["person/a"],
            "country": [None],
            "stands_for": [None],
        }
    )
    assert conform(good, ACTORS).columns == [column.name for column in ACTORS.columns]
    with pytest.raises(ValueError, match="missing columns country"):
        conform(good.drop("country"), ACTORS)
    assert conform(good.drop("country"), ACTORS, optional=("country",))["country"].to_list() == [None]
    with pytest.raises(ValueError, match="unknown columns colour"):
        conform(good.with_columns(colour=pl.lit("red")), ACTORS)
    with pytest.raises(ValueError, match="another type"):
        conform(good.with_columns(known=pl.lit("perhaps")), ACTORS)


def test_rows_about_runs_are_checked_before_they_are_written() -> None:
    good = conform(
        pl.DataFrame(
            {"actor_id": "a", "name": "A", "kind": "person", "country": " ", "stands_for": None, "known": True}
        ),
        ACTORS,
    )
    assert checked(good, ACTORS)["country"].to_list() == [None]
    with pytest.raises(ValueError, match="is NULL or blank"):
        checked(good.with_columns(name=pl.lit(" ")), ACTORS)
    with pytest.raises(ValueError, match="none of its values"):
        checked(good.with_columns(kind=pl.lit("robot")), ACTORS)
