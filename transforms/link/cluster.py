"""Scored pairs to clusters, without chaining: a merge must suit all members, not only the two that are alike.

The best pair is merged first.  Before every merge the two clusters are looked at whole: no constraint between any
two members, dates that leave a common day, and a mean score between them that does not speak against it.  The order
depends on scores and ids only, never on the order of the input; pairs in different components never meet, so a
component can be clustered by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.link.score import JOIN_FROM

UNSEEN = -1.5  # score of two reports that share no key: nothing speaks for them
ALIKE = 4.0  # a higher score counts as this in a mean
MEAN_FROM = -1.0  # mean score between two clusters from which they may become one
MEAN_ON_ONE_DAY = -2.0  # the same, where both have the same exact day


@dataclass(frozen=True, slots=True)
class Clusters:
    """``cluster`` of each node (the smallest node of it), and why pairs that scored high were kept apart."""

    cluster: npt.NDArray[np.int64]
    kept_apart: dict[tuple[int, int], str]


def components(count: int, left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The smallest node connected with each node; labels spread along edges and are halved until they rest."""
    label = np.arange(count, dtype=np.int64)
    while True:
        low = np.minimum(label[left], label[right])
        before = label.copy()
        np.minimum.at(label, left, low)
        np.minimum.at(label, right, low)
        label = label[label]
        if np.array_equal(before, label):
            return label


@dataclass(slots=True)
class _Group:
    """A growing cluster; working state of ``_merge`` only."""

    days: dict[int, bool]  # exact day -> whether every report of it only assumes it
    lo: float
    hi: float
    size: int = 1


def _suits(a: _Group, b: _Group) -> str | None:
    """The name of the rule that forbids the merge, or ``None``."""
    for day, assumed in a.days.items():
        for other, other_assumed in b.days.items():
            if abs(day - other) > (1 if assumed != other_assumed else 0):
                return "different_days_in_cluster"
    if max(a.lo, b.lo) > min(a.hi, b.hi) + 1:
        return "no_common_day_in_cluster"
    return None


@dataclass(frozen=True, slots=True)
class _Component:
    """The scored pairs of one component: ``left``/``right`` count its nodes from 0 in order."""

    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    score: npt.NDArray[np.float64]
    allowed: npt.NDArray[np.bool_]


def _merge(facts: list[_Group], pairs: _Component) -> tuple[list[int], dict[tuple[int, int], str]]:
    """Cluster one component: the smallest member of each node's cluster, and why alike pairs were kept apart.

    ``between`` holds the sum of the scores between any two clusters, ``forbidden`` whether a constraint stands there.
    """
    n = len(facts)
    between = np.full((n, n), UNSEEN)
    forbidden = np.zeros((n, n), dtype=bool)
    # one very alike pair must not outvote the others
    between[pairs.left, pairs.right] = between[pairs.right, pairs.left] = np.minimum(pairs.score, ALIKE)
    forbidden[pairs.left, pairs.right] = forbidden[pairs.right, pairs.left] = ~pairs.allowed
    home = list(range(n))
    members = {i: [i] for i in range(n)}
    groups = dict(enumerate(facts))
    apart: dict[tuple[int, int], str] = {}
    good = np.flatnonzero((pairs.score >= JOIN_FROM) & pairs.allowed)
    order = good[np.lexsort((pairs.right[good], pairs.left[good], -pairs.score[good]))]
    for x, y in zip(pairs.left[order].tolist(), pairs.right[order].tolist(), strict=True):
        a, b = home[x], home[y]
        if a == b:
            continue
        left, right = groups[a], groups[b]
        reason = _suits(left, right)
        if reason is None and forbidden[a, b]:
            reason = "constraint_in_cluster"
        least = MEAN_ON_ONE_DAY if left.days.keys() & right.days.keys() else MEAN_FROM
        if reason is None and between[a, b] < least * left.size * right.size:
            reason = "clusters_unlike"
        if reason is not None:
            apart[x, y] = reason
            continue
        if a > b:
            a, b, left, right = b, a, right, left
        for node in members[b]:
            home[node] = a
        members[a] += members.pop(b)
        between[a] += between[b]
        between[:, a] = between[a]
        forbidden[a] |= forbidden[b]
        forbidden[:, a] = forbidden[a]
        days = left.days | {d: left.days.get(d, True) and assumed for d, assumed in right.days.items()}
        groups[a] = _Group(days, max(left.lo, right.lo), min(left.hi, right.hi), left.size + right.size)
        del groups[b]
    return home, apart


def _ints(column: pl.Series) -> npt.NDArray[np.int64]:
    return column.to_numpy().astype(np.int64)


def _open_components(
    compared: pl.DataFrame,
    scored: pl.DataFrame,
    label: npt.NDArray[np.int64],
    unsettled: npt.NDArray[np.bool_],
    inside: npt.NDArray[np.bool_],
) -> Iterator[tuple[npt.NDArray[np.int64], list[_Group], _Component]]:
    """Nodes, their dates and their pairs, component by component, of those whose pairs do not all agree."""
    left, right = _ints(scored["left"]), _ints(scored["right"])
    score, allowed = scored["score"].to_numpy(), scored["constraint"].is_null().to_numpy()
    open_nodes = np.flatnonzero(unsettled[label])
    if not len(open_nodes):
        return
    open_nodes = open_nodes[np.argsort(label[open_nodes], kind="stable")]
    open_pairs = np.flatnonzero(inside & unsettled[label[left]])
    open_pairs = open_pairs[np.argsort(label[left[open_pairs]], kind="stable")]
    roots, node_starts = np.unique(label[open_nodes], return_index=True)
    pair_starts = np.searchsorted(label[left[open_pairs]], roots)
    facts = [
        _Group({} if not exact else {s: assumed}, -np.inf if lo is None else lo, np.inf if hi is None else hi)
        for s, exact, assumed, lo, hi in compared[pl.Series(open_nodes.astype(np.uint32))]
        .select("s", "exact", "assumed", "lo", "hi").iter_rows()
    ]  # fmt: skip
    node_ends, pair_ends = [*node_starts[1:], len(open_nodes)], [*pair_starts[1:], len(open_pairs)]
    for start, end, first, last in zip(node_starts, node_ends, pair_starts, pair_ends, strict=True):
        nodes, part = open_nodes[start:end], open_pairs[first:last]
        yield (
            nodes,
            facts[start:end],
            _Component(
                np.searchsorted(nodes, left[part]), np.searchsorted(nodes, right[part]), score[part], allowed[part]
            ),
        )


def cluster(compared: pl.DataFrame, scored: pl.DataFrame) -> Clusters:
    """Clusters of the rows of ``compared``.  A component whose pairs all agree is one cluster at once."""
    count = compared.height
    positive = scored.filter((pl.col("score") >= JOIN_FROM) & pl.col("constraint").is_null())
    label = components(count, _ints(positive["left"]), _ints(positive["right"]))
    left, right = _ints(scored["left"]), _ints(scored["right"])
    result = label.copy()
    apart: dict[tuple[int, int], str] = {}
    sizes = np.bincount(label, minlength=count)
    agrees = (scored["score"] >= JOIN_FROM).to_numpy() & scored["constraint"].is_null().to_numpy()
    inside = label[left] == label[right]
    agreeing = np.bincount(label[left][inside & agrees], minlength=count)
    # where every pair agrees, no order of merging could give anything but one cluster
    unsettled = (sizes > 1) & (agreeing < sizes * (sizes - 1) // 2)
    for nodes, facts, pairs in _open_components(compared, scored, label, unsettled, inside):
        homes, kept = _merge(facts, pairs)
        result[nodes] = nodes[homes]
        apart |= {(int(nodes[x]), int(nodes[y])): why for (x, y), why in kept.items()}
    for a, b, constraint in (
        scored.filter((pl.col("score") >= JOIN_FROM) & pl.col("constraint").is_not_null())
        .select("left", "right", "constraint")
        .iter_rows()
    ):
        apart.setdefault((a, b), constraint)
    return Clusters(result, apart)
