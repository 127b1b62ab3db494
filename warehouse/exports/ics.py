"""iCalendar (RFC 5545): the dated events as all-day events that calendars subscribe to.

A date that is no day is the span of all days that it can mean, with the words for it in the title and the category
"Date uncertain".  Nothing blocks anyone's time (``TRANSP:TRANSPARENT``).  Planned events are tentative, those that did
not take place cancelled.  ``DTSTAMP`` is the day of the newest report of an event, so that it says when the calendar's
knowledge is of and does not depend on when it was written.  Undated events are no calendar's; they are counted.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.exports.event import EventRecord
from warehouse.exports.format import Dataset, Format, Part
from warehouse.exports.places import find
from warehouse.exports.text import one_line
from warehouse.exports.wording import note

if TYPE_CHECKING:
    from icalendar import Event

UNCERTAIN = "Date uncertain"
_STATUSES = {"occurred": "CONFIRMED", "planned": "TENTATIVE", "hypothetical": "TENTATIVE", "negated": "CANCELLED"}
_EPOCH = dt.date(1970, 1, 1)  # DTSTAMP is obligatory, and some reports have no known day


def write(dataset: Dataset, directory: Path) -> list[Part]:
    """``timeline.ics``."""
    from icalendar import Calendar, vText  # 0.2 s that the other formats need not pay

    title = one_line(dataset.options.title)
    calendar = Calendar()
    calendar.add("prodid", "-//Dateline//Timeline//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", title)  # RFC 7986; the X- properties are what calendars of before 2016 read
    calendar.add("x-wr-calname", vText(title))
    newest = max(dataset.timeline["last_published"].drop_nulls(), default=_EPOCH)
    count = 0
    for event in dataset.events():
        if (entry := _entry(event, newest)) is not None:
            calendar.add_component(entry)
            count += 1
    undated = dataset.timeline.height - count
    about = f"{count} events of a timeline read from articles; {undated} more have no date and are not here."
    calendar.add("description", about)
    calendar.add("x-wr-caldesc", vText(about))
    path = directory / "timeline.ics"
    path.write_bytes(calendar.to_ical())
    return [Part(path, FORMAT.name, count)]


def _entry(event: EventRecord, newest: dt.date) -> Event | None:
    from icalendar import Event

    if event.span is None:
        return None
    first, last = event.span
    uncertain = note(event)
    entry = Event()
    entry.add("uid", f"{event.event_id}@dateline")
    entry.add("dtstamp", dt.datetime.combine(event.last_published or newest, dt.time(), dt.UTC))
    entry.add("dtstart", first)
    entry.add("dtend", _day_after(last))
    title = one_line(event.title)
    entry.add("summary", f"{title} ({uncertain})" if uncertain else title)
    entry.add("description", _description(event, uncertain))
    entry.add("categories", [event.event_type.replace("_", " "), event.status] + ([UNCERTAIN] if uncertain else []))
    entry.add("status", _STATUSES[event.status])
    entry.add("transp", "TRANSPARENT")
    if event.location:
        entry.add("location", one_line(event.location))
    if place := find(event.location):
        entry.add("geo", (place.latitude, place.longitude))
    if event.web_address:
        entry.add("url", event.web_address)
    return entry


def _day_after(day: dt.date) -> dt.date:
    """The end of an all-day event is the first day that it no longer lasts (section 3.6.1)."""
    return day if day == dt.date.max else day + dt.timedelta(days=1)


def _description(event: EventRecord, uncertain: str | None) -> str:
    people = ", ".join(f"{one_line(each.name)} ({each.role})" for each in event.participants)
    lines = [
        f"“{one_line(event.quote)}”",
        f"Date: {uncertain}" if uncertain else "",
        f"With {people}" if people else "",
        f"Status: {event.status}; reports: {event.document_count}; confidence: {event.confidence:.2f}",
        f"Event {event.event_id}",
    ]
    return "\n".join(line for line in lines if line)


FORMAT = Format("ics", "iCalendar: the dated events as all-day events, uncertain dates as marked spans", events=write)
