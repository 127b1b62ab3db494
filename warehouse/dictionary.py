"""The data dictionary page, derived from the schema: ``python -m warehouse.dictionary > docs/tables.md``."""

from __future__ import annotations

import sys

from warehouse.migrations import VERSION
from warehouse.questions import QUESTIONS, Question
from warehouse.ranking import DESCRIPTION
from warehouse.schema import CONTENT_TABLES, TABLES, Column, Table

_HEAD = f"""# Tables

Every table of the published file, in layout {VERSION}. The same words stand in the file itself as comments
(`select * from duckdb_columns()`). Generated from `warehouse/schema/` by
`python -m warehouse.dictionary > docs/tables.md`; a test fails when this page and the schema differ.

Columns marked *stamp* say when a row was taken in, not what it says: two warehouses with the same content may
differ in them. Exports and content hashes leave them out.
"""


def page() -> str:
    """The whole page as Markdown."""
    contents = "\n".join(
        f"- [{table.name}](#{table.name}){' (content)' if table in CONTENT_TABLES else ''} – {table.description}"
        for table in TABLES
    )
    questions = [
        "## Macros and views\n",
        "Made anew in every release, so that common questions are one-liners in any DuckDB client.\n",
        *(_question(question) for question in QUESTIONS),
        f"### `search(words)`\n\n{DESCRIPTION}\n\n```sql\nSELECT score, title FROM search('resigned') LIMIT 10\n```\n",
    ]
    return "\n".join([_HEAD, contents, "", *(_section(table) for table in TABLES), *questions])


def _question(question: Question) -> str:
    name = f"{question.name}({', '.join(question.parameters)})" if question.parameters else question.name
    return f"### `{name}`\n\n{question.description}\n\n```sql\n{question.example}\n```\n"


def _section(table: Table) -> str:
    rows = "\n".join(_row(column, table) for column in table.columns)
    keys = ", ".join(f"`{key}`" for key in table.key)
    return (
        f"## {table.name}\n\n{table.description} Unique by {keys}.\n\n"
        f"| column | type | null | meaning |\n|---|---|---|---|\n{rows}\n"
    )


def _row(column: Column, table: Table) -> str:
    meaning = [column.description]
    if column.unit:
        meaning.append(f"Unit: {column.unit}.")
    if column.values:
        meaning.append("One of " + ", ".join(f"`{value}`" for value in column.values) + ".")
    if column.pattern:
        meaning.append(f"Pattern: `{column.pattern}`.".replace("|", "\\|"))
    if column.minimum is not None or column.maximum is not None:
        low = "" if column.minimum is None else f"at least {column.minimum:g}"
        high = "" if column.maximum is None else f"at most {column.maximum:g}"
        meaning.append(f"{', '.join(part for part in (low, high) if part).capitalize()}.")
    if column.references:
        meaning.append(f"Refers to `{column.references}`.")
    if column.example:
        meaning.append(f"Example: `{column.example}`.")
    if column.stamp:
        meaning.append("*Stamp.*")
    null = "yes" if column.nullable else "no"
    name = f"**`{column.name}`**" if column.name in table.key else f"`{column.name}`"
    return f"| {name} | `{column.type}` | {null} | {' '.join(meaning)} |"


if __name__ == "__main__":
    sys.stdout.write(page())
