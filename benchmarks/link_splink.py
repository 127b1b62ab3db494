"""The same task given to Splink (probabilistic record linkage on DuckDB), as its documentation advises.

Blocking, comparisons and expectation maximisation as for any deduplication; clusters are the connected components at
the threshold that Splink suggests.  ``ImportError`` where it is not installed (``pip install splink``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from transforms.types import family_of

THRESHOLD = 0.9
SHARE = 0.005  # of the pairs in our corpora


def _record(mention: Mapping[str, Any]) -> dict[str, Any]:
    surnames = sorted({p["name"].split()[-1].casefold() for p in mention["participants"]})
    words = sorted({w.casefold() for w in re.findall(r"[^\W\d]{5,}", mention["quote"])})
    return {
        "unique_id": mention["mention_id"], "family": family_of(mention["event_type"]), "day": mention["date_edtf"],
        "actors": surnames, "words": words, "location": mention["location"], "status": mention["status"],
        "month": (mention["date_edtf"] or "")[:7] or None,
    }  # fmt: skip


def splink_link(_documents: list[dict[str, Any]], mentions: list[dict[str, Any]]) -> Mapping[str, str]:
    """mention_id -> cluster as Splink sees it."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    settings = SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=SHARE,
        comparisons=[
            cl.ExactMatch("day"), cl.ArrayIntersectAtSizes("actors", [2, 1]),
            cl.ArrayIntersectAtSizes("words", [6, 4, 2]), cl.JaroWinklerAtThresholds("location", [0.9]),
            cl.ExactMatch("status"),
        ],
        blocking_rules_to_generate_predictions=[block_on("family", "day"), block_on("family", "month")],
    )  # fmt: skip
    texts = dict.fromkeys(("day", "month", "location"), "string")  # a column may be empty throughout
    records = pd.DataFrame([_record(m) for m in mentions]).astype(texts)
    api = DuckDBAPI()
    table = api.register(records)
    linker = Linker(table, settings, log_level=40)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e5, seed=1)
    for rule in (block_on("family", "day"), block_on("family", "month")):
        # on so few records the share of matches cannot be learnt along with the rest: it is given
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule, fix_probability_two_random_records_match=True
        )
    predictions = linker.inference.predict(threshold_match_probability=0.01)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predictions, THRESHOLD)
    found = clusters.as_pandas_dataframe()
    return {row.unique_id: str(row.cluster_id) for row in found.itertuples()}
