"""What was moved to another day, brought up to date: only moves that a change can touch are looked at again.

A move is touched where its own event changed, or an event that names one of its days.  What the others joined stays,
and is only followed where it leads to an event that changed.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.actors.gazetteer import Gazetteer
from transforms.actors.participants import participants_with_actors
from transforms.increment.known import PLACING, Now
from transforms.increment.places import documents_of, events_of_reports, placed
from transforms.link.archive import MOVED_SCHEMA, Archive
from transforms.link.moved import moves_of, nearest, reunited, united
from transforms.types import add_family

_SIDES = ("old_day", "new_day")
_TOLD = ["mention_id", "side", "lead", "score"]


@dataclass(frozen=True, slots=True)
class Reunion:
    """``events``: those (by what was linked) whose mentions may be in another event now; ``home``: each event that
    becomes another one; ``ends``: the mentions at the ends of what moves join otherwise than before."""

    events: pl.Series
    home: dict[str, str]
    ends: pl.Series


def follow_moves(archive: Archive, now: Now, told: pl.DataFrame, changed: pl.Series, gazetteer: Gazetteer) -> Reunion:
    """Bring the archive's moves up to date after linking changed the events ``changed``.

    ``told``: the mentions, with family and event_id, of all documents that report one of these.
    """
    documents, mentions = now.arriving
    archive.drop("moves", ("doc_id",), now.change.changed)
    archive.add("moves", moves_of(now.kept(mentions), documents.lazy()))
    moves = archive.find("moves", "mention_id", None)
    before = archive.find("moved", "mention_id", None)
    own = moves.join(events_of_reports(archive, "report", moves["report"]), on="report", how="left")
    again = own.filter(pl.col("event_id").is_in(changed.implode()) | _touched(own, now, told, changed))
    standing = before.join(moves, on="mention_id", how="semi").join(again, on="mention_id", how="anti")
    joined = pl.concat([standing, _nearest(archive, now, again.drop("event_id"), gazetteer)])
    archive.renew("moved", joined)
    differing = pl.concat([before.join(joined, on=_TOLD, how="anti"),
                           joined.join(before, on=_TOLD, how="anti")])  # fmt: skip
    events, hosts = own.select("mention_id", "event_id"), _hosts(archive, pl.concat([joined, differing])["lead"])
    home = united(joined.join(events, on="mention_id").join(hosts, on="lead").drop_nulls(["event_id", "host"]))
    loose = pl.concat([differing.join(events, on="mention_id")["event_id"],
                       differing.join(hosts, on="lead")["host"].alias("event_id")])  # fmt: skip
    concerned = pl.concat([changed.alias("event_id"), loose.drop_nulls()]).unique()
    roots = set(concerned.replace(home).to_list()) if home else set()
    beside = pl.Series("event_id", [event for event, root in home.items() if root in roots], pl.String)
    ends = pl.concat([each["mention_id"] for each in (differing, differing.select(mention_id="lead"))])
    return Reunion(pl.concat([concerned, beside]).unique(), home, ends)


def _touched(moves: pl.DataFrame, now: Now, told: pl.DataFrame, changed: pl.Series) -> pl.Expr:
    """Whether a changed event names a day of a move, or a document that changed did before."""
    former = add_family(now.former[1].lazy().select("event_type", "date_start", "date_precision")).collect()
    present = told.filter(pl.col("event_id").is_in(changed.implode()))
    columns = ["family", "date_start"]
    exact = pl.col("date_precision") == "day"
    days = pl.concat([each.filter(exact).select(columns) for each in (former, present)]).unique()
    named = pl.concat([
        moves.join(days, left_on=["family", side], right_on=columns, how="semi")["mention_id"] for side in _SIDES
    ])  # fmt: skip
    return pl.col("mention_id").is_in(named.implode())


def _nearest(archive: Archive, now: Now, moves: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """What the moves join, found among all that tell of their days."""
    if moves.is_empty():
        return pl.DataFrame(schema=MOVED_SCHEMA)
    days = pl.concat([moves[side].alias("day") for side in _SIDES])
    some = pl.concat([moves["doc_id"], now.on(days)]).unique()
    about, mentions = now.documents(some).lazy(), now.mentions(some)
    told = placed(archive, now.kept(mentions))
    participants = participants_with_actors(mentions.lazy(), about, gazetteer)
    return nearest(moves, told, about, participants, gazetteer)


def _hosts(archive: Archive, leads: pl.Series) -> pl.DataFrame:
    """lead, host: the events of first mentions, by what was linked; those that are no more are left out."""
    return events_of_reports(archive, "lead", leads).rename({"event_id": "host"})


def members(archive: Archive, now: Now, reunion: Reunion) -> pl.DataFrame:
    """mention_id, doc_id, event_id of all mentions that the events of a reunion have now."""
    some = documents_of(archive, reunion.events)
    told = placed(archive, now.kept(now.mentions(some, PLACING)))
    of_these = told.filter(pl.col("event_id").is_in(reunion.events.implode()))
    about = now.documents(of_these["doc_id"].unique(), ("doc_id", "published"))
    return reunited(of_these, about.lazy(), reunion.home).select("mention_id", "doc_id", "event_id")
