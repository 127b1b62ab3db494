"""Timelines to read: the store's samples, and the world of the exporters with its two releases."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import pytest

from tests.exports.world import make, release
from tests.warehouse.samples import changes

mpl.use("agg")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples as timeline.duckdb."""
    folder = tmp_path_factory.mktemp("reader")
    release(folder / "timeline.duckdb", changes(), 1)
    return folder


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("world") / "t.duckdb")
