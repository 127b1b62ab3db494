"""An Atom feed (RFC 4287) of the events that are new or changed, newest change first.

``published`` is when the release came out that first held the event, ``updated`` when that one did which last changed
it: this feed alone depends on the runs and not on the content only.  Ids are tag URIs (RFC 4151) of the event's id, the
same in every feed.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import polars as pl

from warehouse.exports.event import EventRecord, record
from warehouse.exports.format import Dataset, Format, Part
from warehouse.exports.text import one_line, xml_text
from warehouse.exports.wording import date_in_words

NEWEST = 500
"""How many events a feed holds: readers fetch it often, and who missed more takes an increment."""

_TAGGED = "2026"  # RFC 4151: a day on which the tagging authority was ours; the year of the first release
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def write(dataset: Dataset, directory: Path) -> list[Part]:
    """``timeline.atom``."""
    from feedgen.feed import FeedGenerator  # type: ignore[import-untyped]  # 0.2 s that only this format pays

    options = dataset.options
    newest = _newest(dataset)
    feed = FeedGenerator()
    feed.id(_tag(options.url, "timeline"))
    feed.title(_line(options.title))
    feed.subtitle("What is new or changed on the timeline, newest first.")
    feed.author(name=_line(options.author))
    feed.generator("Dateline")
    feed.updated(max((row["last_release"] for row in newest if row["last_release"]), default=_EPOCH))
    if options.url:
        feed.link(href=options.url, rel="alternate")
    for row in newest:
        feed.add_entry(_entry(record(row), row, options.url), order="append")
    path = directory / "timeline.atom"
    path.write_bytes(feed.atom_str(pretty=True) + b"\n")
    return [Part(path, FORMAT.name, len(newest))]


def _newest(dataset: Dataset) -> list[dict[str, Any]]:
    joined = dataset.timeline.join(dataset.stamps, on="event_id", how="left")
    ordered = joined.sort(
        pl.col("last_release"), pl.col("event_id"), descending=[True, False], nulls_last=True, maintain_order=True
    )
    return ordered.head(NEWEST).to_dicts()


def _entry(event: EventRecord, row: dict[str, Any], url: str | None) -> Any:
    from feedgen.entry import FeedEntry  # type: ignore[import-untyped]

    first, last = row["first_release"] or _EPOCH, row["last_release"] or _EPOCH
    entry = FeedEntry()
    entry.id(_tag(url, f"event/{event.event_id}"))
    entry.title(f"{_line(event.title)} ({date_in_words(event)})")
    entry.published(first)
    entry.updated(last)
    entry.category(term=event.event_type)
    entry.category(term=event.status)
    entry.category(term="new" if first == last else "changed")
    entry.content(_content(event), type="text")
    if event.web_address:
        entry.link(href=event.web_address, rel="alternate")  # the report with the best quote
    return entry


def _content(event: EventRecord) -> str:
    people = ", ".join(f"{each.name} ({each.role})" for each in event.participants)
    parts = [
        f"Date: {date_in_words(event)}" + (f" [{event.date_edtf}]" if event.date_edtf else ""),
        f"Status: {event.status}",
        f"With: {people}" if people else "",
        f"Place: {event.location}" if event.location else "",
        f"Reports: {event.document_count}; confidence: {event.confidence:.2f}",
        f"“{event.quote}”",
    ]
    return "\n".join(_line(part) for part in parts if part)


def _line(text: str) -> str:
    return xml_text(one_line(text))


def _tag(url: str | None, name: str) -> str:
    """A tag URI; the authority is the dataset's host, where it has one."""
    authority = (urlsplit(url).hostname if url else None) or "dateline"
    return f"tag:{authority},{_TAGGED}:{name}"


FORMAT = Format("atom", "Atom feed of the events that are new or changed", events=write, stamped=True)
