"""Rows of JSON Lines to documents, extractions to rows: the formats of ``dateline extract``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flows.extraction.model import Document, Extraction, Mention, PublishedBasis


class RowError(ValueError):
    """A row that is no document, with what is wrong."""


def document_from_row(row: object, source: str | None = None) -> Document:
    """``{"doc_id", "text", "published"?, "title"?, "url"?, "language"?}`` -> Document.

    Raises:
        RowError: not an object, no text, no id, or an impossible date.
    """
    if not isinstance(row, Mapping):
        raise RowError("not a JSON object")
    doc_id, text = row.get("doc_id"), row.get("text")
    if not isinstance(doc_id, str) or not doc_id:
        raise RowError("no doc_id")
    if not isinstance(text, str):
        raise RowError(f"document {doc_id!r} has no text")
    published = _day(row.get("published"), doc_id)
    return Document(
        doc_id=doc_id,
        text=text,
        published=published,
        published_basis=PublishedBasis.GIVEN if published else PublishedBasis.NONE,
        title=_text(row, "title"),
        url=_text(row, "url"),
        language=_text(row, "language"),
        source=source,
    )


def _text(row: Mapping[str, Any], key: str) -> str | None:
    value = row.get(key)
    return value if isinstance(value, str) and value else None


def _day(value: object, doc_id: str) -> dt.date | None:
    if value is None or value == "":
        return None
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise RowError(f"document {doc_id!r}: published {value!r} is no date (YYYY-MM-DD)") from error


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
