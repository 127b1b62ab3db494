"""Reports that say the same of a happening, to the letter, are one node: thousands of reports of one call stay cheap.

Two reports are one node where type, status, date, participants, place and names agree in full and that alone, without
any word of the sentences, is evidence enough for one happening; where the date is no exact day, they must be of one
day of publication too.  Which node a report belongs to is a function
of the report; what the words of a node are, of its reports.
"""

from __future__ import annotations

import polars as pl

from transforms.link.features import FEATURES, published_near, same_document
from transforms.link.score import COMPARED, JOIN_FROM, score_pairs

SAFE_FROM = JOIN_FROM + 0.5  # log-odds of a signature with itself from which it needs no words
_SIGNATURE = ("family", "event_type", "subtype", "act", "status", "s", "e", "lo", "hi", "exact", "assumed")
_SIGNATURE_SETS = ("actors", "principals", "organisations", "states", "locations", "serials", "called", "gatherings")
_WORDS = ("names", "famous", "rare", "common", "numbers", "places", "cities", "topic", "topic_places")
USUAL = 0.2  # share of a node's reports that have a word, from which it is one of the node's words


def assign_nodes(reports: pl.DataFrame) -> pl.DataFrame:
    """Add ``node``: the hash of the signature where it is evidence enough, else that of the first mention's id."""
    if reports.is_empty():
        return reports.with_columns(node=pl.lit(None, pl.UInt64))
    told = pl.when(~pl.col("exact")).then("pub")
    sorted_sets = [pl.col(c).list.sort() for c in _SIGNATURE_SETS]
    signature = reports.select(signature=pl.struct(*_SIGNATURE, *sorted_sets, told=told).hash()).to_series()
    first = signature.is_first_distinct() & reports["s"].is_not_null()
    kinds = reports.filter(first)
    bare = kinds.with_columns(pl.lit([], dtype=kinds.schema[c]).alias(c) for c in _WORDS)
    itself = pl.DataFrame({"left": pl.arange(bare.height, eager=True), "right": pl.arange(bare.height, eager=True)})
    scored = score_pairs(bare, itself.cast(pl.UInt32))
    counted = [f.__name__ for f in FEATURES if f not in (published_near, same_document)]
    safe = signature.filter(first).filter(scored.select(pl.sum_horizontal(counted) >= SAFE_FROM).to_series())
    return reports.with_columns(
        node=pl.when(signature.is_in(safe.implode())).then(signature).otherwise(pl.col("lead").hash())
    )


def nodes(reports: pl.DataFrame) -> pl.DataFrame:
    """One row per node with the columns that are compared, sorted by ``node``.

    ``lead``: the first mention of its first report; ``stamp`` tells whether what is compared has changed.
    """
    size = reports.group_by("node").agg(count=pl.len())
    single = reports.join(size.filter(pl.col("count") == 1), on="node", how="semi").select("node", "lead", *COMPARED)
    several = reports.join(size.filter(pl.col("count") > 1), on="node")
    if several.is_empty():
        return _stamped(single)
    kept = [c for c in COMPARED if c not in (*_WORDS, "doc_id", "pub")]
    facts = several.group_by("node").agg(
        pl.col("lead").min(), *(pl.col(c).first() for c in kept), pl.col("pub").min(),
        doc_id=pl.format("node {}", pl.col("node").first()),
    )  # fmt: skip
    for column in _WORDS:
        usual = (
            several.select("node", "count", word=pl.col(column)).explode("word", empty_as_null=True, keep_nulls=True)
            .drop_nulls("word")
            .group_by("node", "word").agg(pl.len(), pl.col("count").first())
            .filter(pl.col("len") >= pl.col("count") * USUAL)
            .group_by("node").agg(pl.col("word").alias(column))
        )  # fmt: skip
        facts = facts.join(usual, on="node", how="left").with_columns(pl.col(column).fill_null([]))
    return _stamped(pl.concat([single, facts.select("node", "lead", *COMPARED)]))


def _stamped(compared: pl.DataFrame) -> pl.DataFrame:
    """Sorted by node, with ``stamp``: equal where all that is compared is equal."""
    sets = [c for c, t in compared.schema.items() if isinstance(t, pl.List)]
    ordered = compared.sort("node").with_columns(pl.col(c).list.sort() for c in sets)
    return ordered.with_columns(stamp=pl.struct("lead", *COMPARED).hash())
