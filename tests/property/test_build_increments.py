"""Two hundred documents in twenty shuffled increments give, byte for byte, the export of one full build."""

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pytest

from expectations.gate import GateResult
from expectations.passage import MentionsPassed
from flows.extract import Extracted, extract_into
from flows.extraction.model import Document, PublishedBasis
from flows.extraction.pipeline import ExtractionSettings
from flows.linking import Linking, Since, former_ids, link
from flows.publish import gather
from flows.sources.base import content_hash
from tests.conftest import run_dateline
from transforms.actors.gazetteer import load_gazetteer
from transforms.dates import normalise_dates
from transforms.increment.build import Touched, build_increment
from transforms.increment.known import Change
from warehouse.frames import empty_frame
from warehouse.queries import query
from warehouse.records import Log, RunRecord
from warehouse.schema import QUARANTINE
from warehouse.store import Warehouse

COUNT, INCREMENTS = 200, 20
# What earlier releases called an event is history: it differs with the releases that there were.
HISTORY = "event_aliases.jsonl"
PEOPLE = ["Donald Trump", "Vladimir Putin", "Volodymyr Zelensky", "Volodymyr Zelenskyy", "Emmanuel Macron",
          "Keir Starmer", "Mark Rutte", "Marta Illes", "Jonas Verbruggen"]  # fmt: skip
TOWNS = ["Warsaw", "Ankara", "Kabul", "Lyon", "Geneva"]


def article(draw: random.Random, number: int) -> Document:
    """A few sentences on few days about few people, so that many articles tell of one happening."""
    day = dt.date(2025, 3, 3) + dt.timedelta(days=draw.randrange(12))
    one, other = draw.sample(PEOPLE, 2)
    town, week = draw.choice(TOWNS), day - dt.timedelta(days=draw.randrange(4))
    told = [
        f"{one} spoke by phone with {other} on {week.day} March.",
        f"{one} met {other} in {town} on {week:%A}.",
        f"{one} resigned on {week.day} March 2025 after weeks of pressure.",
        f"At least {draw.randrange(3, 90)} people were killed when a bomb exploded in {town} on {week:%A}.",
        f"{one} and {other} will hold a summit in {town} next week.",
        f"The talks between {one} and {other} were postponed.",
        f"The meeting of {one} and {other} was moved from {week.day} March to {day.day} March.",
    ]
    text = " ".join([*draw.sample(told, draw.randrange(1, 4)), f"This is report {number} of our desk in {town}."])
    published = None if draw.random() < 0.05 else day
    basis = PublishedBasis.NONE if published is None else PublishedBasis.GIVEN
    return Document(
        f"d-{number:016x}", text, published, basis, f"News from {town}", None, "en", f"articles/{number}.txt"
    )


def build(warehouse: Warehouse, batch: tuple[Document, ...], number: int, spool: Path) -> None:
    """A run of the flow without its gate and its engine: extract, link into what is known, publish."""
    extracted: Extracted = extract_into(batch, ExtractionSettings(), spool)
    fresh = gather([extracted], {d.doc_id: content_hash(d) for d in batch})
    mentions = normalise_dates(fresh.mentions.lazy()).collect()
    passed = MentionsPassed(fresh.documents, mentions, empty_frame(QUARANTINE), GateResult(()))
    run_id, now = f"run-{number}", dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    ids = frozenset(document.doc_id for document in batch)
    with warehouse.writer() as store:
        since = Since(f"run-{number - 1}")
        linked = link.fn(store, passed, Linking(load_gazetteer(), (), 0.3), ids, run_id, since)
        store.prepare(run_id, now, linked.changes)
        if (changes := former_ids(store, linked.told.carried)) is not None:
            store.add(run_id, changes)
        counts = {"read": len(batch), "loaded": len(batch), "unchanged": 0, "duplicate": 0, "quarantined": 0}
        record = RunRecord(run_id, now, now, **counts, mentions=mentions.height, seconds=1.0, version="0")
        store.finish(record, Log(copies=linked.told.copies))


def exported(folder: Path, warehouse: Warehouse) -> dict[str, bytes]:
    to = folder / f"{warehouse.path.stem}-export"
    run_dateline(folder, {}, "export", str(to), "--format", "jsonl", "--warehouse", str(warehouse.path))
    return {path.name: path.read_bytes() for path in sorted(to.glob("*.jsonl"))}


@pytest.mark.integration
def test_twenty_shuffled_increments_export_what_one_build_exports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[int] = []

    def counted(archive: Any, known: Any, change: Change, **by: Any) -> Touched:
        touched = build_increment(archive, known, change, **by)
        looked_up.append(touched.timeline.height)
        return touched

    monkeypatch.setattr("flows.linking.build_increment", counted)
    draw = random.Random(11)
    documents = [article(draw, number) for number in range(COUNT)]
    (spool := tmp_path / "spool").mkdir()
    whole, pieces = Warehouse(tmp_path / "whole.duckdb"), Warehouse(tmp_path / "pieces.duckdb")
    build(whole, tuple(documents), 0, spool)
    draw.shuffle(documents)
    step = COUNT // INCREMENTS
    for number in range(INCREMENTS):
        build(pieces, tuple(documents[number * step : (number + 1) * step]), number, spool)
    one, other = exported(tmp_path, whole), exported(tmp_path, pieces)
    assert set(one) == set(other) >= {"timeline.jsonl", "mentions.jsonl", "actors.jsonl", "links.jsonl"}
    assert one["timeline.jsonl"].count(b"\n") > 40
    assert one["mentions.jsonl"].count(b"\n") > one["timeline.jsonl"].count(b"\n") * 2
    for name in one:
        if name != HISTORY:
            assert one[name] == other[name], name
    lost = query(pieces.path, "SELECT count(*) AS n FROM event_aliases ANTI JOIN timeline USING (event_id)")
    assert lost["n"].to_list() == [0]
    # the first ones are a large part of what is known, and are built as a whole
    assert len(looked_up) > INCREMENTS // 2
    assert other[HISTORY].count(b"\n") > 0  # older reports that came later gave some events another id
