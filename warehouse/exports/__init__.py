"""The dataset in other formats: the same content gives the same bytes, whatever the runs that led to it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from warehouse.ddl import quoted
from warehouse.errors import WarehouseError
from warehouse.exports import csv, jsonl, parquet
from warehouse.exports.format import Format
from warehouse.files import reported
from warehouse.frames import frame_schema
from warehouse.queries import opened, run
from warehouse.schema import CONTENT_TABLES

FORMATS: dict[str, Format] = {known.name: known for known in (parquet.FORMAT, csv.FORMAT, jsonl.FORMAT)}


def export(path: str | Path, directory: str | Path, formats: Sequence[str] = ("parquet",)) -> list[Path]:
    """Write the content tables of the warehouse at ``path`` in these formats; returns the files.

    Rows are in the order of their keys and without stamps.  ``WarehouseError`` for an unknown format, a warehouse
    that cannot be read or a directory that cannot be written.
    """
    if unknown := [name for name in formats if name not in FORMATS]:
        raise WarehouseError(f"{', '.join(unknown)}: no such format; there are {', '.join(FORMATS)}")
    target = Path(directory)
    with opened(Path(path)) as connection:
        frames = {}
        for table in CONTENT_TABLES:
            names = ", ".join(quoted(column.name) for column in table.content)
            keys = ", ".join(quoted(key) for key in table.key)
            frame = run(connection, f"SELECT {names} FROM {quoted(table.name)} ORDER BY {keys}", time_limit=600.0)
            frames[table.name] = frame.cast(frame_schema(table, stamps=False))
    with reported(target, "export"):
        target.mkdir(parents=True, exist_ok=True)
        return [file for name in formats for file in FORMATS[name].write(frames, target)]


__all__ = ["FORMATS", "Format", "export"]
