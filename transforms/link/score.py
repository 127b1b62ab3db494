"""Pairs of reports to scores: the features added up, the constraints named."""

from __future__ import annotations

import polars as pl

from transforms.link.constraints import CONSTRAINTS
from transforms.link.features import FEATURES

JOIN_FROM = 0.0  # log-odds from which two reports are taken for one happening
COMPARED = (
    "family", "event_type", "subtype", "act", "status", "doc_id", "s", "e", "lo", "hi", "exact", "assumed", "pub",
    "actors", "principals", "organisations", "states", "locations", "cities", "names", "famous", "rare", "common",
    "numbers", "places", "topic", "topic_places", "called", "serials",
)  # fmt: skip
_CHUNK = 500_000  # pairs side by side at once: bounds the memory


def score_pairs(reports: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """``pairs`` (left, right) with one column per feature, ``score`` (log-odds) and ``constraint`` (name or null).

    ``left`` and ``right`` are row numbers of ``reports``.
    """
    compared = reports.select(COMPARED)
    chunks = []
    for start in range(0, max(pairs.height, 1), _CHUNK):
        part = pairs.slice(start, _CHUNK)
        side = pl.concat(
            [
                part,
                compared[part["left"]].rename(lambda c: f"{c}_l"),
                compared[part["right"]].rename(lambda c: f"{c}_r"),
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
            .collect()
        )
    return pl.concat(chunks)
