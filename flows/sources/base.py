"""What every source gives: one ``Input`` per thing it read, readable or not, so that nothing is lost."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from flows.extraction.model import Document, PublishedBasis
from flows.fetch.state import Fetched

if TYPE_CHECKING:
    from flows.sources.reading import Reading

# One article is far below this; a file above it is an archive or a mistake, and offsets are 32-bit in the store.
MAX_DOCUMENT_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Claim:
    """That an input came of a web address: of all sources of a run that name one, only one is credited with it.

    ``by`` is who names the address and ``hint`` what it says of the page; ``fetched`` is what the next run has to know
    of the page, where it could be read.
    """

    address: str
    by: str
    hint: str | None = None
    fetched: Fetched | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """One thing read: a document, or the reason why it is none.

    ``source`` is the path or address as given, with the line where one file holds many.  ``missing`` tells a
    source that is not there at all (exit code 4) from one that holds something unusable (quarantined).
    ``unchanged`` says that the source itself answered "nothing new since you last asked": ``doc_id`` is the document
    that came of it then (``None`` for a feed or a sitemap).  ``repeats`` names the source of this run that is
    credited with the same address.  ``passing`` marks a problem that may be gone when asked again.  ``claim`` is the
    address that it came of, if it came of the web.
    """

    source: str
    document: Document | None = None
    problem: str | None = None
    missing: bool = False
    note: str | None = None  # something worth telling though the document was read: "read as cp1252"
    unchanged: bool = False
    doc_id: str | None = None
    repeats: str | None = None
    passing: bool = False
    claim: Claim | None = None

    @property
    def content_hash(self) -> str:
        """SHA-256 over text and given metadata: equal exactly where nothing changed."""
        return content_hash(self.document) if self.document else ""


class Source(Protocol):
    """A kind of source: gives its inputs in a stable order, and never raises for a single bad one."""

    def read(self, reading: Reading | None = None) -> Iterator[Input]:
        """All inputs, one at a time, so that an archive never has to fit into memory.

        ``reading`` is what the sources of a run share: the polite client, and what earlier runs know of an address.
        """
        ...


def in_unicode(item: Input) -> Input:
    """The input under a name that can be stored and printed: a file's name may hold bytes that are no UTF-8.

    They are written as escapes ("lat\\udcefn.txt"); the name as it is was needed to open the file.
    """
    name = item.source.encode("utf-8", "backslashreplace").decode("utf-8")
    if name == item.source:
        return item
    return replace(item, source=name, document=replace(item.document, source=name) if item.document else None)


def content_hash(document: Document) -> str:
    """SHA-256 over the text and the metadata that was given with it."""
    metadata = [str(document.published or ""), document.title or "", document.url or "", document.language or ""]
    content = json.dumps([*metadata, document.text], ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def with_id(document: Document) -> Document:
    """The document under an id derived from what it is, never from where or when it was read.

    An address names an article through all its revisions; without one, its text, day and title do.
    """
    if document.doc_id:
        return document
    identity = [document.url] if document.url else [document.text, str(document.published or ""), document.title or ""]
    encoded = json.dumps(identity, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return replace(document, doc_id=f"d-{hashlib.sha256(encoded).hexdigest()[:12]}")


def parse_day(value: object, what: str = "published") -> dt.date | None:
    """A publication day as people and programs give it: a date, or an ISO 8601 day or moment.

    Only unambiguous forms are taken: a guess here would shift every relative date of the text.
    Raises ``ValueError`` with a message for the user.
    """
    if value is None or value == "":
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str):
        try:
            return dt.datetime.fromisoformat(value.strip()).date()
        except ValueError:
            pass
    raise ValueError(f"{what} {value!r} is no day; write it as YYYY-MM-DD")


def language_code(value: str | None) -> str | None:
    """The primary subtag of a language as people and programs give it: "en" for "EN" and "en-GB"."""
    return value.replace("_", "-").split("-")[0].strip().lower() or None if value else None


def basis_of(day: dt.date | None, given: PublishedBasis) -> PublishedBasis:
    """``given`` where there is a day, else none."""
    return given if day else PublishedBasis.NONE
