"""JSON-LD (RDF): each event a schema.org ``Event``, with its actors, place and best report.

``startDate`` is there only where the date is a day, a month or a year, which ISO 8601 can say without claiming more
than is known; ``date`` (EDTF datatype of the Library of Congress) is there for every dated event, ``earliest`` and
``latest`` for all.  Who took part in which role is a schema.org ``Role``.  The context stands in the file, so that
reading it asks no other host.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from warehouse.exports.event import EventRecord, Participant
from warehouse.exports.format import Dataset, Format, Part
from warehouse.exports.places import Place, find
from warehouse.exports.text import iri_part, one_line

CONTEXT: dict[str, Any] = {
    "@vocab": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dateline": "urn:dateline:",
    "id": "@id",
    "type": "@type",
    "date": {"@id": "dateline:term:date", "@type": "http://id.loc.gov/datatypes/edtf"},
    "earliest": {"@id": "dateline:term:earliest", "@type": "xsd:date"},
    "latest": {"@id": "dateline:term:latest", "@type": "xsd:date"},
    "status": "dateline:term:status",
    "kind": "dateline:term:eventType",
    "plover": "dateline:term:plover",
    "cameo": "dateline:term:cameo",
    "confidence": {"@id": "dateline:term:confidence", "@type": "xsd:double"},
    "url": {"@type": "@id"},
}
_XSD = {"day": "xsd:date", "month": "xsd:gYearMonth", "year": "xsd:gYear"}
_ACTORS = {"person": "Person", "state": "Country", "organisation": "Organization", "group": "Organization"}


def write(dataset: Dataset, directory: Path) -> list[Part]:
    """``timeline.jsonld``."""
    nodes = [_event(event) for event in dataset.events()]
    actors = [_actor(row) for row in dataset.actors.iter_rows(named=True)]
    document = {"@context": CONTEXT, "@graph": [*nodes, *actors]}
    path = directory / "timeline.jsonld"
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [Part(path, FORMAT.name, len(nodes))]


def _event(event: EventRecord) -> dict[str, Any]:
    node: dict[str, Any] = {
        "id": f"urn:dateline:event:{event.event_id}",
        "type": "Event",
        "identifier": event.event_id,
        "name": one_line(event.title),
        "description": one_line(event.quote),
        "kind": event.event_type,
        "status": event.status,
        "confidence": event.confidence,
        "date": event.date_edtf,
        "startDate": _iso(event),
        "earliest": event.earliest.isoformat() if event.earliest else None,
        "latest": event.latest.isoformat() if event.latest else None,
        "eventStatus": {"id": "https://schema.org/EventScheduled"} if event.status == "planned" else None,
        "plover": event.plover,
        "cameo": event.cameo,
        "location": _location(event.location, find(event.location)),
        "about": [_role(each) for each in event.participants] or None,
        "subjectOf": {"type": "Article", "url": event.web_address} if event.web_address else None,
    }
    return {name: value for name, value in node.items() if value is not None}


def _iso(event: EventRecord) -> dict[str, str] | None:
    edtf = event.date_edtf
    if edtf is None or event.date_precision not in _XSD or not edtf.replace("-", "").isdigit():
        return None
    return {"@value": edtf, "@type": _XSD[event.date_precision]}


def _role(participant: Participant) -> dict[str, Any]:
    about: dict[str, Any] = {"name": one_line(participant.name)}
    if participant.actor_id:
        about = {"id": _actor_id(participant.actor_id)}
    return {"type": "Role", "roleName": one_line(participant.role), "about": about}


def _location(name: str | None, place: Place | None) -> dict[str, Any] | None:
    if not name:
        return None
    node: dict[str, Any] = {"type": "Place", "name": one_line(name)}
    if place is not None:
        node["geo"] = {"type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    return node


def _actor(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": _actor_id(row["actor_id"]),
        "type": _ACTORS.get(row["kind"], "Thing"),
        "identifier": row["actor_id"],
        "name": one_line(row["name"]),
    }


def _actor_id(actor_id: str) -> str:
    return f"urn:dateline:actor:{iri_part(actor_id)}"


FORMAT = Format("jsonld", "JSON-LD (RDF): schema.org events with actors and places", events=write)
