"""Rows of the timeline, one per event."""

from __future__ import annotations

import polars as pl

from transforms.actors.gatherings import gatherings_of
from transforms.assemble.moved import as_moved
from transforms.assemble.status import event_status
from transforms.assemble.title import add_titles, evidence
from transforms.assemble.when import event_dates
from transforms.assemble.who import event_participants
from transforms.types import add_codes

TIMELINE_COLUMNS = (
    "event_id", "event_type", "title", "status", "date_edtf", "date_start", "date_end", "date_precision", "date_basis",
    "earliest", "latest", "date_conflicts", "participants", "location", "plover", "cameo", "confidence",
    "mention_count", "document_count", "first_published", "last_published", "quote", "quote_url",
)  # fmt: skip


def _most(column: str) -> pl.Expr:
    """The most frequent value of a column in an event, the first in order of the alphabet among equals."""
    return pl.col(column).drop_nulls().sort().mode().sort().first()


def _confidence() -> pl.Expr:
    """Chance that at least one document is right, documents taken as half independent of one another.

    Mentions of one document err together, so a document counts with its best mention.
    """
    best = pl.col("confidence").sort(descending=True)
    doubt = (1 - best.first()) * (1 - best.slice(1) * 0.5).product()
    return (1 - doubt).clip(0, 0.999).round(4)


def in_order() -> list[pl.Expr]:
    """What rows of the timeline are sorted by."""
    return [pl.col("date_start").fill_null(pl.col("latest")), pl.col("date_end"), pl.col("event_id")]


def timeline(
    mentions: pl.LazyFrame,
    documents: pl.LazyFrame,
    participants: pl.LazyFrame,
    actors: pl.LazyFrame,
    moves: pl.DataFrame | None = None,
) -> pl.LazyFrame:
    """The timeline of mentions that have an ``event_id``; columns as ``warehouse.schema.TIMELINE`` without runs.

    ``moves``: mention_id, old_day, new_day of the reports that something was moved to another day.
    """
    about = documents.select("doc_id", "published", quote_url=pl.coalesce("url", "source"), document_title="title")
    named = gatherings_of(mentions, documents).select("mention_id", "called", held_days="days")
    told = (
        mentions.join(about, on="doc_id", how="left")
        .join(named.lazy(), on="mention_id", how="left")
        .sort("event_id", "mention_id")
    )
    dates = told
    if moves is not None:
        told, dates = as_moved(told, moves)
        told = told.sort("event_id", "mention_id")
    per_document = told.group_by("event_id", "doc_id").agg(pl.col("confidence").max())
    confidence = per_document.group_by("event_id").agg(confidence=_confidence())
    status = event_status(told)
    held = told.join(status.rename({"status": "final"}), on="event_id")
    best_quote = (
        held.with_columns(
            dated=pl.col("date_edtf").is_not_null(),
            fits=pl.col("status") == pl.col("final"),
            length=(pl.col("quote").str.len_chars().cast(pl.Int32) - 160).abs(),  # neither a stump nor a paragraph
        )
        .sort(["event_id", "fits", "dated", "confidence", "length", "published", "doc_id", "trigger_start"],
              descending=[False, True, True, True, False, False, False, False], nulls_last=True)
        .unique("event_id", keep="first", maintain_order=True)
        .select("event_id", "quote", "quote_url")
    )  # fmt: skip
    facts = told.group_by("event_id").agg(
        event_type=_most("event_type"),
        subtype=_most("subtype"),
        location=_most("location"),
        mention_count=pl.len().cast(pl.Int32),
        document_count=pl.col("doc_id").n_unique().cast(pl.Int32),
        first_published=pl.col("published").min(),
        last_published=pl.col("published").max(),
    )
    return (
        add_titles(
            add_codes(facts)
            .join(status, on="event_id")
            .join(event_dates(dates), on="event_id")
            .join(event_participants(told, participants, actors), on="event_id", how="left")
            .join(confidence, on="event_id")
            .join(best_quote, on="event_id")
            .join(evidence(held), on="event_id")
            .with_columns(participants=pl.col("participants").fill_null([]))
        )
        .select(TIMELINE_COLUMNS)
        .sort(in_order(), nulls_last=True)
    )
