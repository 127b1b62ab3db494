"""Linking what is new into the archive: the blocks of changed nodes are looked up, their pairs scored and kept.

Linking everything at once is the increment into an empty archive: the result is the same, row for row.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.link.archive import Archive
from transforms.link.cluster import EDGES_SCHEMA, thousandths
from transforms.link.keys import crowded, crowded_sizes, keys, pairs
from transforms.link.nodes import assign_nodes, nodes
from transforms.link.recluster import recluster
from transforms.link.score import COMPARED, Scorer


@dataclass(frozen=True, slots=True)
class Relinked:
    """What an increment changed.

    ``nodes``: those there now that are new, say something else or are in another cluster; ``gone``: those that are no
    more; ``told``: those that say the same by other reports.  ``added``/``removed``: edges.  ``homes``: the clusters,
    former and present, that are no more as they were; ``leaving``: the reports that are gone or were read again.
    """

    nodes: pl.Series
    gone: pl.Series
    told: pl.Series
    added: pl.DataFrame
    removed: pl.DataFrame
    homes: pl.Series
    leaving: pl.DataFrame


def _one(*parts: pl.Series) -> pl.Series:
    return pl.concat([part.rename("node") for part in parts]).unique()


def _without(some: pl.Series, gone: pl.Series) -> pl.Series:
    return some.filter(~some.is_in(gone.implode()))


def _other(some: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    return some.join(known, on=some.columns, how="anti")


def relink(archive: Archive, new_reports: pl.DataFrame, changed_documents: pl.Series) -> Relinked:
    """Take the reports of changed documents out of the archive and the new ones in, and cluster what that touches.

    ``changed_documents``: doc_id of every document that is new, changed or gone; ``new_reports``: all reports of
    those that are still there.  What the archive then holds is a function of the final set of reports.
    """
    first = archive.is_empty("reports")
    leaving = archive.find("reports", "doc_id", changed_documents)
    arriving = assign_nodes(new_reports)
    archive.drop("reports", ("doc_id",), changed_documents)
    archive.add("reports", arriving)
    concerned = _one(leaving["node"], arriving["node"])
    renewed = nodes(arriving if first else archive.find("reports", "node", concerned))
    # a further report that says the same to the letter changes nothing of what is compared
    known = archive.find("nodes", "node", concerned, ("node", "stamp"))
    unchanged = renewed.join(known, on=["node", "stamp"], how="semi")["node"]
    concerned = _without(concerned, unchanged)
    renewed = renewed.filter(~pl.col("node").is_in(unchanged.implode()))
    turned = _replace(archive, concerned, renewed)
    dirty = _one(renewed["node"], turned)
    outdated = _one(concerned, dirty)
    broken = pl.concat([archive.find("edges", side, outdated) for side in ("left", "right")]).unique()
    edges = _compare(archive, None if first else dirty)
    archive.drop("edges", ("left", "right"), outdated)
    archive.add("edges", edges)
    gone = _without(concerned, renewed["node"])
    # edges that are as they were change no cluster
    added, removed = (edges, broken) if first else (_other(edges, broken), _other(broken, edges))
    del edges, broken
    # each node is new in an empty archive
    ends = [] if first else [each[side] for each in (added, removed) for side in ("left", "right")]
    seeds = _without(_one(renewed["node"], *ends), gone)
    moved, homes = recluster(archive, seeds, renewed["node"], gone, everything=first)
    same = archive.find("homes", "node", unchanged, ("home",))["home"]
    return Relinked(_one(renewed["node"], moved), gone, unchanged, added, removed, _one(homes, same), leaving)


def _replace(archive: Archive, concerned: pl.Series, renewed: pl.DataFrame) -> pl.Series:
    """Put renewed nodes and their keys in the place of the former ones.

    Returns the members of keys that became crowded, or are so no more.
    """
    former, own = archive.find("keys", "node", concerned), keys(renewed)
    archive.drop("nodes", ("node",), concerned)
    archive.drop("keys", ("node",), concerned)
    archive.add("nodes", renewed)
    archive.add("keys", own)
    if former.is_empty() and own["key"].is_empty():
        return pl.Series("node", [], pl.UInt64)
    counted = pl.concat([former.with_columns(change=-1), own.with_columns(change=1)]).lazy().filter(pl.col("level") > 0)
    change = counted.group_by("key").agg(pl.col("change").sum(), pl.col("level").first()).collect()
    sizes = change.join(archive.count("keys", "key", change["key"]), on="key", how="left").with_columns(
        pl.col("len").fill_null(0).cast(pl.Int64)
    )
    after = sizes.filter(crowded_sizes(pl.col("len")) != crowded_sizes(pl.col("len") - pl.col("change")))
    return archive.find("keys", "key", after["key"], ("node",))["node"].unique()


def _compare(archive: Archive, dirty: pl.Series | None) -> pl.DataFrame:
    """The edges of nodes (None: of all) with all that share a key with them."""
    asked = None if dirty is None else archive.find("keys", "node", dirty, ("key",))["key"].unique()
    shared = archive.find("keys", "key", asked)
    roomy = shared.join(crowded(shared), on="key", how="anti")
    del shared
    involved = None if dirty is None else roomy["node"].unique()
    compared = archive.find("nodes", "node", involved, ("node", *COMPARED)).sort("node")
    node, met = compared["node"], pairs(dirty, roomy, compared.select("node"))
    del roomy
    scorer = None
    found = [pl.DataFrame(schema=EDGES_SCHEMA)]
    for part in met:
        scorer = scorer or Scorer(compared)  # it is large, and so is what pairs are made of: not both at once
        near = scorer.near(part)
        found.append(
            near.select(
                left=node[near["left"]], right=node[near["right"]], score=thousandths("score"),
                allowed=pl.col("constraint").is_null(),
            )
        )  # fmt: skip
    return pl.concat(found)
