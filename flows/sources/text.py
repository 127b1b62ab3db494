"""A text or Markdown file; YAML front matter gives its metadata."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from flows.extraction.model import Document, PublishedBasis
from flows.sources.base import MAX_DOCUMENT_BYTES, Input, basis_of, language_code, parse_day, with_id
from flows.sources.decode import UndecodableError, decode
from flows.sources.reading import Reading


@dataclass(frozen=True, slots=True)
class TextFile:
    """One file.

    ``metadata`` (from a manifest) goes before the file's own front matter; ``published`` (from the command line)
    fills in where neither gives a day.
    """

    path: Path
    metadata: dict[str, str] | None = None
    published: str | None = None

    def read(self, reading: Reading | None = None) -> Iterator[Input]:  # noqa: ARG002 – a file asks nobody
        """The one input of this file."""
        source = self.path.as_posix()
        try:
            yield self._input(source)
        except FileNotFoundError:
            yield Input(source, problem="there is no such file", missing=True)
        except OSError as error:
            yield Input(source, problem=f"cannot be read ({error.strerror or error})", missing=True)
        except (UndecodableError, ValueError) as error:
            yield Input(source, problem=str(error))

    def _input(self, source: str) -> Input:
        with self.path.open("rb") as file:
            content = file.read(MAX_DOCUMENT_BYTES + 1)
        if len(content) > MAX_DOCUMENT_BYTES:
            megabytes, limit = self.path.stat().st_size // 1_000_000, MAX_DOCUMENT_BYTES // 1_000_000
            raise UndecodableError(f"{megabytes} MB is more than one article ({limit} MB); split it or give JSON Lines")
        text, note = decode(content)
        own, body = split_front_matter(text)
        return Input(source, document=self._document(source, body, own), note=note)

    def _document(self, source: str, body: str, own: dict[str, Any]) -> Document:
        given = self.metadata or {}
        given_day, own_day = parse_day(given.get("published")), parse_day(own.get("published", own.get("date")))
        if given_day or not own_day:
            day = given_day or parse_day(self.published)
            basis = basis_of(day, PublishedBasis.GIVEN)
        else:
            day, basis = own_day, PublishedBasis.METADATA
        return with_id(
            Document(
                doc_id="",
                text=body,
                published=day,
                published_basis=basis,
                title=_word(given.get("title") or own.get("title")),
                url=_word(given.get("url") or own.get("url")),
                language=language_code(_word(given.get("language") or own.get("language"))),
                source=source,
            )
        )


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Metadata and body.  Raises ``ValueError`` where the front matter is broken or holds an impossible date."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    handler = YAMLHandler()
    if not text.startswith("---\n") or "\n---" not in text[4:]:
        return {}, text
    try:
        front, body = handler.split(text)
        metadata = handler.load(front)
    except (yaml.YAMLError, ValueError) as error:
        where = str(error).splitlines()[0]
        raise ValueError(f"the front matter is broken ({where}); mend the lines between the two ---") from error
    if metadata is None or isinstance(metadata, str):
        return {}, text  # a text that merely begins with a rule and has another one further down
    if not isinstance(metadata, dict):
        raise ValueError("the front matter is broken (no names and values); mend the lines between the two ---")
    if not body.strip():
        raise ValueError("the file has front matter but no text; put the article below it")
    return metadata, body.strip("\n")


def _word(value: object) -> str | None:
    return str(value).strip() or None if value is not None else None
