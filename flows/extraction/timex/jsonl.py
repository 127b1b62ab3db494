"""Documents in, timexes out, as plain rows: what ``dateline timex`` reads and writes.

A row in: ``{"doc_id", "text", "published"?, "language"?}``; a row out: ``{"doc_id", "timexes": [{…}]}`` with the
fields of :data:`FIELDS`.  Offsets are Unicode code points into ``text`` as given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flows.extraction.model import Timex
from flows.extraction.timex import find_timexes

FIELDS = (
    "start",
    "end",
    "text",
    "type",
    "value",
    "edtf",
    "grain",
    "first",
    "last",
    "mod",
    "interval",
    "implied",
    "basis",
    "rule",
    "anchor",
    "derivation",
)


def timex_row(timex: Timex) -> dict[str, Any]:
    """One timex as JSON values; days as ISO strings."""
    return {name: _plain(getattr(timex, name)) for name in FIELDS}


def _plain(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, str) else value


def row_out(row: Mapping[str, Any]) -> dict[str, Any]:
    """The timexes of one document row.

    Raises ``KeyError`` where ``doc_id`` or ``text`` is missing and ``ValueError`` where ``published`` is no ISO day.
    """
    said = row.get("published")
    published = dt.date.fromisoformat(str(said)[:10]) if said else None
    found = find_timexes(row["text"], published=published, language=row.get("language") or "en")
    return {"doc_id": row["doc_id"], "timexes": [timex_row(t) for t in found]}


def rows_out(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """:func:`row_out` for each row, lazily and in order."""
    return map(row_out, rows)


def explain(timex: Timex) -> str:
    """One line for people: span, surface, rule, anchor, value, EDTF and the steps between."""
    place = f"{timex.start}–{timex.end}"
    edtf = timex.edtf if timex.edtf is not None else "no calendar date"
    anchor = f", from {timex.anchor}" if timex.anchor else ""
    mod = f" ({timex.mod})" if timex.mod else ""
    return f"{place} “{timex.text}” {timex.type} {timex.value}{mod} = {edtf}{anchor}: {'; '.join(timex.derivation)}"
