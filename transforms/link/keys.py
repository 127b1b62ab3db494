"""Blocking: reports are compared only where they share a family, a time and something that names the happening."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import polars as pl

LONGEST_FINE = 10  # days of an interval that is still compared day by day
CROWDED = 400  # a key of long or missing dates that more reports share says too little to compare them all
BLOCKS = 16  # parts in which the keys are joined: what bounds the memory
AT_ONCE = 8_000_000  # pairs that are looked at together, before those met by several keys become one
BEFORE, AFTER = 75, 45  # days around its publication in which an undated report is looked for
_HASHED = ("actors", "names", "famous", "cities", "topic", "locations")
_CODED = ("states", "places", "topic_places", "serials")


def _telling(nodes: pl.LazyFrame, columns: tuple[str, ...]) -> pl.LazyFrame:
    """What may be shared: node and one hash per member of the columns."""
    return pl.concat(
        nodes.select("node", token=pl.col(c))
        .explode("token", empty_as_null=True, keep_nulls=True)
        .drop_nulls()
        .with_columns(pl.col("token") if c in _HASHED else pl.col("token").hash())
        for c in columns
    ).unique()


def _is_short() -> pl.Expr:
    return (pl.col("e") - pl.col("s") < LONGEST_FINE).fill_null(False)


def _fine(nodes: pl.LazyFrame) -> pl.LazyFrame:
    """One key per day of a short date (a day around an assumed one) and telling token."""
    slack = pl.col("assumed").cast(pl.Int32)
    dated = nodes.filter(_is_short())
    days = dated.select(
        "node", "family", day=pl.int_ranges(pl.col("s") - slack, pl.col("e") + slack + 1)
    ).explode("day", empty_as_null=True, keep_nulls=True)  # fmt: skip
    return days.join(_telling(dated, _HASHED + _CODED), on="node").select(
        "node", key=pl.struct("family", "day", "token").hash(), fine=True, asks=True
    )


def _coarse(nodes: pl.LazyFrame) -> pl.LazyFrame:
    """Month keys.  A report with a long or no date asks; one with a short date only answers.

    An undated report asks in the months around its publication that its bounds allow.
    """
    first = pl.coalesce("s", pl.max_horizontal("lo", pl.col("pub") - BEFORE), "lo", pl.col("hi") - BEFORE)
    last = pl.coalesce("e", pl.min_horizontal("hi", pl.col("pub") + AFTER), "hi", pl.col("lo") + BEFORE)
    months = (
        nodes.with_columns(asks=~_is_short(), first=first, last=last)
        .filter(pl.col("first").is_not_null() & pl.col("last").is_not_null())
        .with_columns(first=pl.min_horizontal("first", "last") // 30, last=pl.max_horizontal("first", "last") // 30)
        .select(
            "node", "family", "asks",
            month=pl.int_ranges("first", pl.min_horizontal("last", pl.col("first") + 24) + 1),
        )
        .explode("month", empty_as_null=True, keep_nulls=True)
    )  # fmt: skip
    return months.join(_telling(nodes, _HASHED), on="node").select(
        "node", key=pl.struct("family", "month", "token").hash(), fine=False, asks="asks"
    )


def keys(nodes: pl.DataFrame) -> pl.DataFrame:
    """node, key, fine, asks: the blocks in which each report stands.  A function of each report alone."""
    lazy = nodes.lazy()
    return pl.concat([_fine(lazy), _coarse(lazy)]).unique().collect()


def crowded(all_keys: pl.DataFrame) -> pl.DataFrame:
    """The keys of long dates that too many reports share (column ``key``)."""
    return (
        all_keys.lazy().filter(~pl.col("fine")).group_by("key").len().filter(pl.col("len") > CROWDED).select("key")
        .collect()
    )  # fmt: skip


def _met(number: npt.NDArray[np.int64], start: npt.NDArray[np.int64], size: npt.NDArray[np.int64]) -> pl.Series:
    """Every pair within each group of rows (``start``, ``size``), once, packed: the smaller number first."""
    members = np.repeat(start, size)
    place = np.arange(len(members)) - np.repeat(np.cumsum(size) - size, size)  # of each member in its group
    after = np.repeat(size, size) - 1 - place  # members behind it
    first = np.repeat(members + place, after)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(after) - after, after)
    one, other = number[first], number[second]
    packed = np.minimum(one, other) << 32 | np.maximum(one, other)
    return pl.Series(packed[one != other]).unique()


def pairs(some: pl.Series | None, all_keys: pl.DataFrame, too_many: pl.DataFrame, of: pl.DataFrame) -> pl.DataFrame:
    """Pairs of nodes that share a key, one of them in ``some`` (None: all), as row numbers of ``of``.

    ``of`` is sorted by node and holds every node concerned; left < right, in order.  Two reports of a long or missing
    date and a short one meet where one of them asks: those that only answer do not meet by such a key.
    """
    numbers = of.lazy().select("node").with_row_index("number")
    roomy = all_keys.lazy().join(too_many.lazy(), on="key", how="anti")
    if some is not None:
        asked = roomy.filter(pl.col("node").is_in(some.implode())).select("key").unique()
        roomy = roomy.join(asked, on="key", how="semi")
    rows = roomy.join(numbers, on="node").select("number", "key", "asks").collect()
    found = [*_halves(rows.filter("asks")), *_across(rows)]
    packed = pl.concat([pl.Series(dtype=pl.Int64), *found]).unique().sort()
    met = pl.DataFrame({"left": (packed // 2**32).cast(pl.UInt32), "right": (packed % 2**32).cast(pl.UInt32)})
    if some is None:
        return met
    mine = of["node"].is_in(some.implode())
    return met.filter(mine[met["left"]] | mine[met["right"]])


def _halves(asking: pl.DataFrame) -> Iterator[pl.Series]:
    """Pairs of those that ask, key by key, some keys at a time: what bounds the memory."""
    ordered = asking.sort("key")
    starts = ordered["key"].rle().struct.field("len").to_numpy().astype(np.int64)
    start, size = np.cumsum(starts) - starts, starts
    several = size > 1
    start, size = start[several], size[several]
    number = ordered["number"].to_numpy().astype(np.int64)
    cost = np.cumsum(size * (size - 1) // 2)
    at = 0
    while at < len(size):
        end = max(at + 1, int(np.searchsorted(cost, (cost[at - 1] if at else 0) + AT_ONCE, side="right")))
        yield _met(number, start[at:end], size[at:end])
        at = end


def _across(rows: pl.DataFrame) -> Iterator[pl.Series]:
    """Pairs of one that asks and one that only answers."""
    answers = rows.filter(~pl.col("asks"))
    asking = rows.filter("asks").join(answers.select("key").unique(), on="key", how="semi")
    blocks = BLOCKS if asking.height > AT_ONCE // 100 else 1
    for block in range(blocks):
        part = asking.lazy().filter(pl.col("key") % blocks == block)
        met = part.join(answers.lazy(), on="key", suffix="_r").filter(pl.col("number") != pl.col("number_r"))
        low, high = pl.min_horizontal("number", "number_r"), pl.max_horizontal("number", "number_r")
        yield met.select(packed=low.cast(pl.Int64) * 2**32 + high.cast(pl.Int64)).unique().collect().to_series()
