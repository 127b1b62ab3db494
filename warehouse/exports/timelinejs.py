"""JSON for TimelineJS 3 (Knight Lab).

It shows a slide an event.  A day is a day; any other date is a span with the words for what is known of it
(``display_date``).  TimelineJS takes texts for HTML, so what strangers wrote is escaped.  Undated events have no place
on a line; they are counted on the title slide.
"""

from __future__ import annotations

import datetime as dt
import html
import json
from pathlib import Path
from typing import Any

from warehouse.exports.event import EventRecord
from warehouse.exports.format import Dataset, Format, Part
from warehouse.exports.text import one_line
from warehouse.exports.wording import date_in_words


def write(dataset: Dataset, directory: Path) -> list[Part]:
    """``timeline.timelinejs.json``."""
    events = [slide for event in dataset.events() if (slide := _slide(event)) is not None]
    undated = dataset.timeline.height - len(events)
    counts = f"{len(events):,} events" + (f"; {undated:,} more have no date that could be shown" if undated else "")
    page = {
        "title": {"text": {"headline": _safe(dataset.options.title), "text": f"<p>{counts}</p>"}},
        "events": events,
    }
    path = directory / "timeline.timelinejs.json"
    path.write_text(json.dumps(page, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [Part(path, FORMAT.name, len(events))]


def _slide(event: EventRecord) -> dict[str, Any] | None:
    if event.span is None:
        return None
    first, last = event.span
    slide: dict[str, Any] = {
        "unique_id": event.event_id,
        "group": event.event_type.replace("_", " "),
        "display_date": date_in_words(event),
        "start_date": _day(first),
        "text": {"headline": _safe(event.title), "text": _text(event)},
    }
    return slide | ({} if first == last else {"end_date": _day(last)})


def _day(date: dt.date) -> dict[str, int]:
    return {"year": date.year, "month": date.month, "day": date.day}


def _text(event: EventRecord) -> str:
    quote = f"<blockquote>{_safe(event.quote)}</blockquote>"
    about = f"{event.status}; {event.document_count} reports; confidence {event.confidence:.2f}"
    link = f'<p><a href="{html.escape(event.web_address)}">report</a></p>' if event.web_address else ""
    return f"{quote}<p>{html.escape(about)}</p>{link}"


def _safe(text: str) -> str:
    return html.escape(one_line(text))


FORMAT = Format("timelinejs", "JSON for TimelineJS 3", events=write)
