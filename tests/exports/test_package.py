"""A dataset in a directory: checked by the validators of its formats, read the same everywhere, nobody's file lost."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import duckdb
import frictionless
import pandas as pd
import polars as pl
import pytest
import yaml

from warehouse.errors import WarehouseError
from warehouse.exports import FORMATS, Options, directory, export
from warehouse.frames import frame_schema
from warehouse.schema import CONTENT_TABLES, TIMELINE

PAPERS = {"README.md", "LICENSE", "CITATION.cff", "SHA256SUMS", "datapackage.json", "croissant.json"}


def plain(value: object) -> object:
    """A cell as every reader can give it: lists as lists, days as text, nothing as None."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if hasattr(value, "tolist") and not isinstance(value, pd.Timestamp):
        value = value.tolist()
    if isinstance(value, list):
        return [plain(each) for each in value]
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    return str(value)[:10] if hasattr(value, "isoformat") else value


def test_frictionless_finds_the_package_valid(dataset: Path) -> None:
    report = frictionless.validate(str(dataset / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])
    tables = {task.name for task in report.tasks if task.type == "table"}
    assert tables == {table.name for table in CONTENT_TABLES} | {"timeline_participants"}


def test_frictionless_would_find_what_is_wrong(store: Path, tmp_path: Path) -> None:
    export(store, tmp_path, ["csv"])
    path = tmp_path / "timeline.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2025-02-12", "12 Feb", 1), encoding="utf-8")
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


@pytest.mark.parametrize("table", [table.name for table in CONTENT_TABLES])
def test_parquet_is_read_the_same_by_duckdb_polars_and_pandas(dataset: Path, table: str) -> None:
    path = dataset / f"{table}.parquet"
    read = {
        "polars": pl.read_parquet(path).to_dicts(),
        "pandas": pd.read_parquet(path).to_dict("records"),
        "duckdb": duckdb.sql(f"FROM read_parquet('{path}')").to_arrow_table().to_pylist(),
    }
    rows = {reader: [plain(row) for row in each] for reader, each in read.items()}
    assert rows["polars"] == rows["pandas"] == rows["duckdb"]
    assert rows["polars"] or table == "links"


def test_parquet_by_year_is_read_the_same_and_whole(store: Path, tmp_path: Path) -> None:
    files = export(store, tmp_path, ["parquet"], Options(partition_by="year"))
    pattern = str(tmp_path / "timeline" / "*" / "*.parquet")
    ours = pl.scan_parquet(pattern, hive_partitioning=True).sort("event_id").collect()
    assert ours.drop("year").schema == frame_schema(TIMELINE, stamps=False)
    years = {path.parent.name for path in files if path.stem == "timeline"}
    assert years == {"year=1850", "year=1990", "year=2025", "year=unknown"}
    assert ours.filter(pl.col("year") == "unknown")["date_start"].to_list() == [None, None]
    theirs = duckdb.sql(f"FROM read_parquet('{pattern}', hive_partitioning=true) ORDER BY event_id").to_arrow_table()
    pandas = pd.read_parquet(tmp_path / "timeline").sort_values("event_id")
    rows = [plain(row) for row in ours.to_dicts()]
    assert rows == [plain(row) for row in theirs.to_pylist()]
    assert rows == [plain(row) for row in pandas.to_dict("records")]


def test_the_papers_say_what_it_is(dataset: Path) -> None:
    assert {path.name for path in dataset.iterdir()} >= PAPERS
    readme = (dataset / "README.md").read_text(encoding="utf-8")
    for table in CONTENT_TABLES:
        assert f"### {table.name}\n" in readme
        assert all(f"| `{column.name}` |" in readme for column in table.content)
    assert "| all events | 16 |" in readme
    citation = yaml.safe_load((dataset / "CITATION.cff").read_text(encoding="utf-8"))
    assert (citation["cff-version"], citation["type"], citation["license"]) == ("1.2.0", "dataset", "CC-BY-4.0")
    package = json.loads((dataset / "datapackage.json").read_text(encoding="utf-8"))
    assert citation["version"] == package["version"]
    assert "not covered by this licence" in (dataset / "LICENSE").read_text(encoding="utf-8")


def test_title_author_licence_and_address_are_ones_own(store: Path, tmp_path: Path) -> None:
    options = Options(title='Calls: "mine"\n# x', author="A: B", license="ODbL-1.0", url="https://example.org/calls")
    export(store, tmp_path, ["csv"], options)
    citation = yaml.safe_load((tmp_path / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["title"] == options.title
    assert citation["authors"] == [{"name": "A: B"}]
    assert json.loads((tmp_path / "croissant.json").read_text(encoding="utf-8"))["url"] == options.url
    assert "opendatacommons.org" in (tmp_path / "LICENSE").read_text(encoding="utf-8")


def test_checksums_name_every_file(dataset: Path) -> None:
    listed = directory.listed(dataset)
    assert set(listed) == {path.name for path in dataset.iterdir()} - {"SHA256SUMS"}
    for name, digest in listed.items():
        assert hashlib.sha256((dataset / name).read_bytes()).hexdigest() == digest


def test_texts_can_be_left_out(store: Path, tmp_path: Path) -> None:
    export(store, tmp_path, ["parquet", "csv", "jsonl"], Options(texts=False))
    assert "text" not in pl.read_parquet_schema(tmp_path / "documents.parquet")
    assert '"text"' not in (tmp_path / "documents.jsonl").read_text(encoding="utf-8")
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    fields = next(each["schema"]["fields"] for each in package["resources"] if each["name"] == "documents")
    assert "text" not in {field["name"] for field in fields}


def test_an_export_takes_the_place_of_the_one_before(store: Path, tmp_path: Path) -> None:
    export(store, tmp_path, ["parquet", "ics"], Options(partition_by="year"))
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    export(store, tmp_path, ["csv"])
    left = {path.name for path in tmp_path.iterdir()}
    assert not {name for name in left if name.endswith((".parquet", ".ics"))} | ({"timeline"} & left)
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert set(directory.listed(tmp_path)) == left - {"notes.txt", "SHA256SUMS"}


@pytest.mark.parametrize("name", ["README.md", "timeline.csv", "SHA256SUMS"])
def test_a_file_of_others_is_never_replaced(store: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(WarehouseError, match=f"{name}: is there already and is not of an export"):
        export(store, tmp_path, ["csv"])
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {name: "mine"}


def test_an_export_that_was_cut_off_can_be_repeated(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, done = Path.replace, []

    def break_after_some(path: Path, target: Path) -> Path:
        done.append(target.name)
        if len(done) == 5:
            raise OSError(28, "No space left on device")
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", break_after_some)
        with pytest.raises(WarehouseError, match="the disk is full"):
            export(store, tmp_path, ["csv"])
    assert not list(tmp_path.glob(".dateline-export-*"))
    export(store, tmp_path, ["csv"])
    assert all(directory.sha256(tmp_path / name) == digest for name, digest in directory.listed(tmp_path).items())


@pytest.mark.parametrize(
    ("error", "says"),
    [
        ("parquet: underlying IO error: No space left on device (os error 28)", "cannot export: the disk is full"),
        ("parquet: Invalid thrift: transport error", "cannot export: parquet: Invalid thrift: transport error"),
    ],
)
def test_a_disk_that_takes_no_parquet_is_told_in_one_line(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: str, says: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise pl.exceptions.ComputeError(error)

    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    with pytest.raises(WarehouseError, match=says):
        export(store, tmp_path, ["parquet"])


def test_what_a_killed_export_left_is_swept_and_a_living_one_is_let_alone(store: Path, tmp_path: Path) -> None:
    dead, living = tmp_path / ".dateline-export-99999999", tmp_path / f".dateline-export-{os.getppid()}"
    for each in (dead, living):
        each.mkdir()
    export(store, tmp_path, ["csv"])
    assert (dead.exists(), living.exists()) == (False, True)


@pytest.mark.parametrize("form", list(FORMATS))
def test_every_format_can_be_written_alone_with_papers(store: Path, tmp_path: Path, form: str) -> None:
    files = export(store, tmp_path, [form])
    assert files
    assert all(file.is_file() for file in files)
    assert {path.name for path in tmp_path.iterdir()} >= PAPERS


def test_no_format_is_an_error_of_one_line(store: Path, tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match=r"^no format is named; there are parquet, csv") as told:
        export(store, tmp_path, [])
    assert "\n" not in str(told.value)
