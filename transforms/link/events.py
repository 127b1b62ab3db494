"""The linking step: mentions in, the event of each mention and the evidence of every link out."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms import ids
from transforms.actors.gazetteer import Gazetteer
from transforms.link.cluster import cluster
from transforms.link.features import FEATURES
from transforms.link.keys import candidate_pairs
from transforms.link.reports import report_key, reports
from transforms.link.score import JOIN_FROM, score_pairs
from transforms.types import add_family

SHOWN_FROM = -1.0  # pairs below this score are no near misses and are not kept as evidence
_FAR = 10**7  # days; documents without a publication date count as the latest

LINKS_SCHEMA = {
    "left_mention": pl.String, "right_mention": pl.String, "score": pl.Float64, "joined": pl.Boolean,
    "rule": pl.String, "features": pl.List(pl.Struct({"name": pl.String, "weight": pl.Float64})),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Linked:
    """``events``: mention_id, event_id; ``links``: scored pairs of reports (by the first mention of each)."""

    events: pl.DataFrame
    links: pl.DataFrame


def _event_ids(nodes: pl.DataFrame, keyed: pl.DataFrame) -> pl.DataFrame:
    """Event of each mention: named after the earliest mention (published, document, place in the text)."""
    per_mention = keyed.join(nodes, on="report").sort(
        pl.col("pub").fill_null(_FAR), "doc_id", "trigger_start", "trigger_end", "mention_id"
    )
    named = per_mention.group_by("cluster", maintain_order=True).agg(first=pl.col("mention_id").first())
    named = named.with_columns(event_id=pl.col("first").map_elements(ids.event_id, return_dtype=pl.String))
    return per_mention.join(named, on="cluster").select("mention_id", "event_id").sort("mention_id")


def _evidence(nodes: pl.DataFrame, scored: pl.DataFrame, apart: dict[tuple[int, int], str]) -> pl.DataFrame:
    """Scored pairs that were joined or were near it, with features and the rule that decided."""
    reason = pl.DataFrame(
        [(a, b, why) for (a, b), why in apart.items()],
        schema={"left": pl.UInt32, "right": pl.UInt32, "why": pl.String}, orient="row",
    )  # fmt: skip
    names = [f.__name__ for f in FEATURES]
    lead, home = nodes["lead"], nodes["cluster"]
    near = scored.filter(pl.col("score") >= SHOWN_FROM)
    joined = pl.Series("joined", (home[near["left"]] == home[near["right"]]))
    return (
        near.with_columns(
            left_mention=lead[near["left"]], right_mention=lead[near["right"]], joined=joined,
        )
        .join(reason, on=["left", "right"], how="left")
        .with_columns(
            rule=pl.when("joined").then(
                pl.when(pl.col("score") >= JOIN_FROM).then(pl.lit("score")).otherwise(pl.lit("through_others"))
            ).otherwise(pl.coalesce("constraint", "why", pl.lit("score_too_low"))),
            features=pl.concat_list(
                pl.struct(name=pl.lit(n), weight=pl.col(n)) for n in names
            ).list.filter(pl.element().struct.field("weight") != 0),
        )
        .select(*LINKS_SCHEMA)
        .sort("left_mention", "right_mention")
    )  # fmt: skip


def link(
    mentions: pl.LazyFrame, documents: pl.LazyFrame, participants: pl.LazyFrame, gazetteer: Gazetteer
) -> Linked:
    """Link normalised mentions (dates read, participants resolved) across their documents.

    The result is a function of the set of mentions: neither the order nor the grouping of the rows matters.
    """
    found = reports(mentions, documents, participants, gazetteer)
    scored = score_pairs(found, candidate_pairs(found))
    clusters = cluster(found, scored)
    nodes = found.select("node", "report", "lead", "pub").with_columns(cluster=pl.Series(clusters.cluster))
    keyed = (
        add_family(mentions)
        .select("mention_id", "doc_id", "trigger_start", "trigger_end", report=report_key())
        .collect()
    )
    return Linked(_event_ids(nodes, keyed), _evidence(nodes, scored, clusters.kept_apart))
