"""The linked archive, kept so that an increment costs in proportion to itself.

What is kept: the reports with what is compared of them, their keys, the pairs that were taken for one (edges), and
the cluster of each report.  A cluster depends on its component alone (the reports connected by edges), so an
increment looks up the blocks of the changed reports, follows the edges from there, and clusters only those components
again.  Linking everything at once is the increment from nothing: the result is the same, row for row.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from transforms.link.cluster import Clusters, cluster
from transforms.link.keys import CROWDED, KEYS_SCHEMA, crowded, keys, pairs
from transforms.link.score import JOIN_FROM, score_pairs

EDGES_SCHEMA = {"left_lead": pl.String, "right_lead": pl.String}
HOMES_SCHEMA = {"lead": pl.String, "home": pl.String}


@dataclass(frozen=True, slots=True)
class LinkState:
    """``reports``: see ``reports.reports``; ``keys``: see ``keys.keys``; ``edges``: left_lead, right_lead;
    ``homes``: lead, home (the first lead of its cluster)."""

    reports: pl.DataFrame
    keys: pl.DataFrame
    edges: pl.DataFrame
    homes: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Relinked:
    """The new state; the reports that were clustered again, sorted by lead, with their scored pairs and clusters."""

    state: LinkState
    touched: pl.DataFrame
    scored: pl.DataFrame
    clusters: Clusters


def empty_state(reports_schema: pl.Schema) -> LinkState:
    """The archive before anything was read."""
    return LinkState(
        pl.DataFrame(schema=reports_schema), pl.DataFrame(schema=KEYS_SCHEMA), pl.DataFrame(schema=EDGES_SCHEMA),
        pl.DataFrame(schema=HOMES_SCHEMA),
    )  # fmt: skip


def _numbered(found: pl.DataFrame, of: pl.DataFrame) -> pl.DataFrame:
    """Pairs of leads as pairs of row numbers of ``of`` (sorted by lead), in order."""
    numbers = of.select("lead").with_row_index("number")
    return (
        found.join(numbers, left_on="left_lead", right_on="lead").rename({"number": "left"})
        .join(numbers, left_on="right_lead", right_on="lead").rename({"number": "right"})
        .select("left", "right").sort("left", "right")
    )  # fmt: skip


def _edges(reports: pl.DataFrame, scored: pl.DataFrame) -> pl.DataFrame:
    good = scored.filter((pl.col("score") >= JOIN_FROM) & pl.col("constraint").is_null())
    lead = reports["lead"]
    return pl.DataFrame({"left_lead": lead[good["left"]], "right_lead": lead[good["right"]]}, schema=EDGES_SCHEMA)


def _members(edges: pl.DataFrame, leads: pl.Series) -> pl.DataFrame:
    """The edges that touch any of the leads."""
    wanted = leads.implode()
    return edges.filter(pl.col("left_lead").is_in(wanted) | pl.col("right_lead").is_in(wanted))


def _closure(edges: pl.DataFrame, seeds: pl.Series) -> pl.Series:
    """All reports connected with the seeds by edges, the seeds included."""
    known = frontier = seeds.unique()
    while frontier.len():
        near = _members(edges, frontier)
        reached = pl.concat([near["left_lead"], near["right_lead"]]).unique()
        frontier = reached.filter(~reached.is_in(known.implode()))
        known = pl.concat([known, frontier])
    return known


def _crossed(before: pl.DataFrame, after: pl.DataFrame, changed: pl.DataFrame) -> pl.Series:
    """Members of coarse keys that became crowded, or are so no more, through the change of ``changed``' keys."""
    concerned = changed.filter(~pl.col("fine")).select("key").unique()
    sizes = [
        state.join(concerned, on="key", how="semi").filter(~pl.col("fine")).group_by("key").agg(many=pl.len() > CROWDED)
        for state in (before, after)
    ]
    both = sizes[0].join(sizes[1], on="key", how="full", coalesce=True, suffix="_after").fill_null(False)
    turned = both.filter(pl.col("many") != pl.col("many_after")).select("key")
    return after.join(turned, on="key", how="semi")["lead"].unique()


def relink(state: LinkState, new_reports: pl.DataFrame, changed_documents: pl.Series) -> Relinked:
    """Take the reports of changed documents out and the new ones in, and cluster what that touches.

    ``changed_documents``: doc_id of every document that is new, changed or gone; ``new_reports``: all reports of
    those that are still there.  A function of the archive's final set of reports, whatever the increments were.
    """
    documents = changed_documents.implode()
    gone = state.reports.filter(pl.col("doc_id").is_in(documents))["lead"]
    stays = ~pl.col("lead").is_in(gone.implode())
    own_keys = keys(new_reports)
    all_keys = pl.concat([state.keys.filter(stays), own_keys]) if gone.len() else pl.concat([state.keys, own_keys])
    reports = pl.concat([state.reports.filter(stays), new_reports.select(state.reports.columns)]).sort("lead")
    if state.reports.is_empty():
        dirty = new_reports["lead"]
        lost = pl.Series("left_lead", [], dtype=pl.String)
    else:
        dropped = state.keys.filter(~stays) if gone.len() else state.keys.clear()
        dirty = pl.concat(
            [new_reports["lead"], _crossed(state.keys, all_keys, pl.concat([dropped, own_keys]))]
        ).unique()
        former = _members(state.edges, pl.concat([gone, dirty]))
        lost = pl.concat([former["left_lead"], former["right_lead"]]).unique()
        lost = lost.filter(lost.is_in(reports["lead"].implode()))
    too_many = crowded(all_keys)
    dirty_keys = all_keys.filter(pl.col("lead").is_in(dirty.implode()))
    if state.reports.is_empty():
        touched = reports
        scored = score_pairs(touched, _numbered(pairs(own_keys, all_keys, too_many), touched))
        edges = _edges(touched, scored)
    else:
        fresh = pairs(dirty_keys, all_keys, too_many)
        involved = reports.filter(
            pl.col("lead").is_in(pl.concat([fresh["left_lead"], fresh["right_lead"]]).unique().implode())
        )
        outdated = pl.concat([gone, dirty]).implode()
        kept = state.edges.filter(
            ~pl.col("left_lead").is_in(outdated) & ~pl.col("right_lead").is_in(outdated)
        )
        edges = pl.concat([kept, _edges(involved, score_pairs(involved, _numbered(fresh, involved)))])
        touched = reports.filter(pl.col("lead").is_in(_closure(edges, pl.concat([dirty, lost])).implode()))
        within = all_keys.filter(pl.col("lead").is_in(touched["lead"].implode()))
        scored = score_pairs(touched, _numbered(pairs(within, within, too_many), touched))
    clusters = cluster(touched, scored)
    homes = touched.select("lead").with_columns(home=touched["lead"][pl.Series(clusters.cluster.astype(np.uint32))])
    untouched = state.homes.filter(~pl.col("lead").is_in(pl.concat([touched["lead"], gone]).implode()))
    new_state = LinkState(reports, all_keys, edges, pl.concat([untouched, homes]).sort("lead"))
    return Relinked(new_state, touched, scored, clusters)
