"""What can never be one happening, whatever else agrees: each constraint a named function."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

Constraint = Callable[[], pl.Expr]


def different_days() -> pl.Expr:
    """Two exact days that differ; a day that is only the publication's may be one off (time zones, digests)."""
    apart = (pl.col("s_l") - pl.col("s_r")).abs()
    allowed = (pl.col("assumed_l") != pl.col("assumed_r")).cast(pl.Int32)
    return (pl.col("exact_l") & pl.col("exact_r") & (apart > allowed)).fill_null(False)


def disjoint_dates() -> pl.Expr:
    """Dates or bounds that share no day; one day off is allowed where a day is only assumed."""
    slack = (pl.col("assumed_l") | pl.col("assumed_r")).cast(pl.Int32)
    return (
        (pl.col("lo_l") > pl.col("hi_r") + slack) | (pl.col("lo_r") > pl.col("hi_l") + slack)
    ).fill_null(False)  # fmt: skip


CONSTRAINTS: tuple[Constraint, ...] = (different_days, disjoint_dates)
