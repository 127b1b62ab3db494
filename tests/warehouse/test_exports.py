"""Exports: typed, described, harmless, and the same bytes for the same content."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from tests.warehouse.samples import changes, run_record
from warehouse.errors import WarehouseError
from warehouse.exports import FORMATS, export
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
    assert [c["name"] for c in described["timeline.csv"]["tableSchema"]["columns"]] == list(rows[0])
    assert list(rows[0]) == [column.name for column in TIMELINE.content]


@pytest.mark.parametrize("text", ['=HYPERLINK("https://example.org")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(tmp_path: Path, text: str) -> None:
    rows = changes()
    nasty = replace(rows, timeline=rows.timeline.with_columns(title=pl.lit(text)))
    path = build(tmp_path / "t.duckdb", nasty, 1)
    export(path, tmp_path / "out", ["csv", "jsonl"])
    with (tmp_path / "out" / "timeline.csv").open(encoding="utf-8", newline="") as file:
        assert {row["title"] for row in csv.DictReader(file)} == {"'" + text}
    first = (tmp_path / "out" / "timeline.jsonl").read_text(encoding="utf-8").split("\n")[0]
    assert json.loads(first)["title"] == text


def test_the_same_content_gives_the_same_bytes_whatever_the_runs(tmp_path: Path) -> None:
    rows = changes()
    turned = replace(
        rows, timeline=rows.timeline.reverse(), mentions=rows.mentions.reverse(), documents=rows.documents.reverse()
    )
    one = build(tmp_path / "one.duckdb", rows, 1)
    other = build(tmp_path / "other.duckdb", turned, 4, 5, 6)
    first = export(one, tmp_path / "a", list(FORMATS))
    second = export(other, tmp_path / "b", list(FORMATS))
    assert [file.name for file in first] == [file.name for file in second]
    for left, right in zip(first, second, strict=True):
        assert left.read_bytes() == right.read_bytes(), left.name


def test_an_empty_timeline_can_be_exported(tmp_path: Path) -> None:
    rows = changes()
    empty = Changes(documents=rows.documents.clear(), mentions=rows.mentions.clear())
    path = build(tmp_path / "t.duckdb", empty, 1)
    files = export(path, tmp_path / "out", list(FORMATS))
    assert all(file.exists() for file in files)
    assert pl.read_parquet(tmp_path / "out" / "timeline.parquet").height == 0


def test_unknown_formats_and_unwritable_places_are_told(small: Path, tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="xlsx: no such format; there are parquet, csv, jsonl"):
        export(small, tmp_path, ["xlsx"])
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(WarehouseError, match="cannot export"):
        export(small, tmp_path / "file", ["csv"])
