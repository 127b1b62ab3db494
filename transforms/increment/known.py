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
# What tells which report, and so which event, a mention is of: most of what a mention says is left where it is.
PLACING = ("mention_id", "doc_id", "event_key", "event_type", "trigger_start", "date_start", "date_end",
           "date_precision", "date_basis", "confidence")  # fmt: skip
_ALL = (*MENTION_SCHEMA, "date_start", "date_end", "date_precision")


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
        return self.known.read("documents", DOCUMENT_COLUMNS, among=changed), self.known.read("mentions", among=changed)

    @cached_property
    def arriving(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Documents and mentions of those that changed, as they are now."""
        documents, mentions = self.former
        own = {*self.change.documents["doc_id"].to_list(), *self.change.withdrawn}
        stay = ~pl.col("doc_id").is_in(list(own))  # only whether they count as copies is another
        fresh = self.change.documents.select(DOCUMENT_COLUMNS)
        said = [_plain(each) for each in (self.change.mentions, mentions.filter(stay))]
        return (
            pl.concat([fresh, documents.filter(stay)], how="vertical_relaxed"),
            normalise_dates(pl.concat(said).lazy()).select(_ALL).collect(),
        )

    def documents(self, some: pl.Series, columns: Sequence[str] = DOCUMENT_COLUMNS) -> pl.DataFrame:
        """Documents by their ids (each once)."""
        about = self.arriving[0].filter(pl.col("doc_id").is_in(some.implode())).select(columns)
        others = self.known.read("documents", columns, among=self._unchanged(some))
        return pl.concat([about, others], how="vertical_relaxed")

    def mentions(self, some: pl.Series, columns: Sequence[str] = _ALL, by: str = "doc_id") -> pl.DataFrame:
        """The mentions with these values of a column (doc_id, mention_id; each once)."""
        mine = self.arriving[1].filter(pl.col(by).is_in(some.implode())).select(columns)
        wanted = some.alias(by).to_frame().join(mine.select(by), on=by, how="anti")
        others = self.known.read("mentions", tuple({*columns, "doc_id"}), among=wanted)
        others = others.filter(~pl.col("doc_id").is_in(self.change.changed.implode()))
        plain = plain_mentions(others) if "participants" in columns else others
        return pl.concat([mine, plain.select(columns)])

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

    def _unchanged(self, documents: pl.Series) -> pl.DataFrame:
        return documents.filter(~documents.is_in(self.change.changed.implode())).alias("doc_id").to_frame()


def _plain(mentions: pl.DataFrame) -> pl.DataFrame:
    return plain_mentions(mentions).select(list(MENTION_SCHEMA))
