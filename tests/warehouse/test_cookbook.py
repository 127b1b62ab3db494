"""Every query of docs/sql.md and examples/queries.sql runs, and gives the same in every client."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.warehouse.samples import changes, event_id, run_record
from warehouse import search
from warehouse.frames import frame_schema
from warehouse.queries import query
from warehouse.records import Changes, Log
from warehouse.schema import INPUTS, QUARANTINE, VALIDATIONS, Table
from warehouse.store import Warehouse

ROOT = Path(__file__).parents[2]
COOKBOOK = (ROOT / "docs" / "sql.md").read_text(encoding="utf-8")
RECIPES = re.findall(r"\n\n((?:[^\n]|\n(?!\n))+)\n\n```sql\n(.+?)\n```", COOKBOOK, re.DOTALL)
EXAMPLES = re.split(r";\s*\n", (ROOT / "examples" / "queries.sql").read_text(encoding="utf-8"))
QUERIES = [pytest.param(sql, id=told.split("\n")[-1][:50]) for told, sql in RECIPES] + [
    pytest.param(sql, id=f"examples/queries.sql {number}")
    for number, sql in enumerate((each for each in EXAMPLES if each.strip()), 1)
]
EMPTY_HERE = (
    "called off",
    "single, doubtful",
    "name no event",
    "queries.sql 3",
)  # recipes whose answer is "none" in this store


def _log(number: int) -> Log:
    run = f"r-{number}"

    def rows(table: Table, *each: dict[str, object]) -> pl.DataFrame:
        return pl.DataFrame(list(each), schema=frame_schema(table))

    return Log(
        rows(INPUTS, {"run_id": run, "position": 0, "source": "a.txt", "outcome": "loaded", "doc_id": "d-1",
                      "reason": None}),
        rows(VALIDATIONS, {"run_id": run, "suite": "timeline/timeline", "check_name": "c", "level": "row",
                           "outcome": "failed", "failing_rows": 1, "detail": "m-1"}),
        rows(QUARANTINE, {"run_id": run, "kind": "mention", "item": "m-1", "reason": "c", "row": '{"quote": "So."}'}),
    )  # fmt: skip


def _planned_first(rows: Changes) -> Changes:
    """The call was announced, has a conflict, and an event is still to come."""
    call = pl.col("event_id") == event_id(0)
    first = call & (pl.col("doc_id") == "d-1")
    mentions = rows.mentions.with_columns(status=pl.when(first).then(pl.lit("planned")).otherwise("status"))
    conflict = pl.lit(["2025-02-13"], pl.List(pl.String))
    plan = pl.when(pl.col("event_id") == event_id(1)).then(pl.lit("planned")).otherwise("status")
    events = rows.timeline.with_columns(
        date_conflicts=pl.when(call).then(conflict).otherwise("date_conflicts"), status=plan
    )
    return replace(rows, mentions=mentions, timeline=events)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cookbook") / "t.duckdb"
    for number, rows in ((1, changes()), (2, _planned_first(changes()))):
        with Warehouse(path).writer() as writer:
            run = run_record(number)
            writer.prepare(run.run_id, run.started, rows)
            writer.finish(run, _log(number))
    return path


def test_the_cookbook_has_many_recipes_each_with_a_sentence() -> None:
    assert len(RECIPES) >= 20
    assert len(RECIPES) == COOKBOOK.count("```sql")
    assert all(told.rstrip().endswith((".", "?", ")", ":")) for told, _ in RECIPES)


@pytest.mark.parametrize("sql", QUERIES)
def test_a_query_gives_the_same_through_us_and_through_duckdb_itself(
    store: Path, sql: str, request: pytest.FixtureRequest
) -> None:
    ours = query(store, sql)
    with duckdb.connect(str(store), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        search.load(connection)
        theirs = connection.execute(sql).pl()
    assert ours.schema == theirs.schema
    assert sorted(map(repr, ours.rows())) == sorted(map(repr, theirs.rows()))
    told = request.node.callspec.id + COOKBOOK[: COOKBOOK.find(sql)][-120:]
    assert ours.height > 0 or any(words in told for words in EMPTY_HERE)


_CODE = """
import datetime, duckdb, json, sys
rows = duckdb.connect(sys.argv[1], read_only=True).execute(sys.argv[2])
names = [each[0] for each in rows.description]
print(json.dumps([dict(zip(names, row)) for row in rows.fetchall()]))
"""
# The command line client comes with the packages for development and lies beside the interpreter.
CLIENTS = {
    "python": [sys.executable, "-c", _CODE],
    "duckdb": [str(Path(sys.executable).with_name("duckdb")), "-readonly", "-json"],
    "dateline": [str(Path(sys.executable).with_name("dateline")), "query", "--format", "json", "--warehouse"],
}


@pytest.mark.parametrize("client", CLIENTS)
def test_clients_in_processes_of_their_own_read_the_same(store: Path, client: str) -> None:
    sql = (
        "SELECT event_id, title, date_start::VARCHAR AS day, overlap, len(participants) AS people"
        " FROM timeline_between('2025-01-01', '2025-12-31') ORDER BY event_id"
    )
    run = subprocess.run([*CLIENTS[client], str(store), sql], capture_output=True, text=True, check=True, timeout=300)
    assert json.loads(run.stdout) == query(store, sql).to_dicts()
