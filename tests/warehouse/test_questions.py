"""The macros and views of the published file answer as they say."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.warehouse.samples import changes, event_id, run_record, world
from warehouse import actor_index
from warehouse.queries import query
from warehouse.questions import QUESTIONS
from warehouse.records import Log
from warehouse.search import DESCRIPTION
from warehouse.store import Warehouse

CALL, PLAN, RESIGNATION = "phone_call", "document", "resignation"


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_example_of_each_runs_behind_the_fence_and_in_the_plain_client(small: Path, question) -> None:  # type: ignore[no-untyped-def]
    found = query(small, question.example)
    assert found.width > 0
    with duckdb.connect(str(small), read_only=True) as connection:
        assert connection.execute(question.example).pl().equals(found)


def test_each_is_described_in_the_file(small: Path) -> None:
    macros = (
        "SELECT function_name, comment FROM duckdb_functions() WHERE function_type = 'table_macro' AND NOT internal"
    )
    views = "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal"
    described = dict(query(small, f"{macros} UNION ALL {views}").iter_rows())
    assert described.pop("search") == DESCRIPTION
    assert described == {question.name: question.description for question in QUESTIONS}


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2025-02-01", "2025-02-28", {CALL: "certainly", RESIGNATION: "possibly"}),
        ("2025-07-31", "2025-08-01", {PLAN: "possibly", RESIGNATION: "possibly"}),
        ("2025-01-01", "2025-12-31", {CALL: "certainly", PLAN: "certainly", RESIGNATION: "possibly"}),
        ("2025-12-18", "2026-12-18", {}),
    ],
)
def test_timeline_between_tells_certain_from_possible(
    small: Path, since: str, until: str, found: dict[str, str]
) -> None:
    sql = "SELECT event_type, overlap FROM timeline_between($since, $until)"
    assert dict(query(small, sql, parameters={"since": since, "until": until}).iter_rows()) == found


@pytest.mark.parametrize(
    ("actor", "found"), [("anna berg", [CALL]), ("DUVAL", [CALL]), ("eva kos", [RESIGNATION]), ("", [])]
)
def test_events_with(small: Path, actor: str, found: list[str]) -> None:
    assert (
        query(small, "SELECT event_type FROM events_with($a)", parameters={"a": actor})["event_type"].to_list() == found
    )


@pytest.mark.parametrize("asked", [event_id(0), "e-ffffffffffff"])
def test_evidence_takes_an_id_or_a_former_one(small: Path, asked: str) -> None:
    rows = query(small, "SELECT doc_id, quote FROM evidence($e)", parameters={"e": asked})
    assert rows["doc_id"].to_list() == ["d-1", "d-2"]
    assert set(rows["quote"]) == {"Anna Berg telephoned Marc Duval on 12 February 2025."}


def test_timeline_as_of_gives_back_what_each_release_said(tmp_path: Path) -> None:
    """Four releases that add, change, remove and bring back events: each is remembered as it was."""
    path = tmp_path / "t.duckdb"
    rows = changes()
    vienna = rows.timeline.with_columns(location=pl.lit("Vienna"))
    said = []
    for number, events in enumerate([rows.timeline.head(2), rows.timeline, vienna.tail(2), vienna], start=1):
        mentions = rows.mentions.with_columns(
            event_id=pl.when(pl.col("event_id").is_in(events["event_id"].to_list())).then("event_id")
        )
        with Warehouse(path).writer() as store:
            run = run_record(number)
            aliases = rows.event_aliases.clear()
            store.prepare(
                run.run_id, run.started, replace(rows, timeline=events, mentions=mentions, event_aliases=aliases)
            )
            store.finish(run, Log())
        said.append(query(path, "SELECT * FROM timeline ORDER BY event_id"))
    times = query(path, "SELECT published FROM releases ORDER BY release")["published"].to_list()
    for at, then in zip(times, said, strict=True):
        again = query(path, "SELECT * FROM timeline_as_of($at) ORDER BY event_id", parameters={"at": at})
        columns = [name for name in then.columns if name != "first_run"]  # an event that comes back is new again
        assert again.select(columns).equals(then.select(columns))
    before = times[0] - dt.timedelta(seconds=1)
    assert query(path, "SELECT * FROM timeline_as_of($at)", parameters={"at": before}).is_empty()


_PARTS = "SELECT DISTINCT e.event_id, n.actor_id, n.name, n.folded FROM actor_index.events e"
_PARTS += " JOIN actor_index.names n USING (nameid) ORDER BY ALL"


@pytest.mark.parametrize("stale", [0.0, 10.0], ids=["always made anew", "always added to"])
def test_who_takes_part_is_found_the_same_whatever_the_releases_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stale: float
) -> None:
    path, rows = tmp_path / "t.duckdb", world(12)
    events = rows.timeline.with_columns(
        participants=pl.Series(
            [[{"actor_id": None, "name": f"Somebody {n % 4}", "role": "party"}] for n in range(12)],
            dtype=rows.timeline.schema["participants"],
        )
    )
    monkeypatch.setattr(actor_index, "_STALE", stale)
    for number, part in enumerate((rows.timeline.head(8), events.tail(9), events.head(10)), 1):
        with Warehouse(path).writer() as store:
            run = run_record(number)
            store.prepare(run.run_id, run.started, replace(rows, timeline=part))
            store.finish(run, Log())
    expected = sorted((e, None, f"Somebody {n % 4}", f"somebody {n % 4}")
                      for n, e in enumerate(events["event_id"].head(10)))  # fmt: skip
    assert query(path, _PARTS).rows() == expected
    found = query(path, "SELECT event_id FROM events_with('somebody 1') ORDER BY 1")["event_id"].to_list()
    assert found == events["event_id"].gather([1, 5, 9]).sort().to_list()
