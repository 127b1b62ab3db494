"""The steps of ``cluster.py`` on what an increment can change: each step hands on only the clusters that it changed."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.link.archive import HOMES_SCHEMA, Archive
from transforms.link.cluster import MEAN_FROM, MEAN_ON_ONE_DAY, chosen, merged

_FACTS = ("node", "s", "lo", "hi", "exact", "assumed")


def recluster(
    archive: Archive, seeds: pl.Series, renewed: pl.Series, gone: pl.Series, *, everything: bool = False
) -> tuple[pl.Series, pl.Series]:
    """Bring the archive's homes up to date.

    ``seeds``: nodes that are new or whose edges changed, ``renewed`` those of them that are new or say something else;
    ``gone``: those that are no more; ``everything``: all nodes are seeds.  Returns the nodes whose cluster changed, and
    all clusters, former and present, of which the members or what they say changed.
    """
    look = _Look(archive, everything)
    start = look.facts(seeds)
    lost = archive.find("homes", "node", gone)
    archive.drop("homes", ("node",), gone)
    touched = _one_day(look, start, lost)
    hosts, touched_hosts = _day_before(look, touched)
    loose = _roughly_dated(look, start, touched_hosts)
    rest = _among_themselves(look, lost, loose)
    columns = ["node", "home", "former_home"]
    placed = pl.concat([hosts.select(columns), rest.select(columns)])
    homes = _union(touched_hosts, lost["home"], *_changed(placed, "home", renewed))
    return placed.filter(_differs("home"))["node"].unique(), homes


@dataclass(frozen=True, slots=True)
class _Look:
    """Looking things up in the archive; with ``everything`` whole tables, which is quicker then."""

    archive: Archive
    everything: bool

    def _find(self, table: str, column: str, some: pl.Series, columns: tuple[str, ...] = ()) -> pl.DataFrame:
        if not self.everything:
            return self.archive.find(table, column, some, columns)
        found = self.archive.find(table, column, None, columns)
        return found.join(some.unique().to_frame(column), on=column, how="semi")

    def facts(self, some: pl.Series) -> pl.DataFrame:
        """The dates of nodes."""
        return self._find("nodes", "node", some, _FACTS)

    def homes(self, column: str, values: pl.Series) -> pl.DataFrame:
        """Where nodes are now."""
        return self._find("homes", column, values)

    def edges_of(self, some: pl.Series) -> pl.DataFrame:
        """node, other, score of the allowed edges that touch the nodes, from their side."""
        return pl.concat(
            self._find("edges", side, some).filter("allowed").select(node=side, other=other, score="score")
            for side, other in (("left", "right"), ("right", "left"))
        )

    def among(self, some: pl.Series) -> pl.DataFrame:
        """The allowed edges between the nodes."""
        edges = self._find("edges", "left", some).filter("allowed")
        return edges.join(some.unique().to_frame("right"), on="right", how="semi")

    def place(self, rows: pl.DataFrame) -> None:
        """Write down where nodes are."""
        self.archive.drop("homes", ("node",), rows["node"])
        self.archive.add("homes", rows.select(HOMES_SCHEMA.names()))


def _differs(column: str) -> pl.Expr:
    return pl.col(column).ne_missing(pl.col(f"former_{column}"))


def _changed(placed: pl.DataFrame, column: str, seeds: pl.Series) -> list[pl.Series]:
    """The clusters, former and present, that won or lost a member, or hold a seed."""
    some = placed.filter(_differs(column) | pl.col("node").is_in(seeds.implode()))
    return [some[column], some[f"former_{column}"].alias(column)]


def _with_former(rows: pl.DataFrame, former: pl.DataFrame) -> pl.DataFrame:
    """``rows`` with the columns of where they were before, null for new ones."""
    columns = [pl.col(c).alias(f"former_{c}") for c in ("component", "day", "hosted", "home")]
    return rows.join(former.select("node", *columns), on="node", how="left")


def _union(*parts: pl.Series) -> pl.Series:
    return pl.concat([part.alias("node") for part in parts]).drop_nulls().unique()


def _one_day(look: _Look, start: pl.DataFrame, lost: pl.DataFrame) -> pl.Series:
    """Step 1 on the components of exact seeds; the clusters that changed, former and present."""
    exact = start.filter("exact")["node"]
    beside = look.edges_of(exact).filter(pl.col("score") >= 0)["other"]
    former = look.homes("node", _union(exact, beside)).filter(pl.col("day").is_not_null())
    parts = _union(former["component"], lost.filter(pl.col("day").is_not_null())["component"])
    region = look.facts(_union(exact, look.homes("component", parts)["node"])).filter("exact")
    days = region.select("node", "s")
    edges = (
        look.among(region["node"])
        .join(days.rename({"node": "left"}), on="left").join(days.rename({"node": "right"}), on="right", suffix="_r")
        .filter(pl.col("s") == pl.col("s_r"))
    )  # fmt: skip
    found = merged(region, edges, MEAN_ON_ONE_DAY).rename({"cluster": "day"})
    placed = _with_former(found, look.homes("node", found["node"]))
    look.place(placed.with_columns(hosted=pl.coalesce("former_hosted", "day"), home=pl.coalesce("former_home", "day")))
    return _union(*_changed(placed, "day", exact), lost["day"])


def _day_before(look: _Look, touched: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
    """Step 2: clusters of an assumed day that changed, or beside which one changed."""
    members = look.homes("day", touched)["node"]
    beside = look.homes("node", look.edges_of(members)["other"])["day"].drop_nulls()
    near = look.homes("day", _union(touched, beside)).select("node", "day")
    known = near.join(look.facts(near["node"]).select("node", "s", "assumed"), on="node")
    items = known.filter(pl.col("assumed").all().over("day"))
    edges = look.edges_of(items["node"]).join(items.select("node", "s", item="day"), on="node")
    others = look.homes("node", edges["other"]).filter(pl.col("day").is_not_null()).select("node", host="day")
    others = others.join(look.facts(others["node"]).select("node", s_host="s"), on="node")
    before = edges.join(others, left_on="other", right_on="node").filter(pl.col("s_host") == pl.col("s") - 1)
    hosts = look.homes("day", before["host"]).select("node", host="day")
    hosts = hosts.join(look.facts(hosts["node"]).filter(~pl.col("assumed")).select("node"), on="node", how="semi")
    sizes = items.group_by(item="day").agg(of_item=pl.len())
    between = before.join(sizes, on="item").join(hosts.group_by("host").agg(of_host=pl.len()), on="host")
    picked = chosen(between.with_columns(pairs=pl.col("of_item") * pl.col("of_host")))
    again = near.filter(pl.col("day").is_in(touched.implode()) | pl.col("node").is_in(items["node"].implode()))
    placed = (
        _with_former(again, look.homes("node", again["node"])).join(picked, left_on="day", right_on="item", how="left")
        .with_columns(component="former_component", hosted=pl.coalesce("host", "day"))
        .with_columns(home="hosted")
    )  # fmt: skip
    look.place(placed)
    # a cluster whose members are the same may still have other edges
    renewed = placed.filter(pl.col("day").is_in(touched.implode()))["node"]
    return placed, _union(touched, *_changed(placed, "hosted", renewed))


def _roughly_dated(look: _Look, start: pl.DataFrame, touched: pl.Series) -> pl.DataFrame:
    """Step 3 for loose seeds and those beside a cluster that changed: node, and ``host`` where it found one."""
    members = look.homes("hosted", touched).filter(pl.col("day").is_not_null())["node"]
    beside = look.facts(look.edges_of(members)["other"]).filter(~pl.col("exact"))["node"]
    loose = _union(start.filter(~pl.col("exact"))["node"], beside)
    edges = look.edges_of(loose)
    hosts = look.homes("node", edges["other"]).filter(pl.col("day").is_not_null()).select("node", host="hosted")
    between = edges.join(hosts, left_on="other", right_on="node").rename({"node": "item"})
    inside = look.homes("hosted", between["host"]).filter(pl.col("day").is_not_null())
    picked = chosen(between.join(inside.group_by(host="hosted").agg(pairs=pl.len()), on="host"))
    return loose.to_frame("node").join(picked, left_on="node", right_on="item", how="left")


def _among_themselves(look: _Look, lost: pl.DataFrame, loose: pl.DataFrame) -> pl.DataFrame:
    """Step 4: where loose nodes are now, those that found no host in the clusters that they form."""
    former = look.homes("node", loose["node"])
    hosted = loose.filter(pl.col("host").is_not_null())
    free = loose.filter(pl.col("host").is_null())["node"]
    beside = look.edges_of(free).filter(pl.col("score") >= 0)["other"]
    apart = pl.concat([former, look.homes("node", beside), lost]).filter(_is_free())
    region = _union(free, look.homes("component", apart["component"]).filter(_is_free())["node"])
    region = region.filter(~region.is_in(hosted["node"].implode()))
    found = merged(look.facts(region), look.among(region), MEAN_FROM)
    rows = pl.concat([
        found.select("node", "component", hosted="node", home="cluster"),
        hosted.select("node", component="node", hosted="host", home="host"),
    ]).with_columns(day=pl.lit(None, pl.UInt64))  # fmt: skip
    placed = _with_former(rows, look.homes("node", rows["node"]))
    look.place(placed)
    return placed


def _is_free() -> pl.Expr:
    """Of a loose node: whether it belongs to no cluster of an exact day."""
    return pl.col("day").is_null() & (pl.col("hosted") == pl.col("node"))
