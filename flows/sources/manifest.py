"""A CSV manifest: which files to read, and their metadata."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.extraction.model import PublishedBasis
from flows.sources.articles import read_file
from flows.sources.base import Input, parse_day
from flows.sources.decode import UndecodableError, decode
from flows.sources.facts import Facts, Known, given
from flows.sources.places import Place
from flows.sources.readers import format_of_name
from flows.sources.reading import Reading

COLUMNS = ("file", "title", "published", "url", "language")


@dataclass(frozen=True, slots=True)
class Manifest:
    """The rows of a manifest.  ``root`` is the folder that its file names start from."""

    path: Path
    root: Path
    published: str | None = None

    def read(self, reading: Reading | None = None) -> Iterator[Input]:  # noqa: ARG002 – a file asks nobody
        """One input per row, in the manifest's order."""
        try:
            rows = list(self.rows())
        except FileNotFoundError:
            yield Input(self.path.as_posix(), problem="there is no such manifest", missing=True)
            return
        except (OSError, UndecodableError, csv.Error, ValueError) as error:
            yield Input(self.path.as_posix(), problem=f"cannot be read as a manifest: {error}", missing=True)
            return
        first_row: dict[str, int] = {}
        for number, row in rows:
            where = f"{self.path.as_posix()}:{number}"
            name = row.get("file", "")
            if not name:
                yield Input(where, problem="the row names no file; fill in its column file")
            elif name in first_row:
                yield Input(where, problem=f"{name} stands in row {first_row[name]} already; keep one of the two")
            else:
                first_row[name] = number
                yield from self._file(name, row, where)

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Line number and values of each row that is not blank.  Raises ``ValueError`` for a wrong header."""
        text, _ = decode(self.path.read_bytes())
        reader = csv.DictReader(io.StringIO(text), restkey="")
        if not reader.fieldnames or "file" not in reader.fieldnames:
            raise ValueError(f"its first line must name the columns {', '.join(COLUMNS)} (file is required)")
        for row in reader:
            values = {key: (value or "").strip() for key, value in row.items() if key and isinstance(value, str | None)}
            if any(values.values()):
                yield reader.line_num, values

    def files(self) -> frozenset[str]:
        """The files that its rows name, as posix paths; empty where it cannot be read."""
        try:
            return frozenset((self.root / row["file"]).as_posix() for _, row in self.rows() if row.get("file"))
        except (OSError, ValueError, csv.Error):
            return frozenset()

    def _file(self, name: str, row: dict[str, str], where: str) -> Iterator[Input]:
        path = self.root / name
        if not path.is_file():
            yield Input(where, problem=f"names {name}, which is not in {self.root.as_posix()}")
            return
        try:
            day = parse_day(row.get("published"))
            basis = PublishedBasis.GIVEN if day else PublishedBasis.NONE
            said = Facts(row.get("title"), day, basis, row.get("url"), row.get("language"))
            known = Known(over=said, under=given(self.published))
        except ValueError as error:
            yield Input(path.as_posix(), problem=str(error))
            return
        place = Place(path.as_posix(), lambda: path.open("rb"))
        yield read_file(place, format_of_name(path.name) or "text", known)
