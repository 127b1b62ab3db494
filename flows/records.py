"""Extraction's values as plain rows: the shape in which they leave flows for transforms and the warehouse."""

from __future__ import annotations

from typing import Any

from flows.extraction.model import Document, Mention
from transforms.ids import mention_id

Row = dict[str, Any]


def document_row(document: Document, content_hash: str, extractor_version: str) -> Row:
    """A row of the table ``documents``, without the run columns that the store stamps."""
    return {
        "doc_id": document.doc_id,
        "source": document.source,
        "url": document.url,
        "title": document.title,
        "published": document.published,
        "published_basis": document.published_basis.value,
        "language": document.language,
        "text": document.text,
        "content_hash": content_hash,
        "extractor_version": extractor_version,
    }


def mention_row(mention: Mention, document: Document, extractor_version: str) -> Row:
    """A row of the table ``mentions`` as extraction knows it: no event, no canonical actors, no day bounds yet."""
    identity = mention_id(mention.doc_id, mention.start, mention.end, mention.type)
    return {
        "mention_id": identity,
        "doc_id": mention.doc_id,
        "event_key": mention.event_key or identity,
        "event_type": mention.type,
        "subtype": mention.subtype,
        "trigger": mention.trigger,
        "trigger_start": mention.start,
        "trigger_end": mention.end,
        "sentence_start": mention.sentence_start,
        "sentence_end": mention.sentence_end,
        "quote": document.text[mention.sentence_start : mention.sentence_end],
        "status": mention.status.value,
        "date_edtf": mention.date,
        "date_basis": mention.date_basis.value,
        "date_text": mention.date_text,
        "date_rule": mention.date_rule,
        "date_anchor": mention.date_anchor,
        "date_derivation": list(mention.date_derivation),
        "earliest": mention.earliest,
        "latest": mention.latest,
        "gist": mention.gist,
        "participants": [{"name": p.name, "role": p.role} for p in mention.participants],
        "location": mention.location,
        "confidence": mention.confidence,
        "features": [{"name": name, "weight": weight} for name, weight in mention.features],
        "extractor_version": extractor_version,
    }
