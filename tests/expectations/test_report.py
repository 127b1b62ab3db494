"""The page of checks shows everything, loads nothing, and runs nothing."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

from expectations.check import CheckOutcome, Level, Outcome, Stage
from expectations.passage import validations
from expectations.report import report_page
from tests.warehouse.samples import run_record, world
from warehouse.errors import WarehouseError
from warehouse.frames import frame_schema
from warehouse.records import Log
from warehouse.schema import QUARANTINE
from warehouse.store import Warehouse

NASTY = '<script>alert(1)</script>\u202e\' onclick=x "q" & \u200b'


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("src", "href", "onclick")]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    path = tmp_path_factory.mktemp("report") / "t.duckdb"
    bad = CheckOutcome("timeline", "date_start is not after date_end", Level.ROW, Outcome.FAILED, ("e",), NASTY)
    good = CheckOutcome("actors", "name is not blank", Level.ROW, Outcome.PASSED)
    outcomes = [(Stage.TIMELINE, bad), (Stage.TIMELINE, good)]
    held = {"run_id": "r-1", "kind": "event", "item": NASTY, "reason": "a check", "row": None}
    with Warehouse(path).writer() as store:
        run = run_record(1)
        store.prepare(run.run_id, run.started, world(2))
        quarantine = pl.DataFrame([held], schema=frame_schema(QUARANTINE))
        store.finish(run, Log(validations=validations("r-1", outcomes), quarantine=quarantine))
    return path, report_page(path)


def test_the_page_shows_checks_reasons_and_what_was_held_back(page: tuple[Path, str]) -> None:
    text = page[1]
    assert "Checks of r-1" in text and "2 checks, 1 not passed" in text
    assert "A stretch of days has a direction." in text
    assert "timeline/actors: 1 of 1 passed" in text


def test_nothing_in_the_data_becomes_markup_and_nothing_is_loaded(page: tuple[Path, str]) -> None:
    parser = _Tags()
    parser.feed(page[1])
    assert "script" not in parser.tags and parser.links == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt;[U+202E]" in page[1]
    assert "\u202e" not in page[1] and "\u200b" not in page[1]
    assert "http" not in page[1].replace("http-equiv", "")


def test_a_run_that_is_not_there_is_told(page: tuple[Path, str], tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="no checks of r-9"):
        report_page(page[0], "r-9")
    assert report_page(page[0], "r-1") == page[1]
    with pytest.raises(WarehouseError, match="no timeline yet"):
        report_page(tmp_path / "none.duckdb")


def test_long_values_are_cut_and_many_rows_are_counted(tmp_path: Path) -> None:
    path, long = tmp_path / "t.duckdb", "word" * 2_500_000
    bad = CheckOutcome("timeline", "title is not blank", Level.ROW, Outcome.FAILED, ("e",), long)
    held = [{"run_id": "r-1", "kind": "event", "item": f"e-{n}", "reason": "a check", "row": None} for n in range(1200)]
    with Warehouse(path).writer() as store:
        run = run_record(1)
        store.prepare(run.run_id, run.started, world(2))
        quarantine = pl.DataFrame(held, schema=frame_schema(QUARANTINE))
        store.finish(run, Log(validations=validations("r-1", [(Stage.TIMELINE, bad)]), quarantine=quarantine))
    text = report_page(path)
    assert "… (10,000,000 characters)" in text and len(text) < 300_000
    assert text.count("<td>event</td>") == 1000 and "and 200 more" in text
