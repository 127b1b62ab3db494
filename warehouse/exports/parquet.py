"""Parquet: every column typed, lists and structs nested, the schema's descriptions in the file's metadata."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import polars as pl

from warehouse.ddl import comment
from warehouse.exports.format import Format, Options, Part
from warehouse.schema import Table

YEARS = {"timeline": "date_start", "mentions": "date_start", "documents": "published"}
"""The day whose year a table is partitioned by; the other tables stay whole."""

# Hive's own name for NULL (__HIVE_DEFAULT_PARTITION__) cannot be read by pandas (pyarrow 26: "Cannot yet unify
# dictionaries with nulls"); a word can be read by all, and makes the year a text.
UNDATED = "unknown"


def write(table: Table, frame: pl.DataFrame, directory: Path, options: Options) -> list[Part]:
    """One file a table, or one a year, compressed with zstd; metadata keys ``description`` and ``columns`` (JSON)."""
    if options.partition_by != "year" or table.name not in YEARS:
        path = directory / f"{table.name}.parquet"
        _write(table, frame, path)
        return [Part(path, FORMAT.name, frame.height, table)]
    parts = []
    for (year,), rows in sorted(_by_year(frame, YEARS[table.name]), key=lambda each: (each[0][0] is None, each[0])):
        path = directory / table.name / f"year={UNDATED if year is None else f'{year:04d}'}" / f"{table.name}.parquet"
        path.parent.mkdir(parents=True)
        _write(table, rows, path)
        parts.append(Part(path, FORMAT.name, rows.height, table, partitioned=True))
    return parts


def _by_year(frame: pl.DataFrame, day: str) -> list[tuple[tuple[int | None], pl.DataFrame]]:
    if frame.is_empty():
        return [((None,), frame)]  # so that a reader finds the columns
    groups = frame.group_by(pl.col(day).dt.year().alias("year"), maintain_order=True)
    return [((key[0],), rows) for key, rows in groups]


def _write(table: Table, frame: pl.DataFrame, path: Path) -> None:
    columns = {column.name: comment(column) for column in table.content}
    metadata = {"description": table.description, "columns": json.dumps(columns, ensure_ascii=False)}
    try:
        frame.write_parquet(path, compression="zstd", metadata=metadata)
    except pl.exceptions.ComputeError as error:  # so does polars call what the disk did, in most cases with its number
        full = f"os error {errno.ENOSPC}" in str(error)
        number, said = (errno.ENOSPC, os.strerror(errno.ENOSPC)) if full else (errno.EIO, str(error))
        raise OSError(number, said, str(path)) from error


FORMAT = Format("parquet", "Apache Parquet: typed, nested, with column descriptions", table=write)
