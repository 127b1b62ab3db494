"""Tables with a document a row: CSV and Parquet, whose columns the user may name."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from flows.sources.base import MAX_DOCUMENT_BYTES, Input, parse_day
from flows.sources.decode import UndecodableError, decode
from flows.sources.jsonl import document_of
from flows.sources.options import doc
from flows.sources.places import opened
from flows.sources.reading import Reading

_FIELDS = ("doc_id", "text", "published", "title", "url", "language")
_LOCATION = doc("A path, a folder, a glob, a storage path or an address.")
_COLUMNS = doc('Which column holds what, as {text = "body", published = "day"}; a column of the same name needs none.')
_ROWS_AT_ONCE = 256


class TableError(ValueError):
    """A table that cannot be read as a whole."""


@dataclass(frozen=True, slots=True)
class _Table:
    """What tables of all kinds have in common."""

    location: str = field(metadata=_LOCATION)
    columns: Mapping[str, str] = field(default_factory=dict, metadata=_COLUMNS)
    published: str | None = field(default=None, metadata=doc("Publication date of rows that give none."))

    def __post_init__(self) -> None:
        """``ValueError`` where an option makes no sense."""
        _check(self.columns, self.published)


@dataclass(frozen=True, slots=True)
class Csv(_Table):
    """A CSV table, one document a row; also with semicolons or tabs."""

    def read(self, reading: Reading | None = None) -> Iterator[Input]:
        """One input a row."""
        for item in opened(self.location, (".csv", ".tsv"), reading or Reading()):
            yield from (item,) if isinstance(item, Input) else self._rows(*item)

    def _rows(self, name: str, stream: BinaryIO) -> Iterator[Input]:
        # NOTE: the limit is the module's own and would stop at 131,072 characters, which articles can exceed.
        csv.field_size_limit(MAX_DOCUMENT_BYTES)
        text = io.TextIOWrapper(stream, encoding=_encoding(stream), errors="replace", newline="")
        first = text.readline(1_000_000)
        try:
            delimiter = max(",;\t|", key=first.count)
            header = next(csv.reader([first], delimiter=delimiter), [])
            taken = _taken([column.strip() for column in header], self.columns)
            rows = csv.reader(text, delimiter=delimiter)
            for row in rows:
                if any(map(str.strip, row)):
                    values = {name: row[at] for name, at in taken.items() if at < len(row) and row[at].strip()}
                    yield _input(f"{name}:{rows.line_num + 1}", values, self.published)
        except (csv.Error, OSError, ValueError) as error:
            yield Input(name, problem=f"cannot be read as a table ({error})", missing=True)
        finally:
            text.detach()


@dataclass(frozen=True, slots=True)
class Parquet(_Table):
    """A Parquet table, one document a row."""

    def read(self, reading: Reading | None = None) -> Iterator[Input]:
        """One input a row; only the columns that are needed are read, a few hundred rows at a time."""
        for item in opened(self.location, (".parquet",), reading or Reading()):
            yield from (item,) if isinstance(item, Input) else self._rows(*item)

    def _rows(self, name: str, stream: BinaryIO) -> Iterator[Input]:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            table = pq.ParquetFile(stream)
            header = list(table.schema_arrow.names)
            taken = {field: header[at] for field, at in _taken(header, self.columns).items()}
            number = 0
            for batch in table.iter_batches(_ROWS_AT_ONCE, columns=sorted(set(taken.values()))):
                for row in batch.to_pylist():
                    number += 1
                    values = {field: row[column] for field, column in taken.items() if row[column] is not None}
                    yield _input(f"{name}:{number}", values, self.published)
        except (pa.ArrowException, OSError, ValueError) as error:
            yield Input(name, problem=f"cannot be read as Parquet ({' '.join(str(error).split())[:200]})", missing=True)


def _check(columns: Mapping[str, str], published: str | None) -> None:
    parse_day(published)
    unknown = sorted(set(columns) - set(_FIELDS))
    if unknown:
        raise ValueError(f'"columns" names {unknown[0]!r}; there are {", ".join(_FIELDS)}')


def _taken(header: list[str], columns: Mapping[str, str]) -> dict[str, int]:
    """For each field the place of its column.  Raises ``TableError`` where a named one, or the text, is not there."""
    taken = {}
    for field_name in _FIELDS:
        column = columns.get(field_name, field_name)
        if column in header:
            taken[field_name] = header.index(column)
        elif field_name in columns or field_name == "text":
            there = ", ".join(header[:20])
            raise TableError(f'there is no column "{column}" for the {field_name}; there are {there} (option columns)')
    return taken


def _input(source: str, values: Mapping[str, object], published: str | None) -> Input:
    try:
        return Input(source, document=document_of(values, source, published))
    except ValueError as error:
        return Input(source, problem=str(error))


def _encoding(stream: BinaryIO) -> str:
    """UTF-8, unless the beginning of the table is certainly something else."""
    head = stream.read(100_000)
    stream.seek(0)
    try:
        head[: head.rfind(b"\n") + 1].decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            _, note = decode(head)
        except UndecodableError:
            return "utf-8-sig"
        return note.rpartition(" ")[2] if note else "utf-8-sig"
    return "utf-8-sig"
