"""What an increment is given: what the store knows, and what has come or gone since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import polars as pl

from transforms.dates import normalise_dates
from transforms.records import MENTION_SCHEMA, plain_mentions
from transforms.types import add_family

DOCUMENT_COLUMNS = ("doc_id", "published", "title", "url", "source", "text")


class Tables(Protocol):
    """The tables of a timeline."""

    def read(self, table: str, columns: Sequence[str] = (), among: pl.DataFrame | None = None) -> pl.DataFrame:
        """The rows of a table that agree with one of the rows of ``among`` in all of its columns (None: all rows)."""


class Known(Tables, Protocol):
    """The tables as they stand before the change."""

    def naming(self, actors: pl.Series) -> pl.Series:
        """event_id of the events of which a mention names one of the actors."""


@dataclass(frozen=True)
class Change:
    """The documents that are new or read again, with all their mentions, and what became of others.

    ``documents``: ``DOCUMENT_COLUMNS``; ``mentions``: with dates read, participants as written.  ``withdrawn``: ids of
    documents that are no more.  ``copies``: ids of all documents that repeat another's text, ``former_copies`` those
    that did before.
    """

    documents: pl.DataFrame
    mentions: pl.DataFrame
    withdrawn: frozenset[str] = frozenset()
    copies: frozenset[str] = frozenset()
    former_copies: frozenset[str] = frozenset()

    @cached_property
    def changed(self) -> pl.Series:
        """doc_id of every document of which anything is linked otherwise now."""
        ids = set(self.documents["doc_id"].to_list()) | self.withdrawn | (self.copies ^ self.former_copies)
        return pl.Series("doc_id", sorted(ids), pl.String)


@dataclass(frozen=True)
class Now:
    """Documents and their mentions as they are with the change: mentions with dates read, participants as written."""

    known: Known
    change: Change
    threshold: float

    @cached_property
    def former(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Documents and mentions (with ``event_id``) that the store has of those that changed."""
        changed = self.change.changed.to_frame()
        return self._documents(changed), self.known.read("mentions", among=changed)

    @cached_property
    def arriving(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Documents and mentions of those that changed, as they are now."""
        documents, mentions = self.former
        own = pl.concat(
            [self.change.documents["doc_id"], pl.Series("doc_id", sorted(self.change.withdrawn), pl.String)]
        )
        stay = ~pl.col("doc_id").is_in(own.implode())  # only whether they count as copies is another
        fresh = self.change.documents.select(DOCUMENT_COLUMNS)
        return (
            pl.concat([fresh, documents.filter(stay)], how="vertical_relaxed"),
            pl.concat([_dated(self.change.mentions), _dated(mentions.filter(stay))]),
        )

    def of(self, documents: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Documents by their ids (each once), and all their mentions."""
        mine = pl.col("doc_id").is_in(documents.implode())
        others = documents.filter(~documents.is_in(self.change.changed.implode())).alias("doc_id").to_frame()
        about, mentions = (frame.filter(mine) for frame in self.arriving)
        return (
            pl.concat([about, self._documents(others)], how="vertical_relaxed"),
            pl.concat([mentions, _dated(self.known.read("mentions", among=others))]),
        )

    def on(self, days: pl.Series) -> pl.Series:
        """doc_id of the documents with a mention of exactly one of the days."""
        exact = pl.DataFrame({"date_start": days.unique(), "date_precision": "day"})
        before = self.known.read("mentions", ("doc_id",), among=exact)["doc_id"]
        before = before.filter(~before.is_in(self.change.changed.implode()))
        new = self.arriving[1].filter((pl.col("date_precision") == "day") & pl.col("date_start").is_in(days.implode()))
        return pl.concat([before, new["doc_id"]]).unique()

    def kept(self, mentions: pl.DataFrame) -> pl.DataFrame:
        """The mentions that are on the timeline, with ``family``."""
        sure = pl.col("confidence") >= self.threshold
        copied = pl.col("doc_id").is_in(sorted(self.change.copies))
        return add_family(mentions.lazy().filter(sure & ~copied)).collect()

    def _documents(self, some: pl.DataFrame) -> pl.DataFrame:
        return self.known.read("documents", DOCUMENT_COLUMNS, among=some)


def _dated(mentions: pl.DataFrame) -> pl.DataFrame:
    return normalise_dates(plain_mentions(mentions).lazy().select(list(MENTION_SCHEMA))).collect()
