"""Queries read the timeline and can do nothing else."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import duckdb
import pytest

from warehouse.errors import QueryError, WarehouseError
from warehouse.queries import query

HOSTILE = {
    "other files": "SELECT * FROM read_csv('/etc/passwd')",
    "other text": "SELECT * FROM read_text('/etc/passwd')",
    "other files by name": "SELECT * FROM '/etc/passwd'",
    "a list of files": "SELECT * FROM glob('/*')",
    "the network": "SELECT * FROM read_parquet('https://example.org/x.parquet')",
    "writing files": "COPY timeline TO '/tmp/dateline-stolen.csv'",
    "exporting": "EXPORT DATABASE '/tmp/dateline-stolen'",
    "other databases": "ATTACH '/tmp/other.duckdb'",
    "extensions": "INSTALL httpfs",
    "loading": "LOAD httpfs",
    "deleting": "DELETE FROM timeline",
    "dropping": "DROP TABLE timeline",
    "new tables": "CREATE TABLE mine AS SELECT 1",
    "temporary tables": "CREATE TEMP TABLE mine AS SELECT 1",
    "settings": "SET enable_external_access = true",
    "settings again": "SET lock_configuration = false",
    "pragmas": "PRAGMA enable_profiling",
    "calls": "CALL force_checkpoint()",
    "two at once": "SELECT 1; SELECT 2",
    "one hidden behind another": "SELECT 1; DROP TABLE timeline",
    "deleting in a CTE": "WITH gone AS (DELETE FROM timeline RETURNING *) SELECT * FROM gone",
    "variables of the system": "SELECT getenv('PATH')",
    "sniffing": "FROM sniff_csv('/etc/passwd')",
    "bytes": "FROM read_blob('/etc/passwd')",
    "a statement in a function": "FROM query('DROP TABLE timeline')",
    "a file as a table": "FROM query_table('/etc/passwd')",
    "copying under an explanation": "EXPLAIN ANALYZE COPY timeline TO '/tmp/dateline-stolen.csv'",
    "secrets": "FROM duckdb_secrets()",
    "variables of the program": "FROM sql",
    "variables": "SET VARIABLE mine = 1",
    "nothing": "  ",
    "no SQL": "what happened on Monday?",
}


@pytest.mark.parametrize("sql", HOSTILE.values(), ids=HOSTILE)
def test_hostile_queries_are_refused_in_one_line_and_change_nothing(small: Path, sql: str) -> None:
    before = small.read_bytes()
    with pytest.raises(QueryError) as told:
        query(small, sql)
    assert "\n" not in str(told.value)
    assert small.read_bytes() == before
    assert not Path("/tmp/dateline-stolen.csv").exists()
    assert not Path("/tmp/dateline-stolen").exists()


def test_a_select_gives_a_frame_and_values_are_bound(small: Path) -> None:
    found = query(small, "SELECT title FROM timeline WHERE event_type = $type", parameters={"type": "phone_call"})
    assert found["title"].to_list() == ["phone_call 0"]
    nasty = "phone_call'; DROP TABLE timeline; --"
    assert query(small, "SELECT * FROM timeline WHERE event_type = $type", parameters={"type": nasty}).is_empty()


@pytest.mark.parametrize(
    "sql", ["FROM timeline", "DESCRIBE timeline", "SHOW TABLES", "EXPLAIN SELECT 1", "SUMMARIZE actors"]
)
def test_looking_around_is_allowed(small: Path, sql: str) -> None:
    assert query(small, sql).height > 0


def test_times_come_as_utc_and_days_as_days(small: Path) -> None:
    row = query(small, "SELECT published, (SELECT min(date_start) FROM timeline) AS day FROM releases").row(0)
    assert row == (dt.datetime(2026, 1, 5, 13, 0, 3, tzinfo=dt.UTC), dt.date(2025, 2, 12))


def test_a_query_that_takes_too_long_is_stopped(small: Path) -> None:
    began = time.monotonic()
    with pytest.raises(QueryError, match=r"took longer than 0\.3 s"):
        query(small, "SELECT sum(a.range * b.range) FROM range(10000000) a, range(1000000) b", time_limit=0.3)
    assert time.monotonic() - began < 10


def test_a_recursion_without_end_is_stopped(small: Path) -> None:
    with pytest.raises(QueryError, match="took longer than"):
        query(small, "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) FROM r", time_limit=0.3)


def test_a_query_that_needs_too_much_memory_is_stopped(small: Path) -> None:
    with pytest.raises(QueryError, match="more memory"):
        query(small, "SELECT list(range) FROM range(50000000)", memory_limit="50MB")


def test_a_type_that_cannot_be_shown_is_told(small: Path) -> None:
    with pytest.raises(QueryError, match="VARCHAR"):
        query(small, "SELECT INTERVAL 3 DAY AS days")


def test_an_absent_or_foreign_warehouse_is_told(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="no timeline yet; make one with dateline build"):
        query(tmp_path / "none.duckdb", "SELECT 1")
    with pytest.raises(WarehouseError, match="is a directory"):
        query(tmp_path, "SELECT 1")
    (tmp_path / "text.duckdb").write_text("not a database at all", encoding="utf-8")
    with pytest.raises(WarehouseError, match="no DuckDB file"):
        query(tmp_path / "text.duckdb", "SELECT 1")


def test_the_python_client_reads_the_same(small: Path) -> None:
    sql = "SELECT * FROM timeline ORDER BY event_id"
    with duckdb.connect(str(small), read_only=True) as connection:
        assert connection.execute(sql).pl().equals(query(small, sql))
