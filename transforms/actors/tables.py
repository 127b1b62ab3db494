"""The tables ``actors`` and ``actor_aliases``, made from how often each spelling was taken for which actor.

What a name is called in the tables depends on all texts; kept as numbers (``NAMED_SCHEMA``), it can be told anew of
the few actors of whom something changed.
"""

from __future__ import annotations

import polars as pl

from transforms.actors.gazetteer import Gazetteer
from transforms.link.archive import NAMED_SCHEMA

_KEY = [name for name in NAMED_SCHEMA if name != "times"]
_ACTOR = ["actor_id", "actor_name", "kind", "country", "stands_for", "known"]


def counted(participants: pl.DataFrame) -> pl.DataFrame:
    """How often each name was taken for which actor, by which rule (``NAMED_SCHEMA``)."""
    return participants.group_by(_KEY).agg(times=pl.len().cast(pl.Int32)).select(NAMED_SCHEMA.names())


def recounted(before: pl.DataFrame, gone: pl.DataFrame, come: pl.DataFrame) -> pl.DataFrame:
    """The numbers of ``before`` without those ``gone`` and with those ``come``; what occurs no more is left out."""
    less = gone.with_columns(times=-pl.col("times"))
    return (
        pl.concat([before, less, come]).group_by(_KEY).agg(pl.col("times").sum())
        .filter(pl.col("times") > 0).select(NAMED_SCHEMA.names()).cast(NAMED_SCHEMA)
    )  # fmt: skip


def actors_named(named: pl.DataFrame) -> pl.DataFrame:
    """One row per actor that takes part somewhere: actor_id, name, kind, country, stands_for, known.

    The name of an actor that no gazetteer knows is its most frequent spelling, then the longest, then the first
    in the alphabet.
    """
    return (
        named.group_by(_ACTOR).agg(pl.col("times").sum())
        .with_columns(_length=pl.col("actor_name").str.len_chars())
        .sort(["actor_id", "times", "_length", "actor_name"], descending=[False, True, True, False])
        .unique("actor_id", keep="first", maintain_order=True)
        .select("actor_id", pl.col("actor_name").alias("name"), "kind", "country", "stands_for", "known")
    )  # fmt: skip


def with_those_meant(actors: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """The actors with those that they stand for, by their ids."""
    absent = set(actors["stands_for"].drop_nulls().to_list()) - set(actors["actor_id"].to_list())
    meant = [
        (a.actor_id, a.name, a.kind, a.country, a.stands_for, True)
        for i in sorted(absent)
        for a in (gazetteer.actors[i],)
    ]
    return pl.concat([actors, pl.DataFrame(meant, schema=actors.schema, orient="row")]).sort("actor_id")


def aliases_named(named: pl.DataFrame) -> pl.DataFrame:
    """alias, actor_id, rule: the spellings of each actor."""
    return (
        named.select(pl.col("name").alias("alias"), "actor_id", "rule")
        .sort("alias", "actor_id", "rule")
        .unique(["alias", "actor_id"], keep="first", maintain_order=True)
    )
