"""Merging within one component, without chaining: a merge must suit all members, not only the two that are alike.

The best pair is merged first.  Before every merge the two clusters are looked at whole: dates that leave a common
day, and a mean score between them that does not speak against it.  Scores are whole thousandths, so that sums do not
depend on the order in which they are added.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

UNLIKE = -1_500  # thousandths; what two reports count that share nothing, or whose score is too low to be kept
ALIKE = 4_000  # a higher score counts as this in a mean: one very alike pair must not outvote the others


@dataclass(frozen=True, slots=True)
class Component:
    """Kept pairs of one component: ``left``/``right`` count its nodes from 0 in order; scores in thousandths."""

    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    score: npt.NDArray[np.int64]
    lo: npt.NDArray[np.float64]  # first and last day on which each can have been; infinite where open
    hi: npt.NDArray[np.float64]


def merge(pairs: Component, mean_from: int) -> list[int]:
    """The smallest member of each node's cluster.  ``mean_from``: least mean score between clusters that merge.

    ``between`` holds, for clusters with kept pairs, by how much the scores between them exceed ``UNLIKE``, summed up.
    """
    count = len(pairs.lo)
    between: list[dict[int, int]] = [{} for _ in range(count)]
    over = np.minimum(pairs.score, ALIKE) - UNLIKE
    for x, y, more in zip(pairs.left.tolist(), pairs.right.tolist(), over.tolist(), strict=True):
        between[x][y] = between[y][x] = more
    home, members = list(range(count)), {i: [i] for i in range(count)}
    lo, hi = pairs.lo.tolist(), pairs.hi.tolist()
    good = np.flatnonzero(pairs.score >= 0)
    order = good[np.lexsort((pairs.right[good], pairs.left[good], -pairs.score[good]))]
    for x, y in zip(pairs.left[order].tolist(), pairs.right[order].tolist(), strict=True):
        a, b = home[x], home[y]
        if a == b or max(lo[a], lo[b]) > min(hi[a], hi[b]):
            continue
        if between[a].get(b, 0) < (mean_from - UNLIKE) * len(members[a]) * len(members[b]):
            continue
        if len(between[a]) < len(between[b]):
            a, b = b, a
        for node in members[b]:
            home[node] = a
        members[a] += members.pop(b)
        lo[a], hi[a] = max(lo[a], lo[b]), min(hi[a], hi[b])
        between[a].pop(b, None)
        for other, more in between[b].items():
            if other != a:
                total = between[a].get(other, 0) + more
                between[a][other] = between[other][a] = total
                del between[other][b]
        between[b] = {}
    first = {a: min(nodes) for a, nodes in members.items()}
    return [first[a] for a in home]


def components(count: int, left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The smallest node connected with each node; labels spread along edges and are halved until they rest."""
    label = np.arange(count, dtype=np.int64)
    while len(left):
        low = np.minimum(label[left], label[right])
        before = label.copy()
        np.minimum.at(label, left, low)
        np.minimum.at(label, right, low)
        label = label[label]
        if np.array_equal(before, label):
            break
    return label
