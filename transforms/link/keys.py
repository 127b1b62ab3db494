"""Blocking: reports are compared only where they share a family, a time and something that names the happening.

Three kinds of keys: a *day* for short dates; a *month* for long ones; for undated reports a *week* around their
publication, and a month further off.  A report of a long or no date asks, one of a short date only answers by months
and weeks: those that only answer do not meet by such a key.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np
import numpy.typing as npt
import polars as pl

LONGEST_FINE = 10  # days of an interval that is still compared day by day
# A key of months or weeks that more reports share says too little to compare them all.  What an undated report means
# is nearly always near its publication, so a name that is frequent in a month still counts within its weeks.
CROWDED = {"month": 100, "week": 400}
LEVELS = ("day", "month", "week")
AT_ONCE = 8_000_000  # pairs that are looked at together, before those met by several keys become one
NODES_AT_ONCE = 70_000  # the same of nodes in whose order the pairs come
BEFORE, AFTER = 75, 45  # days around its publication in which an undated report is looked for by months
JUST_BEFORE, JUST_AFTER = 10, 3  # the same by weeks
Ints = npt.NDArray[np.int64]
KEYS_SCHEMA = {"node": pl.UInt64, "key": pl.UInt64, "level": pl.UInt8, "asks": pl.Boolean}
_NAMES = ("actors", "names", "famous", "cities", "topic", "locations", "gatherings")
_PLACES = ("states", "places", "topic_places", "serials")


def _telling(nodes: pl.LazyFrame, columns: tuple[str, ...]) -> pl.LazyFrame:
    """What may be shared: node and one hash per member of the columns."""
    return pl.concat(
        nodes.select("node", token=pl.col(c)).explode("token", empty_as_null=True, keep_nulls=True).drop_nulls()
        for c in columns
    ).unique()


def _is_short() -> pl.Expr:
    return (pl.col("e") - pl.col("s") < LONGEST_FINE).fill_null(False)


def _key(level: str, unit: str) -> list[pl.Expr]:
    number = LEVELS.index(level)
    return [
        pl.struct(pl.lit(number, pl.UInt8), "family", unit, "token").hash().alias("key"),
        pl.lit(number, pl.UInt8).alias("level"),
    ]


def _days(nodes: pl.LazyFrame) -> pl.LazyFrame:
    """One key per day of a short date (a day around an assumed one) and telling token."""
    slack = pl.col("assumed").cast(pl.Int32)
    dated = nodes.filter(_is_short())
    days = dated.select(
        "node", "family", day=pl.int_ranges(pl.col("s") - slack, pl.col("e") + slack + 1)
    ).explode("day", empty_as_null=True, keep_nulls=True)  # fmt: skip
    return days.join(_telling(dated, _NAMES + _PLACES), on="node").select("node", *_key("day", "day"), asks=True)


def _months(nodes: pl.LazyFrame, tokens: pl.LazyFrame) -> pl.LazyFrame:
    """Months of its date; of an undated report those around its publication that its bounds allow."""
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
    return months.join(tokens, on="node").select("node", *_key("month", "month"), "asks")


def _weeks(nodes: pl.LazyFrame, tokens: pl.LazyFrame) -> pl.LazyFrame:
    """Weeks of a short date, and those just around the publication of an undated report."""
    undated = pl.col("s").is_null() & pl.col("e").is_null()
    weeks = (
        nodes.filter(_is_short() | (undated & pl.col("pub").is_not_null()))
        .select(
            "node", "family", asks=undated,
            first=pl.when(undated).then(pl.col("pub") - JUST_BEFORE).otherwise("s") // 7,
            last=pl.when(undated).then(pl.col("pub") + JUST_AFTER).otherwise("e") // 7,
        )
        .select("node", "family", "asks", week=pl.int_ranges("first", pl.col("last") + 1))
        .explode("week", empty_as_null=True, keep_nulls=True)
    )  # fmt: skip
    return weeks.join(tokens, on="node").select("node", *_key("week", "week"), "asks")


def keys(nodes: pl.DataFrame) -> pl.DataFrame:
    """node, key, level, asks: the blocks in which each report stands.  A function of each report alone."""
    lazy = nodes.select("node", "family", "s", "e", "lo", "hi", "pub", "assumed", *_NAMES, *_PLACES).lazy()
    names = _telling(lazy, _NAMES).collect().lazy()
    return pl.concat([_days(lazy), _months(lazy, names), _weeks(lazy, names)]).collect().cast(pl.Schema(KEYS_SCHEMA))


def crowded_sizes(size: pl.Expr) -> pl.Expr:
    """Whether a key (column ``level``) that so many reports share is crowded."""
    return pl.any_horizontal(
        (pl.col("level") == LEVELS.index(level)) & (size > most) for level, most in CROWDED.items()
    )


def crowded(all_keys: pl.DataFrame) -> pl.DataFrame:
    """The keys that too many reports share (column ``key``)."""
    counted = all_keys.lazy().filter(pl.col("level") > 0).group_by("key").agg(pl.len(), pl.col("level").first())
    return counted.filter(crowded_sizes(pl.col("len"))).select("key").collect()


def _met(number: Ints, start: Ints, size: Ints) -> Ints:
    """Every pair within each group of rows (``start``, ``size``), once, packed: the smaller number first; in order."""
    members = np.repeat(start, size)
    place = np.arange(len(members)) - np.repeat(np.cumsum(size) - size, size)  # of each member in its group
    after = np.repeat(size, size) - 1 - place  # members behind it
    first = np.repeat(members + place, after)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(after) - after, after)
    return _packed(number[first], number[second])


def _packed(one: Ints, other: Ints) -> Ints:
    """Pairs of two different numbers, each once, as one number: the smaller first; in order.  Both are used up."""
    low = np.minimum(one, other)
    high = np.maximum(one, other, out=other)
    low <<= 32
    low |= high
    packed = _distinct(low)
    different: npt.NDArray[np.bool_] = packed >> 32 != packed & 0xFFFFFFFF
    return packed[different]


def _distinct(packed: Ints) -> Ints:
    """The numbers, which are put in order, each once.  NOTE: sorting numbers is several times quicker than hashing."""
    packed.sort()
    is_new = np.ones(len(packed), dtype=np.bool_)
    np.not_equal(packed[1:], packed[:-1], out=is_new[1:])
    return packed[is_new]


def pairs(some: pl.Series | None, roomy: pl.DataFrame, of: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Pairs of nodes that share a key, one of them in ``some`` (None: all), as row numbers of ``of``; each once.

    ``roomy``: keys that are not crowded; ``of`` holds every node concerned.  left < right, in order.  Pairs come in
    parts by the range of their left node, which bounds the memory: an archive has tens of millions.
    """
    numbers = of.lazy().select("node").with_row_index("number")
    shared = roomy.lazy().filter(pl.len().over("key") > 1) if some is None else roomy.lazy()
    rows = shared.join(numbers, on="node").select("number", "key", "asks").sort("key").collect()
    ranges: list[list[Ints]] = [[] for _ in range(max(1, of.height // NODES_AT_ONCE))]
    bounds = [of.height * i // len(ranges) << 32 for i in range(1, len(ranges))]
    for found in chain(_halves(rows.filter("asks")), _across(rows)):
        for own, part in zip(ranges, np.split(found, np.searchsorted(found, bounds)), strict=True):
            own.append(part.copy() if len(ranges) > 1 else part)  # a slice would hold all
    del rows, shared, roomy
    mine = of["node"].is_in(some.implode()) if some is not None else None
    while ranges:
        packed = _distinct(np.concatenate([np.empty(0, np.int64), *ranges.pop(0)]))
        for at in range(0, len(packed), AT_ONCE):
            part = packed[at : at + AT_ONCE]
            met = pl.DataFrame({"left": (part >> 32).astype(np.uint32), "right": part.astype(np.uint32)})
            yield met if mine is None else met.filter(mine[met["left"]] | mine[met["right"]])


def _portions(cost: Ints) -> Iterator[tuple[int, int]]:
    """Ranges of groups whose cost together stays bounded."""
    total, at = np.cumsum(cost), 0
    while at < len(cost):
        end = max(at + 1, int(np.searchsorted(total, (total[at - 1] if at else 0) + AT_ONCE, side="right")))
        yield at, end
        at = end


def _groups(ordered: pl.Series) -> tuple[Ints, Ints]:
    """Where each run of equal values begins, and how long it is."""
    size = ordered.rle().struct.field("len").to_numpy().astype(np.int64)
    return np.cumsum(size) - size, size


def _halves(asking: pl.DataFrame) -> Iterator[Ints]:
    """Pairs of those that ask, key by key, some keys at a time: what bounds the memory."""
    start, size = _groups(asking["key"])
    start, size = start[size > 1], size[size > 1]
    number = asking["number"].to_numpy().astype(np.int64)
    for at, end in _portions(size * (size - 1) // 2):
        yield _met(number, start[at:end], size[at:end])


def _across(rows: pl.DataFrame) -> Iterator[Ints]:
    """Pairs of one that asks and one that only answers, some of those that ask at a time."""
    answers = rows.filter(~pl.col("asks"))
    start, size = _groups(answers["key"])
    runs = pl.DataFrame({"key": answers["key"].gather(pl.Series(start)), "start": start, "size": size})
    asking = rows.filter("asks").join(runs, on="key")
    own = asking["number"].to_numpy().astype(np.int64)
    start, size = asking["start"].to_numpy(), asking["size"].to_numpy()
    number = answers["number"].to_numpy().astype(np.int64)
    for at, end in _portions(size):
        one = np.repeat(own[at:end], size[at:end])
        offset = np.arange(len(one)) - np.repeat(np.cumsum(size[at:end]) - size[at:end], size[at:end])
        other = number[np.repeat(start[at:end], size[at:end]) + offset]
        yield _packed(one, other)
