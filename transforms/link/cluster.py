"""Scored pairs to clusters, without chaining: a merge must suit all members, not only the two that are alike.

The best pair is merged first.  Before every merge the two clusters are looked at whole: no constraint between any
two members, dates that leave a common day, and a mean score between them that does not speak against it.  The order
depends on scores and ids only, never on the order of the input; pairs in different components never meet, so a
component can be clustered by itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.link.score import JOIN_FROM

UNSEEN = -1.5  # score of two reports that share no key: nothing speaks for them
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

    members: list[int]
    days: dict[int, bool]  # exact day -> whether every report of it only assumes it
    lo: float
    hi: float


def _suits(a: _Group, b: _Group) -> str | None:
    """The name of the rule that forbids the merge, or ``None``."""
    for day, assumed in a.days.items():
        for other, other_assumed in b.days.items():
            if abs(day - other) > (1 if assumed != other_assumed else 0):
                return "different_days_in_cluster"
    if max(a.lo, b.lo) > min(a.hi, b.hi) + 1:
        return "no_common_day_in_cluster"
    return None


def _merge(
    nodes: list[int],
    edges: list[tuple[float, int, int, str | None]],
    facts: dict[int, tuple[int | None, bool, float, float]],
) -> tuple[dict[int, int], dict[tuple[int, int], str]]:
    """Cluster one component.  ``edges``: score, left, right, constraint."""
    group: dict[int, _Group] = {}
    for n in nodes:
        day, assumed, lo, hi = facts[n]
        group[n] = _Group([n], {} if day is None else {day: assumed}, lo, hi)
    home = {n: n for n in nodes}
    score: dict[int, dict[int, tuple[float, bool]]] = defaultdict(dict)
    for value, a, b, constraint in edges:
        score[a][b] = score[b][a] = (value, constraint is not None)
    apart: dict[tuple[int, int], str] = {}
    for value, a, b, constraint in sorted(edges, key=lambda e: (-e[0], e[1], e[2])):
        if value < JOIN_FROM:
            break
        if constraint is not None:
            apart[a, b] = constraint
            continue
        left, right = group[home[a]], group[home[b]]
        if left is right:
            continue
        reason = _suits(left, right)
        if reason is None:
            total = 0.0
            for x in left.members:
                seen = score[x]
                for y in right.members:
                    s, forbidden = seen.get(y, (UNSEEN, False))
                    if forbidden:
                        reason = "constraint_in_cluster"
                        break
                    total += min(s, 4.0)  # one very alike pair must not outvote the others
                if reason:
                    break
            least = MEAN_ON_ONE_DAY if left.days.keys() & right.days.keys() else MEAN_FROM
            if reason is None and total / (len(left.members) * len(right.members)) < least:
                reason = "clusters_unlike"
        if reason is not None:
            apart[a, b] = reason
            continue
        gone = home[b]
        for n in right.members:
            home[n] = home[a]
        left.members.extend(right.members)
        for day, assumed in right.days.items():
            left.days[day] = left.days.get(day, True) and assumed
        left.lo, left.hi = max(left.lo, right.lo), min(left.hi, right.hi)
        del group[gone]
    return {n: min(group[home[n]].members) for n in nodes}, apart


def _ints(column: pl.Series) -> npt.NDArray[np.int64]:
    return column.to_numpy().astype(np.int64)


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
    by_component: dict[int, list[tuple[float, int, int, str | None]]] = defaultdict(list)
    open_pairs = scored.filter(pl.Series(inside & unsettled[label[left]]))
    for a, b, value, constraint in open_pairs.select("left", "right", "score", "constraint").iter_rows():
        by_component[int(label[a])].append((value, a, b, constraint))
    open_nodes = np.flatnonzero(unsettled[label])
    rows = compared[pl.Series(open_nodes.astype(np.uint32))].select("s", "exact", "assumed", "lo", "hi").iter_rows()
    facts = {
        n: (s if exact else None, assumed, -np.inf if lo is None else lo, np.inf if hi is None else hi)
        for n, (s, exact, assumed, lo, hi) in zip(open_nodes.tolist(), rows, strict=True)
    }
    members: dict[int, list[int]] = defaultdict(list)
    for n in open_nodes.tolist():
        members[int(label[n])].append(n)
    for root, nodes in members.items():
        homes, kept = _merge(nodes, by_component[root], facts)
        for n, home in homes.items():
            result[n] = home
        apart |= kept
    for a, b, constraint in scored.filter((pl.col("score") >= JOIN_FROM) & pl.col("constraint").is_not_null()).select(
        "left", "right", "constraint"
    ).iter_rows():
        apart.setdefault((a, b), constraint)
    return Clusters(result, apart)
