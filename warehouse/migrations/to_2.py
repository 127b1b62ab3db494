"""Layout 2: why mentions are one event, or were kept apart; what a mention says in a few words; pages and copies."""

from __future__ import annotations

import duckdb

from warehouse.migrations.step import Step


def _apply(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "CREATE TABLE links (left_mention VARCHAR, right_mention VARCHAR, score DOUBLE, joined BOOLEAN, rule VARCHAR,"
        " features STRUCT(name VARCHAR, weight DOUBLE)[])"
    )
    connection.execute("ALTER TABLE mentions ADD COLUMN gist VARCHAR")
    connection.execute(
        "CREATE TABLE fetches (address VARCHAR, etag VARCHAR, last_modified VARCHAR, body_hash VARCHAR, hint VARCHAR,"
        " doc_id VARCHAR, extractor_version VARCHAR, run_id VARCHAR)"
    )
    connection.execute("CREATE TABLE copies (copy_id VARCHAR, doc_id VARCHAR, similarity DOUBLE)")


TO_2 = Step(2, "links between mentions", _apply)
