"""A picture of events that shows what is not known of their dates."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl

from warehouse.errors import WarehouseError
from warehouse.exports.event import EventRecord, records
from warehouse.schema.vocabulary import STATUSES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLOURS = dict(
    zip(STATUSES, ("#0072b2", "#e69f00", "#999999", "#d55e00"), strict=True)
)  # Okabe-Ito: colour-blind safe
_ROWS = 12  # rows of one type of event; with more of them marks overlap
_DOTS = 70  # that many dots beside each other fill the width


def plot(events: pl.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw events as :meth:`Timeline.plot` says: one lane a type, one colour a status."""
    try:
        import matplotlib.dates as dates
        import matplotlib.pyplot as plt
    except ImportError as error:
        raise WarehouseError("plot: matplotlib is not installed; pip install 'dateline[plot]'") from error
    shown = [event for event in records(events) if event.span]
    lanes = _lanes(shown)
    if ax is None:
        height = 1.5 + 0.16 * sum(max(rows, 2) for rows, _ in lanes.values())
        _, ax = plt.subplots(figsize=(10, height), layout="constrained")
    base, ticks = 0, []
    for rows, placed in lanes.values():
        for event, row in placed:
            _draw(ax, event, base + row)
        ticks.append(base + (rows - 1) / 2)
        base += rows + 1
    ax.set_yticks(ticks, [name.replace("_", " ") for name in lanes])
    ax.invert_yaxis()
    locator = dates.AutoDateLocator()  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    undated = events.height - len(shown)
    ax.set_xlabel("dot: the day is known · bar: some day of it, or all" + (f" · {undated} undated" if undated else ""))
    _legend(ax, {event.status for event in shown})
    return ax


def _lanes(events: list[EventRecord]) -> dict[str, tuple[int, list[tuple[EventRecord, int]]]]:
    """Of each type how many rows it takes, and in which of them each event goes so that marks do not overlap."""
    lanes: dict[str, tuple[int, list[tuple[EventRecord, int]]]] = {}
    days = [day.toordinal() for event in events for day in event.span or ()]
    gap = (max(days) - min(days)) // _DOTS if days else 0
    for name in sorted({event.event_type for event in events}):
        ends: list[int] = []
        placed = []
        for event in sorted((each for each in events if each.event_type == name), key=_order):
            first, last = (day.toordinal() for day in event.span or (dt.date.min, dt.date.min))
            row = next((at for at, end in enumerate(ends) if end < first), len(ends))
            if row == len(ends) and row < _ROWS:
                ends.append(last)
            row = min(row, _ROWS - 1)
            ends[row] = max(ends[row], last + gap)
            placed.append((event, row))
        lanes[name] = (len(ends), placed)
    return lanes


def _order(event: EventRecord) -> tuple[Any, ...]:
    return (*(event.span or ()), event.event_id)


def _draw(ax: Axes, event: EventRecord, height: float) -> None:
    first, last = event.span or (dt.date.min, dt.date.min)
    colour = _COLOURS[event.status]
    # matplotlib's own numbers of days: its types know no dates
    left, right = (_number(first), _number(last) + 1)
    if event.exact:
        ax.plot([left + 0.5], [height], marker="o", markersize=5, color=colour, linestyle="none")
    else:
        ax.barh(height, right - left, left=left, height=0.6, color=colour, alpha=0.45, linewidth=0)


def _number(day: dt.date) -> float:
    from matplotlib.dates import date2num

    return float(date2num(day))  # type: ignore[no-untyped-call]


def _legend(ax: Axes, statuses: set[str]) -> None:
    from matplotlib.patches import Patch

    if handles := [Patch(color=colour, label=status) for status, colour in _COLOURS.items() if status in statuses]:
        ax.legend(handles=handles, loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
