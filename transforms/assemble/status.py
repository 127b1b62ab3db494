"""What became of an event: the latest word on it, where a report that it took place settles the matter."""

from __future__ import annotations

import polars as pl

_ORDER = {"occurred": 0, "negated": 1, "planned": 2, "hypothetical": 3}


def event_status(mentions: pl.LazyFrame) -> pl.LazyFrame:
    """Per event_id the ``status``.

    Occurred beats all.  Else the documents published last decide between cancelled and planned, the firmer word
    among equals: announced, called off, announced anew is planned.  ``published`` must be on the mentions.
    """
    return (
        mentions.select(
            "event_id", "status",
            rank=pl.col("status").replace_strict(_ORDER, default=9, return_dtype=pl.Int8),
            held=pl.col("status") == "occurred",
            day=pl.col("published").fill_null(pl.date(1, 1, 1)),
        )
        .with_columns(guess=pl.col("status") == "hypothetical")
        .sort(["event_id", "held", "guess", "day", "rank"], descending=[False, True, False, True, False])
        .unique("event_id", keep="first", maintain_order=True)
        .select("event_id", "status")
    )  # fmt: skip
