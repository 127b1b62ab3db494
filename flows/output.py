"""Frames for people and programs: a table that fits the terminal, CSV, JSON, or Markdown."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Sequence
from typing import Any, Literal

import polars as pl
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

FORMATS = ("table", "csv", "json", "md")
_LEAST = 6  # a narrower column says nothing


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
        console().print(table_of(frame, fixed))


def printable(value: object) -> str:
    """One line without control characters: what an article says must not drive the terminal."""
    text = "" if value is None else str(value)
    return " ".join("".join(c if c.isprintable() or c == " " else " " for c in text).split())


def table_of(frame: pl.DataFrame, fixed: Sequence[str] = (), width: int | None = None) -> Table:
    """The frame as a table of at most ``width`` columns (default: the console's).

    Where it is too wide the widest columns are shortened first, and those named in ``fixed`` never.
    """
    frame = _flat(frame)
    cells = [[printable(value) for value in row] for row in frame.iter_rows()]
    wanted = [max([len(name), *(cell_len(row[i]) for row in cells)]) for i, name in enumerate(frame.columns)]
    room = (width or console().width) - 2 * (len(wanted) - 1)
    widths = _fitted(wanted, [name in fixed for name in frame.columns], room)
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for (name, kind), each in zip(frame.schema.items(), widths, strict=True):
        justify: Literal["right", "left"] = "right" if kind.is_numeric() else "left"
        table.add_column(name, overflow="ellipsis", no_wrap=True, justify=justify, width=each)
    for row in cells:
        table.add_row(*row)
    return table


def _fitted(wanted: list[int], fixed: list[bool], room: int) -> list[int]:
    """Widths that fit the room: the widest column that may shrink gives way, one character at a time."""
    widths = list(wanted)
    while sum(widths) > room:
        able = [i for i, width in enumerate(widths) if width > _LEAST and not fixed[i]]
        if not able:
            break
        widest = max(able, key=lambda i: widths[i])
        widths[widest] -= 1
    return widths


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
