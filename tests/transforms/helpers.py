"""Short ways to write mention and document rows."""

import datetime as dt
from typing import Any

import polars as pl

from transforms.ids import mention_id
from transforms.records import MENTION_SCHEMA, documents_frame, mentions_frame


def mention(
    doc: str, event_type: str, trigger: str, date: str | None = None, who: list[str] | None = None, **more: Any
) -> dict[str, Any]:
    start = more.pop("start", 0)
    row: dict[str, Any] = {
        "mention_id": mention_id(doc, start, start + len(trigger), event_type), "doc_id": doc,
        "event_key": f"k{start}", "event_type": event_type, "trigger": trigger, "trigger_start": start,
        "trigger_end": start + len(trigger), "sentence_start": 0, "sentence_end": 100,
        "quote": more.pop("quote", f"{trigger}."), "date_edtf": date,
        "date_basis": more.pop("basis", "explicit" if date else "none"), "confidence": 0.8,
        "participants": [{"name": n, "role": "participant"} for n in who or []], **more,
    }  # fmt: skip
    frame = mentions_frame([row])
    assert set(row) <= set(MENTION_SCHEMA), set(row) - set(MENTION_SCHEMA)
    return frame.row(0, named=True)


def frame(rows: list[dict[str, Any]]) -> pl.LazyFrame:
    return mentions_frame(rows).lazy()


def documents(*rows: tuple[str, str | None] | tuple[str, str | None, str]) -> pl.LazyFrame:
    return documents_frame(
        {"doc_id": r[0], "published": dt.date.fromisoformat(r[1]) if r[1] else None,
         "title": r[2] if len(r) > 2 else None, "source": f"{r[0]}.txt", "language": "en"}
        for r in rows
    ).lazy()  # fmt: skip
