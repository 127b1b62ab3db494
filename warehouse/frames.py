"""polars schemas of the tables, derived from the schema, and frames brought into them."""

from __future__ import annotations

import re

import polars as pl

from warehouse.schema import Column, Table

_SCALARS: dict[str, pl.DataType] = {
    "VARCHAR": pl.String(),
    "DATE": pl.Date(),
    "INTEGER": pl.Int32(),
    "DOUBLE": pl.Float64(),
    "BOOLEAN": pl.Boolean(),
    "TIMESTAMPTZ": pl.Datetime("us", "UTC"),
}


def data_type(sql_type: str) -> pl.DataType:
    """The polars type of a DuckDB type as the schema writes it; ``ValueError`` for any other."""
    if sql_type.endswith("[]"):
        return pl.List(data_type(sql_type[:-2]))
    if struct := re.fullmatch(r"STRUCT\((.+)\)", sql_type):
        fields = (field.strip().split(" ", 1) for field in struct[1].split(","))
        return pl.Struct({name: data_type(kind) for name, kind in fields})
    if sql_type not in _SCALARS:
        raise ValueError(f"no polars type is known for {sql_type}")
    return _SCALARS[sql_type]


def frame_schema(table: Table, *, stamps: bool = True) -> pl.Schema:
    """Columns and types of a table as a polars schema; without stamps: as the store takes rows in."""
    columns = table.columns if stamps else table.content
    return pl.Schema({column.name: data_type(column.type) for column in columns})


def empty_frame(table: Table, *, stamps: bool = False) -> pl.DataFrame:
    """No rows of a table."""
    return pl.DataFrame(schema=frame_schema(table, stamps=stamps))


def conform(frame: pl.DataFrame, table: Table, *, stamps: bool = False, optional: tuple[str, ...] = ()) -> pl.DataFrame:
    """The frame with exactly the table's columns, in order and type.

    Columns named ``optional`` may be absent and become NULL.  A column that is missing or unknown, or values
    that the type cannot hold, are errors of the calling code: ``ValueError``.
    """
    columns = table.columns if stamps else table.content
    known = {column.name for column in table.columns}
    if unknown := [name for name in frame.columns if name not in known]:
        raise ValueError(f"{table.name}: unknown columns {', '.join(unknown)}")
    missing = [column.name for column in columns if column.name not in frame.columns and column.name not in optional]
    if missing:
        raise ValueError(f"{table.name}: missing columns {', '.join(missing)}")
    try:
        return frame.select(_typed(column, frame) for column in columns)
    except pl.exceptions.PolarsError as error:
        raise ValueError(f"{table.name}: values of another type: {error}") from error


def _typed(column: Column, frame: pl.DataFrame) -> pl.Expr:
    kind = data_type(column.type)
    if column.name not in frame.columns:
        return pl.lit(None, dtype=kind).alias(column.name)
    return pl.col(column.name).cast(kind)


def checked(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The frame with blank texts as NULL; ``ValueError`` where it then breaks what the schema says of single values.

    For the tables that tell of runs: nobody can hold their rows back later, so the program must not write bad ones.
    """
    texts = [column.name for column in table.columns if column.type == "VARCHAR" and column.name in frame.columns]
    tidy = frame.with_columns(
        pl.when(pl.col(name).str.strip_chars() != "").then(pl.col(name)).alias(name) for name in texts
    )
    for column in table.columns:
        values = tidy[column.name]
        if not column.nullable and values.null_count():
            raise ValueError(f"{table.name}.{column.name}: is NULL or blank in {values.null_count()} rows")
        if column.values and (odd := set(values.drop_nulls()) - set(column.values)):
            raise ValueError(f"{table.name}.{column.name}: {sorted(odd)} are none of its values")
    return tidy
