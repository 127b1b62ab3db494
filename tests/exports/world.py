"""Rows for the exporters: the samples of the store, with more dates, places, and texts that mean harm."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import polars as pl

from tests.warehouse.samples import changes, event_id, run_record, timeline
from warehouse.frames import frame_schema
from warehouse.records import Changes, Log
from warehouse.schema import TIMELINE
from warehouse.store import Warehouse

HOSTILE = (
    'Vote: <script>alert(1)</script> & "x"\r\nBEGIN:VEVENT\r\nSUMMARY:no\x00\x07\x1b[31m, ; \\ \ufffe]]> \u2028 end'
)

HOSTILE_ID = 'person/éva "x"><b>'

DATES = {
    10: ("2025-03", dt.date(2025, 3, 1), dt.date(2025, 3, 31), "month"),
    11: ("2025", dt.date(2025, 1, 1), dt.date(2025, 12, 31), "year"),
    12: ("2025-12-08/2025-12-14", dt.date(2025, 12, 8), dt.date(2025, 12, 14), "week"),
    13: ("2025-06-11/2025-06-13", dt.date(2025, 6, 11), dt.date(2025, 6, 13), "interval"),
    14: ("2025-24", dt.date(2025, 12, 1), dt.date(2026, 2, 28), "season"),
    15: ("2025-02-12~", dt.date(2025, 2, 12), dt.date(2025, 2, 12), "day"),
    16: ("../2025-05-01", None, dt.date(2025, 5, 1), "interval"),
    17: ("199X", dt.date(1990, 1, 1), dt.date(1999, 12, 31), "decade"),
    18: ("2025-03-08/2025-03-09", dt.date(2025, 3, 8), dt.date(2025, 3, 9), "weekend"),
    19: ("2025-04/2025-06", dt.date(2025, 4, 1), dt.date(2025, 6, 30), "quarter"),
    20: ("2025-07/2025-12", dt.date(2025, 7, 1), dt.date(2025, 12, 31), "half"),
    21: ("1850-05-06", dt.date(1850, 5, 6), dt.date(1850, 5, 6), "day"),
}
PLACES = {10: "Geneva", 11: "San José", 12: "San José, Costa Rica", 13: "Florida", 21: "Kyiv"}
STATUSES = {11: "planned", 12: "negated", 13: "hypothetical"}


def events(title: str = "Event") -> pl.DataFrame:
    """The sample's three events, one with every kind of date, and one whose texts mean harm."""
    template = timeline().row(0, named=True)
    rows = [
        template
        | {
            "event_id": event_id(number),
            "title": f"{title} {number}",
            "date_edtf": edtf,
            "date_start": first,
            "date_end": last,
            "date_precision": precision,
            "earliest": first,
            "latest": last,
            "location": PLACES.get(number),
            "status": STATUSES.get(number, "occurred"),
        }
        for number, (edtf, first, last, precision) in DATES.items()
    ]
    hostile = template | {
        "event_id": event_id(30),
        "title": HOSTILE,
        "quote": HOSTILE,
        "location": HOSTILE,
        "participants": [{"actor_id": 'person/éva "x"><b>', "name": HOSTILE, "role": "caller"}],
        "quote_url": "javascript:alert(1)",
    }
    return pl.concat([timeline(), pl.DataFrame([*rows, hostile], schema=frame_schema(TIMELINE, stamps=False))])


def all_changes(title: str = "Event") -> Changes:
    rows = changes()
    stranger = rows.actors.head(1).with_columns(actor_id=pl.lit(HOSTILE_ID), name=pl.lit(HOSTILE))
    return replace(rows, timeline=events(title), actors=pl.concat([rows.actors, stranger]))


def release(path: Path, rows: Changes, number: int) -> None:
    with Warehouse(path).writer() as store:
        run = run_record(number)
        store.prepare(run.run_id, run.started, rows)
        store.finish(run, Log())


def make(path: Path) -> Path:
    """Two releases: in the second one event has another title."""
    release(path, all_changes(), 1)
    rows = all_changes()
    changed = pl.when(pl.col("event_id") == event_id(10)).then(pl.lit("Event 10, renamed")).otherwise("title")
    release(path, replace(rows, timeline=rows.timeline.with_columns(title=changed)), 2)
    return path
