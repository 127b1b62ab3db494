"""Rows of the timeline from build to build: an event of which nothing changed is not assembled again.

An event is stamped with all that ``timeline`` looks at: its mentions, their documents, who took part and what is known
of them, what was moved.  Its row, as it is before corrections, is kept beside its stamp.  ``timeline`` makes each row
of the event's own mentions alone, so rows that are kept and rows that are made now are those of one whole build.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from transforms.assemble.timeline import TIMELINE_COLUMNS, in_order, timeline
from transforms.link.archive import Archive

AT_ONCE = 10_000  # mentions whose events are assembled together: bounds the memory
_ABOUT = ("published", "title", "url", "source", "text")


def timeline_kept(
    archive: Archive | None,
    mentions: pl.DataFrame,
    documents: pl.LazyFrame,
    participants: pl.DataFrame,
    actors: pl.DataFrame,
    moves: pl.DataFrame,
) -> pl.DataFrame:
    """The timeline of mentions that have an ``event_id``, as ``timeline`` makes it; brings the archive up to date."""
    if archive is None:
        return timeline(mentions.lazy(), documents, participants.lazy(), actors.lazy(), moves).collect()
    stamps = stamps_of(mentions, documents, participants, actors, moves)
    known = archive.find("assembled", "event_id", None)
    standing = known.join(stamps, on=["event_id", "stamp"], how="semi")
    fresh = stamps.join(standing, on="event_id", how="anti")
    archive.drop("assembled", ("event_id",), known.join(standing, on="event_id", how="anti")["event_id"])
    rows = [standing.select(TIMELINE_COLUMNS)]
    for some in portions_of(mentions.join(fresh, on="event_id", how="semi")):
        made = timeline(
            some.lazy(),
            documents.join(some.lazy().select("doc_id"), on="doc_id", how="semi"),
            participants.join(some.select("mention_id"), on="mention_id", how="semi").lazy(),
            actors.lazy(),
            moves,
        ).collect()
        archive.add("assembled", made.join(stamps, on="event_id"))
        rows.append(made)
    return pl.concat(rows).sort(in_order(), nulls_last=True)


def portions_of(mentions: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The mentions (mention_id, event_id, …) of some events at a time."""
    parts = mentions.height // AT_ONCE + 1
    for part in range(parts):
        some = mentions.filter(pl.col("event_id").hash() % parts == part)
        if not some.is_empty():
            yield some


def stamps_of(
    mentions: pl.DataFrame,
    documents: pl.LazyFrame,
    participants: pl.DataFrame,
    actors: pl.DataFrame,
    moves: pl.DataFrame,
) -> pl.DataFrame:
    """event_id, stamp: equal where all that the event's row is made of is equal."""
    # what a mention has lists of, its row is not made of: participants come with their actors
    plain = [c for c, kind in mentions.schema.items() if not isinstance(kind, pl.List) and c != "extractor_version"]
    read = [c for c in _ABOUT if c in documents.collect_schema()]
    about = documents.select("doc_id", about=pl.struct(read).hash()).collect()
    known = actors.select("actor_id", facts=pl.struct(actors.columns).hash())
    acting = (
        participants.join(known, on="actor_id", how="left")
        .select("mention_id", part=pl.struct(pl.all()).hash())
        .group_by("mention_id").agg(acting=pl.col("part").sort())
    )  # fmt: skip
    moved = moves.select("mention_id", moved=pl.struct("mention_id", "old_day", "new_day").hash())
    return (
        mentions.select("event_id", "mention_id", "doc_id", said=pl.struct(plain).hash())
        .join(about, on="doc_id", how="left").join(acting, on="mention_id", how="left")
        .join(moved, on="mention_id", how="left")
        .select("event_id", part=pl.struct("said", "about", "acting", "moved").hash())
        .group_by("event_id").agg(stamp=pl.col("part").sort())
        .select("event_id", stamp=pl.struct("stamp").hash())
    )  # fmt: skip
