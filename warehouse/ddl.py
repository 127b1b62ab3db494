"""SQL that makes the tables, derived from the schema."""

from __future__ import annotations

from warehouse.schema import Column, Table

UNPACKED = " USING COMPRESSION uncompressed"
"""What follows the type of a text column that is stored as it is (``Column.packed``)."""


def quoted(name: str) -> str:
    """An SQL identifier: table and column names may be key words (``text``, ``trigger``)."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """An SQL string literal.  For the schema's own words only: values from documents are bound parameters."""
    return "'" + text.replace("'", "''") + "'"


def row_id(table: Table) -> str:
    """SQL for the id of a row (alias ``r``): its key columns, joined by "|" where there are several."""
    return " || '|' || ".join(f"coalesce(r.{quoted(name)}::VARCHAR, '(NULL)')" for name in table.key)


def comment(column: Column) -> str:
    """The description with unit, allowed values and example, as readers of the database see it."""
    parts = [column.description]
    if column.unit:
        parts.append(f"Unit: {column.unit}.")
    if column.values:
        parts.append(f"One of: {', '.join(column.values)}.")
    if column.references:
        parts.append(f"Refers to {column.references}.")
    if column.example:
        parts.append(f"Example: {column.example}")
    if not column.nullable:
        parts.append("Never NULL.")
    return " ".join(parts)


def create_table(table: Table) -> tuple[str, ...]:
    """The statements that make one table with its comments.

    Constraints are the gate's to check, not the table's: a bad row is to be held back with the name of the
    check, where a constraint would stop the whole run.
    """
    columns = ", ".join(f"{quoted(c.name)} {c.type}{'' if c.packed else UNPACKED}" for c in table.columns)
    return (f"CREATE TABLE {quoted(table.name)} ({columns})", *comments(table))


def comments(table: Table) -> tuple[str, ...]:
    """The statements that describe a table and its columns to readers of the database."""
    name = quoted(table.name)
    return (
        f"COMMENT ON TABLE {name} IS {literal(table.description)}",
        *(f"COMMENT ON COLUMN {name}.{quoted(column.name)} IS {literal(comment(column))}" for column in table.columns),
    )
