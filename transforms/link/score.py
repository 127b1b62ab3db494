"""Pairs of reports to scores: the features added up, the constraints named."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.link.constraints import CONSTRAINTS
from transforms.link.features import FEATURES

JOIN_FROM = 0.0  # log-odds from which two reports are taken for one happening
NEAR_FROM = -1.0  # a lower score is neither kept nor told apart from having nothing in common
COMPARED = (
    "family", "event_type", "subtype", "act", "status", "doc_id", "s", "e", "lo", "hi", "exact", "assumed", "pub",
    "actors", "principals", "organisations", "states", "locations", "cities", "names", "famous", "rare", "common",
    "numbers", "places", "topic", "topic_places", "called", "serials", "gatherings",
)  # fmt: skip
SETS = ("actors", "principals", "organisations", "states", "locations", "cities", "names", "famous", "rare", "common",
        "numbers", "places", "context", "topic", "called", "serials", "gatherings")  # fmt: skip
COMPARED_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    **dict.fromkeys(("family", "event_type", "subtype", "act", "status", "doc_id"), pl.String),
    **dict.fromkeys(("s", "e", "lo", "hi", "pub"), pl.Int32),
    **dict.fromkeys(("exact", "assumed"), pl.Boolean),
    **{c: pl.List(pl.UInt32) for c in (*SETS, "topic_places") if c != "context"},
}
_PLAIN = [c for c in COMPARED if c not in (*SETS, "topic_places")]
_WORDS = ("family", "event_type", "subtype", "act", "status")
_CHUNK = 125_000  # pairs side by side at once: bounds the memory
_WORKERS = 2  # numpy and polars leave the interpreter to others while they compute
_FEW = 36  # combinations of two sets' members that are compared one by one


class Scorer:
    """Scores pairs of ``reports`` (columns ``COMPARED``), which are looked up by row number."""

    def __init__(self, reports: pl.DataFrame) -> None:
        # NOTE: not list.set_union, which panics on a sliced column of one row (polars 2.1)
        together = reports.with_columns(context=pl.concat_list("places", "topic_places").list.unique())
        self._plain = together.select(
            *(pl.col(c).cast(pl.Categorical) if c in _WORDS else pl.col(c) for c in _PLAIN if c != "doc_id"),
            *(pl.col(c).list.len().cast(pl.UInt16).alias(f"n_{c}") for c in SETS),
            doc_id=pl.col("doc_id").hash(),
        )
        self._sets = {c: _Sets.of(together[c]) for c in SETS}
        # side by side, so that looking one pair up touches one place in memory
        self._sketches = np.stack([self._sets[c].sketch() for c in SETS], axis=1)
        self._sizes = np.stack([self._sets[c].size for c in SETS], axis=1).clip(max=255).astype(np.uint8)
        self._hidden = (self._sizes - np.bitwise_count(self._sketches)).astype(np.uint8)

    def score(self, pairs: pl.DataFrame, *, details: bool = True) -> pl.DataFrame:
        """``pairs`` (left, right) with ``score`` (log-odds), ``constraint`` (name or null), one column per feature."""
        parts = (pairs.slice(at, _CHUNK) for at in range(0, max(pairs.height, 1), _CHUNK))
        return pl.concat(self._chunk(part, self._exactly(part, self._common(part)), details=details) for part in parts)

    def near(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """Those of the pairs that score ``NEAR_FROM`` or more: left, right, score, constraint.

        First every pair is scored with the most that its sets can share, which is cheap; no feature falls when more
        is shared, so what stays low then need not be looked at closely.
        """
        parts = [pairs.slice(at, _CHUNK) for at in range(0, max(pairs.height, 1), _CHUNK)]
        if len(parts) == 1:
            return self._near(parts[0])
        with ThreadPoolExecutor(_WORKERS) as workers:
            return pl.concat(workers.map(self._near, parts))

    def _near(self, pairs: pl.DataFrame) -> pl.DataFrame:
        common = self._common(pairs)
        hoped = self._chunk(pairs, self._at_most(pairs, common), details=False)
        likely = hoped["score"] >= NEAR_FROM
        some = pairs.filter(likely)
        scored = self._chunk(some, self._exactly(some, common[likely.to_numpy()]), details=False)
        return scored.filter(pl.col("score") >= NEAR_FROM)

    def _common(self, pairs: pl.DataFrame) -> npt.NDArray[np.uint64]:
        """The bits that both sketches of each pair have, a column a set; 0 where two sets surely share nothing."""
        common: npt.NDArray[np.uint64] = self._sketches[pairs["left"].to_numpy()]
        common &= self._sketches[pairs["right"].to_numpy()]
        return common

    def _at_most(self, pairs: pl.DataFrame, sketched: npt.NDArray[np.uint64]) -> Mapping[str, pl.Series]:
        """Numbers that what two sets share does not exceed; 0 where that is certain.

        A bit that both sketches have stands for one common member, and for one more where members share a bit.
        """
        left, right = pairs["left"].to_numpy(), pairs["right"].to_numpy()
        common = np.bitwise_count(sketched)
        hidden = np.minimum(self._hidden[left], self._hidden[right])
        most = np.where(common > 0, np.minimum(common + hidden, np.minimum(self._sizes[left], self._sizes[right])), 0)
        return {c: pl.Series(np.ascontiguousarray(most[:, i])) for i, c in enumerate(SETS)}

    def _exactly(self, pairs: pl.DataFrame, sketched: npt.NDArray[np.uint64]) -> Mapping[str, pl.Series]:
        left, right = pairs["left"].to_numpy(), pairs["right"].to_numpy()
        maybe = np.ascontiguousarray((sketched != 0).T)
        return {c: pl.Series(self._sets[c].shared(left, right, maybe[i])) for i, c in enumerate(SETS)}

    def _chunk(self, pairs: pl.DataFrame, counts: Mapping[str, pl.Series], *, details: bool) -> pl.DataFrame:
        """``counts``: of each of ``SETS`` how many members each pair shares."""
        side = pl.concat(
            [
                pairs.select("left", "right"),
                self._plain[pairs["left"]].rename(lambda c: f"{c}_l"),
                self._plain[pairs["right"]].rename(lambda c: f"{c}_r"),
                pl.DataFrame([counts[c].alias(f"shared_{c}") for c in SETS]),
            ],
            how="horizontal",
        )
        forbidden = pl.coalesce(
            *(pl.when(rule()).then(pl.lit(rule.__name__)) for rule in CONSTRAINTS), pl.lit(None, pl.String)
        )
        return (
            side.lazy()
            .select("left", "right", *(f().cast(pl.Float64).alias(f.__name__) for f in FEATURES), constraint=forbidden)
            .with_columns(score=pl.sum_horizontal(f.__name__ for f in FEATURES).round(3))
            .select(pl.all() if details else pl.col("left", "right", "score", "constraint"))
            .collect()
        )


def score_pairs(reports: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """``pairs`` (left, right: row numbers of ``reports``) with their score, constraint and features."""
    return Scorer(reports).score(pairs)


class _Sets:
    """A column of sets, quick to compare: a sketch of 64 bits a set, one for each member by its hash.

    Sets whose sketches share no bit share no member.
    """

    def __init__(
        self, values: npt.NDArray[np.uint32], start: npt.NDArray[np.int32], size: npt.NDArray[np.int32]
    ) -> None:
        self._values, self._start, self.size = values, start, size

    def sketch(self) -> npt.NDArray[np.uint64]:
        """The sketches of all sets."""
        found = np.zeros(len(self.size), dtype=np.uint64)
        if len(self._values):
            bits = np.uint64(1) << (self._values.astype(np.uint64) % np.uint64(64))
            found[self.size > 0] = np.bitwise_or.reduceat(bits, self._start[self.size > 0])
        return found

    @classmethod
    def of(cls, sets: pl.Series) -> _Sets:
        """The sets of a column of lists."""
        size = sets.list.len().fill_null(0).to_numpy().astype(np.int32)
        values = sets.filter(sets.list.len() > 0).explode().to_numpy()
        return cls(values.astype(np.uint32), np.cumsum(size, dtype=np.int32) - size, size)

    def shared(
        self, left: npt.NDArray[np.uint32], right: npt.NDArray[np.uint32], likely: npt.NDArray[np.bool_]
    ) -> npt.NDArray[np.uint16]:
        """How many members two sets share; only those ``likely`` are looked at, the others share none."""
        count = np.zeros(len(left), dtype=np.uint16)
        maybe = np.flatnonzero(likely)
        one, other = left[maybe], right[maybe]
        combinations = self.size[one] * self.size[other]
        small = combinations <= _FEW
        count[maybe[small]] = self._one_by_one(one[small], other[small])
        if not small.all():
            a, b = (self._as_lists(side[~small]) for side in (one, other))
            count[maybe[~small]] = a.list.set_intersection(b).list.len().to_numpy()
        return count

    def _one_by_one(self, one: npt.NDArray[np.uint32], other: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint16]:
        width = self.size[other]
        total = self.size[one] * width
        if (total == 1).all():
            return np.equal(self._values[self._start[one]], self._values[self._start[other]]).astype(np.uint16)
        row = np.repeat(np.arange(len(one)), total)
        at = np.arange(len(row)) - np.repeat(np.cumsum(total) - total, total)
        a, b = np.divmod(at, width[row])
        same = self._values[self._start[one][row] + a] == self._values[self._start[other][row] + b]
        return np.bincount(row[same], minlength=len(one)).astype(np.uint16)

    def _as_lists(self, rows: npt.NDArray[np.uint32]) -> pl.Series:
        size = self.size[rows]
        offset = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
        values = self._values[np.repeat(self._start[rows], size) + offset]
        groups = pl.DataFrame({"row": np.repeat(np.arange(len(rows)), size), "value": values})
        return groups.group_by("row", maintain_order=True).agg("value")["value"]
