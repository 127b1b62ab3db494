"""What a run changed on the timeline, in Markdown, for the pages of the flow engine and for messages."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from flows.output import printable
from warehouse.queries import opened, run

_SHOWN = 40  # rows of each kind: a page, no archive
_SQL = """
SELECT date_edtf, earliest, latest, event_type, status, title, document_count, first_run = $run AS new
FROM timeline WHERE first_run = $run OR last_run = $run
ORDER BY new DESC, coalesce(date_start, latest) DESC NULLS LAST, event_id
"""
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")


def summary(warehouse: str, run_id: str) -> str:
    """The events that are new or changed since this run; says so where there are none."""
    with opened(Path(warehouse)) as connection:
        rows = run(connection, _SQL, {"run": run_id})
    new, changed = rows.filter(pl.col("new")), rows.filter(~pl.col("new"))
    parts = [part for part in (_table("new", new), _table("changed", changed)) if part]
    return "\n\n".join(parts) or "Nothing new on the timeline."


def _table(what: str, rows: pl.DataFrame) -> str:
    if rows.is_empty():
        return ""
    plural = "" if len(rows) == 1 else "s"
    lines = [f"## {len(rows):,} {what} event{plural}", "", "| date | status | event | reports |", "|---|---|---|--:|"]
    lines += [
        f"| {_date(row)} | {row['status']} | {_plain(row['title'])} | {row['document_count']} |"
        for row in rows.head(_SHOWN).to_dicts()
    ]
    if len(rows) > _SHOWN:
        lines += ["", f"… and {len(rows) - _SHOWN:,} more"]
    return "\n".join(lines)


def _date(row: dict[str, object]) -> str:
    if row["date_edtf"]:
        return str(row["date_edtf"])
    return f"≤ {row['latest']}" if row["latest"] else f"≥ {row['earliest']}" if row["earliest"] else "?"


def _plain(text: object) -> str:
    """Words of others as words: no markup, no links, no second line."""
    return _MARKUP.sub(r"\\\1", printable(text))
