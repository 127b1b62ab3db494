"""Blocking: reports are compared only where they share a family, a time and something that names the happening."""

from __future__ import annotations

import polars as pl

LONGEST_FINE = 10  # days of an interval that is still compared day by day
CROWDED = 400  # a key of long or missing dates that more reports share says too little to compare them all
BLOCKS = 16  # parts in which the keys are joined: what bounds the memory
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


def pairs(some: pl.DataFrame, all_keys: pl.DataFrame, too_many: pl.DataFrame, of: pl.DataFrame) -> pl.DataFrame:
    """Pairs of nodes with keys in ``some`` and in ``all_keys`` that share a key, as row numbers of ``of``.

    ``of`` is sorted by node and holds every node concerned; left < right, in order.  Two reports of a long or missing
    date and a short one meet where one of them asks.
    """
    numbers = of.lazy().select("node").with_row_index("number")
    roomy = all_keys.lazy().join(too_many.lazy(), on="key", how="anti")

    def numbered(frame: pl.LazyFrame) -> pl.LazyFrame:
        return frame.join(numbers, on="node").select("number", "key", "asks", block=pl.col("key") % BLOCKS)

    blocks = numbered(roomy).collect().partition_by("block", as_dict=True, include_key=False)
    wanted = (
        blocks if some is all_keys
        else numbered(some.lazy().join(too_many.lazy(), on="key", how="anti")).collect()
        .partition_by("block", as_dict=True, include_key=False)
    )  # fmt: skip
    met = [
        wanted[block].lazy().join(blocks[block].lazy(), on="key", suffix="_r")
        .filter((pl.col("number") != pl.col("number_r")) & (pl.col("asks") | pl.col("asks_r")))
        .select(left=pl.min_horizontal("number", "number_r"), right=pl.max_horizontal("number", "number_r"))
        .unique().collect()
        for block in sorted(wanted)
    ]  # fmt: skip
    empty = pl.DataFrame(schema={"left": pl.UInt32, "right": pl.UInt32})
    return pl.concat([empty, *met]).unique().sort("left", "right")
