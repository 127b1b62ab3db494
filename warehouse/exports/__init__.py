"""The dataset in other formats: the same content gives the same bytes, whatever the runs that led to it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from warehouse.errors import WarehouseError
from warehouse.exports import atom, csv, geojson, ics, jsonl, jsonld, papers, parquet, timelinejs
from warehouse.exports.dataset import read_dataset, sheets
from warehouse.exports.directory import replaced
from warehouse.exports.format import Dataset, Format, Options, Part
from warehouse.exports.increment import difference, increment_sheets
from warehouse.queries import opened

FORMATS: dict[str, Format] = {
    each.FORMAT.name: each.FORMAT for each in (parquet, csv, jsonl, ics, atom, timelinejs, geojson, jsonld)
}


def export(
    path: str | Path,
    directory: str | Path,
    formats: Sequence[str] = ("parquet",),
    options: Options | None = None,
    since: int | None = None,
) -> list[Path]:
    """Write the warehouse at ``path`` into a directory in these formats, with the papers of a dataset.

    Rows are in the order of their keys and without stamps.  ``since`` gives what changed since that release only, in
    the formats of tables.  Returns the files of the formats, without the papers (README.md, LICENSE, CITATION.cff,
    datapackage.json, croissant.json, SHA256SUMS).  ``WarehouseError`` for an unknown format, a warehouse that cannot
    be read, a release that is not kept, or a directory that cannot be written or holds files of others.
    """
    chosen = _chosen(formats, since)
    options = options or Options()
    target, path = Path(directory), Path(path)
    with ExitStack() as stack:
        connection = stack.enter_context(opened(path))
        dataset = replace(read_dataset(connection, options), since=since)
        rows = sheets(connection, options)
        if since is not None:
            rows = increment_sheets(stack.enter_context(difference(path, since)), options)
        aside = stack.enter_context(replaced(target))
        parts: list[Part] = []
        for table, frame in rows:
            for form in chosen:
                if form.table:
                    parts += form.table(table, frame, aside, options)
        for form in chosen:
            if form.events:
                parts += form.events(dataset, aside)
        papers.write(dataset, parts, aside)
    return [target / part.path.relative_to(aside) for part in _in_order(parts, chosen)]


def _chosen(formats: Sequence[str], since: int | None) -> list[Format]:
    if unknown := [name for name in formats if name not in FORMATS]:
        raise WarehouseError(f"{', '.join(unknown)}: no such format; there are {', '.join(FORMATS)}")
    chosen = [FORMATS[name] for name in dict.fromkeys(formats)]
    if not chosen:
        raise WarehouseError(f"no format is named; there are {', '.join(FORMATS)}")
    views = [form.name for form in chosen if form.events]
    if since is not None and views:
        tables = ", ".join(form.name for form in FORMATS.values() if form.table)
        raise WarehouseError(f"{', '.join(views)}: shows the whole timeline; increments are written as {tables}")
    return chosen


def _in_order(parts: Sequence[Part], chosen: Sequence[Format]) -> list[Part]:
    """By format as they were asked for."""
    return [part for form in chosen for part in parts if part.format == form.name]


__all__ = ["FORMATS", "Dataset", "Format", "Options", "Part", "export"]
