"""Blocking: reports are compared only where they share a family, a time and something that names the happening."""

from __future__ import annotations

import polars as pl

LONGEST_FINE = 10  # days of an interval that is still compared day by day
CROWDED = 400  # a key for imprecise dates that more reports share says too little to compare them all


def _telling(reports: pl.LazyFrame) -> pl.LazyFrame:
    """What may be shared: node and one hash per actor, state, place, name of the sentence and of the topic."""
    parts = [
        reports.select("node", token=pl.col(c)).explode("token", empty_as_null=True, keep_nulls=True).drop_nulls()
        for c in ("actors", "names", "famous", "cities", "topic", "locations")
    ]
    coded = [
        reports.select("node", token=pl.col(c)).explode("token", empty_as_null=True, keep_nulls=True).drop_nulls()
        .with_columns(pl.col("token").hash())
        for c in ("states", "places", "topic_places", "serials")
    ]  # fmt: skip
    return pl.concat([*parts, *coded]).unique()


def fine_keys(reports: pl.LazyFrame) -> pl.LazyFrame:
    """node, key: one key per day of a short date (a day around an assumed one) and telling token."""
    slack = pl.col("assumed").cast(pl.Int32)
    dated = reports.filter(
        pl.col("s").is_not_null() & pl.col("e").is_not_null() & (pl.col("e") - pl.col("s") < LONGEST_FINE)
    )
    days = dated.select(
        "node", "family", day=pl.int_ranges(pl.col("s") - slack, pl.col("e") + slack + 1)
    ).explode("day", empty_as_null=True, keep_nulls=True)  # fmt: skip
    return days.join(_telling(dated), on="node").select("node", key=pl.struct("family", "day", "token").hash()).unique()


def coarse_keys(reports: pl.LazyFrame) -> pl.LazyFrame:
    """node, key, asks: month keys.  A report with a long or no date asks; one with a short date only answers.

    An undated report asks in the months around its publication, and before it in those of the bounds it has.
    """
    short = pl.col("e") - pl.col("s") < LONGEST_FINE
    asks = ~(pl.col("s").is_not_null() & pl.col("e").is_not_null() & short)
    first = pl.coalesce("s", pl.max_horizontal(pl.col("lo"), pl.col("pub") - 75), pl.col("lo"), pl.col("hi") - 75)
    last = pl.coalesce("e", pl.col("pub") + 45, pl.col("hi"), pl.col("lo") + 75)
    months = (
        reports.with_columns(asks=asks, first=first, last=last)
        .filter(pl.col("first").is_not_null() & pl.col("last").is_not_null())
        .with_columns(first=pl.min_horizontal("first", "last"), last=pl.max_horizontal("first", "last"))
        .select(
            "node", "family", "asks",
            month=pl.int_ranges(
                pl.col("first") // 30, pl.min_horizontal(pl.col("last") // 30, pl.col("first") // 30 + 24) + 1
            ),
        )
        .explode("month", empty_as_null=True, keep_nulls=True)
    )  # fmt: skip
    telling = pl.concat(
        [
            reports.select("node", token=pl.col(c)).explode("token", empty_as_null=True, keep_nulls=True).drop_nulls()
            for c in ("actors", "names", "topic")
        ]
    ).unique()
    return (
        months.join(telling, on="node")
        .select("node", "asks", key=pl.struct("family", "month", "token").hash())
        .unique()
    )


def candidate_pairs(reports: pl.DataFrame) -> pl.DataFrame:
    """Pairs ``left`` < ``right`` of nodes that share a key."""
    lazy = reports.lazy()
    fine = fine_keys(lazy)
    day_pairs = (
        fine.join(fine, on="key", suffix="_r").filter(pl.col("node") < pl.col("node_r"))
        .select(left="node", right="node_r")
    )  # fmt: skip
    coarse = coarse_keys(lazy).collect().lazy()
    roomy = coarse.group_by("key").len().filter(pl.col("len") <= CROWDED).select("key")
    kept = coarse.join(roomy, on="key", how="semi")
    month_pairs = (
        kept.filter("asks").join(kept, on="key", suffix="_r").filter(pl.col("node") != pl.col("node_r"))
        .select(left=pl.min_horizontal("node", "node_r"), right=pl.max_horizontal("node", "node_r"))
    )  # fmt: skip
    return pl.concat([day_pairs, month_pairs]).unique().sort("left", "right").collect()
