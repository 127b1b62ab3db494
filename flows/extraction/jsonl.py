"""Extractions to rows: what ``dateline extract`` writes.  The rows that it reads are those of ``flows.sources``."""

from __future__ import annotations

from typing import Any

from flows.extraction.model import Extraction, Mention


def row_from_extraction(extraction: Extraction, threshold: float = 0.0) -> dict[str, Any]:
    """``{"doc_id", "events": […], "below_threshold": […]}``; the latter holds what is too unsure for a timeline."""
    sure = [event_row(mention) for mention in extraction.mentions if mention.confidence >= threshold]
    unsure = [event_row(mention) for mention in extraction.mentions if mention.confidence < threshold]
    row: dict[str, Any] = {"doc_id": extraction.doc_id, "events": sure}
    return {**row, "below_threshold": unsure} if unsure else row


def event_row(mention: Mention) -> dict[str, Any]:
    """One event of the out row."""
    return {
        "type": mention.type,
        "subtype": mention.subtype,
        "start": mention.start,
        "end": mention.end,
        "trigger": mention.trigger,
        "date": mention.date,
        "date_text": mention.date_text,
        "date_basis": str(mention.date_basis),
        "participants": [participant.name for participant in mention.participants],
        "roles": [participant.role for participant in mention.participants],
        "location": mention.location,
        "status": str(mention.status),
        "confidence": mention.confidence,
        "latest": mention.latest.isoformat() if mention.latest else None,
        "earliest": mention.earliest.isoformat() if mention.earliest else None,
        "event_key": mention.event_key,
        "gist": mention.gist,
        "sentence_start": mention.sentence_start,
        "sentence_end": mention.sentence_end,
        "date_rule": mention.date_rule,
        "date_derivation": list(mention.date_derivation),
    }
