"""Parquet: every column typed, lists and structs nested, the schema's descriptions in the file's metadata."""

from __future__ import annotations

import json
from pathlib import Path

from warehouse.ddl import comment
from warehouse.exports.format import Format, Frames
from warehouse.schema import CONTENT_TABLES


def write(frames: Frames, directory: Path) -> list[Path]:
    """One file a table, compressed with zstd; metadata keys ``description`` and ``columns`` (JSON)."""
    paths = []
    for table in CONTENT_TABLES:
        if table.name not in frames:
            continue
        path = directory / f"{table.name}.parquet"
        columns = {column.name: comment(column) for column in table.content}
        frames[table.name].write_parquet(
            path,
            compression="zstd",
            metadata={"description": table.description, "columns": json.dumps(columns, ensure_ascii=False)},
        )
        paths.append(path)
    return paths


FORMAT = Format("parquet", "Apache Parquet: typed, nested, with column descriptions", write)
