"""A run that changed few rows checks those and what rests on them, and finds all that a check of everything finds."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest

from expectations.changed import changed_rows, fingerprint
from expectations.check import Check, Level, Settings, Stage
from expectations.gate import Gate, GateResult
from expectations.passage import pass_timeline
from expectations.screening import passes
from expectations.suites import suite
from tests.expectations.plants import planted, plants
from tests.warehouse.samples import event_id, link, run_record, world
from warehouse.frames import conform, empty_frame
from warehouse.migrations import create
from warehouse.records import Changes, Log
from warehouse.schema import ACTORS, CONTENT_TABLES, DOCUMENTS, EVENT_ALIASES, LINKS, MENTIONS, TIMELINE
from warehouse.store import Warehouse
from warehouse.unchecked import begin, note, passed_suite, settle

_KNOWN = 60
_NONE = Changes(empty_frame(DOCUMENTS), empty_frame(MENTIONS), complete=False)


def whole() -> Changes:
    """Documents, mentions and events, each event with a link to the next and a former id."""
    rows = world(_KNOWN)
    ids = rows.mentions["mention_id"].to_list()
    pairs = [link(left, right, -0.5, False, "score_too_low") for left, right in zip(ids[::2], ids[1::2], strict=True)]
    former = pl.DataFrame({"former_id": [f"e-f{n:011d}" for n in range(_KNOWN)], "event_id": rows.timeline["event_id"]})
    spare = rows.actors.head(1).with_columns(actor_id=pl.lit("person/spare"), stands_for=pl.lit("person/eva-kos"))
    return replace(
        rows,
        links=conform(pl.DataFrame(pairs, infer_schema_length=None), LINKS),
        event_aliases=conform(former, EVENT_ALIASES),
        actors=pl.concat([rows.actors, spare]),
    )


@pytest.fixture(scope="module")
def base(gate: Gate, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse whose first release has passed."""
    path = tmp_path_factory.mktemp("base") / "t.duckdb"
    publish(gate, path, 1, whole())
    return path


@pytest.fixture
def path(base: Path, tmp_path: Path) -> Path:
    shutil.copytree(base.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / base.name


def publish(gate: Gate, path: Path, number: int, rows: Changes, settings: Settings | None = None) -> GateResult:
    with Warehouse(path).writer() as store:
        run = run_record(number)
        store.prepare(run.run_id, run.started, rows)
        passed = pass_timeline(gate, store, run_id=run.run_id, settings=settings)
        assert passed.result.stopping == ()
        store.finish(run, Log(quarantine=passed.quarantine))
    return passed.result


Found = dict[str, dict[str, set[str]]]
"""Table -> id of a row -> the checks that it fails."""


def both(path: Path, rows: Changes) -> tuple[Found, Found]:
    """What the checks of changed rows find in a second run, and what the checks of all rows find, asked directly."""
    checks = [each for each in suite(Stage.TIMELINE, Settings()) if each.level is Level.ROW]
    with Warehouse(path).writer() as store:
        run = run_record(2)
        candidate = store.prepare(run.run_id, run.started, rows)
        with duckdb.connect(str(candidate), read_only=True) as connection:

            def ask(sql: str) -> list[tuple[object, ...]]:
                return connection.execute(sql).fetchall()

            parts = changed_rows(ask, fingerprint(suite(Stage.TIMELINE, Settings())))
            assert parts is not None
            changed: Found = {table.name: {} for table in CONTENT_TABLES}
            everything: Found = {table.name: {} for table in CONTENT_TABLES}
            for table, (part, _) in parts.items():
                for each in passes(part, [check for check in checks if check.table == table], whole=False):
                    suspected = dict(zip((check.name for check in each.checks), ask(each.sql)[0], strict=True))
                    for check in each.checks:
                        if suspected[check.name]:
                            _note(changed, check, ask(check.query.replace("$batch", part)))
                for check in (check for check in checks if check.table == table):
                    if check.screen is None:
                        _note(changed, check, ask(check.query.replace("$batch", part)))
                    _note(everything, check, ask(check.query.replace("$batch", table)))
    return changed, everything


def _note(found: Found, check: Check, rows: list[tuple[object, ...]]) -> None:
    for (row,) in rows:
        found[check.table].setdefault(str(row), set()).add(check.name)


def partial(result: GateResult) -> bool:
    """Whether the checks of rows looked at a part of them."""
    told = [each.detail or "" for each in result.outcomes if each.level is Level.ROW]
    return any("passed before" in detail for detail in told)


def _text_under_a_mention() -> Changes:
    rows = world(_KNOWN)
    changed = rows.documents.slice(3, 1).with_columns(text=pl.lit("x") + pl.col("text"))
    return replace(_NONE, documents=changed, mentions=rows.mentions.slice(3, 1))


def _published_before_it_happened() -> Changes:
    rows = world(_KNOWN)
    changed = rows.documents.slice(3, 1).with_columns(published=pl.date(2025, 2, 1))
    return replace(_NONE, documents=changed, mentions=rows.mentions.slice(3, 1))


def _a_report_more_than_counted() -> Changes:
    rows = world(_KNOWN + 1)
    one = rows.mentions.tail(1).with_columns(event_id=pl.lit(event_id(5)))
    return replace(_NONE, documents=rows.documents.tail(1), mentions=one)


def _a_report_that_moved() -> Changes:
    one = world(_KNOWN).mentions.slice(7, 1).with_columns(event_id=pl.lit(event_id(9)))
    return replace(_NONE, mentions=one)


def _a_report_that_is_gone() -> Changes:
    return replace(_NONE, removed={"mentions": world(_KNOWN).mentions.slice(7, 1).select("mention_id")})


def _a_document_that_is_gone() -> Changes:
    return replace(_NONE, removed_documents=("d-12",))


def _an_event_that_is_gone() -> Changes:
    return replace(_NONE, removed_events=(event_id(11),))


def _an_actor_that_is_gone() -> Changes:
    return replace(_NONE, removed={"actors": pl.DataFrame({"actor_id": ["person/marc-duval"]})})


def _an_actor_whom_another_stands_for_is_gone() -> Changes:
    return replace(_NONE, removed={"actors": pl.DataFrame({"actor_id": ["person/eva-kos"]})})


def _an_old_event_made_worse() -> Changes:
    return replace(_NONE, timeline=world(_KNOWN).timeline.slice(20, 1).with_columns(date_edtf=pl.lit("2025-02-13")))


def _a_link_to_nowhere() -> Changes:
    rows = pl.DataFrame([link(world(1).mentions["mention_id"][0], "m-" + 16 * "0", 1.0, True, "score")])
    return replace(_NONE, links=conform(rows, LINKS))


def _two_of_the_same_key() -> Changes:
    one = world(_KNOWN).timeline.slice(30, 1)
    return replace(_NONE, timeline=pl.concat([one.with_columns(title=pl.lit(f"Again {n}")) for n in range(2)]))


def _every_column_bad_in_new_rows() -> Changes:
    bad, spoiled = plants(TIMELINE, stamps=False), plants(MENTIONS, stamps=False)
    rows = world(_KNOWN + len(bad) + len(spoiled))
    events, mentions = (frame.slice(_KNOWN) for frame in (rows.timeline, rows.mentions))
    people = pl.concat([rows.actors.head(1).with_columns(actor_id=pl.lit(f"person/new-{n}")) for n in range(20)])
    return replace(
        _NONE,
        documents=planted(
            rows.documents.slice(_KNOWN), DOCUMENTS, plants(DOCUMENTS, stamps=False, start=len(bad) // 2)
        ),
        mentions=planted(mentions, MENTIONS, plants(MENTIONS, stamps=False, start=len(bad))),
        timeline=planted(events, TIMELINE, bad),
        actors=planted(people, ACTORS, plants(ACTORS, stamps=False)),
    )


FAULTS: tuple[tuple[Callable[[], Changes], str], ...] = (
    (_text_under_a_mention, "mentions"),
    (_published_before_it_happened, "mentions"),
    (_published_before_it_happened, "timeline"),
    (_a_report_more_than_counted, "timeline"),
    (_a_report_that_moved, "timeline"),
    (_a_report_that_is_gone, "timeline"),
    (_a_document_that_is_gone, "timeline"),
    (_an_event_that_is_gone, "mentions"),
    (_an_event_that_is_gone, "event_aliases"),
    (_an_actor_that_is_gone, "timeline"),
    (_an_actor_that_is_gone, "actor_aliases"),
    (_an_actor_whom_another_stands_for_is_gone, "actors"),
    (_an_old_event_made_worse, "timeline"),
    (_a_link_to_nowhere, "links"),
    (_two_of_the_same_key, "timeline"),
    (_every_column_bad_in_new_rows, "documents"),
)


@pytest.mark.parametrize(("fault", "table"), FAULTS, ids=[f"{fault.__name__} {table}" for fault, table in FAULTS])
def test_what_a_change_makes_bad_is_found_as_if_everything_were_checked(
    path: Path, fault: Callable[[], Changes], table: str
) -> None:
    changed, everything = both(path, fault())
    assert changed == everything
    assert changed[table] != {}


def test_the_gate_finds_it_too(gate: Gate, path: Path) -> None:
    with Warehouse(path).writer() as store:
        run = run_record(2)
        candidate = store.prepare(run.run_id, run.started, _every_column_bad_in_new_rows())
        changed = gate.check(candidate, Stage.TIMELINE, changed_only=True)
        everything = gate.check(candidate, Stage.TIMELINE)
    assert partial(changed) and not partial(everything)
    assert changed.suite == everything.suite
    for table in CONTENT_TABLES:
        assert changed.failing(table.name) == everything.failing(table.name)


def test_a_good_run_looks_at_what_it_has_changed_and_the_next_one_again(gate: Gate, path: Path) -> None:
    rows = world(_KNOWN + 2)
    for number in (2, 3):
        at = _KNOWN + number - 2
        new = {name: getattr(rows, name).slice(at, 1) for name in ("documents", "mentions", "timeline")}
        result = publish(gate, path, number, replace(_NONE, **new))
        looked = {each.suite: each.detail for each in result.outcomes if each.level is Level.ROW}
        assert looked["timeline"] == looked["documents"] == "1 rows; the others passed before"
    with duckdb.connect(str(path), read_only=True) as connection:
        left = connection.execute("SELECT 1 FROM duckdb_schemas() WHERE schema_name = 'unchecked'").fetchall()
        assert passed_suite(connection) == result.suite
    assert left == []


@pytest.mark.integration
def test_what_is_held_back_takes_what_rests_on_it_along_in_a_later_run_too(gate: Gate, path: Path) -> None:
    publish(gate, path, 2, _an_event_that_is_gone())
    with duckdb.connect(str(path), read_only=True) as connection:
        held = connection.execute("SELECT kind, reason FROM quarantine ORDER BY ALL").fetchall()
        events = connection.execute("SELECT count(*) FROM timeline").fetchall()[0][0]
    assert held == [("event_alias", "event_id is in timeline"), ("link", "a mention of it was held back"),
                    ("mention", "event_id is in timeline")]  # fmt: skip
    assert events == _KNOWN - 1


@pytest.mark.integration
def test_another_suite_checks_everything(gate: Gate, path: Path) -> None:
    result = publish(gate, path, 2, _NONE, Settings(oldest_year=1200))
    assert not partial(result)
    assert partial(publish(gate, path, 3, _NONE, Settings(oldest_year=1200)))


def part(candidate: Path) -> object:
    """The rows that a run would check, where these are not all."""
    with duckdb.connect(str(candidate), read_only=True) as connection:
        suite_of_all = fingerprint(suite(Stage.TIMELINE, Settings()))
        return changed_rows(lambda sql: connection.execute(sql).fetchall(), suite_of_all)


def test_after_a_release_without_checks_everything_is_checked(path: Path) -> None:
    with Warehouse(path).writer() as store:
        run = run_record(2)
        assert part(store.prepare(run.run_id, run.started, _an_old_event_made_worse())) is not None
        store.finish(run, Log())
    with Warehouse(path).writer() as store:
        run = run_record(3)
        assert part(store.prepare(run.run_id, run.started, _NONE)) is None


def test_what_anyone_may_have_written_is_checked_as_a_whole(path: Path) -> None:
    """Without a working file a run builds on the published one, which its user can change."""
    Warehouse(path).working.unlink()
    with Warehouse(path).writer() as store:
        run = run_record(2)
        assert part(store.prepare(run.run_id, run.started, _NONE)) is None


def test_a_run_that_was_refused_leaves_the_release_before_as_what_has_passed(path: Path) -> None:
    with Warehouse(path).writer() as store:
        run = run_record(2)
        store.prepare(run.run_id, run.started, _an_old_event_made_worse())
        store.refuse(run, Log())
    with Warehouse(path).writer() as store:
        run = run_record(3)
        found = part(store.prepare(run.run_id, run.started, _a_report_that_moved()))
    assert found is not None


def test_when_much_has_changed_everything_is_checked() -> None:
    with duckdb.connect() as connection:
        create(connection)
        connection.execute("INSERT INTO documents (doc_id) SELECT 'd-' || n FROM range(5001) t(n)")
        connection.execute("INSERT INTO releases (release) VALUES (1)")
        settle(connection, 1, "suite")
        begin(connection)
        note(connection, DOCUMENTS, "(FROM documents LIMIT 1000)", gone=False)

        def ask(sql: str) -> list[tuple[object, ...]]:
            return connection.execute(sql).fetchall()

        found = changed_rows(ask, "suite")
        assert found is not None and found["documents"] == ("changed_documents", 1000)
        assert changed_rows(ask, "another suite") is None
        note(connection, DOCUMENTS, "(FROM documents OFFSET 1000)", gone=True)
        note(connection, DOCUMENTS, "(FROM documents OFFSET 1000)", gone=False)
        assert changed_rows(ask, "suite") is None


def test_only_checks_of_rows_have_a_first_look() -> None:
    """A check of a whole table must never be asked of a part of it."""
    content = {table.name for table in CONTENT_TABLES}
    screened = [each for each in suite(Stage.TIMELINE, Settings()) if each.screen and each.table in content]
    assert {each.level for each in screened} == {Level.ROW}
