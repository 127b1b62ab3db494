"""The tables of actors, brought up to date: what the documents that changed say is counted anew."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.actors.gazetteer import Gazetteer
from transforms.actors.tables import actors_named, aliases_named, counted, recounted, with_those_meant
from transforms.link.archive import Archive


@dataclass(frozen=True, slots=True)
class ActorsChanged:
    """Rows of ``actors`` and ``actor_aliases`` that came or are others now, the keys of those that are no more, and the
    ids of actors of whom a row is another."""

    actors: pl.DataFrame
    aliases: pl.DataFrame
    actors_gone: pl.DataFrame
    aliases_gone: pl.DataFrame
    changed: pl.Series


def recount_actors(archive: Archive, before: pl.DataFrame, now: pl.DataFrame, gazetteer: Gazetteer) -> ActorsChanged:
    """``before`` and ``now``: the participants of the documents that changed, with their actors."""
    gone, come = counted(before), counted(now)
    concerned = pl.concat([gone["actor_id"], come["actor_id"]]).unique()
    was = archive.find("named", "actor_id", concerned)
    named = recounted(was, gone, come)
    meant = pl.concat([was["stands_for"], named["stands_for"]]).drop_nulls().unique().alias("actor_id")
    every = pl.concat([concerned, meant]).unique()
    former = actor_rows(archive, every, gazetteer)
    archive.drop("named", ("actor_id",), concerned)
    archive.add("named", named)
    present = actor_rows(archive, every, gazetteer)
    known, own = aliases_named(was), aliases_named(named)
    actors = present.join(former, on=present.columns, how="anti", nulls_equal=True)
    return ActorsChanged(
        actors,
        own.join(known, on=own.columns, how="anti"),
        former.join(present, on="actor_id", how="anti").select("actor_id"),
        known.join(own, on=["alias", "actor_id"], how="anti").select("alias", "actor_id"),
        actors["actor_id"],
    )


def actor_rows(archive: Archive, some: pl.Series, gazetteer: Gazetteer) -> pl.DataFrame:
    """The rows of ``actors`` with these ids, as far as there are any."""
    own = actors_named(archive.find("named", "actor_id", some))
    standing = archive.find("named", "stands_for", some, ("actor_id",))["actor_id"].unique()
    for_them = actors_named(archive.find("named", "actor_id", standing))
    both = pl.concat([own, for_them]).unique("actor_id", keep="first", maintain_order=True)
    return with_those_meant(both, gazetteer).filter(pl.col("actor_id").is_in(some.implode()))
