"""Warehouses and the pages made of them, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.worlds import EVENTS, changed, event_id, publish, rows

MERGED = event_id(11)


@pytest.fixture(scope="session")
def one_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("one") / "t.duckdb", rows(EVENTS))


@pytest.fixture(scope="session")
def two_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """In the second: event 2 is new, 3 has more reports, 5 has another date, 11 went into 1, 12 is gone."""
    first = tuple(
        changed(event, documents=2) if event.number == 3
        else changed(event, edtf="2026-05", precision="month") if event.number == 5
        else event
        for event in EVENTS if event.number != 2
    )  # fmt: skip
    before = (*first, changed(EVENTS[0], number=11), changed(EVENTS[0], number=12, title="Meeting: nobody"))
    after = rows(EVENTS, {MERGED: event_id(1)})
    return publish(tmp_path_factory.mktemp("two") / "t.duckdb", rows(before), after)
