"""A process that builds one release after another until it is killed: ``python -m tests.warehouse.builder FILE FROM``.

Prints a line before each build.  Release n holds n + 2 documents and as many events.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path

from tests.warehouse.samples import changes, run_record, world
from warehouse.records import Log, Release
from warehouse.store import Warehouse


def build(path: Path, number: int) -> Release:
    with Warehouse(path, keep=2).writer() as store:
        known = store.known_documents().height
        rows = world(number + 2)
        run = run_record(number, loaded=rows.documents.height - known, unchanged=known)
        store.prepare(run.run_id, run.started, rows)
        return store.finish(run, Log())


@cache
def _first(kind: str) -> tuple[tempfile.TemporaryDirectory[str], Release]:
    """A warehouse whose first run took in the sample rows (or, for "world", the first build), made once a process."""
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name) / "t.duckdb"
    if kind == "world":
        return folder, build(path, 1)
    with Warehouse(path).writer() as store:
        run = run_record(1)
        store.prepare(run.run_id, run.started, changes())
        return folder, store.finish(run, Log())


def started(path: Path, kind: str = "samples") -> Release:
    """Have a warehouse after its first run at ``path``, as a copy of one: building takes a hundred times as long."""
    folder, release = _first(kind)
    made = Path(folder.name) / "t.duckdb"
    shutil.copyfile(made, path)
    shutil.copytree(Warehouse(made).work, Warehouse(path).work, dirs_exist_ok=True)
    return release


if __name__ == "__main__":
    file, first = Path(sys.argv[1]), int(sys.argv[2])
    for each in range(first, first + 1000):
        sys.stdout.write(f"{each}\n")
        sys.stdout.flush()
        build(file, each)
