"""What a format of export is, and what it is given to write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from warehouse.exports.event import EventRecord, records
from warehouse.schema import Table

TABLES = "tables"
EVENTS = "events"


@dataclass(frozen=True, slots=True)
class Options:
    """What whoever exports decides.

    ``partition_by`` is ``"year"`` or nothing (Parquet only).  ``raw_csv`` leaves cells as they are that a
    spreadsheet would run as formulas.  ``texts`` false leaves out the full texts of the documents.  ``title``,
    ``author``, ``license`` (an SPDX identifier) and ``url`` (where the dataset will be found) go into its papers.
    """

    partition_by: str | None = None
    raw_csv: bool = False
    texts: bool = True
    title: str = "A timeline of public events"
    author: str = "Users of Dateline"
    license: str = "CC-BY-4.0"
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A file that was written: of which table (``None``: a view of the events), in which format, with how many rows."""

    path: Path
    format: str
    rows: int
    table: Table | None = None
    partitioned: bool = False


@dataclass(frozen=True, slots=True)
class Dataset:
    """What is exported, apart from the tables themselves.

    ``timeline`` has the content columns, in the order of ids.  ``stamps`` has ``event_id``, ``first_release``,
    ``last_release`` (UTC times at which the release was published that first held, and last changed, the event).
    ``version`` is a semantic version made of the layout and the content: the same content has the same version.
    ``since`` is the number of the release that an increment starts from.
    """

    timeline: pl.DataFrame
    stamps: pl.DataFrame
    actors: pl.DataFrame
    version: str
    content_hash: str
    options: Options
    since: int | None = None

    def events(self) -> Iterator[EventRecord]:
        """The events as records, in order of their days, undated ones last."""
        order = ("date_start", "date_end", "latest", "event_id")
        return records(self.timeline.sort(order, nulls_last=True))


TableWriter = Callable[[Table, pl.DataFrame, Path, Options], list[Part]]
EventWriter = Callable[[Dataset, Path], list[Part]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: either ``table`` writes one table at a time, or ``events`` writes the events as one file.

    What is written depends on the rows and the options alone: no clock, no paths, no order of hashing.  Only a
    format that is ``stamped`` tells of releases too, so that it differs where the history of the runs does.
    """

    name: str
    description: str
    table: TableWriter | None = None
    events: EventWriter | None = None
    stamped: bool = False

    @property
    def kind(self) -> str:
        """``tables`` or ``events``."""
        return TABLES if self.table else EVENTS
