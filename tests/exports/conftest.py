"""A warehouse with every kind of date, hostile texts, and two releases; exported once in every format."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exports.world import make, release
from tests.warehouse.samples import changes
from warehouse.exports import FORMATS, export


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("exports") / "t.duckdb")


@pytest.fixture(scope="session")
def dataset(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("dataset")
    export(store, target, list(FORMATS))
    return target


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("small") / "t.duckdb"
    release(path, changes(), 1)
    return path
