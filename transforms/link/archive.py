"""The linked archive as tables that are looked up by values of a column, kept in memory or in a file.

What is kept, so that an increment costs in proportion to itself: the *reports* with what is compared of them; the
*nodes* that they form; the *keys* of the nodes; the *edges* between them; and the *homes*: in which cluster each node
is after each step of ``cluster.py``; and the pairs *shown* as evidence.  Beside them what else of the archive a part
of it depends on: the reports of *moves* and what they *joined*, and the spellings that actors were *named* by.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import polars as pl

from transforms.link.cluster import EDGES_SCHEMA
from transforms.link.keys import KEYS_SCHEMA
from transforms.link.score import COMPARED, COMPARED_SCHEMA

REPORTS_SCHEMA = pl.Schema({
    "report": pl.String, "lead": pl.String, "lead_start": pl.Int32, "node": pl.UInt64,
    **{c: COMPARED_SCHEMA[c] for c in COMPARED},
})  # fmt: skip
NODES_SCHEMA = pl.Schema({
    "node": pl.UInt64, "lead": pl.String, **{c: COMPARED_SCHEMA[c] for c in COMPARED}, "stamp": pl.UInt64,
})  # fmt: skip
HOMES_SCHEMA = pl.Schema({
    "node": pl.UInt64, "component": pl.UInt64, "day": pl.UInt64, "hosted": pl.UInt64, "home": pl.UInt64,
})  # fmt: skip
# Of each node the pairs that tell most (``evidence.py``).
SHOWN_SCHEMA = pl.Schema({"node": pl.UInt64, "other": pl.UInt64, "score": pl.Int32, "joined": pl.Boolean})
LINKS_SCHEMA = pl.Schema([
    ("left_mention", pl.String()), ("right_mention", pl.String()), ("score", pl.Float64()), ("joined", pl.Boolean()),
    ("rule", pl.String()), ("features", pl.List(pl.Struct({"name": pl.String, "weight": pl.Float64}))),
])  # fmt: skip
# What was linked of each document, so that the next build knows what has changed (``kept.py``).
DOCUMENTS_SCHEMA = pl.Schema({"doc_id": pl.String, "stamp": pl.UInt64})
# The rows of the timeline before corrections, with the stamps of what they were made of (``assemble/kept.py``).
_DAY, _TEXT = pl.Date(), pl.String()
ASSEMBLED_SCHEMA = pl.Schema({
    **dict.fromkeys(("event_id", "event_type", "title", "status", "date_edtf"), _TEXT),
    "date_start": _DAY, "date_end": _DAY, "date_precision": _TEXT, "date_basis": _TEXT, "earliest": _DAY,
    "latest": _DAY, "date_conflicts": pl.List(pl.String),
    "participants": pl.List(pl.Struct({"actor_id": pl.String, "name": pl.String, "role": pl.String})),
    **dict.fromkeys(("location", "plover", "cameo"), _TEXT), "confidence": pl.Float64(),
    "mention_count": pl.Int32(), "document_count": pl.Int32(), "first_published": _DAY, "last_published": _DAY,
    "quote": _TEXT, "quote_url": _TEXT, "stamp": pl.UInt64(),
})  # fmt: skip
# Reports that something was moved to another day, and of either day what each was joined with (``moved.py``).
MOVES_SCHEMA = pl.Schema({
    "mention_id": pl.String, "doc_id": pl.String, "report": pl.String, "family": pl.String, "old_day": pl.Date,
    "new_day": pl.Date,
})  # fmt: skip
MOVED_SCHEMA = pl.Schema([
    ("mention_id", pl.String()), ("side", pl.String()), ("lead", pl.String()), ("score", pl.Float64()),
    ("features", LINKS_SCHEMA["features"]),
])  # fmt: skip
# How often each spelling was taken for which actor, and by which rule (``actors/tables.py``).
NAMED_SCHEMA = pl.Schema([
    *((name, pl.String()) for name in ("actor_id", "actor_name", "kind", "country", "stands_for")),
    ("known", pl.Boolean()), ("name", pl.String()), ("rule", pl.String()), ("times", pl.Int32()),
])  # fmt: skip
SCHEMAS: Mapping[str, pl.Schema] = {
    "reports": REPORTS_SCHEMA, "nodes": NODES_SCHEMA, "keys": pl.Schema(KEYS_SCHEMA),
    "edges": pl.Schema(EDGES_SCHEMA), "homes": HOMES_SCHEMA, "shown": SHOWN_SCHEMA,
    "links": LINKS_SCHEMA, "documents": DOCUMENTS_SCHEMA, "assembled": ASSEMBLED_SCHEMA,
    "moves": MOVES_SCHEMA, "moved": MOVED_SCHEMA, "named": NAMED_SCHEMA,
}  # fmt: skip


class Archive(Protocol):
    """Tables of the schemas above (``SCHEMAS``)."""

    def is_empty(self, table: str) -> bool:
        """Whether a table has no rows."""

    def find(self, table: str, column: str, values: pl.Series | None, columns: tuple[str, ...] = ()) -> pl.DataFrame:
        """The rows whose ``column`` is among ``values`` (None: all rows); all columns, or those named."""

    def count(self, table: str, column: str, values: pl.Series) -> pl.DataFrame:
        """``column`` and ``len``: how many rows have each of the values that occurs."""

    def add(self, table: str, rows: pl.DataFrame) -> None:
        """Put rows in, in the columns of the schema."""

    def drop(self, table: str, columns: tuple[str, ...], values: pl.Series) -> None:
        """Take the rows out of which any of the columns is among ``values``."""

    def renew(self, table: str, rows: pl.DataFrame) -> None:
        """Put rows in the place of all that a table holds."""

    def settle(self) -> None:
        """Keep what was done so far, whatever becomes of the rest."""


class InMemory:
    """An archive of frames."""

    def __init__(self) -> None:
        self.tables: dict[str, pl.DataFrame] = {name: pl.DataFrame(schema=schema) for name, schema in SCHEMAS.items()}

    def is_empty(self, table: str) -> bool:
        """Whether a table has no rows."""
        return self.tables[table].is_empty()

    def find(self, table: str, column: str, values: pl.Series | None, columns: tuple[str, ...] = ()) -> pl.DataFrame:
        """The rows whose ``column`` is among ``values``."""
        rows = self.tables[table]
        wanted = list(columns or rows.columns)
        if values is None:
            return rows.select(wanted)
        return rows.select(wanted).filter(rows[column].is_in(values.unique().implode()))

    def count(self, table: str, column: str, values: pl.Series) -> pl.DataFrame:
        """``column`` and ``len``: how many rows have each of the values."""
        return self.find(table, column, values, (column,)).group_by(column).len()

    def add(self, table: str, rows: pl.DataFrame) -> None:
        """Put rows in."""
        new = rows.select(SCHEMAS[table].names())
        self.tables[table] = new if self.tables[table].is_empty() else pl.concat([self.tables[table], new])

    def drop(self, table: str, columns: tuple[str, ...], values: pl.Series) -> None:
        """Take the rows out of which any of the columns is among ``values``."""
        if values.is_empty():
            return
        rows, some = self.tables[table], values.unique().implode()
        gone = pl.Series([False], dtype=pl.Boolean).new_from_index(0, rows.height)
        for column in columns:
            gone = gone | rows[column].is_in(some)
        if gone.any():
            self.tables[table] = rows.filter(~gone)

    def renew(self, table: str, rows: pl.DataFrame) -> None:
        """Put rows in the place of all that a table holds."""
        self.tables[table] = rows.select(SCHEMAS[table].names())

    def settle(self) -> None:
        """Nothing to do: what is in memory is kept."""
