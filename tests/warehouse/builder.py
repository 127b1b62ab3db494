"""A process that builds one release after another until it is killed: ``python -m tests.warehouse.builder FILE FROM``.

Prints a line before each build.  Release n holds n + 2 documents and as many events.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.warehouse.samples import run_record, world
from warehouse.records import Log, Release
from warehouse.store import Warehouse


def build(path: Path, number: int) -> Release:
    with Warehouse(path, keep=2).writer() as store:
        known = store.known_documents().height
        rows = world(number + 2)
        run = run_record(number, loaded=rows.documents.height - known, unchanged=known)
        store.prepare(run.run_id, run.started, rows)
        return store.finish(run, Log())


if __name__ == "__main__":
    file, first = Path(sys.argv[1]), int(sys.argv[2])
    for each in range(first, first + 1000):
        sys.stdout.write(f"{each}\n")
        sys.stdout.flush()
        build(file, each)
