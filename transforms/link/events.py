"""The linking step: mentions in, the event of each report and the evidence of every link out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
import pyarrow as pa

from transforms import ids
from transforms.actors.gazetteer import Gazetteer
from transforms.link.features import FEATURES
from transforms.link.reports import add_report, reports
from transforms.link.score import JOIN_FROM, score_pairs
from transforms.link.state import LinkState, Relinked, link_all, relink

SHOWN_FROM = -1.0  # pairs below this score are no near misses and are not kept as evidence
SHOWN_EACH = 3  # best joined and best separate pairs kept of each report: enough to explain, bounded in size
_FAR = 10**7  # days; documents without a publication date count as the latest

LINKS_SCHEMA = pl.Schema([
    ("left_mention", pl.String()), ("right_mention", pl.String()), ("score", pl.Float64()), ("joined", pl.Boolean()),
    ("rule", pl.String()), ("features", pl.List(pl.Struct({"name": pl.String, "weight": pl.Float64}))),
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Linked:
    """``events``: mention_id, event_id of the mentions given; ``links``: scored pairs of the reports that were
    looked at, by the first mention of each; ``state``: what the next increment needs; ``touched``: the reports whose
    clusters were made (again)."""

    events: pl.DataFrame
    links: pl.DataFrame
    state: LinkState
    touched: pl.Series


def name_events(state: LinkState, only: pl.DataFrame | None = None) -> pl.DataFrame:
    """report, event_id: an event is named after its earliest report (published, document, place in the text).

    ``only``: a frame with the reports whose events are wanted; the events of all others are left out.
    """
    placed = state.reports.select("report", "node", "lead", "pub", "doc_id", "lead_start").join(state.homes, on="node")
    if only is not None:
        placed = placed.join(placed.join(only, on="report", how="semi").select("home"), on="home", how="semi")
    first = (
        placed.sort(pl.col("pub").fill_null(_FAR), "doc_id", "lead_start", "lead")
        .unique("home", keep="first", maintain_order=True)
        .select("home", event_id=pl.col("lead").map_elements(ids.event_id, return_dtype=pl.String))
    )
    return placed.join(first, on="home").select("report", "event_id")


def _leads(done: Relinked) -> pl.DataFrame:
    """node, lead, others: of the touched nodes the first report's first mention, and those of the other reports."""
    members = done.state.reports.join(done.touched.select("node"), on="node", how="semi").sort("lead")
    return members.group_by("node", maintain_order=True).agg(pl.col("lead").first(), others=pl.col("lead").slice(1))


def _same_signature(leads: pl.DataFrame) -> pl.DataFrame:
    """Reports of one node are joined without being compared: each is tied to the node's first."""
    return leads.explode("others", empty_as_null=True, keep_nulls=True).drop_nulls("others").select(
        left_mention="lead", right_mention="others", score=pl.lit(None, pl.Float64), joined=pl.lit(True),
        rule=pl.lit("same_signature"), features=pl.lit([], LINKS_SCHEMA["features"]),
    )  # fmt: skip


def _shown(near: pl.DataFrame) -> pl.DataFrame:
    """Of each report the best joined pairs and the best that stayed separate, of either side."""
    one = pl.concat([
        near.select("pair", "joined", "score", node="left", other="right"),
        near.select("pair", "joined", "score", node="right", other="left"),
    ])  # fmt: skip
    best = one.sort("node", "joined", "score", "other", descending=[False, False, True, False]).filter(
        pl.int_range(pl.len()).over("node", "joined") < SHOWN_EACH
    )
    return near.join(best.select("pair").unique(), on="pair", how="semi")


def _weights(scored: pl.DataFrame) -> pl.Series:
    """``features`` of scored pairs: a list of (name, weight) of those that are not 0, in the order of FEATURES."""
    names = [f.__name__ for f in FEATURES]
    weights = scored.select(names).to_numpy()
    row, column = np.nonzero(weights)
    offsets = np.zeros(scored.height + 1, dtype=np.int64)
    np.cumsum(np.bincount(row, minlength=scored.height), out=offsets[1:])
    members = pa.StructArray.from_arrays(
        [pa.array(np.array(names, dtype=object)[column], pa.large_string()), pa.array(weights[row, column])],
        names=["name", "weight"],
    )
    lists = pl.from_arrow(pa.LargeListArray.from_arrays(pa.array(offsets), members))
    assert isinstance(lists, pl.Series)
    return lists.alias("features").cast(LINKS_SCHEMA["features"])


def _evidence(done: Relinked) -> pl.DataFrame:
    """The pairs that tell most: of each report the best joined and the best that stayed separate."""
    clusters, touched = done.clusters, done.touched
    leads = _leads(done)
    near = done.scored.filter(pl.col("score") >= SHOWN_FROM)
    left, right = near["left"].to_numpy(), near["right"].to_numpy()
    joined = pl.Series(clusters.cluster[left] == clusters.cluster[right], dtype=pl.Boolean)
    near = _shown(near.with_columns(joined=joined).with_row_index("pair"))
    weights = _weights(score_pairs(touched, near.select("left", "right")))
    lead = touched.select("node").join(leads, on="node", how="left", maintain_order="left")["lead"]
    reason = pl.DataFrame(
        [(a, b, why) for (a, b), why in clusters.kept_apart.items()],
        schema={"left": pl.UInt32, "right": pl.UInt32, "why": pl.String}, orient="row",
    )  # fmt: skip
    joined_by = pl.when(pl.col("score") >= JOIN_FROM).then(pl.lit("score")).otherwise(pl.lit("through_others"))
    compared = (
        near.with_columns(left_mention=lead[near["left"]], right_mention=lead[near["right"]], features=weights)
        .join(reason, on=["left", "right"], how="left")
        .with_columns(
            rule=pl.when("joined").then(joined_by).otherwise(
                pl.coalesce("constraint", "why", pl.lit("score_too_low"))
            )
        )
        .select(*LINKS_SCHEMA)
    )  # fmt: skip
    return pl.concat([compared, _same_signature(leads).cast(LINKS_SCHEMA)]).sort("left_mention", "right_mention")


def link_increment(
    state: LinkState | None,
    mentions: pl.LazyFrame,
    documents: pl.LazyFrame,
    participants: pl.LazyFrame,
    changed_documents: pl.Series,
    gazetteer: Gazetteer,
) -> Linked:
    """Link the normalised mentions of the changed documents into the archive.  ``state`` None: everything is new.

    ``mentions``: all mentions of the changed documents; of one that is gone there are none.  ``Linked.events`` holds
    their events; events of other mentions that changed are found through ``state`` and ``touched``.
    """
    found = reports(mentions, documents, participants, gazetteer)
    done = link_all(found) if state is None else relink(state, found, changed_documents)
    keyed = add_report(mentions).select("mention_id", "report").collect()
    named = name_events(done.state, keyed if state else None)
    events = keyed.join(named, on="report").select("mention_id", "event_id").sort("mention_id")
    touched = done.state.reports.join(done.touched.select("node"), on="node", how="semi")["report"]
    return Linked(events, _evidence(done), done.state, touched)


def link(mentions: pl.LazyFrame, documents: pl.LazyFrame, participants: pl.LazyFrame, gazetteer: Gazetteer) -> Linked:
    """Link normalised mentions (dates read, participants resolved) across their documents.

    The result is a function of the set of mentions: neither the order nor the grouping of the rows matters.
    """
    everything = mentions.select("doc_id").unique().collect()["doc_id"]
    return link_increment(None, mentions, documents, participants, everything, gazetteer)
