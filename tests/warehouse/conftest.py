"""A small published warehouse, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse.samples import changes, run_record
from warehouse.records import Log
from warehouse.store import Warehouse


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("small") / "t.duckdb"
    with Warehouse(path).writer() as store:
        run = run_record(1)
        store.prepare(run.run_id, run.started, changes())
        store.finish(run, Log())
    return path
