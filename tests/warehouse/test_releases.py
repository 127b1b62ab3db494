"""The last releases are kept, listed and compared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from tests.warehouse.samples import changes, event_id, run_record
from warehouse.errors import WarehouseError
from warehouse.records import Changes, Log
from warehouse.releases import diff_releases, list_releases
from warehouse.store import Warehouse


def build(path: Path, number: int, rows: Changes, keep: int = 5) -> None:
    with Warehouse(path, keep=keep).writer() as store:
        run = run_record(number)
        store.prepare(run.run_id, run.started, rows)
        store.finish(run, Log())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "t.duckdb"


def test_as_many_releases_are_kept_as_asked_and_all_are_listed(path: Path) -> None:
    for number in range(1, 5):
        build(path, number, changes(number % 2 + 1), keep=2)
    listed = list_releases(path)
    assert listed["release"].to_list() == [4, 3, 2, 1]
    assert listed["kept"].to_list() == [True, True, False, False]
    assert listed["content_hash"].n_unique() == 2
    assert listed["documents"].to_list() == [2, 2, 2, 2]  # documents are never dropped


def test_a_kept_release_does_not_change_when_later_ones_are_made(path: Path) -> None:
    build(path, 1, changes())
    first = Warehouse(path).work / "releases" / "000001.duckdb"
    before = first.read_bytes()
    build(path, 2, changes(3))
    assert first.read_bytes() == before


def test_what_changed_between_two_releases(path: Path) -> None:
    rows = changes()
    plain = replace(rows, event_aliases=rows.event_aliases.clear())
    build(path, 1, plain)
    first, _, third = (rows.timeline.slice(number, 1) for number in range(3))
    moved = first.with_columns(location=pl.lit("Vienna"), confidence=0.95)
    added = third.with_columns(event_id=pl.lit("e-00000000abcd"))
    merged = pl.DataFrame({"former_id": [event_id(1)], "event_id": [event_id(0)]})
    build(path, 2, replace(plain, timeline=pl.concat([moved, added]), event_aliases=merged))
    found = diff_releases(path, 1, 2).select("event_id", "change", "fields", "merged_into").rows()
    assert found == [
        ("e-00000000abcd", "added", [], None),
        (event_id(0), "changed", ["location", "confidence"], None),
        (event_id(1), "merged", [], event_id(0)),
        (event_id(2), "removed", [], None),
    ]
    assert diff_releases(path, 2, 2).is_empty()


def test_a_release_that_is_not_kept_is_told(path: Path) -> None:
    build(path, 1, changes())
    with pytest.raises(WarehouseError, match="release 7 is not kept; kept are: 1"):
        diff_releases(path, 1, 7)
