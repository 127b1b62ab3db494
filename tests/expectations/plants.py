"""Bad values for a column, as the schema says what is bad: everything a check must catch, generated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from warehouse.frames import data_type
from warehouse.schema import Column, Table


@dataclass(frozen=True, slots=True)
class Plant:
    """A bad value in one row of a table."""

    table: str
    column: str
    kind: str
    value: object
    row: int


def plants(table: Table, *, stamps: bool, start: int = 0) -> tuple[Plant, ...]:
    """A bad row for each column and each way in which it can be bad; rows are numbered from ``start``."""
    columns = table.columns if stamps else table.content
    found = [(column.name, kind, value) for column in columns for kind, value in _bad(column)]
    return tuple(Plant(table.name, *each, start + number) for number, each in enumerate(found))


def _bad(column: Column) -> Iterator[tuple[str, object]]:
    if not column.nullable:
        yield "null", None
    if column.values or column.pattern:
        yield "outside its domain", "Nonsense!"
    elif column.references and column.type == "VARCHAR":
        yield "key to nowhere", "nowhere"
    elif column.type == "VARCHAR":
        yield "blank", "  "
    if column.type == "VARCHAR[]":
        yield "blank element", [""]
    if column.type.startswith("STRUCT"):
        yield "nameless element", [{}]
    if column.type == "DATE":
        yield "far too old", dt.date(1, 1, 1)
    if column.minimum is not None:
        yield "too small", column.minimum - 1
    if column.maximum is not None:
        yield "too great", column.maximum + 1
        yield "not a number", float("nan")


def planted(frame: pl.DataFrame, table: Table, bad: tuple[Plant, ...]) -> pl.DataFrame:
    """The frame with each plant in its row."""
    for plant in bad:
        kind = data_type(table[plant.column].type)
        value = pl.Series([plant.value], dtype=kind)
        frame = frame.with_columns(
            pl.when(pl.int_range(pl.len()) == plant.row)
            .then(pl.lit(value).first())
            .otherwise(pl.col(plant.column))
            .alias(plant.column)
        )
    return frame
