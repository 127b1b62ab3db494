"""Joining what was planned for one day with what was planned or held on the day it was moved to.

Two exact days are never one happening, but where a report says that it was moved.  That report is compared as if it
named the old day with what was to be on the old day, and as if it named the new day with what was on the new one; the
most alike of either side joins it.  What took place on the old day was not moved.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from transforms.actors.gazetteer import Gazetteer
from transforms.corrections import renamed
from transforms.link.archive import LINKS_SCHEMA, MOVED_SCHEMA, MOVES_SCHEMA
from transforms.link.features import FEATURES
from transforms.link.moves import LIKELY, move_in, verb_in
from transforms.link.reports import add_report, reports
from transforms.link.score import score_pairs
from transforms.types import add_family

RULE = "moved"
SURE_FROM = 0.5  # log-odds from which the report of a move and a report of one of its days are one happening
FAMILIES = ("meeting", "phone_call", "election", "vote", "ruling", "agreement", "document")  # what has an appointed day
_PAIR = ["left_mention", "right_mention"]


@dataclass(frozen=True, slots=True)
class Moved:
    """``placed``: the mentions with the events that they are of now; ``moves``: every report of a move
    (``MOVES_SCHEMA``); ``joined``: the report that either side of a move was joined with (``MOVED_SCHEMA``)."""

    placed: pl.DataFrame
    moves: pl.DataFrame
    joined: pl.DataFrame


def moves_of(mentions: pl.DataFrame, documents: pl.LazyFrame) -> pl.DataFrame:
    """The reports of moves (``MOVES_SCHEMA``): of a sentence the mention that stands nearest to the verb.

    ``mentions``: all of their documents that have an event, with ``family``.
    """
    likely = mentions.lazy().filter(
        pl.col("quote").str.contains(LIKELY) & pl.col("family").is_in(FAMILIES)
    ).join(
        documents.select("doc_id", "published"), on="doc_id", how="left"
    ).sort("doc_id", "sentence_start", "trigger_start", "mention_id").collect()  # fmt: skip
    closest: dict[tuple[str, int], tuple[int, tuple[str, dt.date, dt.date] | None]] = {}
    for row in likely.iter_rows(named=True):
        verb = verb_in(row["quote"])
        if verb is None:
            continue
        start, end = (row[c] - row["sentence_start"] for c in ("trigger_start", "trigger_end"))
        distance = max(verb[1] - end, start - verb[2], 0)
        day = row["date_start"] if row["date_precision"] == "day" else None
        days = move_in(row["quote"], row["published"], day)
        sentence = row["doc_id"], row["sentence_start"]
        if sentence not in closest or distance < closest[sentence][0]:
            closest[sentence] = distance, (row["mention_id"], *days) if days else None
    days_of = {"mention_id": pl.String, "old_day": pl.Date, "new_day": pl.Date}
    said = pl.DataFrame(sorted(found for _, found in closest.values() if found), schema=days_of, orient="row")
    telling = mentions.filter(pl.col("mention_id").is_in(said["mention_id"].implode()))["doc_id"].unique()
    whole = mentions.lazy().filter(pl.col("doc_id").is_in(telling.implode()))
    reported = add_report(whole).select("mention_id", "doc_id", "report", "family").collect()
    return said.join(reported, on="mention_id", how="left", maintain_order="left").select(MOVES_SCHEMA.names())


def join_moved(
    placed: pl.DataFrame, documents: pl.LazyFrame, participants: pl.DataFrame, gazetteer: Gazetteer
) -> Moved:
    """Join the events of the days between which something was moved.  ``placed``: mentions with their event_id."""
    told = add_family(placed.lazy().filter(pl.col("event_id").is_not_null())).collect()
    moves = moves_of(told, documents)
    joined = nearest(moves, told, documents, participants, gazetteer)
    of = placed.select("mention_id", "event_id")
    pairs = joined.join(of, on="mention_id").join(of.select(lead="mention_id", host="event_id"), on="lead")
    return Moved(reunited(placed, documents, united(pairs)), moves, joined)


def nearest(
    moves: pl.DataFrame, told: pl.DataFrame, documents: pl.LazyFrame, participants: pl.DataFrame, gazetteer: Gazetteer
) -> pl.DataFrame:
    """Of either day of each move the report that it joins (``MOVED_SCHEMA``).

    ``told``: mentions with event_id and family, of all documents that tell of a move or of one of its days.
    """
    beside = _beside(moves, told)
    if beside.is_empty():
        return pl.DataFrame(schema=MOVED_SCHEMA)
    best = _best(_compared(beside, told, documents, participants, gazetteer))
    return best.select(MOVED_SCHEMA.names()).cast(MOVED_SCHEMA)


def reunited(placed: pl.DataFrame, documents: pl.LazyFrame, home: dict[str, str]) -> pl.DataFrame:
    """``placed`` with the events that are one now; ``placed`` must have all mentions of these.  ``home`` as of
    :func:`united`."""
    if not home:
        return placed
    new = placed.with_columns(event_id=pl.col("event_id").replace(home))
    return renamed(new, documents.select("doc_id", "published").collect(), sorted(set(home.values())))


def _beside(moves: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """mention_id of the move, side, day, other mention, its event: what other events say of its two days.

    Without a move whose own event took place on the old day, and without what did.
    """
    own = moves.join(told.select("mention_id", "event_id"), on="mention_id")
    exact = told.filter((pl.col("date_precision") == "day") & (pl.col("date_basis") != "publication"))
    held = exact.filter(pl.col("status") == "occurred").select("event_id", day="date_start").unique()
    own = own.join(held, left_on=["event_id", "old_day"], right_on=["event_id", "day"], how="anti")
    sides = pl.concat([
        own.select("mention_id", "family", "event_id", side=pl.lit(side), day=pl.col(column))
        for side, column in (("old", "old_day"), ("new", "new_day"))
    ])  # fmt: skip
    days = exact.select("family", day="date_start", other="mention_id", host="event_id")
    met = sides.join(days, on=["family", "day"]).filter(pl.col("host") != pl.col("event_id"))
    took_place = met.filter(pl.col("side") == "old").join(
        held, left_on=["host", "day"], right_on=["event_id", "day"], how="semi"
    )
    return met.join(took_place.select("mention_id", "side", "host").unique(),
                    on=["mention_id", "side", "host"], how="anti")  # fmt: skip


def _compared(
    beside: pl.DataFrame,
    told: pl.DataFrame,
    documents: pl.LazyFrame,
    participants: pl.DataFrame,
    gazetteer: Gazetteer,
) -> pl.DataFrame:
    """``beside`` with ``lead`` (first mention of the other report), score, constraint, features of each pair."""
    concerned = pl.concat([beside["mention_id"], beside["other"]])
    some = told.filter(pl.col("mention_id").is_in(concerned.implode()))["doc_id"].unique()
    mine = told.lazy().filter(pl.col("doc_id").is_in(some.implode())).drop("family")
    about = documents.filter(pl.col("doc_id").is_in(some.implode()))
    made = reports(mine, about, participants.lazy(), gazetteer).sort("report")
    of = add_report(mine).select("mention_id", "report").collect()
    rows = made.with_row_index("row")
    pairs = (
        beside.join(of, on="mention_id")
        .join(of.rename({"mention_id": "other", "report": "other_report"}), on="other")
        .join(rows.select(other_report="report", right="row", lead="lead"), on="other_report")
        .unique(["mention_id", "side", "other_report"]).sort("mention_id", "side", "other_report")
    )  # fmt: skip
    day = pl.col("day").cast(pl.Int32)
    as_if = (
        pairs.select("mention_id", "side", "day", "report").unique().sort("mention_id", "side").with_row_index("asked")
        .join(made, on="report", maintain_order="left")
        .with_columns(
            **dict.fromkeys(("s", "e", "lo", "hi"), day), exact=pl.lit(True), assumed=pl.lit(False),
            status=pl.lit("planned"), doc_id=pl.lit("a move"),
        )
    )  # fmt: skip
    together = pl.concat([made, as_if.select(made.columns)])
    numbered = pairs.join(as_if.select("mention_id", "side", "asked"), on=["mention_id", "side"]).with_columns(
        left=(pl.col("asked") + made.height).cast(pl.UInt32), right=pl.col("right").cast(pl.UInt32)
    )
    scored = score_pairs(together, numbered.select("left", "right"))
    names = [f.__name__ for f in FEATURES]
    features = [
        [{"name": n, "weight": w} for n, w in zip(names, row, strict=True) if w]
        for row in scored.select(names).iter_rows()
    ]
    return numbered.with_columns(
        scored["score"], scored["constraint"],
        pl.Series("features", features, dtype=LINKS_SCHEMA["features"]),
    )  # fmt: skip


def _best(compared: pl.DataFrame) -> pl.DataFrame:
    """Of each side of a move the most alike report, where it is alike enough."""
    return (
        compared.filter((pl.col("score") >= SURE_FROM) & pl.col("constraint").is_null())
        .sort("mention_id", "side", "score", "lead", descending=[False, False, True, False])
        .unique(["mention_id", "side"], keep="first", maintain_order=True)
    )


def united(pairs: pl.DataFrame) -> dict[str, str]:
    """Each event that becomes another one, the first of those united, whatever the order of the pairs.

    ``pairs``: event_id and host, the events that are one.
    """
    root: dict[str, str] = {}

    def find(event: str) -> str:
        while root.get(event, event) != event:
            event = root[event]
        return event

    for one, other in pairs.select("event_id", "host").sort("event_id", "host").iter_rows():
        a, b = sorted((find(one), find(other)))
        root[b] = a
    members = {e for pair in pairs.select("event_id", "host").iter_rows() for e in pair}
    return {event: find(event) for event in sorted(members)}


def with_moves(links: pl.DataFrame, moves: pl.DataFrame, joined: pl.DataFrame) -> pl.DataFrame:
    """The evidence of linking with what moves ``joined``, in its place where linking had kept the two apart.

    A report of a move that linking had joined to what was planned for the old day is told of as one too.
    """
    if moves.is_empty():
        return links
    of_a_move = pl.any_horizontal(pl.col(side).is_in(moves["mention_id"].implode()) for side in _PAIR)
    links = links.with_columns(rule=pl.when(pl.col("joined") & of_a_move).then(pl.lit(RULE)).otherwise("rule"))
    own = _links(joined)
    return pl.concat([links.join(own, on=_PAIR, how="anti"), own]).sort(_PAIR)


def _links(joined: pl.DataFrame) -> pl.DataFrame:
    """Evidence of what moves joined: a pair that both sides joined is told once."""
    told = joined.sort("mention_id", "side").select(
        left_mention=pl.min_horizontal("mention_id", "lead"), right_mention=pl.max_horizontal("mention_id", "lead"),
        score="score", joined=pl.lit(True), rule=pl.lit(RULE), features="features",
    )  # fmt: skip
    return told.unique(_PAIR, keep="first", maintain_order=True).cast(pl.Schema(LINKS_SCHEMA))
