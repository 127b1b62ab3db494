"""The Croissant file passes the validator of its authors, and the records that it promises are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.exports import Options, export

pytestmark = pytest.mark.integration  # the validator takes longer to import than most tests to run


def read(path: Path, table: str) -> list[dict[str, object]]:
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld=path / "croissant.json")
    issues = dataset.metadata.ctx.issues
    assert not issues.errors
    assert not issues.warnings
    return list(dataset.records(table))


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the validator asked another host")

    monkeypatch.setattr("socket.socket.connect", refuse)


def test_parquet_is_described_with_its_nested_columns(dataset: Path) -> None:
    rows = {row["timeline/event_id"]: row for row in read(dataset, "timeline")}
    assert len(rows) == 16
    call = rows[b"e-000000000000"]
    assert [each["timeline/participants/name"] for each in call["timeline/participants"]] == [
        b"Anna Berg",
        b"Marc Duval",
    ]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_the_other_formats_are_described_too(store: Path, tmp_path: Path, form: str) -> None:
    export(store, tmp_path, [form])
    assert {row["actors/name"] for row in read(tmp_path, "actors")} >= {b"Anna Berg", b"Marc Duval", "Éva Kós".encode()}


def test_partitions_are_described_as_a_set_of_files(store: Path, tmp_path: Path) -> None:
    export(store, tmp_path, ["parquet"], Options(partition_by="year"))
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld=tmp_path / "croissant.json")
    assert not dataset.metadata.ctx.issues.errors
    assert {each.id for each in dataset.metadata.file_sets} == {
        "timeline-by-year",
        "mentions-by-year",
        "documents-by-year",
    }
