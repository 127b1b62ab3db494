"""Only what a change touches is linked, joined and assembled: the rows that a whole build would make otherwise.

The archive must hold what the build before linked, of all that the store holds now: ``transforms/pipeline.py``
leaves it so, and so does this.  Corrections by people can mean any event; where there are any, build as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from transforms.actors.gazetteer import Gazetteer
from transforms.actors.participants import participants_with_actors
from transforms.assemble.kept import portions_of, stamps_of
from transforms.assemble.timeline import TIMELINE_COLUMNS, in_order, timeline
from transforms.increment.actors import actor_rows, recount_actors
from transforms.increment.known import PLACING, Change, Known, Now
from transforms.increment.moves import Reunion, follow_moves, members
from transforms.increment.places import placed
from transforms.link.archive import ASSEMBLED_SCHEMA, Archive
from transforms.link.kept import link_changed
from transforms.link.moved import with_moves
from transforms.pipeline import with_actors


@dataclass(frozen=True, slots=True)
class Touched:
    """The rows that are new or others now, in the columns of ``Built``, and the keys of those that are no more.

    Former ids are left to ``aliases.py``, so that a run may take in one change after another.

    ``mentions``: all of the documents that changed, and those of others that are in another event.  ``relinked``: the
    mentions of which no links hold but those of ``links``.
    """

    mentions: pl.DataFrame
    timeline: pl.DataFrame
    actors: pl.DataFrame
    actor_aliases: pl.DataFrame
    links: pl.DataFrame
    relinked: pl.Series
    removed: Mapping[str, pl.DataFrame]


def build_increment(
    archive: Archive, known: Known, change: Change, *, gazetteer: Gazetteer, threshold: float
) -> Touched:
    """What a whole build of everything would make otherwise than the build before; brings the archive up to date."""
    now = Now(known, change, threshold)
    documents, arriving = now.arriving
    participants = participants_with_actors(arriving.lazy(), documents.lazy(), gazetteer)
    linked = link_changed(
        archive, now.kept(arriving).drop("family"), documents.lazy(), participants, gazetteer, change.changed
    )
    told = placed(archive, now.kept(now.mentions(linked.events["doc_id"].unique(), PLACING)))
    reunion = follow_moves(archive, now, told, linked.events["event_id"].unique(), gazetteer)
    events = members(archive, now, reunion)
    actors = recount_actors(archive, _former_participants(now, gazetteer), participants, gazetteer)
    former = _former_events(now, events)
    gone = former["event_id"].drop_nulls().unique()
    gone = gone.filter(~gone.is_in(events["event_id"].implode()))
    relinked = _relinked(now, linked.relinked, reunion)
    return Touched(
        mentions=_mentions(now, participants, events, former),
        timeline=_rows(archive, now, events, gone, actors.changed, gazetteer),
        actors=actors.actors,
        actor_aliases=actors.aliases,
        links=_links(archive, relinked),
        relinked=relinked,
        removed={
            "timeline": gone.to_frame("event_id"),
            "actors": actors.actors_gone,
            "actor_aliases": actors.aliases_gone,
        },
    )


def _former_participants(now: Now, gazetteer: Gazetteer) -> pl.DataFrame:
    documents, mentions = now.former
    return participants_with_actors(mentions.lazy(), documents.lazy(), gazetteer)


def _former_events(now: Now, events: pl.DataFrame) -> pl.DataFrame:
    """mention_id, event_id as they stood: of mentions that are in touched events, or were in documents that changed."""
    columns = ("mention_id", "event_id")
    before = now.known.read("mentions", columns, among=events.select("mention_id"))
    return pl.concat([before, now.former[1].select(columns)]).unique("mention_id")


def _relinked(now: Now, relinked: pl.Series, reunion: Reunion) -> pl.Series:
    """The mentions of which the links are told anew; which of them report a move may be another matter than before."""
    own = pl.concat([frame["mention_id"] for frame in (now.former[1], now.arriving[1])])
    return pl.concat([each.alias("mention_id") for each in (relinked, reunion.ends, own)]).unique()


def _links(archive: Archive, relinked: pl.Series) -> pl.DataFrame:
    """All links of the mentions, with what moves joined."""
    sides = ("left_mention", "right_mention")
    found = pl.concat([archive.find("links", side, relinked) for side in sides]).unique(sides)
    joined = pl.concat([archive.find("moved", end, relinked) for end in ("mention_id", "lead")])
    ends = pl.concat([found[side].alias("mention_id") for side in sides])
    moves = archive.find("moves", "mention_id", pl.concat([ends, joined["mention_id"]]).unique())
    return with_moves(found.sort(sides), moves, joined.unique(["mention_id", "side"]))


def _mentions(now: Now, participants: pl.DataFrame, events: pl.DataFrame, former: pl.DataFrame) -> pl.DataFrame:
    """Rows of the documents that changed (``participants``: theirs), and of mentions that are in another event now."""
    own = with_actors(now.arriving[1].join(events.drop("doc_id"), on="mention_id", how="left"), participants)
    moved = events.join(former, on="mention_id", suffix="_before").filter(
        pl.col("event_id").ne_missing(pl.col("event_id_before"))
        & ~pl.col("doc_id").is_in(now.change.changed.implode())
    )  # fmt: skip
    others = now.known.read("mentions", own.columns, among=moved.select("mention_id"))
    others = others.drop("event_id").join(moved.select("mention_id", "event_id"), on="mention_id")
    return pl.concat([own, others.select(own.columns)]).sort("mention_id")


def _rows(
    archive: Archive, now: Now, touched: pl.DataFrame, gone: pl.Series, renamed: pl.Series, gazetteer: Gazetteer
) -> pl.DataFrame:
    """The timeline's rows of the touched events, and of others that name an actor who is called otherwise now.

    ``touched``: mention_id, doc_id, event_id; ``renamed``: ids of actors.
    """
    named = now.known.naming(renamed) if len(renamed) else pl.Series("event_id", [], pl.String)
    outdated = pl.concat([gone, touched["event_id"]]).unique()
    named = named.filter(~named.is_in(outdated.implode()))
    others = now.known.read("mentions", ("mention_id", "doc_id", "event_id"), among=named.to_frame("event_id"))
    events = pl.concat([touched, others])
    archive.drop("assembled", ("event_id",), pl.concat([outdated, named]))
    some = events["doc_id"].unique()
    participants = participants_with_actors(
        now.mentions(some, ("mention_id", "doc_id", "participants")).lazy(),
        now.documents(some, ("doc_id", "published")).lazy(),
        gazetteer,
    ).join(events.select("mention_id"), on="mention_id", how="semi", maintain_order="left")  # fmt: skip
    actors = actor_rows(archive, participants["actor_id"].unique(), gazetteer)
    made = [_assembled(archive, now, some, participants, actors) for some in portions_of(events)]
    return pl.concat([pl.DataFrame(schema=ASSEMBLED_SCHEMA).select(TIMELINE_COLUMNS), *made]).sort(
        in_order(), nulls_last=True
    )


def _assembled(
    archive: Archive, now: Now, events: pl.DataFrame, participants: pl.DataFrame, actors: pl.DataFrame
) -> pl.DataFrame:
    """Rows of some events, which the archive keeps."""
    shown = now.mentions(events["mention_id"], by="mention_id").join(
        events.select("mention_id", "event_id"), on="mention_id"
    ).sort("mention_id")  # fmt: skip
    acting = participants.join(shown.select("mention_id"), on="mention_id", how="semi", maintain_order="left")
    documents = now.documents(events["doc_id"].unique())
    moves = archive.find("moves", "doc_id", events["doc_id"].unique())
    made = timeline(shown.lazy(), documents.lazy(), acting.lazy(), actors.lazy(), moves).collect()
    stamps = stamps_of(shown, documents.lazy(), acting, actors, moves)
    archive.add("assembled", made.join(stamps, on="event_id"))
    return made.select(TIMELINE_COLUMNS)
