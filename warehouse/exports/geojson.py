"""GeoJSON (RFC 7946) for maps: the events whose place is known, each as a point.

What is left out is counted in the member ``dateline`` of the collection: events without a place, and places that the
gazetteer does not know, by name.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from warehouse.exports.event import EventRecord
from warehouse.exports.format import Dataset, Format, Part
from warehouse.exports.places import Place, find
from warehouse.exports.wording import date_in_words


def write(dataset: Dataset, directory: Path) -> list[Part]:
    """``timeline.geojson``."""
    features: list[dict[str, Any]] = []
    unknown: Counter[str] = Counter()
    placeless = 0
    for event in dataset.events():
        place = find(event.location)
        if place is not None:
            features.append(_feature(event, place))
        elif event.location:
            unknown[event.location] += 1
        else:
            placeless += 1
    collection = {
        "type": "FeatureCollection",
        "dateline": {
            "events": dataset.timeline.height,
            "on_the_map": len(features),
            "without_place": placeless,
            "place_not_known": sum(unknown.values()),
            "places_not_known": dict(sorted(unknown.items())),
        },
        "features": features,
    }
    path = directory / "timeline.geojson"
    path.write_text(json.dumps(collection, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [Part(path, FORMAT.name, len(features))]


def _feature(event: EventRecord, place: Place) -> dict[str, Any]:
    first, last = event.span or (None, None)
    return {
        "type": "Feature",
        "id": event.event_id,
        "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
        "properties": {
            "title": event.title,
            "event_type": event.event_type,
            "status": event.status,
            "date": date_in_words(event),
            "date_edtf": event.date_edtf,
            "date_start": first.isoformat() if first else None,
            "date_end": last.isoformat() if last else None,
            "location": event.location,
            "place": place.name,
            "state": place.state,
            "participants": [each.name for each in event.participants],
            "confidence": event.confidence,
            "quote": event.quote,
            "url": event.web_address,
        },
    }


FORMAT = Format("geojson", "GeoJSON: the events whose place is in the gazetteer, as points", events=write)
