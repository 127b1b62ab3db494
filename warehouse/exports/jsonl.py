"""JSON Lines: one object a row, days as ISO 8601, lists and structs as they are."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from warehouse.exports.format import Format, Options, Part
from warehouse.schema import Table


def write(table: Table, frame: pl.DataFrame, directory: Path, options: Options) -> list[Part]:  # noqa: ARG001
    """One file a table."""
    path = directory / f"{table.name}.jsonl"
    frame.write_ndjson(path)
    return [Part(path, FORMAT.name, frame.height, table)]


FORMAT = Format("jsonl", "JSON Lines: one object a row, lists and structs as they are", table=write)
