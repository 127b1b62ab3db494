"""Layouts of the database, forward only.

``VERSION`` is the layout that this program writes.  A step brings a file from one version to the next; files
are brought forward in the writer's copy, never in place, so that a failed step costs nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import duckdb

from warehouse.ddl import comments, create_table
from warehouse.errors import WarehouseError
from warehouse.migrations.step import Step
from warehouse.migrations.to_2 import TO_2
from warehouse.schema import TABLES

MARKER = "dateline_schema"  # the table that tells our files from those of other programs


STEPS: tuple[Step, ...] = (TO_2,)
VERSION = 1 + len(STEPS)


def create(connection: duckdb.DuckDBPyConnection, version: int = VERSION) -> None:
    """Make all tables in an empty database and write its version down."""
    connection.execute("BEGIN")  # one flush to the disk instead of one for each comment
    connection.execute(f"CREATE TABLE {MARKER} (version INTEGER, title VARCHAR, applied TIMESTAMPTZ)")
    connection.execute(f"COMMENT ON TABLE {MARKER} IS 'Layouts that this file has had; the highest is its own.'")
    for table in TABLES:
        for statement in create_table(table):
            connection.execute(statement)
    _record(connection, version, "made by Dateline")
    connection.execute("COMMIT")


def version_of(connection: duckdb.DuckDBPyConnection) -> int | None:
    """The version of a database's layout; ``None`` where it is not one of ours."""
    found = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = ? AND schema_name = 'main' AND NOT internal"
        " AND database_name = current_database()",
        [MARKER],
    ).fetchone()
    if not found or not found[0]:
        return None
    highest = connection.execute(f"SELECT max(version) FROM {MARKER}").fetchone()
    return int(highest[0]) if highest and highest[0] is not None else None


def migrate(connection: duckdb.DuckDBPyConnection, steps: Sequence[Step] = STEPS, version: int = VERSION) -> int:
    """Bring an open database forward to ``version``; returns how many steps were taken.

    Each step and its record are one transaction; the words of the present schema are written over those of the
    former one with the last.  A newer or foreign database raises ``WarehouseError``.
    """
    current = version_of(connection)
    if current is None or current > version:
        raise WarehouseError(f"layout {current} cannot be brought to layout {version}")
    due = [step for step in steps if current < step.to <= version]
    for step in due:
        connection.execute("BEGIN")
        try:
            step.apply(connection)
            _record(connection, step.to, step.title)
            if step.to == VERSION:
                for table in TABLES:
                    for statement in comments(table):
                        connection.execute(statement)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    return len(due)


def _record(connection: duckdb.DuckDBPyConnection, version: int, title: str) -> None:
    connection.execute(f"INSERT INTO {MARKER} VALUES (?, ?, ?)", [version, title, dt.datetime.now(dt.UTC)])
