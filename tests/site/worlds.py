"""Small timelines with every form of date, every status, and titles that try to break the page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from tests.warehouse.samples import run_record
from warehouse.frames import conform, frame_schema
from warehouse.records import Changes, Log
from warehouse.schema import ACTOR_ALIASES, ACTORS, DOCUMENTS, EVENT_ALIASES, MENTIONS, TIMELINE
from warehouse.store import Warehouse

HOSTILE = '</script><img src=x onerror="window.hacked=1"> \' \\ \u2028 ${1} {{ 7*7 }}'
D = dt.date


@dataclass(frozen=True, slots=True)
class Told:
    """One event and what its only report says of it."""

    number: int
    title: str
    type: str = "meeting"
    status: str = "occurred"
    edtf: str | None = None
    days: tuple[dt.date | None, dt.date | None] = (None, None)
    precision: str = "unknown"
    bounds: tuple[dt.date | None, dt.date | None] = (None, None)
    people: tuple[tuple[str, str], ...] = ()
    quote: str = "They met in the afternoon."
    trigger: str = "met"
    source: str = "https://example.org/{}"
    confidence: float = 0.9
    documents: int = 1


def event_id(number: int) -> str:
    """Ids as they are made: hexadecimal, of the same length."""
    return f"e-{number * 0x9E3779B97F4A7C15 % 16**12:012x}"


BERG, DUVAL, KOS = ("person/anna-berg", "Anna Berg"), ("person/marc-duval", "Marc Duval"), ("person/eva-kos", "Éva Kós")

EVENTS = (
    Told(1, "Meeting: Anna Berg – Marc Duval", edtf="2025-02-12", days=(D(2025, 2, 12),) * 2, precision="day",
         people=(BERG, DUVAL), quote="😀 Berg met Duval on 12 February 2025."),
    Told(2, "Phone call: Anna Berg", type="phone_call", edtf="2025-02-14", days=(D(2025, 2, 14),) * 2, precision="day",
         people=(BERG,), quote="Berg telephoned at noon.", trigger="telephoned", confidence=0.6),
    Told(3, "Document: Harbour Plan", type="document", edtf="2025-07", days=(D(2025, 7, 1), D(2025, 7, 31)),
         precision="month", quote="The Harbour Plan was published in July.", trigger="published", documents=3),
    Told(4, "Resignation: Éva Kós", type="resignation", bounds=(None, D(2025, 8, 1)), people=(KOS,),
         quote="Éva Kós resigned, officials said.", trigger="resigned"),
    Told(5, "Election: Northland", type="election", status="planned", edtf="2026", precision="year",
         days=(D(2026, 1, 1), D(2026, 12, 31)), quote="Northland is to elect next year.", trigger="elect"),
    Told(6, "Attack: the old mill", type="attack", quote="The old mill had been attacked.", trigger="attacked"),
    Told(7, "Summit: Lakeside", type="summit", status="negated", edtf="2024-05-03/2024-05-05", precision="interval",
         days=(D(2024, 5, 3), D(2024, 5, 5)), people=(DUVAL,), quote="No summit was held.", trigger="summit"),
    Told(8, "Ruling: the dike case", type="ruling", status="hypothetical", edtf="1998~", precision="year",
         days=(D(1998, 1, 1), D(1998, 12, 31)), quote="The court may have ruled.", trigger="ruled"),
    Told(9, HOSTILE, type="custom_kind", edtf="2025-02-16", days=(D(2025, 2, 16),) * 2, precision="day",
         quote=f"{HOSTILE} they met", source="javascript:alert({})"),
    Told(10, "Protest: harbour", type="protest", edtf="2025-03-01", days=(D(2025, 3, 1),) * 2, precision="day",
         quote="Hundreds marched.", trigger="marched", source="/home/somebody/secret/notes.txt"),
)  # fmt: skip


def rows(events: tuple[Told, ...], former: dict[str, str] | None = None) -> Changes:
    """The tables of these events, each with one report; ``former`` ids by the id that has them now."""
    people = sorted({person for event in events for person in event.people})
    aliases = [{"alias": name, "actor_id": key, "rule": "exact"} for key, name in people]
    aliases += [{"alias": "Berh", "actor_id": key, "rule": "transliteration"} for key, name in people if "Berg" in name]
    kinds = [
        {"actor_id": key, "name": name, "kind": "person", "country": None, "stands_for": None, "known": False}
        for key, name in people
    ]
    old = [{"former_id": one, "event_id": now} for one, now in (former or {}).items()]
    return Changes(
        documents=conform(pl.DataFrame([_document(e) for e in events], infer_schema_length=None), DOCUMENTS),
        mentions=conform(pl.DataFrame([_mention(e) for e in events], infer_schema_length=None), MENTIONS),
        timeline=conform(pl.DataFrame([_event(e) for e in events], infer_schema_length=None), TIMELINE),
        event_aliases=conform(pl.DataFrame(old, schema=frame_schema(EVENT_ALIASES)), EVENT_ALIASES),
        actors=conform(pl.DataFrame(kinds, schema=frame_schema(ACTORS, stamps=False)), ACTORS),
        actor_aliases=conform(pl.DataFrame(aliases, schema=frame_schema(ACTOR_ALIASES, stamps=False)), ACTOR_ALIASES),
        complete=True,
    )


def publish(path: Path, *releases: Changes) -> Path:
    """A warehouse in which these were published, one after the other."""
    for number, changes in enumerate(releases, 1):
        with Warehouse(path).writer() as store:
            run = run_record(number)
            store.prepare(run.run_id, run.started, changes)
            store.finish(run, Log())
    return path


def changed(event: Told, **values: object) -> Told:
    """The event with other values."""
    return replace(event, **values)  # type: ignore[arg-type]


def _people(event: Told) -> list[dict[str, str]]:
    return [{"actor_id": key, "name": name, "role": "participant"} for key, name in event.people]


def _document(event: Told) -> dict[str, object]:
    source = event.source.format(event.number)
    return {
        "doc_id": f"d-{event.number}", "source": source, "url": None if source.startswith("/") else source,
        "title": None if source.startswith("/") else f"Report {event.number}", "published": D(2025, 8, 2),
        "published_basis": "given", "language": "en", "text": event.quote, "content_hash": f"{event.number:064x}",
        "extractor_version": "1",
    }  # fmt: skip


def _dates(event: Told) -> dict[str, object]:
    start, end = event.days
    return {
        "event_type": event.type, "status": event.status, "date_edtf": event.edtf, "date_start": start,
        "date_end": end, "date_precision": event.precision, "date_basis": "explicit" if event.edtf else "none",
        "earliest": start or event.bounds[0], "latest": end or event.bounds[1], "location": None,
        "participants": _people(event), "confidence": event.confidence, "quote": event.quote,
    }  # fmt: skip


def _mention(event: Told) -> dict[str, object]:
    at = event.quote.index(event.trigger)
    return _dates(event) | {
        "mention_id": f"m-{event.number:016x}", "event_id": event_id(event.number), "doc_id": f"d-{event.number}",
        "event_key": "k", "subtype": None, "trigger": event.trigger, "trigger_start": at,
        "trigger_end": at + len(event.trigger), "sentence_start": 0, "sentence_end": len(event.quote),
        "date_text": event.edtf, "date_rule": "timex of the clause" if event.edtf else None, "date_anchor": None,
        "date_derivation": [f"rule <day>: {event.edtf}"] if event.edtf else [],
        "features": [{"name": "trigger", "weight": 0.8}], "extractor_version": "1", "gist": None,
    }  # fmt: skip


def _event(event: Told) -> dict[str, object]:
    return _dates(event) | {
        "event_id": event_id(event.number), "title": event.title, "date_conflicts": [], "plover": None, "cameo": None,
        "mention_count": event.documents, "document_count": event.documents, "first_published": D(2025, 8, 2),
        "last_published": D(2025, 8, 2), "quote_url": event.source.format(event.number),
    }  # fmt: skip
