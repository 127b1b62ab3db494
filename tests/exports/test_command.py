"""`dateline export`: what it prints, and its errors in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import run_dateline


@pytest.fixture
def folder(store: Path, tmp_path: Path) -> Path:
    (tmp_path / "timeline.duckdb").symlink_to(store)
    return tmp_path


def test_all_formats_are_written_and_listed(folder: Path) -> None:
    said = run_dateline(folder, {}, "export", "out", "--format", "all", "--partition-by", "year").stdout
    listed = {line.split("  ")[0] for line in said.splitlines()}
    assert {"out/timeline.ics", "out/timeline.jsonld", "out/timeline/year=2025/timeline.parquet"} < listed
    assert all((folder / name).is_file() for name in listed)


def test_the_papers_say_what_the_options_said(folder: Path) -> None:
    words = ("--title", "Mine", "--author", "Me", "--license", "CC0-1.0", "--url", "https://example.org/x")
    run_dateline(folder, {}, "export", "out", "--format", "csv", "--raw-csv", "--without-texts", *words)
    papers = "".join((folder / "out" / name).read_text(encoding="utf-8") for name in ("README.md", "CITATION.cff"))
    assert all(word in papers for word in words[1::2])
    assert "notexts" in papers


def test_an_unknown_format_is_a_matter_of_usage(folder: Path) -> None:
    said = run_dateline(folder, {}, "export", "out", "--format", "csv,xlsx", code=2).stderr
    assert "xlsx: no such format; there are parquet, csv, jsonl, ics" in said
    assert not (folder / "out").exists()


def test_a_file_in_the_way_stops_it_with_one_line(folder: Path) -> None:
    (folder / "README.md").write_text("mine", encoding="utf-8")
    said = run_dateline(folder, {}, "export", ".", "--format", "csv", code=4).stderr
    assert "README.md: is there already and is not of an export" in said
    assert said.count("\n") == 1


def test_a_release_that_is_not_kept_stops_it_with_one_line(store: Path, tmp_path: Path) -> None:
    said = run_dateline(tmp_path, {}, "export", "out", "--since", "9", "--warehouse", str(store), code=4).stderr
    assert said.endswith("release 9 is not kept; kept are: 1, 2\n")
