"""Pairs of reports to scores: the features added up, the constraints named."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.link.constraints import CONSTRAINTS
from transforms.link.features import FEATURES

JOIN_FROM = 0.0  # log-odds from which two reports are taken for one happening
COMPARED = (
    "family", "event_type", "subtype", "act", "status", "doc_id", "s", "e", "lo", "hi", "exact", "assumed", "pub",
    "actors", "principals", "organisations", "states", "locations", "cities", "names", "famous", "rare", "common",
    "numbers", "places", "topic", "topic_places", "called", "serials",
)  # fmt: skip
SETS = ("actors", "principals", "organisations", "states", "locations", "cities", "names", "famous", "rare", "common",
        "numbers", "places", "context", "topic", "called", "serials")  # fmt: skip
_PLAIN = [c for c in COMPARED if c not in (*SETS, "topic_places")]
_CHUNK = 500_000  # pairs side by side at once: bounds the memory


def score_pairs(reports: pl.DataFrame, pairs: pl.DataFrame, *, details: bool = True) -> pl.DataFrame:
    """``pairs`` (left, right) with ``score`` (log-odds), ``constraint`` (name or null) and one column per feature.

    Without ``details`` the features are left out: of millions of pairs only few are ever shown.

    ``left`` and ``right`` are row numbers of ``reports``.
    """
    reports = reports.with_columns(context=pl.col("places").list.set_union("topic_places"))
    compared = reports.select(*_PLAIN, *(pl.col(c).list.len().alias(f"n_{c}") for c in SETS))
    sketches = {c: _sketch(reports[c]) for c in SETS}
    chunks = []
    for start in range(0, max(pairs.height, 1), _CHUNK):
        part = pairs.slice(start, _CHUNK)
        side = pl.concat(
            [
                part,
                compared[part["left"]].rename(lambda c: f"{c}_l"),
                compared[part["right"]].rename(lambda c: f"{c}_r"),
                pl.DataFrame([_shared(reports[c], sketches[c], part).alias(f"shared_{c}") for c in SETS]),
            ],
            how="horizontal",
        )
        forbidden = pl.coalesce(
            *(pl.when(rule()).then(pl.lit(rule.__name__)) for rule in CONSTRAINTS), pl.lit(None, pl.String)
        )
        chunks.append(
            side.lazy()
            .select("left", "right", *(f().cast(pl.Float64).alias(f.__name__) for f in FEATURES), constraint=forbidden)
            .with_columns(score=pl.sum_horizontal(f.__name__ for f in FEATURES).round(3))
            .select(pl.all() if details else pl.col("left", "right", "score", "constraint"))
            .collect()
        )
    return pl.concat(chunks)


def _sketch(sets: pl.Series) -> npt.NDArray[np.uint64]:
    """64 bits a set, one for each member by its hash: sets whose sketches share no bit share no member."""
    sketch = np.zeros(len(sets), dtype=np.uint64)
    lengths = sets.list.len().fill_null(0).to_numpy().astype(np.int64)
    members = sets.filter(sets.list.len() > 0).explode()
    if len(members):
        bits = np.uint64(1) << (members.hash().to_numpy() % np.uint64(64))
        starts = np.cumsum(lengths[lengths > 0]) - lengths[lengths > 0]
        sketch[lengths > 0] = np.bitwise_or.reduceat(bits, starts)
    return sketch


def _shared(sets: pl.Series, sketch: npt.NDArray[np.uint64], pairs: pl.DataFrame) -> pl.Series:
    """How many members the sets of each pair share: looked at only where the sketches leave it open."""
    left, right = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    maybe = np.flatnonzero(sketch[left] & sketch[right])
    count = np.zeros(len(left))
    if len(maybe):
        one, other = sets[pl.Series(left[maybe])], sets[pl.Series(right[maybe])]
        count[maybe] = one.list.set_intersection(other).list.len().to_numpy()
    return pl.Series(count)
