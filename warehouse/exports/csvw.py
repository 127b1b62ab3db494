"""``csv-metadata.json``: the CSV files for tools of the web of data (W3C, Metadata Vocabulary for Tabular Data)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from warehouse.ddl import comment
from warehouse.exports.format import Part

FILE = "csv-metadata.json"
_TYPES = {"DATE": "date", "INTEGER": "integer", "DOUBLE": "double", "BOOLEAN": "boolean"}


def write(parts: Sequence[Part], directory: Path) -> None:
    """Describe the CSV files of an export; where there is none nothing is written."""
    tables = [
        {
            "url": part.path.relative_to(directory).as_posix(),
            "dc:description": part.table.description,
            "tableSchema": {
                "columns": [
                    {
                        "name": column.name,
                        "dc:description": comment(column),
                        "datatype": _TYPES.get(column.type, "string"),
                        "required": not column.nullable,
                    }
                    for column in part.table.content
                ],
                "primaryKey": list(part.table.key),
            },
        }
        for part in parts
        if part.table and part.format == "csv"
    ]
    if tables:
        metadata = {"@context": "http://www.w3.org/ns/csvw", "tables": tables}
        text = json.dumps(metadata, ensure_ascii=False, indent=2) + "\n"
        (directory / FILE).write_text(text, encoding="utf-8")
