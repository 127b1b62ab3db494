"""Small reads of finished files: open, fetch, close, because a handle kept open would keep the old file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from warehouse.files import reported


def read_rows(path: Path, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query on a file."""
    with reported(path, "be read"), duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql, list(parameters)).fetchall()


def read_frame(
    path: Path, sql: str, parameters: Sequence[object] = (), *, frames: Mapping[str, pl.DataFrame] | None = None
) -> pl.DataFrame:
    """All rows of a query on a file, as a frame; times are UTC.  The query may name ``frames`` as tables."""
    with reported(path, "be read"), duckdb.connect(str(path), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for name, frame in (frames or {}).items():
            connection.register(name, frame)
        return connection.execute(sql, list(parameters)).pl()
