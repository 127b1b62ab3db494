"""JSON Lines: one document a line, plain, gzipped, or from standard input."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from flows.extraction.model import Document, PublishedBasis
from flows.sources.base import MAX_DOCUMENT_BYTES, Input, basis_of, language_code, parse_day, with_id
from flows.sources.reading import Reading

_STDIN = "-"


@dataclass(frozen=True, slots=True)
class JsonLines:
    """A JSON Lines file; the path ``-`` is standard input.  ``published`` fills in where a row gives none."""

    path: str
    published: str | None = None

    def read(self, reading: Reading | None = None) -> Iterator[Input]:  # noqa: ARG002 – a file asks nobody
        """One input per line that is not blank."""
        name = "standard input" if self.path == _STDIN else Path(self.path).as_posix()
        try:
            with _open(self.path) as stream:
                for number, line in enumerate(_lines(stream), 1):
                    if line.strip():
                        yield self._input(f"{name}:{number}", line)
        except FileNotFoundError:
            yield Input(name, problem="there is no such file", missing=True)
        except (OSError, EOFError, zlib.error) as error:
            # What was read before the break is kept; the rest of the file is reported as one input.
            yield Input(name, problem=f"cannot be read to its end ({error})", missing=True)

    def _input(self, source: str, line: bytes) -> Input:
        if len(line) > MAX_DOCUMENT_BYTES:
            return Input(source, problem=f"the line is longer than {MAX_DOCUMENT_BYTES // 1_000_000} MB; split it")
        try:
            return Input(source, document=document_of(parse_row(line), source, self.published))
        except ValueError as error:
            return Input(source, problem=str(error))


def parse_row(line: bytes) -> dict[str, Any]:
    """The JSON object of a line.  Raises ``ValueError`` with a message for the user."""
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError("is not UTF-8; write JSON Lines as UTF-8") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"is no JSON ({error})") from error
    if not isinstance(row, dict):
        raise ValueError('is no JSON object; each line must be {"text": …, "published": …}')
    return row


def document_of(row: dict[str, Any], source: str, published: str | None = None) -> Document:
    """The document of a row ``{"text", "doc_id"?, "published"?, "title"?, "url"?, "language"?}``."""
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise ValueError('has no "text"; each line must be {"text": …, "published": …}')
    for name in ("doc_id", "title", "url", "language"):
        if row.get(name) is not None and not isinstance(row[name], (str, int)):
            raise ValueError(f'"{name}" must be text, not {type(row[name]).__name__}')
    day = parse_day(row.get("published")) or parse_day(published)
    return with_id(
        Document(
            doc_id=str(row.get("doc_id") or ""),
            # A lone surrogate (half an escaped character) could be neither stored nor printed.
            text=text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
            published=day,
            published_basis=basis_of(day, PublishedBasis.GIVEN),
            title=_text(row.get("title")),
            url=_text(row.get("url")),
            language=language_code(_text(row.get("language"))),
            source=source,
        )
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value).encode("utf-8", "replace").decode("utf-8").strip() or None


def _open(path: str) -> IO[bytes]:
    if path == _STDIN:
        return sys.stdin.buffer
    if path.endswith(".gz"):
        return gzip.open(path, "rb")  # type: ignore[return-value]
    return Path(path).open("rb")


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    """Lines of bounded length: of a longer one only the part that proves it too long, once."""
    while line := stream.readline(MAX_DOCUMENT_BYTES + 1):
        yield line
        while len(line) > MAX_DOCUMENT_BYTES and not line.endswith(b"\n"):
            line = stream.readline(MAX_DOCUMENT_BYTES + 1)
