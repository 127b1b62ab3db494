"""Small reads of finished files: open, fetch, close, because a handle kept open would keep the old file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from warehouse.files import reported


@dataclass(frozen=True, slots=True)
class ReleaseMark:
    """Which release a file holds."""

    number: int
    run_id: str
    content_hash: str


def read_rows(path: Path, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query on a file."""
    with reported(path, "be read"), duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql, list(parameters)).fetchall()


def read_frame(path: Path, sql: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
    """All rows of a query on a file, as a frame; times are UTC."""
    with reported(path, "be read"), duckdb.connect(str(path), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        return connection.execute(sql, list(parameters)).pl()


def latest_release(path: Path) -> ReleaseMark | None:
    """The release that a file holds; ``None`` before the first."""
    rows = read_rows(path, "SELECT release, run_id, content_hash FROM releases ORDER BY release DESC LIMIT 1")
    return ReleaseMark(*rows[0]) if rows else None
