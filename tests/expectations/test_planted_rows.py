"""Bad rows planted in every column: each is caught and kept with the name of the check, and nothing good is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import duckdb
import polars as pl
import pytest

from expectations.check import Level, Outcome, Settings, Stage
from expectations.gate import Gate
from expectations.passage import pass_mentions, pass_timeline
from expectations.screening import passes
from expectations.suites import suite
from tests.expectations.plants import planted, plants
from tests.warehouse.samples import link, run_record, world
from warehouse.ddl import quoted
from warehouse.frames import conform
from warehouse.records import Log
from warehouse.schema import (
    ACTOR_ALIASES,
    ACTORS,
    CONTENT_TABLES,
    DOCUMENTS,
    EVENT_ALIASES,
    LINKS,
    MENTIONS,
    TABLES,
    TIMELINE,
)  # fmt: skip
from warehouse.store import Warehouse

OPERATIONS = tuple(table for table in TABLES if table not in CONTENT_TABLES)


def test_bad_documents_and_mentions_are_held_back_before_linking(gate: Gate, tmp_path: Path) -> None:
    in_documents = plants(DOCUMENTS, stamps=False)
    in_mentions = plants(MENTIONS, stamps=False, start=len(in_documents))
    in_mentions = tuple(p for p in in_mentions if p.column != "event_id")  # not linked yet
    good = len(in_documents) + len(plants(MENTIONS, stamps=False))
    rows = world(good + 10)
    documents = planted(rows.documents, DOCUMENTS, in_documents)
    mentions = planted(rows.mentions, MENTIONS, in_mentions)
    with Warehouse(tmp_path / "t.duckdb").writer() as store:
        passed = pass_mentions(gate, store, documents, mentions, run_id="r-1")
    assert passed.result.stopping == ()
    reasons = passed.quarantine.group_by("kind", "item").agg("reason").rows_by_key(["kind", "item"])
    for plant in in_documents:
        item = documents["doc_id"][plant.row] or "(NULL)"
        told = reasons["document", item][0][0]
        assert any(plant.column in reason for reason in told), (plant, told)
        assert documents["doc_id"][plant.row] not in passed.documents["doc_id"].to_list()
    for plant in in_mentions:
        item = mentions["mention_id"][plant.row] or "(NULL)"
        told = reasons["mention", item][0][0]
        words = (plant.column.partition("_")[0], "oldest allowed year" if plant.kind == "far too old" else "\0")
        assert any(word in reason for reason in told for word in words), (plant, told)
    assert passed.documents["doc_id"].to_list() == rows.documents["doc_id"].to_list()[len(in_documents) :]
    spoiled = {plant.row for plant in (*in_documents, *in_mentions)}
    kept = [each for number, each in enumerate(rows.mentions["mention_id"]) if number not in spoiled]
    assert passed.mentions["mention_id"].to_list() == kept


@pytest.fixture(scope="module")
def published(gate: Gate, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, pl.DataFrame, dict[str, set[str]]]:
    """A warehouse after a run with bad rows in every column of the timeline, actors and aliases."""
    path = tmp_path_factory.mktemp("planted") / "t.duckdb"
    bad = {
        "timeline": plants(TIMELINE, stamps=False),
        "actors": plants(ACTORS, stamps=False),
        "actor_aliases": plants(ACTOR_ALIASES, stamps=False),
        "event_aliases": plants(EVENT_ALIASES, stamps=False),
        "links": plants(LINKS, stamps=False),
    }
    rows = world(2 * len(bad["timeline"]) + 10)
    spare = 20  # rows of each of the small tables, of which fewer than half are spoiled
    people = pl.concat(
        [rows.actors]
        + [rows.actors.head(1).with_columns(actor_id=pl.lit(f"person/spare-{n}")) for n in range(3 * spare)]
    )
    names = pl.concat(
        [rows.actor_aliases.head(1).with_columns(alias=pl.lit(f"Spare {n}")) for n in range(3 * spare)]
        + [rows.actor_aliases]
    )
    former = pl.DataFrame(
        {"former_id": [f"e-{n:012d}" for n in range(spare)], "event_id": rows.timeline["event_id"][-spare:]}
    )
    order = pl.concat([people.tail(-3), people.head(3)])  # the people of the events are not spoiled
    changes = replace(
        rows,
        timeline=planted(rows.timeline, TIMELINE, bad["timeline"]),
        actors=planted(order, ACTORS, bad["actors"]),
        actor_aliases=planted(names, ACTOR_ALIASES, bad["actor_aliases"]),
        links=planted(_chain(rows.mentions["mention_id"].to_list()), LINKS, bad["links"]),
        event_aliases=planted(former, EVENT_ALIASES, bad["event_aliases"]),
    )
    frames = {
        "event": changes.timeline, "actor": changes.actors, "actor_alias": changes.actor_aliases,
        "event_alias": changes.event_aliases, "link": changes.links,
    }  # fmt: skip
    with Warehouse(path).writer() as store:
        run = run_record(1, loaded=rows.documents.height)
        store.prepare(run.run_id, run.started, changes)
        passed = pass_timeline(gate, store, run_id=run.run_id)
        assert passed.result.stopping == ()
        store.finish(run, Log(quarantine=passed.quarantine))
    expected = {
        kind: {json.dumps(frame.row(p.row, named=True), default=str) for p in bad[table]}
        for (kind, frame), table in zip(frames.items(), bad, strict=True)
    }
    return path, passed.quarantine, {kind: set(rows) for kind, rows in expected.items()}


def _chain(mentions: list[str]) -> pl.DataFrame:
    """Each of the last mentions kept apart from its neighbour."""
    near = mentions[-40:]
    pairs = [link(left, right, -0.5, False, "score_too_low") for left, right in pairwise(near)]
    return conform(pl.DataFrame(pairs, infer_schema_length=None), LINKS)


@pytest.mark.parametrize("kind", ["event", "actor", "actor_alias", "event_alias", "link"])
def test_every_bad_row_of_the_timeline_and_actors_is_kept_with_a_reason(
    published: tuple[Path, pl.DataFrame, dict[str, set[str]]], kind: str
) -> None:
    _, quarantine, expected = published
    of_kind = quarantine.filter(kind=kind)
    held = {_content(json.loads(row)) for row in of_kind["row"]}
    missing = [row for row in expected[kind] if _content(json.loads(row)) not in held]
    assert missing == []
    assert of_kind["reason"].null_count() == 0


def _content(row: dict[str, object]) -> str:
    without_stamps = {name: value for name, value in row.items() if name not in ("first_run", "last_run")}
    return json.dumps({k: v for k, v in sorted(without_stamps.items()) if isinstance(v, str | int | None)})


def test_nothing_bad_is_published_and_nothing_good_is_lost(
    published: tuple[Path, pl.DataFrame, dict[str, set[str]]],
) -> None:
    path, quarantine, expected = published
    with duckdb.connect(str(path), read_only=True) as connection:
        events = connection.execute("SELECT count(*) FROM timeline").fetchall()[0][0]
        linked = connection.execute("SELECT count(*) FROM mentions WHERE event_id IS NOT NULL").fetchall()[0][0]
        mentions = connection.execute("SELECT count(*) FROM mentions").fetchall()[0][0]
        kept = connection.execute("SELECT count(*) FROM quarantine").fetchall()[0][0]
    planted_events = len(expected["event"])
    adrift = quarantine.filter(kind="mention", reason="event_id is in timeline").height
    assert adrift == 2  # the event's id itself was spoiled, once to nonsense and once to NULL
    assert mentions + adrift == 2 * planted_events + 10  # the evidence of other events that are held back stays
    assert events == linked == planted_events + 10
    assert kept == quarantine.select("kind", "item", "reason").unique().height


def test_bad_rows_in_the_tables_that_tell_of_runs_stop_publication(gate: Gate, tmp_path: Path) -> None:
    bad = tuple(plant for table in OPERATIONS for plant in plants(table, stamps=True))
    with Warehouse(tmp_path / "t.duckdb").writer() as store:
        run = run_record(1)
        candidate = store.prepare(run.run_id, run.started, world(2))
        with duckdb.connect(str(candidate)) as connection:
            for plant in bad:
                connection.execute(f"INSERT INTO {quoted(plant.table)} ({quoted(plant.column)}) VALUES (?)",
                                   [None if plant.kind == "nameless element" else plant.value])  # fmt: skip
        result = gate.check(candidate, Stage.TIMELINE)
    told = {(each.suite, each.check_name): each for each in result.stopping}
    for table in OPERATIONS:
        assert told[table.name, "rows are as the schema says"].level is Level.TABLE
        assert told[table.name, "rows are as the schema says"].outcome is Outcome.FAILED


STAMPED = tuple(table for table in CONTENT_TABLES if len(table.content) < len(table.columns))


def test_bad_stamps_of_rows_are_caught_too(gate: Gate, tmp_path: Path) -> None:
    """The store sets them, so they are spoiled in the candidate itself."""
    bad = {table: tuple(p for p in plants(table, stamps=True) if table[p.column].stamp) for table in STAMPED}
    assert {plant.column for of_table in bad.values() for plant in of_table} == {"first_run", "last_run"}
    with Warehouse(tmp_path / "t.duckdb").writer() as store:
        run = run_record(1)
        candidate = store.prepare(run.run_id, run.started, world(20))
        spoiled: dict[tuple[str, str], str] = {}
        with duckdb.connect(str(candidate)) as connection:
            for table, of_table in bad.items():
                key = table.key[0]
                ids = connection.execute(f"SELECT {key} FROM {table.name} ORDER BY {key}").fetchall()
                for plant, (row,) in zip(of_table, ids, strict=False):
                    connection.execute(
                        f"UPDATE {table.name} SET {plant.column} = ? WHERE {key} = ?", [plant.value, row]
                    )
                    spoiled[table.name, row] = plant.column
        result = gate.check(candidate, Stage.TIMELINE)
    for (name, row), column in spoiled.items():
        assert any(column in reason for reason in result.failing(name)[row]), (name, row, column)


def test_screens_suspect_all_that_their_checks_find(tmp_path: Path) -> None:
    """A screen that overlooks something would let it through: each check is asked with and without its screen."""
    rows = world(len(plants(TIMELINE, stamps=False)) + len(plants(MENTIONS, stamps=False)) + 10)
    spoiled = replace(
        rows,
        documents=planted(rows.documents, DOCUMENTS, plants(DOCUMENTS, stamps=False)),
        mentions=planted(rows.mentions, MENTIONS, plants(MENTIONS, stamps=False, start=8)),
        timeline=planted(rows.timeline, TIMELINE, plants(TIMELINE, stamps=False)),
        links=planted(_chain(rows.mentions["mention_id"].to_list()), LINKS, plants(LINKS, stamps=False)),
    )
    with Warehouse(tmp_path / "t.duckdb").writer() as store:
        run = run_record(1)
        candidate = store.prepare(run.run_id, run.started, spoiled)
        checks = suite(Stage.TIMELINE, Settings())
        found = 0
        with duckdb.connect(str(candidate), read_only=True) as connection:
            for table in CONTENT_TABLES:
                for each in passes(table.name, [check for check in checks if check.table == table.name]):
                    suspected = connection.execute(each.sql).fetchall()[0]
                    for suspicious, check in zip(suspected, each.checks, strict=True):
                        wrong = connection.execute(check.query.replace("$batch", table.name)).fetchall()
                        assert suspicious or not wrong, (table.name, check.name)
                        found += bool(wrong)
    assert found > 60
