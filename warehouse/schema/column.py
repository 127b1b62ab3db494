"""A column, defined once: everything else (DDL, frame schemas, checks, the data dictionary) derives from it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    ``type`` is the DuckDB type as written in DDL.  ``values`` lists the only values allowed (of a text column),
    ``pattern`` is a regular expression that every value must match in full, ``minimum``/``maximum`` bound
    numbers.  ``references`` is ``table.column`` of the key it points to.  ``unit`` and ``example`` are for readers.
    ``stamp`` marks what says when a row was taken in rather than what it says: stamps are set by the store and
    left out of comparisons, content hashes and exports, so that the same content is the same dataset.
    ``packed`` is false for what rows are looked up by in every query: unpacking a million ids takes several times as
    long as comparing them.
    """

    name: str
    type: str
    description: str
    nullable: bool = True
    unit: str | None = None
    values: tuple[str, ...] | None = None
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    references: str | None = None
    example: str | None = None
    stamp: bool = False
    packed: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in order and the columns whose values together are unique.

    ``order`` is what rows written together are sorted by (nothing said: the key): rows that are asked for together
    stand together, so that a query reads only the pieces of the file that can hold them.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    order: tuple[str, ...] = ()

    @property
    def content(self) -> tuple[Column, ...]:
        """The columns that say something about the world: all but the stamps."""
        return tuple(column for column in self.columns if not column.stamp)

    def __getitem__(self, name: str) -> Column:
        """The column of that name; ``KeyError`` where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")
