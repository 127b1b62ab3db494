"""The store: runs by difference, stamps, refusal, recovery, and files that are not ours."""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import os
import shutil
import socket
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.warehouse.builder import started
from tests.warehouse.samples import NOW, changes, event_id, mention_id, run_record, world
from warehouse.errors import WarehouseError
from warehouse.migrations import VERSION
from warehouse.records import Changes, Log, Release, RunRecord
from warehouse.releases import list_releases
from warehouse.store import Warehouse


def build(path: Path, number: int, rows: Changes, run: RunRecord | None = None) -> Release:
    with Warehouse(path).writer() as store:
        run = run or run_record(number)
        store.prepare(run.run_id, run.started, rows)
        return store.finish(run, Log())


def fetch(path: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "t.duckdb"


def test_a_first_run_publishes_all_tables_and_its_counts(path: Path) -> None:
    release = build(path, 1, changes())
    assert (release.number, release.events, release.mentions, release.documents) == (1, 3, 6, 2)
    assert (release.events_new, release.events_changed, release.events_removed) == (3, 0, 0)
    assert fetch(path, "SELECT count(*) FROM actors") == [(3,)]
    assert fetch(path, "SELECT read, loaded, events_new, published FROM runs") == [(2, 2, 3, True)]
    assert fetch(path, "SELECT release, run_id, content_hash FROM releases") == [(1, "r-1", release.content_hash)]
    assert not Path(f"{path}.wal").exists()


def test_what_is_the_same_stays_as_it_was_and_is_the_same_content(path: Path) -> None:
    first = started(path)
    second = build(path, 2, changes())
    assert second.content_hash == first.content_hash
    assert (second.number, second.events_new, second.events_changed) == (2, 0, 0)
    assert fetch(path, "SELECT DISTINCT first_run, last_run FROM timeline") == [("r-1", "r-1")]
    assert fetch(path, "SELECT DISTINCT first_run, last_run FROM documents") == [("r-1", "r-1")]
    assert fetch(path, "SELECT count(*) FROM timeline_history") == [(0,)]


def test_the_order_of_rows_does_not_matter_to_the_content(tmp_path: Path) -> None:
    rows = changes()
    turned = replace(rows, timeline=rows.timeline.reverse(), mentions=rows.mentions.reverse())
    assert build(tmp_path / "a.duckdb", 1, rows).content_hash == build(tmp_path / "b.duckdb", 7, turned).content_hash


def test_a_change_in_any_column_moves_last_run_and_keeps_first_run_and_the_former_version(path: Path) -> None:
    rows = changes()
    started(path)
    is_first = pl.col("event_id") == event_id(0)
    moved = rows.timeline.with_columns(location=pl.when(is_first).then(pl.lit("Vienna")).otherwise("location"))
    release = build(path, 2, replace(rows, timeline=moved))
    assert (release.events_new, release.events_changed, release.events_removed) == (0, 1, 0)
    assert fetch(path, f"SELECT first_run, last_run, location FROM timeline WHERE event_id = '{event_id(0)}'") == [
        ("r-1", "r-2", "Vienna")
    ]
    assert fetch(path, "SELECT event_id, location, last_run FROM timeline_history") == [(event_id(0), None, "r-1")]
    known = fetch(path, "SELECT known_from, known_until FROM timeline_history")
    assert known == [tuple(at for (at,) in fetch(path, "SELECT published FROM releases ORDER BY release"))]


def test_an_event_that_is_no_more_leaves_the_timeline_and_stays_in_history(path: Path) -> None:
    rows = changes()
    started(path)
    fewer = replace(rows, timeline=rows.timeline.filter(pl.col("event_id") != event_id(2)))
    assert build(path, 2, fewer).events_removed == 1
    assert fetch(path, "SELECT event_id FROM timeline_history") == [(event_id(2),)]


def test_mentions_of_a_changed_document_are_replaced_and_those_of_others_stay(path: Path) -> None:
    rows = changes()
    started(path)
    again = replace(
        rows,
        documents=rows.documents.head(1).with_columns(title=pl.lit("Corrected")),
        mentions=rows.mentions.filter(doc_id="d-1").head(1),
    )
    build(path, 2, again)
    assert fetch(path, "SELECT doc_id, count(*) FROM mentions GROUP BY 1 ORDER BY 1") == [("d-1", 1), ("d-2", 3)]
    assert fetch(path, "SELECT doc_id, first_run, last_run FROM documents ORDER BY 1") == [
        ("d-1", "r-1", "r-2"), ("d-2", "r-1", "r-1"),
    ]  # fmt: skip


def test_a_part_of_the_timeline_can_be_written_and_the_rest_stays(path: Path) -> None:
    rows = changes()
    started(path)
    nothing = replace(rows, documents=rows.documents.clear(), mentions=rows.mentions.clear())
    part = replace(nothing, timeline=rows.timeline.head(1), complete=False, removed_events=(event_id(2),))
    build(path, 2, part)
    assert fetch(path, "SELECT event_id FROM timeline ORDER BY 1") == [(event_id(0),), (event_id(1),)]
    assert fetch(path, "SELECT count(*) FROM actors") == [(3,)]


def test_rows_of_every_linked_table_can_be_taken_out_by_their_key(path: Path) -> None:
    rows = changes()
    first = build(path, 1, rows)
    nothing = Changes(rows.documents.clear(), rows.mentions.clear(), complete=False)
    keys = {
        "timeline": pl.DataFrame({"event_id": [event_id(2)]}),
        "event_aliases": rows.event_aliases.select("former_id"),
        "actors": pl.DataFrame({"actor_id": ["person/eva-kos"]}),
        "actor_aliases": pl.DataFrame({"actor_id": ["person/eva-kos"] * 2, "alias": ["Éva Kós", "Kós"]}),
        "mentions": pl.DataFrame({"mention_id": [mention_id("d-1", 2), "m-unknown"]}),
        "links": pl.DataFrame({"left_mention": [mention_id("d-1", 0)], "right_mention": [mention_id("d-1", 1)]}),
    }
    second = build(path, 2, replace(nothing, removed=keys))
    assert (second.events, second.mentions, second.events_removed) == (2, 5, 1)
    left = {name: fetch(path, f"SELECT count(*) FROM {name}")[0][0] for name in keys}
    assert left == {"timeline": 2, "event_aliases": 0, "actors": 2, "actor_aliases": 4, "mentions": 5, "links": 2}
    back = replace(
        nothing, mentions=rows.mentions, timeline=rows.timeline, event_aliases=rows.event_aliases,
        actors=rows.actors, actor_aliases=rows.actor_aliases, links=rows.links,
    )  # fmt: skip
    assert build(path, 3, back).content_hash == first.content_hash
    assert fetch(path, "SELECT count(DISTINCT last_run) FROM timeline") == [(2,)]  # what was the same stayed


def test_a_part_that_contradicts_itself_is_refused() -> None:
    rows = changes()
    gone = {"actors": rows.actors.select("actor_id").head(1)}
    with pytest.raises(ValueError, match="actors: rows both changed and removed"):
        replace(rows, complete=False, removed=gone)
    with pytest.raises(ValueError, match="what is not among their rows is removed"):
        replace(rows, removed=gone)
    with pytest.raises(ValueError, match="rows of runs cannot be removed"):
        replace(rows, complete=False, removed={"runs": gone["actors"]})


def test_a_part_of_a_table_can_be_read(path: Path) -> None:
    with Warehouse(path).writer() as store:
        assert store.read("mentions", ("mention_id",), among=pl.DataFrame({"doc_id": ["d-1"]})).is_empty()
    started(path)
    with Warehouse(path).writer() as store:
        asked = pl.DataFrame({"doc_id": ["d-1", "d-1", "d-2"], "event_id": [event_id(0), event_id(9), event_id(2)]})
        part = store.read("mentions", ("mention_id", "doc_id"), among=asked)
        assert set(part.rows()) == {(mention_id("d-1", 0), "d-1"), (mention_id("d-2", 2), "d-2")}
        assert part["mention_id"].is_sorted()
        assert store.read("actors", among=pl.DataFrame({"name": ["Éva Kós"]}))["actor_id"].to_list() == [
            "person/eva-kos"
        ]


def test_links_go_with_their_mentions_and_the_others_stay(path: Path) -> None:
    rows = changes()
    started(path)
    fewer = replace(
        rows,
        documents=rows.documents.tail(1),
        mentions=rows.mentions.filter(doc_id="d-2", event_id=event_id(0)),
        timeline=rows.timeline.clear(),
        links=rows.links.clear(),
        complete=False,
        relinked_mentions=(),
    )
    build(path, 2, fewer)
    left = "SELECT left_mention, right_mention FROM links ORDER BY score"
    apart, joined = (mention_id("d-1", 0), mention_id("d-1", 1)), (mention_id("d-1", 0), mention_id("d-2", 0))
    assert fetch(path, left) == [apart, joined]
    nothing = replace(fewer, documents=rows.documents.clear(), mentions=rows.mentions.clear())
    build(path, 3, replace(nothing, links=rows.links.filter(right_mention=apart[1]), relinked_mentions=(apart[0],)))
    assert fetch(path, left) == [apart]
    build(path, 4, replace(rows, links=rows.links.tail(1)))
    assert fetch(path, left) == [(mention_id("d-1", 2), mention_id("d-2", 2))]


def test_a_document_that_a_newer_reading_replaces_goes_with_all_that_is_its_own(path: Path) -> None:
    rows = changes()
    started(path)
    one = changes(1)
    renamed = replace(
        one,
        documents=one.documents.with_columns(doc_id=pl.lit("d-3")),
        mentions=one.mentions.with_columns(doc_id=pl.lit("d-3")),
        links=one.links.clear(),
        removed_documents=("d-1", "d-2"),
    )
    release = build(path, 2, renamed)
    assert (release.documents, release.mentions) == (1, 3)
    assert fetch(path, "SELECT doc_id FROM documents UNION SELECT doc_id FROM mentions") == [("d-3",)]
    assert fetch(path, "SELECT count(*) FROM links") == [(0,)]
    with pytest.raises(ValueError, match="both changed and removed: d-1"):
        replace(rows, removed_documents=("d-1",))


def test_the_next_run_knows_what_was_read(path: Path) -> None:
    with Warehouse(path).writer() as store:
        assert store.known_documents().is_empty()
        assert store.read("timeline").is_empty()
    started(path)
    with Warehouse(path).writer() as store:
        known = store.known_documents()
        assert known.columns == ["doc_id", "content_hash", "extractor_version", "source", "published"]
        assert known["published"].to_list() == [dt.date(2025, 12, 17)] * 2
        assert known["doc_id"].to_list() == ["d-1", "d-2"]
        assert store.read("timeline")["event_id"].to_list() == [event_id(n) for n in range(3)]
        assert store.read("mentions").drop("event_id").height == 6


def test_a_refused_run_is_written_down_and_changes_nothing_else(path: Path) -> None:
    started(path)
    before = path.read_bytes()
    with Warehouse(path).writer() as store:
        run = run_record(2, loaded=9)
        store.prepare(run.run_id, run.started, world(9))
        failed = {"run_id": "r-2", "suite": "s", "check_name": "c", "level": "table", "outcome": "failed",
                  "failing_rows": 1, "detail": "why"}  # fmt: skip
        store.refuse(run, Log(validations=pl.DataFrame([failed])))
    assert path.read_bytes() == before
    with Warehouse(path).writer() as store:
        assert store.read("runs")["published"].to_list() == [True, False]
        assert store.read("validations")["detail"].to_list() == ["why"]
        assert store.known_documents().height == 2


def test_a_run_that_raises_leaves_everything_as_it_was_and_nothing_behind(path: Path) -> None:
    started(path)
    before = path.read_bytes()
    with pytest.raises(ZeroDivisionError), Warehouse(path).writer() as store:
        store.prepare("r-2", NOW, world(3))
        raise ZeroDivisionError
    assert path.read_bytes() == before
    assert sorted(each.name for each in Warehouse(path).work.iterdir()) == ["lock", "releases", "working.duckdb"]
    assert build(path, 2, changes()).number == 2


def test_a_run_id_is_used_once_and_counts_must_add_up(path: Path) -> None:
    started(path)
    with pytest.raises(ValueError, match="r-1 is in the store already"):
        build(path, 1, changes())
    with pytest.raises(ValueError, match="do not add up"):
        replace(run_record(2), read=5)


def test_a_clock_that_was_set_back_does_not_reorder_releases(path: Path) -> None:
    started(path)
    early = replace(run_record(2), finished=NOW - dt.timedelta(days=400))
    build(path, 2, changes(), early)
    times = [at for (at,) in fetch(path, "SELECT published FROM releases ORDER BY release")]
    assert times == sorted(set(times)) and len(times) == 2  # type: ignore[type-var]


@pytest.mark.parametrize("lost", ["working", "published", "published cut short", "working cut short", "both views"])
def test_what_is_lost_or_damaged_is_made_anew_by_the_next_run(path: Path, lost: str) -> None:
    release = started(path)
    working = Warehouse(path).working
    if lost == "working":
        working.unlink()
    elif lost == "published":
        path.unlink()
    elif lost == "published cut short":
        path.write_bytes(path.read_bytes()[:5000])
    elif lost == "working cut short":
        working.write_bytes(working.read_bytes()[:5000])
    else:
        shutil.rmtree(Warehouse(path).work)
    again = build(path, 2, changes())
    assert (again.content_hash, again.number, again.events_new) == (release.content_hash, 2, 0)


def test_a_published_file_that_was_put_there_from_elsewhere_is_built_on(tmp_path: Path) -> None:
    mine, other = tmp_path / "mine.duckdb", tmp_path / "other.duckdb"
    build(mine, 1, changes())
    build(other, 5, world(9), run_record(5, loaded=9))
    shutil.copyfile(other, mine)
    with Warehouse(mine).writer() as store:
        assert store.known_documents().height == 9


def _refused(path: Path) -> str:
    with pytest.raises(WarehouseError) as told, Warehouse(path).writer():
        pass
    assert "\n" not in str(told.value)
    return str(told.value)


def test_a_directory_is_refused(tmp_path: Path) -> None:
    assert "is a directory" in _refused(tmp_path)


def test_a_pipe_is_refused_instead_of_waited_for(path: Path) -> None:
    os.mkfifo(path)
    assert "is no regular file" in _refused(path)


def test_a_link_stays_a_link_and_what_it_leads_to_is_published(tmp_path: Path) -> None:
    real, link = tmp_path / "in \"a\" düct; 'x'" / "t.duckdb", tmp_path / "link.duckdb"
    real.parent.mkdir()
    started(real)
    link.symlink_to(real)
    assert build(link, 2, changes()).number == 2
    assert link.is_symlink() and not Warehouse(link).work.is_relative_to(tmp_path / "link.duckdb.work")
    assert fetch(real, "SELECT max(release) FROM releases") == [(2,)]
    assert list_releases(link)["kept"].to_list() == [True, True]


def test_a_text_file_is_refused_and_untouched(path: Path) -> None:
    path.write_text("my notes, not yours, and long enough", encoding="utf-8")
    assert "is no DuckDB file" in _refused(path)
    assert path.read_text(encoding="utf-8").startswith("my notes")


def test_the_database_of_another_program_is_refused(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE timeline AS SELECT 1 AS x")
    assert "of another program" in _refused(path)


def test_a_newer_layout_is_refused(path: Path) -> None:
    started(path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE dateline_schema SET version = 99")
    told = _refused(path)
    assert "layout 99" in told and f"this one knows {VERSION}" in told and "update Dateline" in told


def test_a_damaged_file_without_a_working_copy_is_refused(path: Path) -> None:
    started(path)
    shutil.rmtree(Warehouse(path).work)
    path.write_bytes(path.read_bytes()[:5000])
    assert "is damaged" in _refused(path)


def test_a_place_where_nothing_can_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert "cannot make the working directory" in _refused(tmp_path / "file" / "t.duckdb")


def _hold(path: Path, ready: multiprocessing.synchronize.Event, done: multiprocessing.synchronize.Event) -> None:
    with Warehouse(path).writer():
        ready.set()
        done.wait(30)


def test_a_second_writer_is_told_who_the_first_is_and_gets_in_after_it(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    holder = context.Process(target=_hold, args=(path, ready, done))
    holder.start()
    try:
        assert ready.wait(30)
        note = json.loads((Warehouse(path).work / "holder.json").read_text(encoding="utf-8"))
        assert note["pid"] == holder.pid != os.getpid()
        told = _refused(path)
        assert f"by process {holder.pid} on {socket.gethostname()} since {note['since']}" in told
        with pytest.raises(WarehouseError, match="is being written"), Warehouse(path).writer(wait=0.3):
            pass
    finally:
        done.set()
        holder.join(30)
    with Warehouse(path).writer(wait=5.0) as store:
        assert store.known_documents().is_empty()


def test_readers_with_the_old_file_open_keep_it_while_a_new_one_is_published(path: Path) -> None:
    started(path)
    with duckdb.connect(str(path), read_only=True) as reader:
        build(path, 2, world(9), run_record(2, loaded=9))
        assert reader.execute("SELECT count(*) FROM timeline").fetchall() == [(3,)]
    assert fetch(path, "SELECT count(*) FROM timeline") == [(9,)]


def test_a_path_that_duckdb_cannot_write_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    for path in (tmp_path / "a?" / "t.duckdb", tmp_path / "t?.duckdb"):
        with pytest.raises(WarehouseError, match="rename it"), Warehouse(path).writer():
            pass
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["it's [1] #a*%41", "a;b ü"])
def test_a_path_may_hold_what_means_a_pattern_or_a_quote_elsewhere(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    path = tmp_path / name / f"{name}.duckdb"
    build(path, 1, world(2))
    build(path, 2, world(3))
    assert len(list_releases(path)) == 2
