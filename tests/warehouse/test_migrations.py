"""Files of earlier layouts are brought forward, in the writer's copy, one step at a time."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.warehouse.samples import changes, event_id, run_record
from warehouse.errors import WarehouseError
from warehouse.explain import explain
from warehouse.migrations import STEPS, VERSION, create, migrate, version_of
from warehouse.migrations.step import Step
from warehouse.quarantine import held_back
from warehouse.queries import query
from warehouse.records import Log
from warehouse.store import Warehouse

LAYOUTS = Path(__file__).parent / "layouts"


def _add_colour(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("ALTER TABLE timeline ADD COLUMN colour VARCHAR")


def _break(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("DROP TABLE timeline")
    raise ZeroDivisionError


LATER = (Step(VERSION + 1, "colours", _add_colour), Step(VERSION + 2, "nothing", lambda _: None))


def test_steps_lead_from_the_first_version_to_the_present_one() -> None:
    assert [step.to for step in STEPS] == list(range(2, VERSION + 1))


def test_a_new_file_has_the_present_version_and_needs_no_step() -> None:
    with duckdb.connect(":memory:") as connection:
        assert version_of(connection) is None
        create(connection)
        assert version_of(connection) == VERSION
        assert migrate(connection) == 0


def test_an_older_file_takes_each_step_once_and_says_so() -> None:
    with duckdb.connect(":memory:") as connection:
        create(connection)
        assert migrate(connection, LATER, VERSION + 2) == 2
        assert migrate(connection, LATER, VERSION + 2) == 0
        assert version_of(connection) == VERSION + 2
        assert connection.execute("SELECT title FROM dateline_schema ORDER BY version").fetchall() == [
            ("made by Dateline",), ("colours",), ("nothing",),
        ]  # fmt: skip
        connection.execute("SELECT colour FROM timeline")


def test_a_step_that_fails_leaves_the_layout_as_it_was() -> None:
    with duckdb.connect(":memory:") as connection:
        create(connection)
        with pytest.raises(ZeroDivisionError):
            migrate(connection, (Step(VERSION + 1, "broken", _break),), VERSION + 1)
        assert version_of(connection) == VERSION
        assert connection.execute("SELECT count(*) FROM timeline").fetchall() == [(0,)]


def _file_of(version: int, path: Path) -> Path:
    """A file as the program of that layout left it."""
    with duckdb.connect(str(path)) as connection:
        connection.execute((LAYOUTS / f"layout_{version}.sql").read_text(encoding="utf-8"))
    return path


_DESCRIBED = (
    "SELECT table_name, column_name, data_type, comment FROM duckdb_columns()"
    " WHERE NOT internal AND table_name IN (SELECT table_name FROM duckdb_tables()) ORDER BY ALL"
)


@pytest.mark.parametrize("version", range(1, VERSION))
def test_a_file_of_every_earlier_layout_becomes_the_same_as_a_new_one(tmp_path: Path, version: int) -> None:
    path = _file_of(version, tmp_path / "t.duckdb")
    with duckdb.connect(str(path)) as connection, duckdb.connect(":memory:") as new:
        before = connection.execute("SELECT * FROM timeline").fetchall()
        assert migrate(connection) == VERSION - version
        create(new)
        assert connection.execute(_DESCRIBED).fetchall() == new.execute(_DESCRIBED).fetchall()
        assert connection.execute("SELECT * FROM timeline").fetchall() == before


@pytest.mark.parametrize("version", range(1, VERSION))
def test_a_file_of_every_earlier_layout_is_read_as_it_is_and_built_on(tmp_path: Path, version: int) -> None:
    path = _file_of(version, tmp_path / "t.duckdb")
    before = path.read_bytes()
    assert len(explain(path, event_id(1)).evidence) == 1
    assert held_back(path)["item"].to_list() == ["broken.txt"]
    assert query(path, "SELECT count(*) AS links FROM links")["links"].to_list() == [0]
    with Warehouse(path).writer() as store:
        assert store.known_documents()["doc_id"].to_list() == ["d-1"]
        run = run_record(2)
        store.prepare(run.run_id, run.started, changes())
        assert path.read_bytes() == before
        assert store.finish(run, Log()).number == 2
    assert query(path, "SELECT max(version) AS v FROM dateline_schema")["v"].to_list() == [VERSION]


def test_a_newer_or_foreign_file_is_refused() -> None:
    with duckdb.connect(":memory:") as connection:
        with pytest.raises(WarehouseError, match="layout None"):
            migrate(connection)
        create(connection, VERSION + 1)
        with pytest.raises(WarehouseError, match="cannot be brought"):
            migrate(connection)


def test_a_writer_works_on_a_copy_in_the_present_layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from warehouse import files, sessions

    path = tmp_path / "t.duckdb"
    with Warehouse(path).writer() as store:
        run = run_record(1)
        store.prepare(run.run_id, run.started, changes())
        store.finish(run, Log())
    before = path.read_bytes()
    monkeypatch.setattr(sessions, "VERSION", VERSION + 2)
    monkeypatch.setattr(files, "VERSION", VERSION + 2)
    monkeypatch.setattr(sessions, "migrate", lambda connection: migrate(connection, LATER, VERSION + 2))
    with Warehouse(path).writer() as store:
        assert store.known_documents().height == 2
        run = run_record(2)
        store.prepare(run.run_id, run.started, changes())
        assert path.read_bytes() == before
        store.finish(run, Log())
    with duckdb.connect(str(path), read_only=True) as connection:
        assert version_of(connection) == VERSION + 2
        assert connection.execute("SELECT count(*), count(colour) FROM timeline").fetchall() == [(3, 0)]
