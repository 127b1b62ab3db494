"""The hash that is kept while rows come and go is that of all rows read anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl

from tests.warehouse.samples import changes, event_id, mention_id, run_record, world
from warehouse.fingerprint import KEPT, content_hash, keep, kept_hash
from warehouse.records import Changes, Log
from warehouse.store import Warehouse


def release_hash(path: Path, number: int, rows: Changes, held: dict[str, str] | None = None) -> str:
    with Warehouse(path).writer() as store:
        run = run_record(number)
        store.prepare(run.run_id, run.started, rows)
        if held:
            failing = {table: {item: ("a check",)} for table, item in held.items()}
            store.hold_back(failing, run.run_id)
        release = store.finish(run, Log())
    with duckdb.connect(str(path), read_only=True) as connection:
        assert release.content_hash == kept_hash(connection) == content_hash(connection)
    return release.content_hash


def test_the_kept_hash_follows_every_kind_of_change(tmp_path: Path) -> None:
    path, rows = tmp_path / "t.duckdb", changes()
    first = release_hash(path, 1, rows)
    moved = replace(rows, timeline=rows.timeline.with_columns(location=pl.lit("Vienna")))
    again = replace(rows, documents=rows.documents.head(1), mentions=rows.mentions.filter(doc_id="d-1").head(2))
    nothing = replace(rows, documents=rows.documents.clear(), mentions=rows.mentions.clear())
    part = replace(nothing, timeline=rows.timeline.clear(), complete=False, removed_events=(event_id(2),))
    seen = [first]
    seen.append(release_hash(path, 2, moved))
    seen.append(release_hash(path, 3, rows, {"timeline": event_id(1)}))
    seen.append(release_hash(path, 4, rows, {"mentions": mention_id("d-1", 0)}))
    seen.append(release_hash(path, 5, again))
    seen.append(release_hash(path, 6, part))
    seen.append(release_hash(path, 7, replace(nothing, removed_documents=("d-1", "d-2"))))
    assert len(set(seen)) == len(seen)
    assert release_hash(path, 8, rows) == first


def test_sums_of_other_columns_are_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "t.duckdb"
    first = release_hash(path, 1, world(3))
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"UPDATE {KEPT} SET of = 'other columns', low = 0")
        keep(connection)
        assert kept_hash(connection) == first
