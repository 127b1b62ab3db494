"""CSV for spreadsheets: flat and UTF-8; what is nested has a file of its own besides.

Lists become one cell: participants as ``name (role)``, everything else as it is, joined by "; ".  A cell that a
spreadsheet would take for a formula gets a leading apostrophe (CSV injection, OWASP), because titles and quotes
are what strangers wrote; ``raw_csv`` leaves it as it is.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from warehouse.exports.format import Format, Options, Part
from warehouse.schema import TIMELINE, Column, Table

TIMELINE_PARTICIPANTS = Table(
    "timeline_participants",
    "One row per event and participant, in the order of timeline.participants (CSV only: it has no nested columns).",
    key=("event_id", "position"),
    columns=(
        Column("event_id", "VARCHAR", "The event.", False, references="timeline.event_id"),
        Column("position", "INTEGER", "Place in the list, from 0.", False, minimum=0),
        Column("actor_id", "VARCHAR", "The actor, where known.", references="actors.actor_id"),
        Column("name", "VARCHAR", "Canonical name of the actor."),
        Column("role", "VARCHAR", "Role in the event."),
    ),
)
_JOIN = "; "


def write(table: Table, frame: pl.DataFrame, directory: Path, options: Options) -> list[Part]:
    """One file a table, and one of the participants of the timeline's events."""
    written = [(table, frame)]
    if table.name == TIMELINE.name:
        written.append((TIMELINE_PARTICIPANTS, participants(frame)))
    parts = []
    for each, rows in written:
        path = directory / f"{each.name}.csv"
        rows.select(_flat(column, kind, options.raw_csv) for column, kind in rows.schema.items()).write_csv(path)
        parts.append(Part(path, FORMAT.name, rows.height, flat_table(each)))
    return parts


def participants(timeline: pl.DataFrame) -> pl.DataFrame:
    """The rows of ``timeline_participants``."""
    listed = timeline.select(
        "event_id", pl.int_ranges(pl.col("participants").list.len(), dtype=pl.Int32).alias("position"), "participants"
    )
    many = listed.filter(pl.col("participants").list.len() > 0).explode("position", "participants")
    return many.unnest("participants").sort("event_id", "position")


def flat_table(table: Table) -> Table:
    """The table as its CSV file has it: lists are text, and say so."""
    return replace(table, columns=tuple(_flat_column(column) for column in table.columns))


def _flat_column(column: Column) -> Column:
    if not column.type.endswith("[]"):
        return column
    shown = (
        "each as name (role), "
        if "role" in column.type
        else "each as name (weight), "
        if "STRUCT" in column.type
        else ""
    )
    return replace(column, type="VARCHAR", nullable=True, description=f"{column.description} {shown}joined by “;”.")


def _flat(name: str, kind: pl.DataType, raw: bool) -> pl.Expr:
    column = pl.col(name)
    if kind == pl.String:
        return column if raw else _harmless(column)
    if not isinstance(kind, pl.List):
        return column
    element = pl.element()
    if isinstance(kind.inner, pl.Struct):
        fields = [field.name for field in kind.inner.fields]
        shown, bracketed = ("name", "role") if "role" in fields else (fields[0], fields[1])
        element = pl.format(
            "{} ({})", element.struct.field(shown).fill_null(""), element.struct.field(bracketed).cast(pl.String)
        )
    joined = column.list.eval(element).list.join(_JOIN)
    return joined if raw else _harmless(joined)


def _harmless(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.contains(r"^[=+\-@\t\r]")).then(pl.lit("'") + text).otherwise(text).name.keep()


FORMAT = Format("csv", "CSV: flat, for spreadsheets; lists joined by “; ”", table=write)
