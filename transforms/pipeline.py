"""Mention records to the timeline: the one visible order of the transforms."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import polars as pl

from transforms.actors.gazetteer import Gazetteer, load_gazetteer
from transforms.actors.participants import participants_with_actors
from transforms.actors.tables import actors_named, aliases_named, counted, with_those_meant
from transforms.assemble.kept import timeline_kept
from transforms.corrections import APPLIED_SCHEMA, Correction, choose, regroup, set_fields
from transforms.dates import normalise_dates
from transforms.link.aliases import ALIASES_SCHEMA, event_aliases
from transforms.link.archive import Archive
from transforms.link.events import events_of
from transforms.link.kept import link_kept
from transforms.link.moved import join_moved, with_moves
from warehouse.schema import MENTIONS

DEFAULT_THRESHOLD = 0.0  # mentions below this confidence stay off the timeline; the flow's settings raise it


@dataclass(frozen=True, slots=True)
class Built:
    """All frames of one build, sorted by their keys (the timeline by date).

    ``mentions``: the rows given, with dates read, ``actor_id`` in the participants and ``event_id`` (null below the
    threshold).  ``links``: left_mention, right_mention, score, joined, rule, features.  ``corrections``:
    position, action, targets, author, date, reason, mention_ids, and a warning where one matches nothing.
    """

    mentions: pl.DataFrame
    timeline: pl.DataFrame
    actors: pl.DataFrame
    actor_aliases: pl.DataFrame
    event_aliases: pl.DataFrame
    links: pl.DataFrame
    corrections: pl.DataFrame


_MENTION_COLUMNS = tuple(column.name for column in MENTIONS.columns)
_OPTIONAL = {"gist": pl.String}  # columns that older archives lack: unknown there


def with_actors(mentions: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """Mentions in the columns of the schema, participants with their actors; the names stay as written."""
    listed = participants.group_by("mention_id", maintain_order=True).agg(
        participants=pl.struct("actor_id", "name", "role")
    )
    return mentions.drop("participants").join(listed, on="mention_id", how="left").with_columns(
        participants=pl.col("participants").fill_null([])
    ).select(_MENTION_COLUMNS)  # fmt: skip


def build(
    mentions: pl.LazyFrame,
    documents: pl.LazyFrame,
    *,
    gazetteer: Gazetteer | None = None,
    previous: pl.DataFrame | None = None,
    known_aliases: pl.DataFrame | None = None,
    threshold: float = DEFAULT_THRESHOLD,
    corrections: Sequence[Correction] = (),
    copies: Collection[str] = (),
    archive: Archive | None = None,
) -> Built:
    """Build the timeline from all mentions: read dates, resolve actors, link, assemble.

    ``mentions``: columns of ``warehouse.schema.MENTIONS`` without event_id, date_start, date_end and
    date_precision; participants are (name, role); ``gist`` may be absent.  ``documents``: doc_id, published, title,
    url, source; text where it is at hand (it helps linking).  ``previous``: mention_id and event_id of the release
    before, from which former ids become aliases; ``known_aliases`` are those published before.  ``corrections``:
    what people said.  ``copies``: ids of documents that repeat another's text; their mentions are kept, and kept off
    the timeline.  ``archive``: what linking kept of the build before; only documents of which something else is
    linked now are then linked anew.  The result depends on the sets of rows only, not on their order or the archive.
    """
    names = gazetteer or load_gazetteer()
    given = mentions.collect_schema().names()
    mentions = mentions.with_columns(pl.lit(None, t).alias(c) for c, t in _OPTIONAL.items() if c not in given)
    dated = normalise_dates(mentions.drop("event_id", strict=False)).collect().sort("mention_id")
    participants = participants_with_actors(dated.lazy(), documents, names)
    kept, accepted = choose(dated, corrections, threshold)
    kept = kept.filter(~pl.col("doc_id").is_in(list(copies)))
    linked = link_kept(archive, kept, documents, participants, names)
    placed = dated.join(events_of(kept.lazy(), linked.events), on="mention_id", how="left", maintain_order="left")
    del dated, kept  # NOTE: as large as all the rest
    moved = join_moved(placed, documents, participants, names)
    events, regrouped = regroup(moved.placed, documents.select("doc_id", "published").collect(), corrections)
    placed = moved.placed
    if corrections:
        placed = placed.drop("event_id").join(events, on="mention_id", how="left", maintain_order="left")
    named = counted(participants)
    actors = with_those_meant(actors_named(named), names)
    lists = [name for name, kind in placed.schema.items() if isinstance(kind, pl.List)]  # of no use to a row
    shown = placed.drop(lists).filter(pl.col("event_id").is_not_null())
    rows = timeline_kept(archive, shown, documents, participants, actors, moved.moves)
    rows, changed = set_fields(rows, placed, corrections)
    former = event_aliases(events, previous, known_aliases)
    applied = pl.DataFrame([*accepted, *regrouped, *changed], schema=APPLIED_SCHEMA, orient="row").sort("position")
    if archive is not None:
        for table, content in (("moves", moved.moves), ("moved", moved.joined), ("named", named)):
            archive.renew(table, content)
    return Built(
        with_actors(placed, participants), rows, actors, aliases_named(named),
        former if former.height else pl.DataFrame(schema=ALIASES_SCHEMA),
        with_moves(linked.links, moved.moves, moved.joined), applied,
    )  # fmt: skip
