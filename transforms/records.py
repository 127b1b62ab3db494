"""Plain records to frames with the columns that the transforms expect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

MENTION_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "mention_id": pl.String, "doc_id": pl.String, "event_key": pl.String, "event_type": pl.String,
    "subtype": pl.String, "trigger": pl.String, "trigger_start": pl.Int32, "trigger_end": pl.Int32,
    "sentence_start": pl.Int32, "sentence_end": pl.Int32, "quote": pl.String, "status": pl.String,
    "date_edtf": pl.String, "date_basis": pl.String, "date_text": pl.String, "date_rule": pl.String,
    "date_anchor": pl.String, "date_derivation": pl.List(pl.String), "earliest": pl.Date, "latest": pl.Date,
    "participants": pl.List(pl.Struct({"name": pl.String, "role": pl.String})), "location": pl.String,
    "confidence": pl.Float64, "features": pl.List(pl.Struct({"name": pl.String, "weight": pl.Float64})),
    "extractor_version": pl.String, "gist": pl.String,
}  # fmt: skip
DOCUMENT_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "doc_id": pl.String, "published": pl.Date, "title": pl.String, "url": pl.String, "source": pl.String,
    "language": pl.String, "text": pl.String,
}  # fmt: skip
_DEFAULTS: dict[str, Any] = {
    "status": "occurred", "date_basis": "none", "confidence": 0.5, "participants": [], "date_derivation": [],
    "features": [], "extractor_version": "",
}  # fmt: skip


def _frame(rows: Iterable[Mapping[str, Any]], schema: dict[str, pl.DataType | type[pl.DataType]]) -> pl.DataFrame:
    defaults = {c: _DEFAULTS.get(c) for c in schema}
    records = [{c: defaults[c] if row.get(c) is None else row[c] for c in schema} for row in rows]
    return pl.DataFrame(records, schema=schema, orient="row")


def mentions_frame(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Mention rows as a frame with all columns; what a row leaves out is unknown.  Other keys are not taken."""
    return _frame(rows, MENTION_SCHEMA)


def documents_frame(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Document rows as a frame with all columns."""
    return _frame(rows, DOCUMENT_SCHEMA)


def plain_mentions(mentions: pl.DataFrame) -> pl.DataFrame:
    """Participants as extraction knows them, in whatever table: linking gives them their actors anew each time."""
    fields = pl.element().struct.field("name", "role")
    return mentions.with_columns(
        pl.col("participants").list.eval(pl.struct(fields)).cast(MENTION_SCHEMA["participants"])
    )
