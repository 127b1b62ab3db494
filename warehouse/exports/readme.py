"""README.md of a dataset: what it is, counts, how to read it, and every column."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from warehouse.ddl import comment
from warehouse.exports.datapackage import describe
from warehouse.exports.directory import SUMS
from warehouse.exports.format import Dataset, Part
from warehouse.exports.legal import license_address
from warehouse.exports.text import one_line
from warehouse.schema import Table


def page(dataset: Dataset, parts: Sequence[Part], directory: Path) -> str:
    """The whole page as Markdown."""
    options = dataset.options
    sections = [
        f"# {one_line(options.title)}",
        describe(dataset),
        f"- version: {dataset.version}\n- content hash: {dataset.content_hash}\n"
        f"- licence: [{options.license}]({license_address(options.license)}), see LICENSE\n- to cite: CITATION.cff",
        _HOW_TO_READ,
        "## Counts\n\n" + _counts(dataset.timeline),
        "## Files\n\n" + _files(parts, directory) + _PAPERS,
        *([] if dataset.since is None else [_INCREMENT.format(since=dataset.since)]),
        "## Data dictionary",
        *(_dictionary(table) for table in _tables(parts)),
    ]
    return "\n\n".join(section.rstrip("\n") for section in sections) + "\n"


_HOW_TO_READ = """## How to read the dates

`date_edtf` is the date as exact as the reports allow and no more (EDTF, ISO 8601-2): `2025-02-12` is a day, `2025-07`
some day of July. `date_start` and `date_end` are the first and the last day that it can mean. An event whose day is not
known has none of the three; what is known of it stands in `earliest` and `latest`. `status` says whether it occurred,
is planned, was only talked of, or was denied. `confidence` estimates how likely
the row is right, from all its reports."""

_PAPERS = f"""
`datapackage.json` describes the files (Frictionless), `croissant.json` does so for machine learning (Croissant),
`{SUMS}` holds their checksums (`sha256sum -c {SUMS}`). The same content gives the same bytes; only an Atom feed
depends on when it was published."""

_INCREMENT = """## An increment

These are not all rows but those that are new or changed since release {since}. To bring a copy of that release forward,
delete the rows that `removed` names by table and key, then replace or add, by key, every row that is here. `changes`
says what that means for the events: added, changed (in which columns), merged (into which) or removed. Former ids stay
valid through `event_aliases`."""


def _tables(parts: Sequence[Part]) -> list[Table]:
    """Each table once, in the order of writing; of a table in several forms the one that is not flat."""
    found: dict[str, Table] = {}
    for part in parts:
        if part.table and (part.table.name not in found or part.format != "csv"):
            found[part.table.name] = part.table
    return list(found.values())


def _counts(timeline: pl.DataFrame) -> str:
    return "\n\n".join(
        _table(("what", "events"), [("all events", timeline.height)])
        if column is None
        else _table((column, "events"), timeline.group_by(column).len().sort(column).rows())
        for column in (None, "event_type", "status", "date_precision")
    )


def _files(parts: Sequence[Part], directory: Path) -> str:
    rows: list[tuple[object, ...]] = [
        (f"`{part.path.relative_to(directory).as_posix()}`", part.format, part.rows)
        for part in parts
        if not part.partitioned
    ]
    for name in dict.fromkeys(part.table.name for part in parts if part.partitioned and part.table):
        group = [part for part in parts if part.partitioned and part.table and part.table.name == name]
        rows.append((f"`{name}/year=*/{name}.parquet`", group[0].format, sum(part.rows for part in group)))
    return _table(("file", "format", "rows"), rows) + "\n"


def _dictionary(table: Table) -> str:
    keys = ", ".join(f"`{key}`" for key in table.key)
    rows = [
        (f"`{column.name}`", f"`{column.type}`", comment(column).replace("|", "\\|").replace("\n", " "))
        for column in table.content
    ]
    return f"### {table.name}\n\n{table.description} Unique by {keys}.\n\n" + _table(
        ("column", "type", "meaning"), rows
    )


def _table(head: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
