"""Checks that follow from the schema: presence, domains, patterns, bounds, uniqueness, keys between tables, types."""

from __future__ import annotations

from collections.abc import Iterator

from expectations.check import (
    DATE_COLUMNS,
    DATES,
    ROWS,
    TOLD,
    Check,
    Level,
    Screen,
    Stage,
    elements,
    failing_rows,
    rows_of,
    twice,
)
from warehouse.ddl import literal, quoted, row_id
from warehouse.schema import CONTENT_TABLES, DOCUMENTS, MENTIONS, TABLES, TIMELINE, Column, Table

_EARLY = (DOCUMENTS, MENTIONS)  # what there is before linking
_BOTH = (Stage.MENTIONS, Stage.TIMELINE)


def derived_checks() -> tuple[Check, ...]:
    """All checks that the schema implies, of all tables."""
    return tuple(check for table in TABLES for check in table_checks(table))


def table_checks(table: Table) -> Iterator[Check]:
    """The checks of one table.

    Rows of content tables can be held back; a bad row in the tables that tell of runs is a fault of the program,
    and stops publication.
    """
    stages = _BOTH if table in _EARLY else (Stage.TIMELINE,)
    level = Level.ROW if table in CONTENT_TABLES else Level.TABLE
    key = row_id(table)
    yield _types(table, stages)
    keys = [f"r.{quoted(name)}" for name in table.key]
    yield Check(
        table.name,
        f"{'+'.join(table.key)} is unique",
        f"SELECT {key} AS id FROM $batch AS r GROUP BY {', '.join(keys)} HAVING count(*) > 1",
        "Rows are told apart by their key.",
        level,
        stages,
        Screen(twice(*keys), "true") if level is Level.ROW else None,
    )
    if level is Level.TABLE:
        yield _rows(table, key, stages)
    for column in table.columns:
        late = column.stamp or (column.references is not None and _other(column) not in {t.name for t in _EARLY})
        for name, condition, screen in (
            _conditions(table, column, _relation(table, column)) if level is Level.ROW else ()
        ):
            of_row = failing_rows(key, condition)
            when = tuple(stage for stage in stages if stage is Stage.TIMELINE or not column.stamp)
            yield Check(table.name, f"{column.name} {name}", of_row, column.description, level, when, screen)
        if column.references is not None:
            when = tuple(stage for stage in stages if stage is Stage.TIMELINE or not late)
            yield _reference(table, column, key, level, when)


def _conditions(table: Table, column: Column, relation: str) -> Iterator[tuple[str, str, Screen]]:
    """Name and SQL of what makes a value wrong (alias ``r``), and the screen for it on a relation that has the column.

    NULL is only wrong where it is not allowed.
    """
    value = f"r.{quoted(column.name)}"

    def told(name: str, wrong: str, suspicion: str | None = None) -> tuple[str, str, Screen]:
        return name, wrong, Screen(relation, suspicion or wrong)

    if not column.nullable and column.type.endswith("[]"):  # whether a list is there is told by its elements' pass
        yield "is never NULL", f"{value} IS NULL", Screen(elements(table.name, column.name), "r.e IS NULL")
    elif not column.nullable:
        yield told("is never NULL", f"{value} IS NULL")
    if column.type == "VARCHAR":
        if column.values:
            yield told("is one of its values", f"{value} NOT IN ({', '.join(literal(each) for each in column.values)})")
        elif column.pattern:
            yield told("has its pattern", f"NOT regexp_full_match({value}, {literal(column.pattern)})")
        else:  # stops at the first letter of a long text; what is blank sorts before every letter and mark
            yield told("is not blank", f"NOT regexp_matches({value}, '\\S')", f"{value} < '!'")
    if column.type == "VARCHAR[]":
        blank = f"len(list_filter({value}, lambda e: e IS NULL OR trim(e) = '')) > 0"
        yield "has no blank element", blank, Screen(elements(table.name, column.name), "r.e IS NULL OR r.e < '!'")
    if column.minimum is not None:
        yield told(f"is at least {column.minimum:g}", f"{value} < {column.minimum:g}")
    if column.maximum is not None:  # NaN is greater than every number in DuckDB
        yield told(f"is at most {column.maximum:g}", f"{value} > {column.maximum:g}")
    elif column.type == "DOUBLE":
        yield told("is a finite number", f"NOT isfinite({value})")


def _relation(table: Table, column: Column) -> str:
    """Where the values of a column are looked at."""
    return DATES if table in (MENTIONS, TIMELINE) and column.name in DATE_COLUMNS else rows_of(table.name)


def _other(column: Column) -> str:
    assert column.references is not None
    return column.references.partition(".")[0]


def _reference(table: Table, column: Column, key: str, level: Level, stages: tuple[Stage, ...]) -> Check:
    other, _, other_column = (column.references or "").partition(".")
    value, theirs = f"r.{quoted(column.name)}", f"o.{quoted(other_column)}"
    # all columns that point to the same keys are one pass, because looking these keys up is what takes the time
    same = (c.name for c in table.columns if c.references == column.references)
    values = " UNION ALL ".join(f"SELECT {quoted(name)} AS value FROM $batch" for name in same)
    screen = Screen(f"({values}) AS r ANTI JOIN {quoted(other)} o ON {theirs} = r.value", "r.value IS NOT NULL")
    if table is MENTIONS and other == DOCUMENTS.name:
        screen = Screen(TOLD, f"{value} IS NOT NULL AND d.doc_id IS NULL")
    missing = f"NOT EXISTS (SELECT 1 FROM {quoted(other)} o WHERE o.{quoted(other_column)} = {value})"
    return Check(
        table.name,
        f"{column.name} is in {other}",
        failing_rows(key, f"{value} IS NOT NULL AND {missing}"),
        f"{column.description} A key that leads nowhere cannot be followed.",
        level,
        stages,
        screen,
    )


def _rows(table: Table, key: str, stages: tuple[Stage, ...]) -> Check:
    """All conditions of all columns at once: what they find is a fault of the program, not of single rows."""
    found = ", ".join(
        f"CASE WHEN {condition} THEN {literal(f'{column.name} {name}')} END"
        for column in table.columns
        for name, condition, _ in _conditions(table, column, ROWS)
    )
    return Check(
        table.name,
        "rows are as the schema says",
        f"SELECT {key} || ': not so: ' || what AS id FROM (SELECT *, unnest([{found}]) AS what FROM $batch AS r) AS r"
        " WHERE what IS NOT NULL",
        table.description,
        Level.TABLE,
        stages,
    )


def _types(table: Table, stages: tuple[Stage, ...]) -> Check:
    """The file's columns are the schema's, in name and type."""
    expected = ", ".join(f"({literal(column.name)}, {literal(column.type)})" for column in table.columns)
    found = f"SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = {literal(table.name)}"
    found += " AND schema_name = 'main' AND database_name = current_database()"
    return Check(
        table.name,
        "has the columns of the schema",
        "SELECT coalesce(e.name, f.column_name) || ' is ' || coalesce(f.data_type, 'missing') || ', not '"
        f" || coalesce(e.kind, 'expected') AS id FROM (VALUES {expected}) e(name, kind)"
        f" FULL JOIN ({found}) f ON f.column_name = e.name"
        " WHERE replace(replace(f.data_type, '\"', ''), 'TIMESTAMP WITH TIME ZONE', 'TIMESTAMPTZ')"
        " IS DISTINCT FROM e.kind AND (SELECT count(*) >= 0 FROM $batch)",
        "Consumers rely on names and types.",
        Level.TABLE,
        stages,
    )
