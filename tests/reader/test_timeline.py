"""The read API: filters, evidence, history; one release as long as it is open."""

from __future__ import annotations

import datetime as dt
import doctest
import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

import warehouse
import warehouse.reader.timeline
from tests.exports.world import DATES, release
from tests.warehouse.samples import changes, event_id, run_record
from warehouse import Timeline, WarehouseError, open_timeline
from warehouse.reader.moments import first_day, last_day, moment


def numbers(events: pl.DataFrame) -> set[int]:
    return {int(each.removeprefix("e-"), 16) for each in events["event_id"]}


@pytest.fixture(scope="module")
def timeline(world: Path) -> Timeline:
    return open_timeline(world)


def test_the_examples_of_the_docstrings_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    with open_timeline("timeline.duckdb") as opened:
        result = doctest.testmod(warehouse.reader.timeline, extraglobs={"timeline": opened})
    assert result.attempted > 10
    assert result.failed == 0


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"type": "document"}, {1}),
        ({"type": ["document", "resignation"]}, {1, 2}),
        ({"status": "planned"}, {11}),
        ({"status": ("negated", "hypothetical")}, {12, 13}),
        ({"actor": "éva kós"}, {2}),
        ({"actor": "KOS"}, {2}),
        ({"actor": "person/eva-kos"}, {2}),
        ({"actor": "nobody"}, set()),
        ({"actor": " "}, set()),
        ({"text": "harbour plan"}, {1}),
        ({"text": "PUBLISHED Harbour"}, {1}),
        ({"text": "san jose"}, {11, 12}),
        ({"until": "1900"}, {2, 16, 21}),
        ({"until": "1900", "certain": True}, {21}),
        ({"since": "2025-03-31", "until": "2025-03-31"}, {2, 10, 11, 16}),
        ({"since": dt.date(2025, 3, 1), "until": "2025-03", "certain": True}, {10, 18}),
        ({"since": "2026-02-28", "certain": True}, set()),
        ({"min_confidence": 0.91}, set()),
        ({"type": "document", "status": "planned"}, set()),
    ],
    ids=str,
)
def test_a_filter_keeps_what_it_says(timeline: Timeline, filters: dict[str, object], expected: set[int]) -> None:
    assert numbers(timeline.events(**filters)) == expected  # type: ignore[arg-type]


def test_events_stand_in_order_of_their_days_and_undated_ones_last(timeline: Timeline) -> None:
    events = timeline.events()
    assert len(timeline) == events.height == len(DATES) + 4
    days = [day for day in events["date_start"] if day]
    assert days == sorted(days)
    assert numbers(events.tail(2)) == {2, 16}


def test_evidence_leads_to_the_characters_of_the_document(timeline: Timeline) -> None:
    rows = timeline.evidence(event_id(0))
    texts = dict(timeline.table("documents").select("doc_id", "text").rows())
    assert rows.height == 2
    for row in rows.to_dicts():
        assert texts[row["doc_id"]][row["sentence_start"] : row["sentence_end"]] == row["quote"]


def test_evidence_is_found_by_a_former_id(timeline: Timeline) -> None:
    assert timeline.evidence("e-ffffffffffff").equals(timeline.evidence(event_id(0)))


def test_the_past_is_what_was_published_then(timeline: Timeline) -> None:
    first = run_record(1).finished
    before, then = timeline.as_of(first - dt.timedelta(seconds=1)), timeline.as_of(first)
    assert len(before) == 0
    ten = pl.col("event_id") == event_id(10)
    assert then.events().filter(ten)["title"].to_list() == ["Event 10"]
    assert timeline.events().filter(ten)["title"].to_list() == ["Event 10, renamed"]
    assert timeline.as_of(1).events().equals(then.events())
    assert timeline.as_of(2).events().sort("event_id").equals(timeline.events().sort("event_id"))
    assert numbers(then.events(actor="kos", status="occurred")) == {2}


def test_a_release_stays_the_same_while_it_is_open_and_opening_again_gives_the_newest(tmp_path: Path) -> None:
    path, rows = tmp_path / "t.duckdb", changes()
    release(path, rows, 1)
    with open_timeline(path) as old:
        fewer = replace(
            rows, timeline=rows.timeline.head(2), mentions=rows.mentions.filter(pl.col("event_id") != event_id(2))
        )
        release(path, fewer, 2)
        with open_timeline(path) as new:
            assert (len(old), len(new)) == (3, 2)
            assert (old.releases().height, new.releases().height) == (1, 2)
        assert len(old) == 3


def test_every_frame_of_the_dataset_is_there_and_nothing_can_be_written(timeline: Timeline, world: Path) -> None:
    before = world.read_bytes()
    frames = timeline.frames()
    assert frames["actors"].height == timeline.actors().height == 4
    for statement in ("DELETE FROM timeline", "COPY timeline TO 'x.csv'", "CREATE TABLE x (a INTEGER)"):
        with pytest.raises(WarehouseError, match="refused"):
            timeline.sql(statement)
    with pytest.raises(WarehouseError, match="disabled"):
        timeline.sql("SELECT * FROM read_text('/etc/hostname')")
    assert world.read_bytes() == before


def test_parameters_are_bound_and_never_part_of_the_query(timeline: Timeline) -> None:
    assert timeline.events(actor="' OR true --").is_empty()
    assert timeline.events(text="' OR true --").is_empty()
    assert timeline.sql("SELECT $name AS name", name="'; x")["name"][0] == "'; x"


def test_what_is_closed_says_so(world: Path) -> None:
    with open_timeline(world) as opened:
        then = opened.as_of(1)
        assert re.fullmatch(r"<Timeline t.duckdb: 16 events>", repr(opened))
    assert repr(opened) == "<Timeline t.duckdb: closed>"
    for each in (opened, then):
        with pytest.raises(WarehouseError, match="is closed; open it again"):
            each.events()
    opened.close()


def test_errors_are_one_line_that_says_what_to_do(timeline: Timeline, tmp_path: Path) -> None:
    foreign = tmp_path / "x.txt"
    foreign.write_text("no database, no database", encoding="utf-8")
    with pytest.raises(WarehouseError, match="there is no timeline yet; make one with dateline build"):
        open_timeline(tmp_path / "absent.duckdb")
    with pytest.raises(WarehouseError, match="is no DuckDB file"):
        open_timeline(foreign)
    with pytest.raises(WarehouseError, match=r"no event of .* has this id"):
        timeline.evidence("e-0")
    with pytest.raises(WarehouseError, match="has no release 9"):
        timeline.as_of(9)
    with pytest.raises(ValueError, match="'x' is no table; there are timeline"):
        timeline.table("x")
    with pytest.raises(ValueError, match="'2025-13' is no day; write YYYY-MM-DD"):
        timeline.events(since="2025-13")
    with pytest.raises(ValueError, match="'soon' is no moment"):
        timeline.as_of("soon")


def test_days_and_moments_are_read_as_people_write_them() -> None:
    assert (first_day("2024-02"), last_day("2024-02")) == (dt.date(2024, 2, 1), dt.date(2024, 2, 29))
    assert (first_day("2024"), last_day("2024")) == (dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    assert first_day(dt.datetime(2024, 2, 3, 4, tzinfo=dt.UTC)) == last_day("2024-02-03") == dt.date(2024, 2, 3)
    assert moment("2024-02") == moment(dt.date(2024, 2, 1)) == moment("2024-02-01T01:00+01:00")
    assert moment(dt.datetime(2024, 2, 1)) == dt.datetime(2024, 2, 1, tzinfo=dt.UTC)  # noqa: DTZ001


def test_what_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'open_time_line'"):
        _ = warehouse.open_time_line
