"""CSV for spreadsheets: flat, UTF-8, with a description of every column beside it.

Lists become one cell: participants as ``name (role)``, everything else as it is, joined by "; ".  A cell that a
spreadsheet would take for a formula gets a leading apostrophe (CSV injection, OWASP), because titles and quotes
are what strangers wrote.  The description is a CSVW metadata document (W3C, Tabular Data Vocabulary).
"""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from warehouse.ddl import comment
from warehouse.exports.format import Format, Frames
from warehouse.schema import CONTENT_TABLES

_JOIN = "; "
_CSVW_TYPES = {"DATE": "date", "INTEGER": "integer", "DOUBLE": "double", "BOOLEAN": "boolean"}


def write(frames: Frames, directory: Path) -> list[Path]:
    """One file a table, and ``csv-metadata.json``."""
    paths = []
    for name, frame in frames.items():
        path = directory / f"{name}.csv"
        frame.select(_flat(column, kind) for column, kind in frame.schema.items()).write_csv(path)
        paths.append(path)
    described = directory / "csv-metadata.json"
    described.write_text(json.dumps(_metadata(frames), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return [*paths, described]


def _flat(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if kind == pl.String:
        return _harmless(column)
    if not isinstance(kind, pl.List):
        return column
    element = pl.element()
    if isinstance(kind.inner, pl.Struct):
        fields = [field.name for field in kind.inner.fields]
        shown, bracketed = ("name", "role") if "role" in fields else (fields[0], fields[1])
        element = pl.format(
            "{} ({})", element.struct.field(shown).fill_null(""), element.struct.field(bracketed).cast(pl.String)
        )
    return _harmless(column.list.eval(element).list.join(_JOIN))


def _harmless(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.contains(r"^[=+\-@\t\r]")).then(pl.lit("'") + text).otherwise(text).name.keep()


def _metadata(frames: Frames) -> dict[str, object]:
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "tables": [
            {
                "url": f"{table.name}.csv",
                "dc:description": table.description,
                "tableSchema": {
                    "columns": [
                        {
                            "name": column.name,
                            "dc:description": comment(column),
                            "datatype": _CSVW_TYPES.get(column.type, "string"),
                            "required": not column.nullable,
                        }
                        for column in table.content
                    ],
                    "primaryKey": list(table.key),
                },
            }
            for table in CONTENT_TABLES
            if table.name in frames
        ],
    }


FORMAT = Format("csv", "CSV: flat, for spreadsheets; lists joined by '; '", write)
