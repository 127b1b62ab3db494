"""A small warehouse's worth of rows that are right in every respect, for tests to use and to spoil."""

from __future__ import annotations

import datetime as dt
import hashlib

import polars as pl

from warehouse.frames import conform, frame_schema
from warehouse.records import Changes, RunRecord
from warehouse.schema import ACTOR_ALIASES, ACTORS, DOCUMENTS, EVENT_ALIASES, LINKS, MENTIONS, TIMELINE

NOW = dt.datetime(2026, 1, 5, 12, 0, tzinfo=dt.UTC)
SENTENCES = (
    "Anna Berg telephoned Marc Duval on 12 February 2025. ",
    "The “Harbour Plan” was published in July 2025. ",
    "Éva Kós resigned, officials said. ",
)
TEXT = "".join(SENTENCES)


def documents(count: int = 2, published: dt.date | None = dt.date(2025, 12, 17)) -> pl.DataFrame:
    rows = [
        {
            "doc_id": f"d-{number}",
            "source": f"articles/{number}.txt",
            "url": f"https://example.org/{number}",
            "title": f"Report {number}",
            "published": published,
            "published_basis": "given" if published else "none",
            "language": "en",
            "text": TEXT,
            "content_hash": hashlib.sha256(f"{number}{TEXT}".encode()).hexdigest(),
            "extractor_version": "1",
        }
        for number in range(1, count + 1)
    ]
    return conform(pl.DataFrame(rows, infer_schema_length=None), DOCUMENTS)


def mentions(count: int = 2) -> pl.DataFrame:
    return conform(
        pl.DataFrame(
            [_mention(f"d-{document}", number) for document in range(1, count + 1) for number in range(3)],
            infer_schema_length=None,
        ),
        MENTIONS,
    )


_KINDS = (
    ("phone_call", "telephoned", "2025-02-12", dt.date(2025, 2, 12), dt.date(2025, 2, 12), "day", "12 February 2025"),
    ("document", "published", "2025-07", dt.date(2025, 7, 1), dt.date(2025, 7, 31), "month", "July 2025"),
    ("resignation", "resigned", None, None, None, "unknown", None),
)
_ACTORS = (("person/anna-berg", "Anna Berg"), ("person/marc-duval", "Marc Duval"), ("person/eva-kos", "Éva Kós"))


def event_id(number: int) -> str:
    return f"e-{number:012x}"


def _mention(doc_id: str, number: int) -> dict[str, object]:
    kind, trigger, edtf, first, last, precision, written = _KINDS[number]
    start = sum(len(sentence) for sentence in SENTENCES[:number])
    quote = SENTENCES[number].rstrip()
    at = TEXT.index(trigger, start)
    return {
        "mention_id": mention_id(doc_id, number),
        "event_id": event_id(number),
        "doc_id": doc_id,
        "event_key": f"k{number}",
        "event_type": kind,
        "subtype": None,
        "trigger": trigger,
        "trigger_start": at,
        "trigger_end": at + len(trigger),
        "sentence_start": start,
        "sentence_end": start + len(quote),
        "quote": quote,
        "status": "occurred",
        "date_edtf": edtf,
        "date_start": first,
        "date_end": last,
        "date_precision": precision,
        "date_basis": "explicit" if edtf else "none",
        "date_text": written,
        "date_rule": "timex in clause" if edtf else None,
        "date_anchor": None,
        "date_derivation": [f"“{written}” is {edtf}"] if edtf else [],
        "earliest": first,
        "latest": last or dt.date(2025, 12, 17),
        "participants": [{"actor_id": actor, "name": name, "role": "caller"} for actor, name in _taking_part(number)],
        "location": None,
        "confidence": 0.8,
        "features": [{"name": "trigger", "weight": 0.8}],
        "extractor_version": "1",
        "gist": "Anna Berg resigned",
    }


def _taking_part(number: int) -> tuple[tuple[str, str], ...]:
    return (_ACTORS[:2], (), _ACTORS[2:])[number]


def timeline(documents: int = 2) -> pl.DataFrame:
    rows = []
    for number in range(3):
        mention = _mention("d-1", number)
        shared = {name: mention[name] for name in TIMELINE_FROM_MENTION}
        rows.append(
            {
                **shared,
                "event_id": event_id(number),
                "title": f"{mention['event_type']} {number}",
                "date_conflicts": [],
                "plover": None,
                "cameo": "041" if number == 0 else None,
                "confidence": 0.9,
                "mention_count": documents,
                "document_count": documents,
                "first_published": dt.date(2025, 12, 17),
                "last_published": dt.date(2025, 12, 17),
                "quote_url": "https://example.org/1",
            }
        )
    return conform(pl.DataFrame(rows, infer_schema_length=None), TIMELINE)


TIMELINE_FROM_MENTION = (
    "event_type", "status", "date_edtf", "date_start", "date_end", "date_precision", "date_basis", "earliest",
    "latest", "participants", "location", "quote",
)  # fmt: skip


def actors() -> pl.DataFrame:
    rows = [
        {"actor_id": actor, "name": name, "kind": "person", "country": None, "stands_for": None, "known": False}
        for actor, name in _ACTORS
    ]
    return conform(pl.DataFrame(rows), ACTORS)


def actor_aliases() -> pl.DataFrame:
    rows = [{"alias": name, "actor_id": actor, "rule": "exact"} for actor, name in _ACTORS]
    rows += [{"alias": name.split()[1], "actor_id": actor, "rule": "surname"} for actor, name in _ACTORS]
    return conform(pl.DataFrame(rows), ACTOR_ALIASES)


def event_aliases() -> pl.DataFrame:
    return conform(pl.DataFrame([{"former_id": "e-ffffffffffff", "event_id": event_id(0)}]), EVENT_ALIASES)


def mention_id(doc_id: str, number: int) -> str:
    return "m-" + hashlib.sha256(f"{doc_id}{number}".encode()).hexdigest()[:16]


def link(left: str, right: str, score: float | None, joined: bool, rule: str) -> dict[str, object]:
    features = (
        [] if score is None else [{"name": "date_agreement", "weight": score + 4.0}, {"name": "prior", "weight": -4.0}]
    )
    return {"left_mention": left, "right_mention": right, "score": score, "joined": joined, "rule": rule,
            "features": features}  # fmt: skip


def links(count: int = 2) -> pl.DataFrame:
    """Each event's reports are joined with that of d-1; the call and the plan were kept apart."""
    rows = [
        link(mention_id("d-1", number), mention_id(f"d-{document}", number), score, True, rule)
        for document in range(2, count + 1)
        for number, score, rule in ((0, 2.5, "score"), (1, None, "same_signature"), (2, 0.5, "score"))
    ]
    apart = link(mention_id("d-1", 0), mention_id("d-1", 1), -0.5, False, "score_too_low")
    return conform(pl.DataFrame([apart, *rows], infer_schema_length=None, schema_overrides=frame_schema(LINKS)), LINKS)


def changes(documents_count: int = 2) -> Changes:
    return Changes(
        documents=documents(documents_count),
        mentions=mentions(documents_count),
        timeline=timeline(documents_count),
        event_aliases=event_aliases(),
        actors=actors(),
        actor_aliases=actor_aliases(),
        links=links(documents_count),
    )


def run_record(number: int = 1, loaded: int = 2, unchanged: int = 0) -> RunRecord:
    started = NOW + dt.timedelta(hours=number)
    return RunRecord(
        run_id=f"r-{number}",
        started=started,
        finished=started + dt.timedelta(seconds=3),
        read=loaded + unchanged,
        loaded=loaded,
        unchanged=unchanged,
        duplicate=0,
        quarantined=0,
        mentions=3 * loaded,
        seconds=3.0,
        version="0.1.0",
    )


def world(count: int) -> Changes:
    """``count`` documents, each with one mention of a phone call that is an event of its own."""
    texts = documents(count)
    calls = pl.concat([mentions_of(number) for number in range(1, count + 1)])
    one = timeline(1).filter(pl.col("event_type") == "phone_call")
    events = pl.concat(
        [
            one.with_columns(
                event_id=pl.lit(event_id(number)),
                title=pl.lit(f"Call {number}"),
                quote_url=pl.lit(f"https://example.org/{number}"),
                confidence=pl.lit(0.5 + number / 10_000),
            )
            for number in range(1, count + 1)
        ]
    )
    return Changes(texts, calls, events, actors=actors(), actor_aliases=actor_aliases())


def mentions_of(number: int) -> pl.DataFrame:
    row = _mention(f"d-{number}", 0) | {"event_id": event_id(number)}
    return conform(pl.DataFrame([row], infer_schema_length=None), MENTIONS)
