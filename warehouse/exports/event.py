"""An event of the timeline as a plain record, for the formats that show events one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import polars as pl

from warehouse.exports.text import uri


@dataclass(frozen=True, slots=True)
class Participant:
    """Who took part, in which role."""

    actor_id: str | None
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class EventRecord:
    """A row of ``timeline``; the columns are described in the schema."""

    event_id: str
    event_type: str
    title: str
    status: str
    date_edtf: str | None
    date_start: dt.date | None
    date_end: dt.date | None
    date_precision: str
    date_basis: str
    earliest: dt.date | None
    latest: dt.date | None
    date_conflicts: tuple[str, ...]
    participants: tuple[Participant, ...]
    location: str | None
    plover: str | None
    cameo: str | None
    confidence: float
    mention_count: int
    document_count: int
    first_published: dt.date | None
    last_published: dt.date | None
    quote: str
    quote_url: str | None

    @property
    def exact(self) -> bool:
        """Whether the day is known, and not only about when."""
        return self.date_precision == "day" and not (self.date_edtf or "").endswith("~")

    @property
    def span(self) -> tuple[dt.date, dt.date] | None:
        """First and last day that the date can mean; ``None`` where one of them is not known."""
        if self.date_start is None or self.date_end is None:
            return None
        return self.date_start, self.date_end

    @property
    def web_address(self) -> str | None:
        """The address of the article with the best quote, as a URI (RFC 3986), where it is no path."""
        address = self.quote_url or ""
        return uri(address) if address.startswith(("http://", "https://")) and address.isprintable() else None


_NAMES = tuple(field.name for field in fields(EventRecord))


def record(row: dict[str, Any]) -> EventRecord:
    """The record of a row by column names; columns that it has besides are left alone."""
    values = {name: row[name] for name in _NAMES}
    values["date_conflicts"] = tuple(row["date_conflicts"] or ())
    values["participants"] = tuple(
        Participant(each["actor_id"], each["name"] or "", each["role"] or "") for each in row["participants"] or ()
    )
    return EventRecord(**values)


def records(timeline: pl.DataFrame) -> Iterator[EventRecord]:
    """The rows of a frame of ``timeline`` as records, in its order."""
    return (record(row) for row in timeline.iter_rows(named=True))
