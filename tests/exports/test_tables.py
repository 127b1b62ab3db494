"""Exports: typed, described, harmless, and the same bytes for the same content."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.warehouse.samples import changes, event_id, run_record
from warehouse import open_timeline
from warehouse.errors import WarehouseError
from warehouse.exports import FORMATS, Options, export
from warehouse.frames import frame_schema
from warehouse.records import Changes, Log
from warehouse.schema import CONTENT_TABLES, TIMELINE
from warehouse.store import Warehouse


def build(path: Path, rows: Changes, *numbers: int) -> Path:
    for number in numbers:
        with Warehouse(path).writer() as store:
            run = run_record(number)
            store.prepare(run.run_id, run.started, rows)
            store.finish(run, Log())
    return path


def test_parquet_holds_every_content_table_with_types_and_descriptions(small: Path, tmp_path: Path) -> None:
    files = export(small, tmp_path, ["parquet"])
    assert [file.stem for file in files] == [table.name for table in CONTENT_TABLES]
    for table, file in zip(CONTENT_TABLES, files, strict=True):
        assert pl.read_parquet_schema(file) == frame_schema(table, stamps=False)
        described = pl.read_parquet_metadata(file)
        assert described["description"] == table.description
        assert list(json.loads(described["columns"])) == [column.name for column in table.content]


def test_json_lines_keep_lists_and_structs(small: Path, tmp_path: Path) -> None:
    export(small, tmp_path, ["jsonl"])
    rows = [json.loads(line) for line in (tmp_path / "timeline.jsonl").read_text(encoding="utf-8").splitlines()]
    assert rows[0]["participants"][0] == {"actor_id": "person/anna-berg", "name": "Anna Berg", "role": "caller"}
    assert rows[0]["date_start"] == "2025-02-12"
    assert rows[2]["date_start"] is None


def test_csv_is_flat_and_described(small: Path, tmp_path: Path) -> None:
    export(small, tmp_path, ["csv"])
    with (tmp_path / "timeline.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["participants"] == "Anna Berg (caller); Marc Duval (caller)"
    metadata = json.loads((tmp_path / "csv-metadata.json").read_text(encoding="utf-8"))
    described = {table["url"]: table for table in metadata["tables"]}
    assert set(described) == {path.name for path in tmp_path.glob("*.csv")}
    assert [c["name"] for c in described["timeline.csv"]["tableSchema"]["columns"]] == list(rows[0])
    assert list(rows[0]) == [column.name for column in TIMELINE.content]


NASTY = ('=HYPERLINK("https://example.org")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse whose events have titles that a spreadsheet would run."""
    rows = changes()
    events = pl.concat(
        rows.timeline.head(1).with_columns(event_id=pl.lit(event_id(number)), title=pl.lit(title))
        for number, title in enumerate(NASTY)
    )
    return build(tmp_path_factory.mktemp("nasty") / "t.duckdb", replace(rows, timeline=events), 1)


def titles(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row["title"] for row in csv.DictReader(file)]


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(nasty: Path, tmp_path: Path) -> None:
    export(nasty, tmp_path, ["csv", "jsonl"])
    assert titles(tmp_path / "timeline.csv") == ["'" + text for text in NASTY]
    lines = (tmp_path / "timeline.jsonl").read_text(encoding="utf-8").split("\n")
    assert [json.loads(line)["title"] for line in lines if line] == list(NASTY)


def test_cells_can_be_left_as_they_are(nasty: Path, tmp_path: Path) -> None:
    export(nasty, tmp_path, ["csv"], Options(raw_csv=True))
    assert titles(tmp_path / "timeline.csv") == list(NASTY)


def test_the_same_content_gives_the_same_bytes_whatever_the_runs(tmp_path: Path) -> None:
    rows = changes()
    turned = replace(
        rows, timeline=rows.timeline.reverse(), mentions=rows.mentions.reverse(), documents=rows.documents.reverse()
    )
    one = build(tmp_path / "one.duckdb", rows, 1)
    other = build(tmp_path / "other.duckdb", turned, 4, 5)
    formats = [form.name for form in FORMATS.values() if not form.stamped]
    export(one, tmp_path / "a", formats)
    export(other, tmp_path / "b", formats)
    names = sorted(file.name for file in (tmp_path / "a").iterdir())
    assert names == sorted(file.name for file in (tmp_path / "b").iterdir())
    assert {"README.md", "SHA256SUMS", "datapackage.json", "croissant.json", "timeline.ics"} < set(names)
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_the_feed_of_the_same_releases_has_the_same_bytes(small: Path, tmp_path: Path) -> None:
    first, second = (export(small, tmp_path / name, ["atom"])[0].read_bytes() for name in ("a", "b"))
    assert first == second


def test_csv_has_a_row_for_each_participant(small: Path, tmp_path: Path) -> None:
    export(small, tmp_path, ["csv"])
    with (tmp_path / "timeline_participants.csv").open(encoding="utf-8", newline="") as file:
        rows = [tuple(row.values()) for row in csv.DictReader(file)]
    assert rows[:2] == [
        (event_id(0), "0", "person/anna-berg", "Anna Berg", "caller"),
        (event_id(0), "1", "person/marc-duval", "Marc Duval", "caller"),
    ]


def test_a_file_of_the_first_layout_is_exported_and_read_before_the_next_run_brings_it_forward(tmp_path: Path) -> None:
    path = tmp_path / "old.duckdb"
    layout = Path(__file__).parents[1] / "warehouse" / "layouts" / "layout_1.sql"
    with duckdb.connect(str(path)) as connection:
        connection.execute(layout.read_text(encoding="utf-8"))
    export(path, tmp_path / "out", list(FORMATS))
    for table in CONTENT_TABLES:
        frame = pl.read_parquet(tmp_path / "out" / f"{table.name}.parquet")
        assert frame.schema == frame_schema(table, stamps=False)
    with open_timeline(path) as opened:
        assert len(opened) == pl.read_parquet(tmp_path / "out" / "timeline.parquet").height


def test_unknown_formats_and_unwritable_places_are_told(small: Path, tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="xlsx: no such format; there are parquet, csv, jsonl"):
        export(small, tmp_path, ["xlsx"])
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(WarehouseError, match="cannot export"):
        export(small, tmp_path / "file", ["csv"])
