"""``datapackage.json`` (Frictionless Data Package 1.0): every file, and of tables every column with its checks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from warehouse.ddl import comment
from warehouse.exports.directory import sha256
from warehouse.exports.format import Dataset, Part
from warehouse.exports.legal import license_address
from warehouse.schema import Column, Table

FILE = "datapackage.json"
MEDIA_TYPES = {
    "csv": "text/csv",
    "jsonl": "application/jsonlines",
    "parquet": "application/x-parquet",
    "ics": "text/calendar",
    "atom": "application/atom+xml",
    "geojson": "application/geo+json",
    "timelinejs": "application/json",
    "jsonld": "application/ld+json",
}
_TYPES = {"VARCHAR": "string", "DATE": "date", "INTEGER": "integer", "DOUBLE": "number", "BOOLEAN": "boolean"}


def write(dataset: Dataset, parts: Sequence[Part], directory: Path) -> None:
    """Describe the files of an export.

    CSV files are tables with a schema that a validator checks; the other formats carry their types themselves and
    are described as files.
    """
    here = {part.table.name for part in parts if part.table and part.format == "csv"}
    options = dataset.options
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": "dateline-timeline",
        "title": options.title,
        "description": describe(dataset),
        "version": dataset.version,
        "licenses": [{"name": options.license, "path": license_address(options.license)}],
        "contributors": [{"title": options.author, "role": "author"}],
    }
    if options.url:
        package["homepage"] = options.url
    whole = dataset.since is None
    package["resources"] = [_resource(part, directory, here if whole else frozenset()) for part in parts]
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (directory / FILE).write_text(text, encoding="utf-8")


def describe(dataset: Dataset) -> str:
    """The dataset in a few sentences."""
    events = dataset.timeline.height
    what = f"{events:,} events" if dataset.since is None else f"what changed since release {dataset.since}"
    return (
        f"A timeline of public events read from articles: {what}, each dated no more exactly than the text allows and"
        " traceable to the sentences that report it. Made with Dateline."
    )


def _resource(part: Part, directory: Path, here: Iterable[str]) -> dict[str, Any]:
    path = part.path.relative_to(directory).as_posix()
    resource: dict[str, Any] = {
        "name": path.lower().replace("/", "-").replace(".", "-").replace("=", "-"),
        "type": "file",
        "path": path,
        "format": part.path.suffix.removeprefix("."),
        "mediatype": MEDIA_TYPES[part.format],
        "bytes": part.path.stat().st_size,
        "hash": f"sha256:{sha256(part.path)}",
    }
    if part.table is not None:
        resource["description"] = part.table.description
    if part.table is not None and part.format == "csv":
        resource |= {
            "name": part.table.name,
            "type": "table",
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "schema": _schema(part.table, here),
        }
    return resource


def _schema(table: Table, here: Iterable[str]) -> dict[str, Any]:
    columns = table.content
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    keys = [_foreign_key(table, column) for column in columns if (column.references or "").split(".")[0] in here]
    return schema | ({"foreignKeys": keys} if keys else {})


def _field(column: Column) -> dict[str, Any]:
    constraints = {
        "required": True if not column.nullable else None,
        "enum": list(column.values) if column.values else None,
        "pattern": column.pattern,
        "minimum": column.minimum,
        "maximum": column.maximum,
    }
    if _TYPES[column.type] == "integer":
        constraints |= {side: int(value) for side, value in constraints.items() if isinstance(value, float | int)
                        and not isinstance(value, bool)}  # fmt: skip
    known = {name: value for name, value in constraints.items() if value is not None}
    field: dict[str, Any] = {"name": column.name, "type": _TYPES[column.type], "description": comment(column)}
    return field | ({"constraints": known} if known else {})


def _foreign_key(table: Table, column: Column) -> dict[str, Any]:
    target, _, field = (column.references or "").partition(".")
    resource = "" if target == table.name else target
    return {"fields": [column.name], "reference": {"resource": resource, "fields": [field]}}
