"""JSON Lines: one document a line, plain, gzipped, or from standard input."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any, BinaryIO, cast

from flows.extraction.model import Document, PublishedBasis
from flows.sources.base import MAX_DOCUMENT_BYTES, Input, basis_of, language_code, parse_day, with_id
from flows.sources.options import doc
from flows.sources.places import opened
from flows.sources.reading import Reading

_STDIN = "-"
ENDINGS = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
# Text packs to a third or a tenth; what unpacks to more than this many times its size was made to fill a machine.
_MOST_UNPACKED, _FREE = 300, 200_000_000


@dataclass(frozen=True, slots=True)
class JsonLines:
    """JSON Lines, one document a line: {"text", "doc_id"?, "published"?, "title"?, "url"?, "language"?}."""

    location: str = field(metadata=doc('A path, a folder, a glob, a storage path, an address; "-" is standard input.'))
    published: str | None = field(default=None, metadata=doc("Publication date of rows that give none."))

    def __post_init__(self) -> None:
        """``ValueError`` where ``published`` is no day."""
        parse_day(self.published)

    def read(self, reading: Reading | None = None) -> Iterator[Input]:
        """One input per line that is not blank."""
        if self.location == _STDIN:
            yield from self._inputs("standard input", sys.stdin.buffer)
            return
        for item in opened(self.location, ENDINGS, reading or Reading()):
            if isinstance(item, Input):
                yield item
            else:
                yield from self._inputs(*item)

    def _inputs(self, name: str, stream: IO[bytes]) -> Iterator[Input]:
        try:
            for number, line in enumerate(_lines(_unpacked(name, stream)), 1):
                if line.strip():
                    yield self._input(f"{name}:{number}", line)
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


def document_of(row: Mapping[str, Any], source: str, published: str | None = None) -> Document:
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


def _unpacked(name: str, stream: IO[bytes]) -> IO[bytes]:
    if not name.endswith(".gz"):
        return stream
    counted = _Counted(stream)
    return cast("IO[bytes]", _Bounded(gzip.GzipFile(fileobj=cast("BinaryIO", counted), mode="rb"), counted))


class _Counted:
    """A stream that knows how much was read from it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        self.size += len(piece)
        return piece


class _Bounded:
    """Lines of a gzip stream, as long as they are in proportion to what was read for them."""

    def __init__(self, unpacked: gzip.GzipFile, packed: _Counted) -> None:
        self._unpacked = unpacked
        self._packed = packed
        self._size = 0

    def readline(self, size: int) -> bytes:
        line = self._unpacked.readline(size)
        self._size += len(line)
        if self._size > max(_FREE, _MOST_UNPACKED * self._packed.size):
            raise OSError(f"unpacks to more than {_MOST_UNPACKED} times its size")
        return line


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    """Lines of bounded length: of a longer one only the part that proves it too long, once."""
    while line := stream.readline(MAX_DOCUMENT_BYTES + 1):
        yield line
        while len(line) > MAX_DOCUMENT_BYTES and not line.endswith(b"\n"):
            line = stream.readline(MAX_DOCUMENT_BYTES + 1)
