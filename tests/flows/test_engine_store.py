"""Where the flow engine keeps its store: what is said when it cannot be written, before the engine is started."""

import os
import tempfile
from pathlib import Path

import pytest

from flows.errors import DatelineError, ExitCode
from flows.settings import prepare_prefect
from tests.conftest import run_dateline


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """An environment that names no home of the engine, of which nothing stays when the test is over."""
    named = ("PREFECT_", "DATELINE_", "XDG_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(named)}
    monkeypatch.setattr(os, "environ", kept | {"HOME": str(tmp_path)})
    return os.environ


@pytest.fixture
def file(tmp_path):
    """Nothing can be made below a file, by root neither."""
    (tmp_path / "file").write_text("")
    return tmp_path / "file"


def refused():
    with pytest.raises(DatelineError) as caught:
        prepare_prefect(verbose=False)
    assert caught.value.exit_code == ExitCode.UNREADABLE
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("variable", "home", "store", "named"),
    [
        ("DATELINE_HOME", "file/home", "file/home/prefect", "DATELINE_HOME"),
        ("PREFECT_HOME", "file/engine", "file/engine", "PREFECT_HOME"),
        ("XDG_CACHE_HOME", "file", "file/dateline/prefect", "DATELINE_HOME"),
    ],
)
def test_the_folder_and_the_variable_that_moves_it_are_named(environment, file, variable, home, store, named):
    environment[variable] = str(file.parent / home)
    said = refused()
    assert said.startswith(f"{file.parent / store}: the flow engine cannot keep its store there (Not a directory)")
    assert said.endswith(f"name another folder with {named}")


@pytest.mark.usefixtures("environment")
def test_without_any_variable_dateline_home_moves_it(file):
    (file.parent / ".cache").symlink_to(file)
    assert refused().endswith("name another folder with DATELINE_HOME")


def test_a_folder_of_another_user_is_told_as_such(environment, tmp_path, monkeypatch):
    environment["DATELINE_HOME"] = str(tmp_path / "home")

    def denied(dir):
        raise PermissionError(13, "Permission denied", str(dir))

    monkeypatch.setattr(tempfile, "TemporaryFile", denied)  # root is denied nothing
    assert refused() == (
        f"{tmp_path}/home/prefect: the flow engine cannot keep its store there (Permission denied); "
        "name another folder with DATELINE_HOME or run as the user whom this one belongs to"
    )


def test_a_database_that_cannot_be_opened_is_told(environment, tmp_path):
    environment["PREFECT_HOME"] = str(tmp_path / "engine")
    (tmp_path / "engine" / "prefect.db").mkdir(parents=True)
    assert refused().startswith(f"{tmp_path}/engine/prefect.db: the flow engine cannot keep its store there")


def test_what_a_server_elsewhere_keeps_is_its_own_affair(environment, tmp_path):
    environment |= {"PREFECT_HOME": str(tmp_path / "engine"), "PREFECT_API_URL": "http://127.0.0.1:1/api"}
    (tmp_path / "engine" / "prefect.db").mkdir(parents=True)
    prepare_prefect(verbose=False)


def test_a_store_that_can_be_written_is_left_as_it_is(environment):
    environment["PREFECT_HOME"] = "~/engine"
    store = Path.home() / "engine"
    store.mkdir()
    (store / "prefect.db").write_text("as it was")
    prepare_prefect(verbose=False)
    assert [path.name for path in store.iterdir()] == ["prefect.db"]
    assert (store / "prefect.db").read_text() == "as it was"


def test_a_build_says_it_in_one_line(tmp_path, file):
    (tmp_path / "a.txt").write_text("Ana Silva resigned on 4 May 2021.")
    run = run_dateline(tmp_path, {"DATELINE_HOME": str(file / "home")}, "build", "a.txt", code=4)
    assert run.stderr.count("\n") == 1
    assert "name another folder with DATELINE_HOME" in run.stderr


def test_a_server_that_dies_at_its_start_says_why(tmp_path):
    (tmp_path / "a.txt").write_text("Ana Silva resigned on 4 May 2021.")
    (tmp_path / "home" / "prefect").mkdir(parents=True)
    (tmp_path / "home" / "prefect" / "prefect.db").write_text("no database, though long enough to be one. " * 50)
    run = run_dateline(tmp_path, {"DATELINE_HOME": str(tmp_path / "home")}, "build", "a.txt", code=4)
    assert run.stderr.splitlines()[-1] == (
        "dateline: the flow engine's server ended at once: sqlite3.DatabaseError: file is not a database"
    )
