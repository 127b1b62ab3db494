"""Layout 2: why mentions are one event, or were kept apart; what a mention says in a few words."""

from __future__ import annotations

import duckdb

from warehouse.migrations.step import Step


def _apply(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "CREATE TABLE links (left_mention VARCHAR, right_mention VARCHAR, score DOUBLE, joined BOOLEAN, rule VARCHAR,"
        " features STRUCT(name VARCHAR, weight DOUBLE)[])"
    )
    connection.execute("ALTER TABLE mentions ADD COLUMN gist VARCHAR")


TO_2 = Step(2, "links between mentions", _apply)
