"""What stands behind each event, in buckets that the page loads when an event is opened."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from warehouse.site.columns import label
from warehouse.site.read import Snapshot, file_name

_PER_BUCKET = 250  # events in a bucket, about: some hundred kilobytes, loaded in the blink of an eye
_PAIRS = 12  # pairs of reports shown for an event; a happening told hundreds of times has thousands


def digits(events: int) -> int:
    """How many hexadecimal digits at the end of an event's id name its bucket.

    Ids are hashes, so buckets fill evenly, and an event stays in its bucket while others come and go.
    """
    count = 0
    while events > _PER_BUCKET * 16**count:
        count += 1
    return count


def buckets(snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    """The evidence of each event by bucket and event id, in order."""
    length = digits(snapshot.events.height)
    former = _grouped(snapshot.former.iter_rows(named=True), "event_id")
    mentions = _grouped(snapshot.mentions.iter_rows(named=True), "event_id")
    titles = dict(zip(snapshot.events["event_id"].to_list(), snapshot.events["title"].to_list(), strict=True))
    pairs = _pairs(snapshot)
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for event in snapshot.events.sort("event_id").iter_rows(named=True):
        key = event["event_id"]
        reports = mentions.get(key, [])
        numbers = {row["mention_id"]: number for number, row in enumerate(reports, 1)}
        found[bucket(key, length)][key] = _without_nothing(
            {
                "former": [row["former_id"] for row in former.get(key, [])],
                "plover": event["plover"],
                "cameo": event["cameo"],
                "conflicts": event["date_conflicts"],
                "before": [[label(name), shown(value)] for name, value in snapshot.news.before.get(key, ())],
                "reports": [_report(row) for row in reports],
                "pairs": [_pair(row, numbers, titles) for row in pairs.get(key, [])[:_PAIRS]],
            }
        )
    return dict(sorted(found.items()))


def bucket(event_id: str, length: int) -> str:
    """The bucket of an event: the end of its id."""
    return event_id[-length:] if length else "all"


def shown(value: Any) -> str | None:
    """A former value of a column as people read it."""
    if isinstance(value, list):
        return "; ".join(f"{one['name']} ({one['role']})" if isinstance(one, dict) else str(one) for one in value)
    if isinstance(value, float):
        return f"{value:.2f}"
    return None if value is None else str(value)


def _report(row: Mapping[str, Any]) -> dict[str, Any]:
    before, after = (row[name] - row["sentence_start"] for name in ("trigger_start", "trigger_end"))
    quote = row["quote"]
    url = row["doc_url"]
    return _without_nothing(
        {
            # Offsets are code points, which Python counts and browsers do not: the quote is cut here.
            "quote": [quote[:before], quote[before:after], quote[after:]],
            "place": [row["sentence_start"], row["sentence_end"]],
            "title": row["doc_title"] or file_name(row["doc_source"]),
            "url": url,
            "source": row["host"],
            "file": None if url else file_name(row["doc_source"]),
            "published": _day(row["doc_published"]),
            "published_basis": row["doc_published_basis"],
            "type": row["event_type"],
            "subtype": row["subtype"],
            "status": row["status"],
            "date": row["date_edtf"],
            "basis": row["date_basis"],
            "text": row["date_text"],
            "rule": row["date_rule"],
            "anchor": row["date_anchor"],
            "steps": row["date_derivation"],
            "earliest": _day(row["earliest"]),
            "latest": _day(row["latest"]),
            "who": [[who["name"], label(who["role"])] for who in row["participants"]],
            "where": row["location"],
            "confidence": round(row["confidence"], 3),
            "features": [[part["name"], round(part["weight"], 3)] for part in row["features"] or ()],
        }
    )


def _pairs(snapshot: Snapshot) -> dict[str, list[dict[str, Any]]]:
    """The pairs of reports that linking looked at, by each event that one of the two is on."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in snapshot.links.iter_rows(named=True):
        for event in dict.fromkeys((row["left_event"], row["right_event"])):
            if event is not None:
                found[event].append(row | {"of": event})
    return found


def _pair(row: Mapping[str, Any], numbers: Mapping[str, int], titles: Mapping[str, str]) -> dict[str, Any]:
    mine, other = ("left", "right") if row["left_event"] == row["of"] else ("right", "left")
    apart = row[f"{other}_event"]
    return _without_nothing(
        {
            "report": numbers.get(row[f"{mine}_mention"]),
            "with": numbers.get(row[f"{other}_mention"]),
            "event": apart if apart != row["of"] else None,
            "title": titles.get(apart) if apart is not None and apart != row["of"] else None,
            "joined": row["joined"],
            "rule": row["rule"],
            "score": None if row["score"] is None else round(row["score"], 2),
            "features": [[part["name"], round(part["weight"], 2)] for part in row["features"] or ()],
        }
    )


def _grouped(rows: Any, key: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found


def _day(value: dt.date | None) -> str | None:
    return None if value is None else value.isoformat()


def _without_nothing(row: dict[str, Any]) -> dict[str, Any]:
    """The entries that say something: half of the page's weight would be ``null`` and ``[]``."""
    return {name: value for name, value in row.items() if value not in (None, [])}
