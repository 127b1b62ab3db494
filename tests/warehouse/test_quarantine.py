"""What is held back is listed until it is taken in, and says which sources to read again."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from tests.warehouse.samples import changes, event_id, run_record
from warehouse.frames import conform, frame_schema
from warehouse.quarantine import held_back, newest, sources_to_retry
from warehouse.records import Changes, Log
from warehouse.schema import INPUTS, QUARANTINE
from warehouse.store import Warehouse


def inputs(number: int, outcomes: dict[str, str]) -> pl.DataFrame:
    rows = [
        {"run_id": f"r-{number}", "position": position, "source": source, "outcome": outcome}
        for position, (source, outcome) in enumerate(outcomes.items())
    ]
    return conform(pl.DataFrame(rows), INPUTS, optional=("doc_id", "reason"))


def held(number: int, *items: tuple[str, str, dict[str, object] | None]) -> pl.DataFrame:
    rows = [
        {"run_id": f"r-{number}", "kind": kind, "item": item, "reason": "a check", "row": row and json.dumps(row)}
        for kind, item, row in items
    ]
    return pl.DataFrame(rows, schema=frame_schema(QUARANTINE))


def build(path: Path, number: int, rows: Changes, log: Log, *, refuse: bool = False) -> None:
    with Warehouse(path).writer() as store:
        run = run_record(number)
        store.prepare(run.run_id, run.started, rows)
        if refuse:
            store.refuse(run, log)
        else:
            store.finish(run, log)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "t.duckdb"


LOST = {"mention_id": "m-lost", "doc_id": "d-1"}
FIRST = (
    ("document", "articles/broken.txt", None),
    ("document", "d-9", {"doc_id": "d-9", "source": "articles/9.txt"}),
    ("mention", "m-lost", LOST),
    ("event", "e-gone", {"event_id": "e-gone"}),
)


def test_what_is_held_back_is_listed_with_the_sources_to_read_again(path: Path) -> None:
    log = Log(inputs(1, {"articles/broken.txt": "quarantined", "articles/1.txt": "loaded"}), quarantine=held(1, *FIRST))
    build(path, 1, changes(), log)
    listed = held_back(path)
    assert set(listed.select("kind", "item").rows()) == {(kind, item) for kind, item, _ in FIRST}
    assert sources_to_retry(path) == ["articles/1.txt", "articles/9.txt", "articles/broken.txt"]
    with Warehouse(path).writer() as store:
        assert store.known_documents()["doc_id"].to_list() == ["d-1", "d-2"]
        assert store.known_documents(retry=True)["doc_id"].to_list() == ["d-2"]


def test_what_was_taken_in_since_is_listed_no_more_and_the_last_word_counts(path: Path) -> None:
    rows = changes()
    items = (*FIRST, ("event", event_id(1), {"event_id": event_id(1)}))
    log = Log(inputs(1, {"articles/broken.txt": "quarantined"}), quarantine=held(1, *items))
    build(path, 1, Changes(rows.documents, rows.mentions.with_columns(event_id=None)), log)
    again = Changes(
        rows.documents.with_columns(title=pl.lit("Corrected")), rows.mentions, rows.timeline,
        actors=rows.actors, actor_aliases=rows.actor_aliases,
    )  # fmt: skip
    log = Log(inputs(2, {"articles/broken.txt": "loaded"}), quarantine=held(2, FIRST[1]))
    build(path, 2, again, log)
    assert held_back(path).select("run_id", "kind", "item").rows() == [
        ("r-2", "document", "d-9"), ("r-1", "event", "e-gone"),
    ]  # fmt: skip
    assert sources_to_retry(path) == ["articles/9.txt"]


def test_what_a_refused_run_held_back_is_listed_although_nothing_was_published(path: Path) -> None:
    build(path, 1, changes(), Log())
    build(path, 2, changes(), Log(quarantine=held(2, FIRST[1])), refuse=True)
    assert newest(path) == Warehouse(path).working
    assert held_back(path)["item"].to_list() == ["d-9"]


def test_a_published_file_alone_is_enough(path: Path, tmp_path: Path) -> None:
    build(path, 1, changes(), Log(quarantine=held(1, FIRST[3])))
    alone = tmp_path / "copied.duckdb"
    alone.write_bytes(path.read_bytes())
    assert newest(alone) == alone
    assert held_back(alone)["item"].to_list() == ["e-gone"]


def test_what_was_held_back_of_a_document_goes_off_the_list_when_its_edited_file_replaces_it(path: Path) -> None:
    rows = changes()
    of_first = held(1, ("mention", "m-lost", LOST), ("mention", "m-other", {"mention_id": "m-other", "doc_id": "d-2"}))
    read = inputs(1, {"articles/1.txt": "loaded", "articles/2.txt": "loaded"})
    read = read.with_columns(doc_id=pl.Series(["d-1", "d-2"]))
    build(path, 1, rows, Log(read, quarantine=of_first))
    assert sources_to_retry(path) == ["articles/1.txt", "articles/2.txt"]
    one = changes(1)
    edited = Changes(
        one.documents.with_columns(doc_id=pl.lit("d-3")),
        one.mentions.with_columns(doc_id=pl.lit("d-3"), mention_id=pl.lit("m-") + pl.col("event_id")),
        complete=False,
        removed_documents=("d-1",),
    )
    log = Log(inputs(2, {"articles/1.txt": "loaded"}).with_columns(doc_id=pl.lit("d-3")))
    build(path, 2, edited, log)
    assert held_back(path)["item"].to_list() == ["m-other"]
    assert sources_to_retry(path) == ["articles/2.txt"]
    with Warehouse(path).writer() as store:  # nothing is lost: what was held back stays written down
        assert store.read("quarantine")["item"].sort().to_list() == ["m-lost", "m-other"]
        assert set(store.known_documents(retry=True)["doc_id"]) == {"d-3"}
