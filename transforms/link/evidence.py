"""Why reports were joined or kept apart: of each node the pairs that tell most, with the features of their score."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from transforms.link.archive import LINKS_SCHEMA, SHOWN_SCHEMA, Archive
from transforms.link.cluster import both_ways
from transforms.link.features import FEATURES
from transforms.link.score import COMPARED, JOIN_FROM, Scorer
from transforms.link.state import Relinked

SHOWN_EACH = 3  # best joined and best separate pairs kept of each report: enough to explain, bounded in size
_BITS = 63  # of a whole number that is not negative
_WORKERS = 2  # portions that are explained together
_AT_ONCE = 125_000  # pairs that are explained at once: bounds the memory
_PAIR = ("left", "right")
_Ints = npt.NDArray[np.int64]


def evidence(archive: Archive, done: Relinked | None) -> tuple[pl.DataFrame, pl.Series]:
    """The links (``LINKS_SCHEMA``) told anew, in no order, and the first mentions of reports of which no other holds.

    ``done``: what an increment changed (None: everything is new).
    """
    if done is None:
        shown = _told(archive.find("edges", "left", None), archive.find("homes", "node", None))
        archive.add("shown", shown)
        leads = archive.find("reports", "node", None, ("node", "lead"))
        return pl.concat([_explained(archive, _pairs(shown)), _same_signature(leads)]), leads["lead"]
    nodes = _show_again(archive, done)
    touched = pl.concat([archive.find("shown", side, nodes) for side in ("node", "other")])
    leads = archive.find("reports", "node", pl.concat([nodes, done.told]), ("node", "lead"))
    # of a node that is as it was only the ties to its further reports are others
    own = leads.filter(pl.col("node").is_in(nodes.implode()) | (pl.col("lead") != pl.col("lead").min().over("node")))
    return pl.concat([_explained(archive, _pairs(touched)), _same_signature(leads)]), own["lead"]


def _ends(pairs: pl.DataFrame) -> pl.Series:
    return pl.concat([pairs[side].alias("node") for side in _PAIR]).unique()


def _pairs(shown: pl.DataFrame) -> pl.DataFrame:
    """left, right, joined: each pair once, whichever side it is shown of."""
    return shown.select(
        "joined", left=pl.min_horizontal("node", "other"), right=pl.max_horizontal("node", "other")
    ).unique(_PAIR)  # fmt: skip


def _among(column: str, *some: pl.Series) -> pl.Expr:
    return pl.col(column).is_in(pl.concat([each.alias("node") for each in some]).unique().implode())


def _show_again(archive: Archive, done: Relinked) -> pl.Series:
    """Bring the table ``shown`` up to date; the nodes of which links are told anew.

    Of nodes that are new, say something else or are in another cluster all pairs count.  Of one beside them the best
    pairs are known; only where one of these was lost all are looked at, else it is enough to add the new ones.
    """
    wholly = done.nodes
    near = _both(archive, wholly)
    edges = pl.concat([near, both_ways(done.added).select(near.columns)]).unique()
    new = _joined(edges, archive.find("homes", "node", pl.concat([edges["node"], edges["other"]]).unique()))
    former = pl.concat([archive.find("shown", "other", pl.concat([wholly, done.gone])),
                        _shown_of(archive, done.removed)]).filter(~_among("node", wholly, done.gone))  # fmt: skip
    lost = former.join(new, on=new.columns, how="anti")["node"].unique()
    again = _both(archive, lost).filter(_among("node", lost))
    ends = pl.concat([again["node"], again["other"]]).unique()
    full = pl.concat([
        new.filter(_among("node", wholly)), _joined(again, archive.find("homes", "node", ends)),
    ])  # fmt: skip
    beside = new.filter(~_among("node", wholly, lost))
    known = archive.find("shown", "node", beside["node"].unique())
    best = _best(pl.concat([full, beside, known.select(new.columns)]).unique())
    before = pl.concat([known, archive.find("shown", "node", pl.concat([wholly, lost, done.gone]))])
    away = before.join(best, on=best.columns, how="anti")
    come = best.join(before, on=best.columns, how="anti")
    rewritten = pl.concat([away["node"], come["node"]]).unique()
    archive.drop("shown", ("node",), rewritten)
    archive.add("shown", best.filter(_among("node", rewritten)))
    # one end of a pair is enough for its link to be told anew
    return pl.concat([wholly, _pairs(pl.concat([away, come])).filter(
        ~pl.any_horizontal(_among(side, wholly) for side in _PAIR))["left"].alias("node")]).unique()  # fmt: skip


def _both(archive: Archive, some: pl.Series) -> pl.DataFrame:
    """node, other, score of all edges that touch the nodes, from either side."""
    found = pl.concat([archive.find("edges", side, some) for side in _PAIR]).unique()
    return both_ways(found).select("node", "other", "score")


def _shown_of(archive: Archive, edges: pl.DataFrame) -> pl.DataFrame:
    """The shown pairs that are these edges."""
    named = both_ways(edges).select("node", "other")
    return archive.find("shown", "node", named["node"].unique()).join(named, on=["node", "other"], how="semi")


def _joined(pairs: pl.DataFrame, homes: pl.DataFrame) -> pl.DataFrame:
    """The pairs (node, other, score) with whether both ends are in one cluster."""
    order = homes.select("node", "home").sort("node")
    ids, home = order["node"].to_numpy(), order["home"].to_numpy()
    if not len(ids):
        return pl.DataFrame(schema=SHOWN_SCHEMA)
    one, other = (home[np.searchsorted(ids, pairs[side].to_numpy())] for side in ("node", "other"))
    return pairs.select("node", "other", "score", joined=pl.Series(one == other, dtype=pl.Boolean))


def _told(edges: pl.DataFrame, homes: pl.DataFrame) -> pl.DataFrame:
    """The pairs to show of a whole archive: ``_best`` of its edges from either side, in the order of both nodes.

    A pair is one whole number (node, joined, score from above, other), so that one sort of numbers puts them in order.
    """
    order = homes.select("node", "home").sort("node")
    ids, home = order["node"].to_numpy(), order["home"].to_numpy()
    score = edges["score"].to_numpy().astype(np.int64)
    highest, lowest = (int(score.max()), int(score.min())) if len(score) else (0, 0)
    of_node, of_score = len(ids).bit_length(), (highest - lowest).bit_length()
    if 2 * of_node + of_score + 1 > _BITS:
        return _best(_joined(both_ways(edges), homes))
    left, right = (np.searchsorted(ids, edges[side].to_numpy()) for side in _PAIR)
    middle = ((home[left] == home[right]).astype(np.int64) << of_score) | (highest - score)
    packed = np.concatenate([_packed(left, middle, right, of_node, of_score),
                             _packed(right, middle, left, of_node, of_score)])  # fmt: skip
    del left, right, middle, score
    packed.sort()
    group = packed >> (of_node + of_score)  # node and joined
    begins = np.flatnonzero(np.diff(group, prepend=-1))
    place = np.arange(len(group)) - np.repeat(begins, np.diff(begins, append=len(group)))
    best = packed[place < SHOWN_EACH]
    return pl.DataFrame({
        "node": ids[best >> (of_node + of_score + 1)],
        "other": ids[best & ((1 << of_node) - 1)],
        "score": (highest - ((best >> of_node) & ((1 << of_score) - 1))).astype(np.int32),
        "joined": ((best >> (of_node + of_score)) & 1).astype(bool),
    }, schema=SHOWN_SCHEMA)  # fmt: skip


def _packed(node: _Ints, middle: _Ints, other: _Ints, of_node: int, of_score: int) -> _Ints:
    """Node, whether joined and score (``middle``), other: as one number; the arguments say how many bits each has."""
    packed: _Ints = (node << (of_node + of_score + 1)) | (middle << of_node) | other
    return packed


def _best(pairs: pl.DataFrame) -> pl.DataFrame:
    """Of each node the best joined pairs and the best that stayed apart."""
    return (
        pairs.sort("node", "joined", "score", "other", descending=[False, False, True, False])
        .filter(pl.int_range(pl.len()).over("node", "joined") < SHOWN_EACH)
        .select(SHOWN_SCHEMA.names())
    )


def _explained(archive: Archive, told: pl.DataFrame) -> pl.DataFrame:
    """The links of pairs of nodes, with score, rule and features."""
    concerned = _ends(told)
    homes = archive.find("homes", "node", concerned, ("node", "day", "hosted"))
    compared = archive.find("nodes", "node", concerned, ("node", "lead", *COMPARED)).sort("node")
    ids, scorer = compared["node"].to_numpy(), Scorer(compared)
    rows = told.select(
        pl.Series(np.searchsorted(ids, told[c].to_numpy()).astype(np.uint32)).alias(c) for c in _PAIR
    ).with_columns(told["joined"]).sort(_PAIR)  # fmt: skip
    place = compared.select("node").join(homes, on="node", how="left", maintain_order="left")
    loose = place["day"].is_null()
    hosted = loose & (place["hosted"] != place["node"])
    lead = compared["lead"]
    del compared, place

    def explained(at: int) -> pl.DataFrame:
        part = rows.slice(at, _AT_ONCE)
        scored = scorer.score(part)
        elsewhere = hosted[part["left"]] | hosted[part["right"]]
        return scored.select(
            left_mention=lead[part["left"]], right_mention=lead[part["right"]], score="score",
            joined=part["joined"], rule=_rule(part["joined"], elsewhere), features=_weights(scored),
        )  # fmt: skip

    with ThreadPoolExecutor(_WORKERS) as workers:
        parts = workers.map(explained, range(0, rows.height, _AT_ONCE))
        return pl.concat([pl.DataFrame(schema=LINKS_SCHEMA), *parts])


def _rule(joined: pl.Series, elsewhere: pl.Series) -> pl.Expr:
    """What decided about a pair."""
    return (
        pl.when(joined & (pl.col("score") >= JOIN_FROM)).then(pl.lit("score"))
        .when(joined).then(pl.lit("through_others"))
        .when(pl.col("constraint").is_not_null()).then("constraint")
        .when(pl.col("score") < JOIN_FROM).then(pl.lit("score_too_low"))
        .when(elsewhere).then(pl.lit("nearer_to_another"))
        .otherwise(pl.lit("clusters_unlike"))
    )  # fmt: skip


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


def _same_signature(leads: pl.DataFrame) -> pl.DataFrame:
    """Reports of one node are joined without being compared: each is tied to the node's first.

    ``leads``: node and first mention of all reports of some nodes.
    """
    first = leads.select("lead", first=pl.col("lead").min().over("node"))
    return first.filter(pl.col("lead") != pl.col("first")).select(
        left_mention="first", right_mention="lead", score=pl.lit(None, pl.Float64), joined=pl.lit(True),
        rule=pl.lit("same_signature"), features=pl.lit([], LINKS_SCHEMA["features"]),
    ).cast(LINKS_SCHEMA)  # fmt: skip
