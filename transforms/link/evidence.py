"""Why reports were joined or kept apart: of each node the pairs that tell most, with the features of their score."""

from __future__ import annotations

import numpy as np
import polars as pl
import pyarrow as pa

from transforms.link.archive import LINKS_SCHEMA, SHOWN_SCHEMA, Archive
from transforms.link.cluster import both_ways
from transforms.link.features import FEATURES
from transforms.link.score import COMPARED, JOIN_FROM, Scorer

SHOWN_EACH = 3  # best joined and best separate pairs kept of each report: enough to explain, bounded in size
_PARTS = 8  # in which the nodes of a large archive are looked at: bounds the memory
_LARGE = 2_000_000  # edges
_PAIR = ("left", "right")


def evidence(archive: Archive, some: pl.Series | None) -> tuple[pl.DataFrame, pl.Series]:
    """The links (``LINKS_SCHEMA``) that tell of nodes (None: of all), and the nodes all of whose links these are.

    ``some``: nodes that are new, or have other edges or reports, or are in another cluster.  Of nodes beside them only
    those count whose best pairs are others now.
    """
    if some is None:
        told, nodes = _told(archive.find("edges", "left", None), archive.find("homes", "node", None)), None
        archive.add("shown", told)
    else:
        nodes = _show_again(archive, some)
        told = _of(archive, "shown", nodes)
    compared = _explained(archive, told)
    links = pl.concat([compared, _same_signature(archive, nodes)]).sort("left_mention", "right_mention")
    return links, archive.find("homes", "node", None, ("node",))["node"] if nodes is None else nodes


def _of(archive: Archive, table: str, some: pl.Series) -> pl.DataFrame:
    """The pairs of a table that touch the nodes."""
    return pl.concat([archive.find(table, side, some) for side in _PAIR]).unique()


def _ends(pairs: pl.DataFrame) -> pl.Series:
    return pl.concat([pairs[side].alias("node") for side in _PAIR]).unique()


def _show_again(archive: Archive, some: pl.Series) -> pl.Series:
    """Bring the table ``shown`` up to date; ``some`` and the nodes of which other pairs are shown now.

    The pairs shown of a node hold its best ones.  So the best of a node beside a changed one are known from those and
    the new pairs, unless one of its pairs was lost: only then are all its edges looked at.
    """
    before = _of(archive, "shown", some)
    edges = _of(archive, "edges", some)
    now = _joined(edges, archive.find("homes", "node", _ends(edges)))
    lost = _ends(before.join(now, on=now.columns, how="anti"))
    wholly = pl.concat([some.alias("node"), lost]).unique()
    edges = _of(archive, "edges", wholly)
    full = _joined(edges, archive.find("homes", "node", _ends(edges)))
    beside = pl.concat([_ends(full), lost]).unique()
    known = _of(archive, "shown", beside).filter(~_touches(wholly))
    further = _of(archive, "shown", _ends(known)).filter(~_touches(wholly))
    # a pair of two that are wholly known stands in the first list, one of two further ones is as it was
    candidates = pl.concat([full, further]).unique()
    best = _best(candidates).filter(_touches(pl.concat([wholly, beside])))
    former = _of(archive, "shown", pl.concat([wholly, beside]).unique())
    gone, new = former.join(best, on=best.columns, how="anti"), best.join(former, on=best.columns, how="anti")
    changed = pl.concat([some.alias("node"), _ends(gone), _ends(new)]).unique()
    held = _of(archive, "shown", changed).join(gone, on=best.columns, how="anti")
    archive.drop("shown", _PAIR, changed)
    archive.add("shown", pl.concat([held, new]))
    return changed


def _touches(some: pl.Series) -> pl.Expr:
    return pl.any_horizontal(pl.col(side).is_in(some.implode()) for side in _PAIR)


def _joined(edges: pl.DataFrame, homes: pl.DataFrame) -> pl.DataFrame:
    """The pairs of edges, with whether both ends are in one cluster."""
    order = homes.select("node", "home").sort("node")
    ids, home = order["node"].to_numpy(), order["home"].to_numpy()
    if not len(ids):
        return pl.DataFrame(schema=SHOWN_SCHEMA)
    left, right = (home[np.searchsorted(ids, edges[side].to_numpy())] for side in _PAIR)
    return edges.select("left", "right", "score", joined=pl.Series(left == right, dtype=pl.Boolean))


def _told(edges: pl.DataFrame, homes: pl.DataFrame) -> pl.DataFrame:
    """The pairs to show of a whole archive."""
    if edges.height <= _LARGE:
        return _best(_joined(edges, homes))
    parts = [
        _best(_joined(edges.filter(pl.any_horizontal(pl.col(c) % _PARTS == part for c in _PAIR)), homes), part)
        for part in range(_PARTS)
    ]
    return pl.concat(parts).unique(_PAIR)


def _best(pairs: pl.DataFrame, part: int | None = None) -> pl.DataFrame:
    """Of either side (of one part of the nodes) the best joined pairs and the best that stayed apart."""
    mine = pl.lit(True) if part is None else pl.col("node") % _PARTS == part
    best = (
        both_ways(pairs, "joined")
        .filter(mine)
        .sort("node", "joined", "score", "other", descending=[False, False, True, False])
        .filter(pl.int_range(pl.len()).over("node", "joined") < SHOWN_EACH)
    )
    return best.select(
        "score", "joined", left=pl.min_horizontal("node", "other"), right=pl.max_horizontal("node", "other")
    ).select(SHOWN_SCHEMA.names()).unique(_PAIR)  # fmt: skip


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
    lead, found = compared["lead"], [pl.DataFrame(schema=LINKS_SCHEMA)]
    for at in range(0, rows.height, 500_000):
        part = rows.slice(at, 500_000)
        scored = scorer.score(part)
        elsewhere = hosted[part["left"]] | hosted[part["right"]]
        found.append(
            scored.select(
                left_mention=lead[part["left"]], right_mention=lead[part["right"]], score="score",
                joined=part["joined"], rule=_rule(part["joined"], elsewhere), features=_weights(scored),
            )
        )  # fmt: skip
    return pl.concat(found)


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


def _same_signature(archive: Archive, nodes: pl.Series | None) -> pl.DataFrame:
    """Reports of one node are joined without being compared: each is tied to the node's first."""
    leads = archive.find("reports", "node", nodes, ("node", "lead"))
    first = leads.select("node", "lead", first=pl.col("lead").min().over("node"))
    return first.filter(pl.col("lead") != pl.col("first")).select(
        left_mention="first", right_mention="lead", score=pl.lit(None, pl.Float64), joined=pl.lit(True),
        rule=pl.lit("same_signature"), features=pl.lit([], LINKS_SCHEMA["features"]),
    ).cast(LINKS_SCHEMA)  # fmt: skip
