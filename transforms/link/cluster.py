"""Scored pairs to clusters, in steps of which each looks no further than it must.

1. *One day*: reports of one exact day are merged among themselves (``merge.py``), day by day.
2. *The day before*: a cluster whose day is only that of its publications may belong to one of the day before that its
   texts name, to the most alike of those.
3. *Roughly dated*: a report of a week, a month or no date at all belongs to the most alike cluster of an exact day.
4. *Among themselves*: those that belong to none are merged with one another.

Two exact days therefore never meet, and a vague report cannot chain two happenings together.  No step but the merges
depends on what another report of its kind does, so what an increment can change stays near to it.  The result depends
on scores and ids only, never on the order of the input.

Frames: *nodes* (node, s, lo, hi, exact, assumed, as ``nodes.nodes``); *edges* (left, right, score in thousandths),
the pairs that no constraint forbids and whose score was worth keeping.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.link.merge import ALIKE, UNLIKE, Component, components, merge

MEAN_FROM = -1_000  # thousandths; mean score between two clusters from which they may become one
MEAN_ON_ONE_DAY = -1_400  # the same, where both have the same exact day
# ``allowed``: no constraint forbids the pair; the others are kept to tell of them
EDGES_SCHEMA = {"left": pl.UInt64, "right": pl.UInt64, "score": pl.Int32, "allowed": pl.Boolean}

_SIDES = (("left", "right"), ("right", "left"))

Ints = npt.NDArray[np.int64]
Days = npt.NDArray[np.float64]


def thousandths(score: str) -> pl.Expr:
    """A score as a whole number."""
    return (pl.col(score) * 1000).round().cast(pl.Int32)


def merged(nodes: pl.DataFrame, edges: pl.DataFrame, mean_from: int) -> pl.DataFrame:
    """node, component, cluster: of those merged by the edges among them; both are named after their first node.

    Where all pairs of a component agree, nothing is left to decide.
    """
    known = nodes.sort("node")
    ids = known["node"].to_numpy()
    left, right = (np.searchsorted(ids, edges[side].to_numpy()) for side in ("left", "right"))
    score = edges["score"].to_numpy().astype(np.int64)
    lo = known["lo"].cast(pl.Float64).fill_null(-np.inf).to_numpy()
    hi = known["hi"].cast(pl.Float64).fill_null(np.inf).to_numpy()
    good = score >= 0
    label = components(len(ids), left[good], right[good])
    size = np.bincount(label, minlength=len(ids))
    inside = label[left] == label[right]
    agreeing = np.bincount(label[left][inside & good], minlength=len(ids))
    unsettled = (size > 1) & (agreeing < size * (size - 1) // 2)
    result = label.copy()
    chosen = inside & unsettled[label[left]]
    pairs = left[chosen], right[chosen], score[chosen]
    for own, part in _parts(label, np.flatnonzero(unsettled[label]), pairs, lo, hi):
        result[own] = own[merge(part, mean_from)]
    return pl.DataFrame({"node": ids, "component": ids[label], "cluster": ids[result]})


def _parts(
    label: Ints, nodes: Ints, edges: tuple[Ints, Ints, Ints], lo: Days, hi: Days
) -> Iterator[tuple[Ints, Component]]:
    """Nodes and pairs, component by component."""
    if not len(nodes):
        return
    nodes = nodes[np.argsort(label[nodes], kind="stable")]
    order = np.argsort(label[edges[0]], kind="stable")
    left, right, score = (each[order] for each in edges)
    roots, starts = np.unique(label[nodes], return_index=True)
    firsts = np.searchsorted(label[left], roots)
    ends, lasts = [*starts[1:], len(nodes)], [*firsts[1:], len(left)]
    for start, end, first, last in zip(starts, ends, firsts, lasts, strict=True):
        own, pairs = nodes[start:end], slice(first, last)
        a, b = np.searchsorted(own, left[pairs]), np.searchsorted(own, right[pairs])
        yield own, Component(a, b, score[pairs], lo[own], hi[own])


def chosen(between: pl.DataFrame) -> pl.DataFrame:
    """item, host: each item with the host that it is most alike, of those with a good pair and a mean that allows it.

    ``between``: item, host, score of each edge, and ``pairs``, how many pairs of reports there are between the two.
    """
    return (
        between.group_by("item", "host")
        .agg(
            pl.col("pairs").first(),
            best=pl.col("score").max(),
            over=(pl.col("score").clip(upper_bound=ALIKE) - UNLIKE).sum(),
        )
        .filter((pl.col("best") >= 0) & (pl.col("over") >= (MEAN_FROM - UNLIKE) * pl.col("pairs").cast(pl.Int64)))
        .with_columns(mean=pl.col("over") / pl.col("pairs"))
        .sort(["item", "best", "mean", "host"], descending=[False, True, True, False])
        .unique("item", keep="first", maintain_order=True)
        .select("item", "host")
    )


def both_ways(edges: pl.DataFrame) -> pl.DataFrame:
    """node, other, score: each edge from either side."""
    return pl.concat(edges.lazy().select("score", node=one, other=other) for one, other in _SIDES).collect()
