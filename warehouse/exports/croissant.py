"""``croissant.json``: the dataset for machine-learning tools (Croissant 1.0, MLCommons)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from warehouse.ddl import comment
from warehouse.exports.datapackage import MEDIA_TYPES, describe
from warehouse.exports.directory import sha256
from warehouse.exports.format import Dataset, Part
from warehouse.exports.legal import license_address
from warehouse.schema import Column, Table

FILE = "croissant.json"
NOWHERE = "https://example.org/timeline"
"""The address of a dataset that has none: Croissant wants one."""

_PREFERRED = ("parquet", "csv", "jsonl")
# The @context that the specification gives word for word (croissant 1.0, "Context")
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES = {
    "VARCHAR": "sc:Text",
    "DATE": "sc:Date",
    "INTEGER": "sc:Integer",
    "DOUBLE": "sc:Float",
    "BOOLEAN": "sc:Boolean",
}


def write(dataset: Dataset, parts: Sequence[Part], directory: Path) -> None:
    """Describe the files, and the tables of one of the formats as record sets with a field per column."""
    options = dataset.options
    address = options.url or NOWHERE
    days = dataset.timeline["last_published"].drop_nulls()
    metadata: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "dateline-timeline",
        "alternateName": options.title,
        "description": describe(dataset),
        "url": address,
        "license": license_address(options.license),
        "creator": {"@type": "sc:Organization", "name": options.author, "url": address},
        "version": dataset.version,
        "citeAs": f"{options.author}: {options.title}, version {dataset.version}",
        "keywords": ["timeline", "events", "news"],
    }
    if len(days):  # NOTE: no clock; what the dataset says is of the day of its newest report
        metadata["datePublished"] = max(days).isoformat()
    described = [part for part in parts if part.format == _best(parts)]
    metadata["distribution"] = _distribution(parts, directory)
    metadata["recordSet"] = [
        _record_set(table, next(part for part in described if part.table and part.table.name == table.name), directory)
        for table in {part.table.name: part.table for part in described if part.table}.values()
    ]
    text = json.dumps(metadata, ensure_ascii=False, indent=2) + "\n"
    (directory / FILE).write_text(text, encoding="utf-8")


def _best(parts: Sequence[Part]) -> str | None:
    written = {part.format for part in parts}
    return next((name for name in _PREFERRED if name in written), None)


def _id(part: Part, directory: Path) -> str:
    """The id of the file, or of the set of files, that a table's rows are in."""
    if part.partitioned and part.table:
        return f"{part.table.name}-by-year"
    return part.path.relative_to(directory).as_posix()


def _distribution(parts: Sequence[Part], directory: Path) -> list[dict[str, Any]]:
    files = [
        {
            "@type": "cr:FileObject",
            "@id": part.path.relative_to(directory).as_posix(),
            "name": part.path.relative_to(directory).as_posix(),
            "contentUrl": part.path.relative_to(directory).as_posix(),
            "contentSize": f"{part.path.stat().st_size} B",
            "encodingFormat": MEDIA_TYPES[part.format],
            "sha256": sha256(part.path),
        }
        for part in parts
        if not part.partitioned
    ]
    split = dict.fromkeys(part.table.name for part in parts if part.partitioned and part.table)
    return files + [
        {
            "@type": "cr:FileSet",
            "@id": f"{name}-by-year",
            "name": f"{name}-by-year",
            "encodingFormat": MEDIA_TYPES["parquet"],
            "includes": f"{name}/*/{name}.parquet",
        }
        for name in split
    ]


def _record_set(table: Table, part: Part, directory: Path) -> dict[str, Any]:
    source = {"fileSet" if part.partitioned else "fileObject": {"@id": _id(part, directory)}}
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": [{"@id": f"{table.name}/{key}"} for key in table.key],
        "field": [_field(table, column, part.format, source) for column in table.content],
    }


def _field(table: Table, column: Column, form: str, source: dict[str, Any]) -> dict[str, Any]:
    """A column; the fields of structs are sub-fields (nested formats only: in CSV they are text)."""
    taken = source | {"extract": {"column": column.name}}
    name = f"{table.name}/{column.name}"
    field: dict[str, Any] = {"@type": "cr:Field", "@id": name, "name": name, "description": comment(column)}
    many = {"repeated": True} if column.type.endswith("[]") and form != "csv" else {}
    struct = re.fullmatch(r"STRUCT\((.+)\)\[\]", column.type)
    if struct is None or form == "csv":
        kind = _TYPES[column.type.removesuffix("[]")]
        return field | {"dataType": kind, "source": taken} | many
    parts = [part.strip().split(" ", 1) for part in struct[1].split(",")]
    return field | {
        "repeated": True,
        "subField": [
            {
                "@type": "cr:Field",
                "@id": f"{name}/{part}",
                "name": f"{name}/{part}",
                "dataType": _TYPES[kind],
                "source": taken | {"transform": {"jsonPath": f"$.{part}"}},
            }
            for part, kind in parts
        ],
    }
