"""An increment and the release it starts from make the release of today, table by table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from tests.exports.world import release
from tests.warehouse.samples import changes, event_id, mention_id
from warehouse.errors import WarehouseError
from warehouse.exports import export
from warehouse.schema import CONTENT_TABLES


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Release 1, exported as it was; release 2 changes one event, merges one away, adds one and drops an actor."""
    path = tmp_path_factory.mktemp("increments") / "t.duckdb"
    rows = changes()
    release(path, rows, 1)
    export(path, path.parent / "first", ["parquet", "csv", "jsonl"])
    first = pl.col("event_id") == event_id(0)
    timeline = rows.timeline.filter(pl.col("event_id") != event_id(2)).with_columns(
        title=pl.when(first).then(pl.lit("Renamed")).otherwise("title")
    )
    added = rows.timeline.filter(first).with_columns(event_id=pl.lit(event_id(7)), title=pl.lit("New"))
    aliases = pl.DataFrame([{"former_id": event_id(2), "event_id": event_id(1)}])
    moved = pl.when(pl.col("event_id") == event_id(2)).then(pl.lit(event_id(1))).otherwise("event_id")
    newer = replace(
        rows,
        timeline=pl.concat([timeline, added]),
        event_aliases=pl.concat([rows.event_aliases, aliases]),
        mentions=rows.mentions.with_columns(event_id=moved),
        actors=rows.actors.filter(pl.col("name") != "Éva Kós"),
        actor_aliases=rows.actor_aliases.filter(pl.col("alias") != "Kós"),
    )
    release(path, newer, 2)
    export(path, path.parent / "second", ["parquet", "csv", "jsonl"])
    export(path, path.parent / "increment", ["parquet", "csv", "jsonl"], since=1)
    return path


@pytest.mark.parametrize("table", CONTENT_TABLES, ids=lambda table: table.name)
def test_a_release_and_its_increment_make_the_next_release(path: Path, table: object) -> None:
    from warehouse.schema import Table

    assert isinstance(table, Table)
    first, second, new = (
        pl.read_parquet(path.parent / name / f"{table.name}.parquet") for name in ("first", "second", "increment")
    )
    removed = pl.read_parquet(path.parent / "increment" / "removed.parquet").filter(pl.col("table_name") == table.name)
    keys = ["first_key", "second_key"][: len(table.key)]
    gone = removed.select(keys).rename(dict(zip(keys, table.key, strict=True)))
    applied = pl.concat([first.join(gone, on=table.key, how="anti").join(new, on=table.key, how="anti"), new])
    assert applied.sort(table.key).equals(second.sort(table.key))


def test_an_increment_says_what_it_means_for_the_events(path: Path) -> None:
    changed = pl.read_parquet(path.parent / "increment" / "changes.parquet")
    assert changed.select("event_id", "change", "fields", "merged_into").rows() == [
        (event_id(0), "changed", ["title"], None),
        (event_id(2), "merged", [], event_id(1)),
        (event_id(7), "added", [], None),
    ]
    mentions = pl.read_parquet(path.parent / "increment" / "mentions.parquet")
    assert set(mentions["mention_id"]) == {mention_id("d-1", 2), mention_id("d-2", 2)}


def test_an_increment_is_described_and_flat_too(path: Path) -> None:
    directory = path.parent / "increment"
    readme = (directory / "README.md").read_text(encoding="utf-8")
    assert "new or changed since release 1" in readme
    assert "### removed" in readme
    assert (directory / "removed.csv").read_text(encoding="utf-8").splitlines()[0] == "table_name,first_key,second_key"
    assert '"foreignKeys"' not in (directory / "datapackage.json").read_text(encoding="utf-8")


def test_an_increment_from_the_newest_release_is_empty(path: Path, tmp_path: Path) -> None:
    export(path, tmp_path, ["parquet"], since=2)
    assert {pl.read_parquet(file).height for file in tmp_path.glob("*.parquet")} == {0}


def test_what_cannot_be_an_increment_is_told(path: Path, tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="release 9 is not kept; kept are: 1, 2"):
        export(path, tmp_path, ["jsonl"], since=9)
    with pytest.raises(WarehouseError, match="ics: shows the whole timeline; increments are written as parquet, csv"):
        export(path, tmp_path, ["ics"], since=1)
    assert not list(tmp_path.iterdir())
