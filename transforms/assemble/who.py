"""Participants of an event: its mentions' participants by actor, each in its most frequent role."""

from __future__ import annotations

import tomllib
from pathlib import Path

import polars as pl

_WORDS = tomllib.loads(Path(__file__).with_name("titles.toml").read_text("utf-8"))
PARTICIPANT = pl.Struct({"actor_id": pl.String, "name": pl.String, "role": pl.String})


def event_participants(mentions: pl.LazyFrame, participants: pl.LazyFrame, actors: pl.LazyFrame) -> pl.LazyFrame:
    """Per event_id the ``participants``: one entry per actor, those that more documents name first.

    The name is the actor's canonical one.  ``participant`` gives way to any role that says more.  ``standing`` holds
    the same with what titles ask: kind, country, stands_for, documents.
    """
    # "Munich Security Conference" met nobody: the name of a happening or a text is no actor that nobody knows
    no_actor = pl.col("name").str.extract(r"(\S+)$").is_in(_WORDS["not_actors"]["heads"]) & ~pl.col("known")
    roles = (
        mentions.select("mention_id", "event_id", "doc_id")
        .join(participants.filter(~no_actor).select("mention_id", "actor_id", "role", "position"), on="mention_id")
        .group_by("event_id", "actor_id", "role")
        .agg(documents=pl.col("doc_id").n_unique(), position=pl.col("position").min())
        .with_columns(vague=pl.col("role") == "participant")
    )
    everywhere = roles.group_by("event_id", "actor_id").agg(
        total=pl.col("documents").sum(), first=pl.col("position").min()
    )
    best = roles.sort(
        ["event_id", "actor_id", "vague", "documents", "position", "role"],
        descending=[False, False, False, True, False, False],
    ).unique(["event_id", "actor_id"], keep="first", maintain_order=True)
    return (
        best.join(everywhere, on=["event_id", "actor_id"])
        .join(actors.select("actor_id", "name", "kind", "country", "stands_for"), on="actor_id", how="left")
        .sort(["event_id", "total", "first", "actor_id"], descending=[False, True, False, False])
        .group_by("event_id", maintain_order=True)
        .agg(
            participants=pl.struct("actor_id", "name", "role"),
            standing=pl.struct(
                "actor_id", "name", "role", "kind", "country", "stands_for", documents=pl.col("total").cast(pl.Int32)
            ),
        )
    )
