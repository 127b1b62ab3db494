"""Frames for people and programs: a table that fits the terminal, CSV, JSON, or Markdown."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Sequence
from typing import Any

import polars as pl
from rich.console import Console
from rich.table import Table

FORMATS = ("table", "csv", "json", "md")


def console(*, error: bool = False) -> Console:
    """A console that never breaks words with markup of its own: texts of others hold brackets."""
    # NOTE: away from a terminal rich assumes 80 columns; a pipe or file has room for what is there.
    width = None if (sys.stderr if error else sys.stdout).isatty() else 140
    return Console(stderr=error, markup=False, highlight=False, emoji=False, width=width)


def render(frame: pl.DataFrame, form: str, *, fixed: Sequence[str] = ()) -> None:
    """Print a frame to standard output.  Columns in ``fixed`` are never shortened in a table."""
    if form == "csv":
        sys.stdout.write(_flat(frame).write_csv())
    elif form == "json":
        json.dump(frame.to_dicts(), sys.stdout, ensure_ascii=False, indent=1, default=_plain)
        sys.stdout.write("\n")
    elif form == "md":
        _markdown(_flat(frame))
    else:
        _table(_flat(frame), fixed)


def printable(value: object) -> str:
    """One line without control characters: what an article says must not drive the terminal."""
    text = "" if value is None else str(value)
    return " ".join("".join(c if c.isprintable() or c == " " else " " for c in text).split())


def _table(frame: pl.DataFrame, fixed: Sequence[str]) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False, collapse_padding=True, padding=(0, 2, 0, 0))
    for name, kind in frame.schema.items():
        table.add_column(
            name,
            overflow="ellipsis",
            no_wrap=True,
            justify="right" if kind.is_numeric() else "left",
            min_width=max(4, *(len(printable(v)) for v in frame[name])) if name in fixed and len(frame) else None,
        )
    for row in frame.iter_rows():
        table.add_row(*(printable(value) for value in row))
    console().print(table)


def _markdown(frame: pl.DataFrame) -> None:
    lines = [" | ".join(frame.columns), " | ".join("---" for _ in frame.columns)]
    lines += [" | ".join(printable(value).replace("|", "\\|") for value in row) for row in frame.iter_rows()]
    sys.stdout.write("".join(f"| {line} |\n" for line in lines))


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Nested columns as text, so that every format can hold them."""
    nested = [name for name, kind in frame.schema.items() if kind.is_nested()]
    return frame.with_columns(
        pl.Series(name, [_joined(v) for v in frame[name].to_list()], pl.String) for name in nested
    )


def _joined(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, list):
        return "; ".join(filter(None, (_joined(item) for item in value)))
    if isinstance(value, dict):
        name, role = value.get("name"), value.get("role")
        if name is not None and role:
            return f"{name} ({role})"
        return ", ".join(f"{key}: {_joined(item)}" for key, item in value.items())
    return str(value)


def _plain(value: object) -> str:
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)
