"""The gate: good rows pass, what breaks is told apart from what is bad, and a dead worker is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest

from expectations.check import CheckOutcome, Level, Outcome, Settings, Stage
from expectations.gate import Gate, GateError, GateResult
from expectations.passage import pass_mentions, pass_timeline, validations
from expectations.suites import suite
from tests.warehouse.samples import changes, run_record, world
from warehouse.frames import frame_schema
from warehouse.records import Changes, Log
from warehouse.schema import QUARANTINE, VALIDATIONS
from warehouse.store import Warehouse


def outcomes_after(gate: Gate, path: Path, rows: Changes) -> GateResult:
    with Warehouse(path).writer() as store:
        run = run_record(1)
        return gate.check(store.prepare(run.run_id, run.started, rows), Stage.TIMELINE)


def failed(result: GateResult) -> set[str]:
    return {f"{each.suite}: {each.check_name}" for each in result.outcomes if each.outcome is not Outcome.PASSED}


def test_good_rows_pass_every_check_of_both_stages_and_leave_a_full_record(gate: Gate, tmp_path: Path) -> None:
    rows = changes()
    with Warehouse(tmp_path / "t.duckdb").writer() as store:
        run = run_record(1)
        first = pass_mentions(gate, store, rows.documents, rows.mentions.drop("event_id"), run_id=run.run_id)
        store.prepare(run.run_id, run.started, rows)
        second = pass_timeline(gate, store, run_id=run.run_id)
        told = [(Stage.MENTIONS, each) for each in first.result.outcomes]
        told += [(Stage.TIMELINE, each) for each in second.result.outcomes]
        store.finish(run, Log(validations=validations(run.run_id, told)))
    assert failed(first.result) == failed(second.result) == set()
    assert first.quarantine.is_empty() and second.quarantine.is_empty()
    assert {each.suite for each in second.result.outcomes} >= {"timeline", "mentions", "documents", "actors"}
    with duckdb.connect(str(tmp_path / "t.duckdb"), read_only=True) as connection:
        written = connection.execute("SELECT count(*) FROM validations WHERE outcome = 'passed'").fetchall()[0][0]
    assert written == len(told)


def test_the_next_run_passes_on_a_store_with_all_its_indexes(gate: Gate, tmp_path: Path) -> None:
    with Warehouse(tmp_path / "t.duckdb").writer() as store:
        for number in (1, 2):
            run = run_record(number)
            store.prepare(run.run_id, run.started, changes())
            assert failed(pass_timeline(gate, store, run_id=run.run_id).result) == set()
            store.finish(run, Log())


CONTRADICTIONS = (
    ("date_edtf", "2025-02-13", "date_edtf agrees with its bounds"),
    ("date_precision", "month", "date_precision agrees with date_edtf"),
    ("date_basis", "none", "date_basis agrees with date_edtf"),
    ("document_count", 2, "counts are those of its mentions"),
    ("quote", "Somebody said so.", "quote is one of its mentions'"),
    ("quote_url", "https://example.org/other", "quote_url is that of a document behind it"),
)


def test_an_event_that_contradicts_itself_or_its_evidence_fails_the_one_check_that_is_meant_for_it(
    gate: Gate, tmp_path: Path
) -> None:
    rows = world(2 * len(CONTRADICTIONS))
    bad = rows.timeline
    for number, (column, value, _) in enumerate(CONTRADICTIONS):
        wrong = pl.lit(value).cast(bad.schema[column])
        bad = bad.with_columns(pl.when(pl.int_range(pl.len()) == number).then(wrong).otherwise(column).alias(column))
    result = outcomes_after(gate, tmp_path / "t.duckdb", replace(rows, timeline=bad))
    assert result.failing("timeline") == {
        bad["event_id"][number]: (check,) for number, (_, _, check) in enumerate(CONTRADICTIONS)
    }


def test_an_event_cannot_have_occurred_after_its_last_report(gate: Gate, tmp_path: Path) -> None:
    rows = world(2)
    early = rows.documents.with_columns(published=pl.date(2025, 2, 11))
    events = rows.timeline.with_columns(first_published=pl.date(2025, 2, 11), last_published=pl.date(2025, 2, 11))
    second = pl.col("event_id") == rows.timeline["event_id"][1]  # only planned: nothing wrong with that
    events = events.with_columns(status=pl.when(second).then(pl.lit("planned")).otherwise("status"))
    bad = replace(rows, documents=early, timeline=events)
    result = outcomes_after(gate, tmp_path / "t.duckdb", bad)
    assert result.failing("timeline") == {
        rows.timeline["event_id"][0]: ("has not occurred after its last report",),
    }


def test_the_oldest_allowed_year_is_a_setting(gate: Gate, tmp_path: Path) -> None:
    with Warehouse(tmp_path / "t.duckdb").writer() as store:
        run = run_record(1)
        file = store.prepare(run.run_id, run.started, world(1))
        assert failed(gate.check(file, Stage.TIMELINE, Settings(oldest_year=2025))) == set()
        late = failed(gate.check(file, Stage.TIMELINE, Settings(oldest_year=2026)))
    assert "timeline: no day is before the oldest allowed year" in late


def test_what_a_run_writes_about_itself_does_not_stop_the_next_one(gate: Gate, tmp_path: Path) -> None:
    """Unreadable inputs have no row, several bad rows may share a key, details may be blank."""
    held = [
        {"run_id": "r-1", "kind": "document", "item": "broken.txt", "reason": "unreadable", "row": None},
        {"run_id": "r-1", "kind": "mention", "item": "  ", "reason": "a check", "row": '{"a": 1}'},
        {"run_id": "r-1", "kind": "mention", "item": "  ", "reason": "a check", "row": '{"a": 2}'},
    ]
    outcome = CheckOutcome("timeline", "a check", Level.ROW, Outcome.FAILED, ("e-1",), " ")
    log = Log(
        quarantine=pl.DataFrame(held, schema=frame_schema(QUARANTINE)),
        validations=validations("r-1", [(Stage.TIMELINE, outcome)]),
    )
    with Warehouse(tmp_path / "t.duckdb").writer() as store:
        run = run_record(1)
        store.prepare(run.run_id, run.started, world(2))
        store.finish(run, log)
        assert store.read("quarantine").select("item", "row").rows() == [
            ("broken.txt", None), ("(blank)", '[{"a": 1},{"a": 2}]'),
        ]  # fmt: skip
        run = run_record(2, loaded=0, unchanged=2)
        store.prepare(run.run_id, run.started, world(2))
        assert failed(pass_timeline(gate, store, run_id=run.run_id).result) == set()


def test_losing_half_of_the_events_stops_publication(gate: Gate, tmp_path: Path) -> None:
    with Warehouse(tmp_path / "t.duckdb").writer() as store:
        many, run = world(60), run_record(1, loaded=60)
        store.prepare(run.run_id, run.started, many)
        store.finish(run, Log())
        run = run_record(2)
        few = replace(many, timeline=many.timeline.head(20), mentions=many.mentions.head(20))
        store.prepare(run.run_id, run.started, few)
        passed = pass_timeline(gate, store, run_id=run.run_id)
    (stop,) = passed.result.stopping
    assert (stop.check_name, stop.level) == ("has not lost half of its events", Level.TABLE)
    assert stop.detail is not None and "20 events" in stop.detail


def test_shares_that_only_a_fault_explains_are_warnings(gate: Gate, tmp_path: Path) -> None:
    rows = world(60)
    undated = rows.timeline.with_columns(
        date_edtf=None, date_start=None, date_end=None, date_precision=pl.lit("unknown"), date_basis=pl.lit("none"),
        confidence=0.5,
    )  # fmt: skip
    result = outcomes_after(gate, tmp_path / "t.duckdb", replace(rows, timeline=undated))
    assert {each.check_name for each in result.warnings} == {
        "is not mostly undated", "is not all of one type", "confidence differs",
    }  # fmt: skip
    assert result.stopping == ()


def test_when_most_rows_fail_the_run_is_stopped_instead_of_emptied(gate: Gate, tmp_path: Path) -> None:
    rows = world(30)
    bad = replace(rows, timeline=rows.timeline.with_columns(status=pl.lit("nonsense")))
    with Warehouse(tmp_path / "t.duckdb").writer() as store:
        run = run_record(1)
        store.prepare(run.run_id, run.started, bad)
        passed = pass_timeline(gate, store, run_id=run.run_id)
    assert [each.check_name for each in passed.result.stopping] == ["most rows are good"]
    assert passed.quarantine.is_empty()


def test_a_check_that_breaks_is_an_error_and_not_bad_data(gate: Gate, tmp_path: Path) -> None:
    with Warehouse(tmp_path / "t.duckdb").writer() as store:
        run = run_record(1)
        file = store.prepare(run.run_id, run.started, world(1))
        with duckdb.connect(str(file)) as connection:
            connection.execute("ALTER TABLE timeline DROP COLUMN location")
        result = gate.check(file, Stage.TIMELINE)
    by_name = {(each.suite, each.check_name): each for each in result.outcomes}
    broken = by_name["timeline", "location is not blank"]
    assert broken.outcome is Outcome.ERROR
    assert broken.detail is not None and "location" in broken.detail
    assert by_name["timeline", "has the columns of the schema"].detail == "location is missing, not VARCHAR"
    assert broken in result.stopping


def test_a_file_that_cannot_be_opened_is_told_and_the_worker_lives_on(gate: Gate, tmp_path: Path) -> None:
    with pytest.raises(GateError, match=r"absent\.duckdb"):
        gate.check(tmp_path / "absent.duckdb", Stage.TIMELINE)
    assert failed(outcomes_after(gate, tmp_path / "t.duckdb", world(1))) == set()


def test_a_worker_that_dies_is_told_in_one_line() -> None:
    with Gate.start() as mortal:
        mortal._process.kill()
        with pytest.raises(GateError, match=r"ended \(code -9\).*build again") as told:
            mortal.check(Path("any.duckdb"), Stage.TIMELINE)
    assert "\n" not in str(told.value)


def test_every_check_has_a_name_of_its_own_and_a_reason() -> None:
    for stage in Stage:
        checks = suite(stage, Settings())
        names = [(check.table, check.name) for check in checks]
        assert len(names) == len(set(names))
        assert all(len(check.reason) > 5 for check in checks)


def test_outcomes_become_rows_of_validations() -> None:
    outcome = CheckOutcome("timeline", "a check", Level.ROW, Outcome.FAILED, ("e-1", "e-2"), "e-1, e-2")
    rows = validations("r-1", [(Stage.TIMELINE, outcome)])
    assert rows.columns == [column.name for column in VALIDATIONS.columns]
    assert rows.row(0) == ("r-1", "timeline/timeline", "a check", "row", "failed", 2, "e-1, e-2")
