"""The plot says what is not known: a day is a dot, anything else a bar, the undated are counted."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from matplotlib import pyplot as plt
from matplotlib.dates import date2num

from warehouse import Timeline, WarehouseError, open_timeline


@pytest.fixture(scope="module")
def timeline(world: Path) -> Timeline:
    return open_timeline(world)


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    plt.close("all")


def test_a_day_is_a_dot_and_anything_less_exact_a_bar(timeline: Timeline) -> None:
    axes = timeline.plot()
    events = timeline.events()
    exact = events.filter(pl.col("date_precision") == "day", ~pl.col("date_edtf").str.contains("~"))
    assert len(axes.lines) == exact.height
    assert len(axes.patches) == events.height - exact.height - 2
    assert "2 undated" in axes.get_xlabel()


def test_a_month_is_as_long_as_the_month(timeline: Timeline) -> None:
    axes = timeline.plot(timeline.events(since="2025-03", until="2025-03", certain=True))
    spans = {(patch.get_x(), patch.get_width()) for patch in axes.patches}
    assert (date2num(dt.date(2025, 3, 1)), 31.0) in spans


def test_nothing_to_draw_is_an_empty_picture(timeline: Timeline) -> None:
    axes = timeline.plot(timeline.events(type="coup"))
    assert not axes.lines
    assert not axes.patches


def test_it_draws_on_axes_of_ones_own(timeline: Timeline) -> None:
    _, axes = plt.subplots()
    assert timeline.plot(ax=axes) is axes


def test_without_matplotlib_it_says_what_to_install(timeline: Timeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(WarehouseError, match=r"pip install 'dateline\[plot\]'"):
        timeline.plot()
