"""A run without new documents links and checks nothing, unless what makes the timeline changed."""

import datetime as dt
from types import SimpleNamespace

import polars as pl
import pytest

from flows import standstill
from flows.request import BuildRequest

DAY = dt.datetime(2024, 3, 14, tzinfo=dt.UTC)


def store_of(folder, runs=(("run-1", True),)):
    rows = [
        {"run_id": name, "published": done, "started": DAY + dt.timedelta(n)} for n, (name, done) in enumerate(runs)
    ]
    return SimpleNamespace(work=folder, base=folder / "working.duckdb", read=lambda _: pl.DataFrame(rows))


@pytest.fixture
def store(tmp_path):
    store = store_of(tmp_path)
    standstill.remember(store, "run-1", "digest", "run-0")
    return store


def test_it_stands_where_nothing_came_and_nothing_changed(store):
    assert standstill.stands(store, "digest")


def test_it_does_not_stand_once_something_did(store, tmp_path):
    assert not standstill.stands(store, "another")
    # The file was replaced from elsewhere, or another program published since.
    assert not standstill.stands(store_of(tmp_path, [("run-1", True), ("run-2", True)]), "digest")
    # A run that was refused has changed nothing.
    assert standstill.stands(store_of(tmp_path, [("run-1", True), ("run-2", False)]), "digest")
    (tmp_path / "made-from.json").write_text("{half")
    assert not standstill.stands(store, "digest")
    (tmp_path / "made-from.json").unlink()
    assert not standstill.stands(store, "digest")


def test_what_was_linked_counts_only_for_the_release_that_it_was_made_for(store, tmp_path):
    assert standstill.linked(store, "digest") == "run-0"
    assert standstill.linked(store, "another") is None
    assert standstill.linked(store_of(tmp_path, [("run-1", True), ("run-2", True)]), "digest") is None
    standstill.remember(store, "run-1", "digest", None)  # something was held back
    assert standstill.linked(store, "digest") is None
    assert standstill.stands(store, "digest")


def test_the_digest_follows_whatever_the_timeline_is_made_from(tmp_path):
    actors = tmp_path / "actors.toml"
    actors.write_text("[[person]]\n")
    request = BuildRequest((), "t.duckdb", actors=str(actors))
    before = standstill.made_from(request, "v1", 0.5)
    assert before == standstill.made_from(request, "v1", 0.5)
    assert before != standstill.made_from(request, "v2", 0.5)
    assert before != standstill.made_from(request, "v1", 0.6)
    assert before != standstill.made_from(BuildRequest((), "t.duckdb"), "v1", 0.5)
    actors.write_text("[[person]]\nname = 'x'\n")
    assert before != standstill.made_from(request, "v1", 0.5)
