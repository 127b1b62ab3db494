"""The linked archive, kept so that an increment costs in proportion to itself.

What is kept: the reports with what is compared of them, the nodes that they form, the keys of the nodes, the pairs
that were taken for one (edges), and the cluster of each node.  A cluster depends on its component alone (the nodes
connected by edges), so an increment looks up the blocks of the changed nodes, follows the edges from there, and
clusters only those components again.  Linking everything at once is the increment from nothing: the result is the
same, row for row.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from transforms.link.cluster import Clusters, cluster
from transforms.link.keys import CROWDED, crowded, keys, pairs
from transforms.link.nodes import assign_nodes, nodes
from transforms.link.score import JOIN_FROM, score_pairs

EDGES_SCHEMA = {"left": pl.String, "right": pl.String}
HOMES_SCHEMA = {"node": pl.String, "home": pl.String}


@dataclass(frozen=True, slots=True)
class LinkState:
    """``reports``: as ``reports.reports`` with their ``node``; ``nodes``: as ``nodes.nodes``; ``keys``: as
    ``keys.keys``; ``edges``: left, right (nodes); ``homes``: node, home (the first node of its cluster)."""

    reports: pl.DataFrame
    nodes: pl.DataFrame
    keys: pl.DataFrame
    edges: pl.DataFrame
    homes: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Relinked:
    """The new state; the nodes that were clustered again, sorted, with their scored pairs and clusters."""

    state: LinkState
    touched: pl.DataFrame
    scored: pl.DataFrame
    clusters: Clusters


def _within(column: str, values: pl.Series) -> pl.Expr:
    return pl.col(column).is_in(values.implode())


def _edges(of: pl.DataFrame, scored: pl.DataFrame) -> pl.DataFrame:
    good = scored.filter((pl.col("score") >= JOIN_FROM) & pl.col("constraint").is_null())
    node = of["node"]
    return pl.DataFrame({"left": node[good["left"]], "right": node[good["right"]]}, schema=EDGES_SCHEMA)


def _touching(edges: pl.DataFrame, some: pl.Series) -> pl.DataFrame:
    """The edges that touch any of the nodes."""
    return edges.filter(_within("left", some) | _within("right", some))


def _closure(edges: pl.DataFrame, seeds: pl.Series) -> pl.Series:
    """All nodes connected with the seeds by edges, the seeds included."""
    known = frontier = seeds.unique()
    while frontier.len():
        near = _touching(edges, frontier)
        reached = pl.concat([near["left"], near["right"]]).unique()
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
    return after.join(turned, on="key", how="semi")["node"].unique()


def link_all(new_reports: pl.DataFrame) -> Relinked:
    """Link everything at once."""
    reports = assign_nodes(new_reports).sort("lead")
    compared = nodes(reports)
    all_keys = keys(compared)
    scored = score_pairs(compared, pairs(None, all_keys, crowded(all_keys), compared), details=False)
    clusters = cluster(compared, scored)
    homes = _homes(compared, clusters)
    return Relinked(LinkState(reports, compared, all_keys, _edges(compared, scored), homes), compared, scored, clusters)


def _homes(compared: pl.DataFrame, clusters: Clusters) -> pl.DataFrame:
    home = compared["node"][pl.Series(clusters.cluster.astype(np.uint32))]
    return compared.select("node").with_columns(home=home).cast(pl.Schema(HOMES_SCHEMA))


def relink(state: LinkState, new_reports: pl.DataFrame, changed_documents: pl.Series) -> Relinked:
    """Take the reports of changed documents out and the new ones in, and cluster what that touches.

    ``changed_documents``: doc_id of every document that is new, changed or gone; ``new_reports``: all reports of
    those that are still there.  A function of the archive's final set of reports, whatever the increments were.
    """
    arriving = assign_nodes(new_reports).select(state.reports.columns)
    leaving = state.reports.filter(_within("doc_id", changed_documents))
    reports = pl.concat([state.reports.filter(~_within("doc_id", changed_documents)), arriving]).sort("lead")
    concerned = pl.concat([leaving["node"], arriving["node"]]).unique()
    renewed = nodes(reports.filter(_within("node", concerned)))
    # a further report that says the same to the letter changes nothing of what is compared
    unchanged = renewed.join(state.nodes.select("node", "stamp"), on=["node", "stamp"], how="semi")["node"]
    concerned = concerned.filter(~concerned.is_in(unchanged.implode()))
    renewed = renewed.filter(~_within("node", unchanged))
    compared = pl.concat([state.nodes.filter(~_within("node", concerned)), renewed.select(state.nodes.columns)])
    compared = compared.sort("node")
    own_keys = keys(renewed)
    all_keys = pl.concat([state.keys.filter(~_within("node", concerned)), own_keys])
    former_keys = state.keys.filter(_within("node", concerned))
    # nodes whose pairs must be looked at anew, and what their former pairs leave behind
    dirty = pl.concat([renewed["node"], _crossed(state.keys, all_keys, pl.concat([former_keys, own_keys]))]).unique()
    outdated = pl.concat([concerned, dirty]).unique()
    broken = _touching(state.edges, outdated)
    left_behind = pl.concat([broken["left"], broken["right"]]).unique()
    too_many = crowded(all_keys)
    fresh = pairs(dirty, all_keys, too_many, compared)
    kept = state.edges.filter(~_within("left", outdated) & ~_within("right", outdated))
    edges = pl.concat([kept, _edges(compared, score_pairs(compared, fresh, details=False))])
    touched = compared.filter(_within("node", _closure(edges, pl.concat([dirty, left_behind]))))
    within = all_keys.filter(_within("node", touched["node"]))
    scored = score_pairs(touched, pairs(None, within, too_many, touched), details=False)
    clusters = cluster(touched, scored)
    untouched = state.homes.filter(~_within("node", pl.concat([touched["node"], concerned])))
    homes = pl.concat([untouched, _homes(touched, clusters)]).sort("node")
    return Relinked(LinkState(reports, compared, all_keys, edges, homes), touched, scored, clusters)
