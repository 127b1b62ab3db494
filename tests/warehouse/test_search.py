"""Full-text search over titles and quotes, and what is said where it is absent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.warehouse.samples import changes, run_record, world
from warehouse import search
from warehouse.errors import QueryError
from warehouse.queries import query
from warehouse.records import Changes, Log
from warehouse.store import Warehouse


def build(path: Path, number: int, rows: Changes) -> None:
    with Warehouse(path).writer() as store:
        run = run_record(number)
        store.prepare(run.run_id, run.started, rows)
        store.finish(run, Log())


def found(path: Path, words: str) -> list[str]:
    return query(path, "SELECT event_type FROM search($w)", parameters={"w": words})["event_type"].to_list()


@pytest.mark.parametrize(
    ("words", "types"),
    [
        ("harbour plan", ["document"]),
        ("HARBOUR", ["document"]),
        ("telephoning", ["phone_call"]),  # the same stem as "telephoned"
        ("eva kos", ["resignation"]),  # accents do not matter
        ("nobody wrote anything", []),
        ("'; DROP TABLE timeline; --", []),
        ("", []),
    ],
)
def test_words_are_found_in_titles_and_quotes(small: Path, words: str, types: list[str]) -> None:
    assert found(small, words) == types


def test_the_index_is_that_of_the_release_and_knows_every_script(tmp_path: Path) -> None:
    path = tmp_path / "t.duckdb"
    rows = changes()
    build(path, 1, rows)
    build(path, 2, replace(rows, timeline=rows.timeline.with_columns(title=pl.lit("Розмова в Києві"))))
    assert len(found(path, "києві")) == 3
    assert found(path, "telephoned") == ["phone_call"]


_OWN = "SELECT event_id, round(score, 9) AS score FROM search('call berg anna 3 harbour') ORDER BY ALL"
_THEIRS = (
    "SELECT event_id, round(score, 9) AS score FROM (SELECT event_id,"
    " fts_main_timeline.match_bm25(event_id, 'call berg anna 3 harbour') AS score FROM timeline)"
    " WHERE score IS NOT NULL ORDER BY ALL"
)
_INDEX = (
    "PRAGMA create_fts_index('timeline', 'event_id', 'title', 'quote', 'location', stemmer = 'porter',"
    r" stopwords = 'none', ignore = '[^\p{L}\p{N}]+', strip_accents = 1, lower = 1)"
)


@pytest.mark.parametrize("share", [0.0, 10.0], ids=["always made anew", "always added to"])
def test_scores_are_those_of_the_extension_s_own_index_whatever_the_releases_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    monkeypatch.setattr(search, "_STALE", share)
    path = tmp_path / "t.duckdb"
    rows = world(12)
    build(path, 1, replace(rows, timeline=rows.timeline.head(8)))
    first = pl.col("event_id").is_in(rows.timeline["event_id"].head(3).to_list())
    other = pl.when(first).then(pl.lit("Anna")).otherwise("title")
    build(path, 2, replace(rows, timeline=rows.timeline.tail(10).with_columns(title=other)))
    build(path, 3, replace(rows, timeline=rows.timeline.with_columns(title=other)))
    with duckdb.connect(str(path)) as connection:
        assert search.load(connection)
        connection.execute(_INDEX)
        own = connection.execute(_OWN).fetchall()
        assert own == connection.execute(_THEIRS).fetchall()
    assert len(own) == 12


def test_without_the_extension_the_timeline_is_published_and_searching_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.duckdb"
    build(path, 1, changes())
    monkeypatch.setattr(search, "extension", lambda: None)
    with pytest.raises(QueryError, match="install duckdb-extension-fts=="):
        found(path, "harbour")
    build(path, 2, changes())
    assert query(path, "SELECT count(*) FROM timeline").row(0) == (3,)
    with pytest.raises(QueryError, match="install duckdb-extension-fts=="):
        found(path, "harbour")
    assert query(path, "SELECT count(*) FROM duckdb_schemas() WHERE schema_name LIKE 'search%'").row(0) == (0,)


def _words(number: int) -> Changes:
    """Events that share words more and less, so that many have the same score."""
    rows = world(30)
    said = [f"{('vote', 'call', 'harbour')[(n + number) % 3]} {'call ' * (n % 4)}{n % 5} berg" for n in range(30)]
    return replace(rows, timeline=rows.timeline.with_columns(title=pl.Series(said), location=pl.lit("Oslo")))


_RANKED = "SELECT event_id, score FROM search($w, most := 7)"


@pytest.mark.parametrize("words", ["call", "vote 3 harbour", "oslo", "berg call vote 1 2 harbour"])
def test_an_index_that_was_added_to_ranks_as_one_made_anew_ties_included(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    added, anew = tmp_path / "added.duckdb", tmp_path / "anew.duckdb"
    first, second = _words(0), _words(1)
    last = first.timeline["event_id"].tail(3).to_list()  # the numbers of the last ones must not be given again
    changed = pl.col("event_id").is_in(last)
    between = pl.concat([first.timeline.filter(~changed), second.timeline.filter(changed)])
    monkeypatch.setattr(search, "_STALE", 10.0)
    monkeypatch.setattr(search, "_AT_ONCE", 4)
    build(added, 1, replace(first, timeline=first.timeline.tail(29)))
    build(added, 2, replace(first, timeline=between))
    build(added, 3, replace(first, timeline=second.timeline.reverse()))
    build(anew, 1, replace(first, timeline=second.timeline))
    ranked = [query(path, _RANKED, parameters={"w": words}).rows() for path in (added, anew)]
    assert ranked[0] == ranked[1]
    assert len(ranked[0]) == 7
    best = query(anew, "SELECT event_id, score FROM search($w)", parameters={"w": words}).rows()
    assert ranked[0] == sorted(best, key=lambda row: (-row[1], row[0]))[:7]


def test_an_index_of_another_shape_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "t.duckdb"
    build(path, 1, changes())
    with duckdb.connect(str(Warehouse(path).working)) as connection:
        connection.execute("ALTER TABLE search_index.places DROP COLUMN length; DROP TABLE search_index.gone")
    build(path, 2, changes())
    assert found(path, "harbour plan") == ["document"]
