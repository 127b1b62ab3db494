"""Web archives (WARC, also ARC): the HTML pages among their records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]

from flows.sources.base import Input
from flows.sources.facts import Known, given
from flows.sources.formats.html import MAX_PAGE_BYTES
from flows.sources.options import doc
from flows.sources.places import opened
from flows.sources.readers import read_article
from flows.sources.reading import Reading

ENDINGS = (".warc", ".warc.gz", ".arc", ".arc.gz")


@dataclass(frozen=True, slots=True)
class Warc:
    """A web archive: each HTML page in it that was answered with 200, under the address it was crawled from."""

    location: str = field(metadata=doc("A path, a folder, a glob, a storage path or an address."))
    published: str | None = field(default=None, metadata=doc("Publication date of pages that give none."))

    def __post_init__(self) -> None:
        """``ValueError`` where ``published`` is no day."""
        given(self.published)

    def read(self, reading: Reading | None = None) -> Iterator[Input]:
        """One input a page, in the archive's order; pictures, scripts and redirects are no inputs."""
        for item in opened(self.location, ENDINGS, reading or Reading()):
            yield from (item,) if isinstance(item, Input) else self._pages(*item)

    def _pages(self, name: str, stream: BinaryIO) -> Iterator[Input]:
        number = 0
        try:
            for number, record in enumerate(ArchiveIterator(stream), 1):
                if _is_page(record):
                    yield self._page(f"{name}:{number}", record)
        except (ArchiveLoadFailed, OSError, EOFError, ValueError) as error:
            # What was read before the break is kept; the rest of the archive is reported as one input.
            said = next(iter(str(error).strip().splitlines()), type(error).__name__)
            yield Input(name, problem=f"cannot be read past record {number} ({said})", missing=True)
            return
        if number == 0:
            yield Input(name, problem="is no web archive, or an empty one", missing=True)

    def _page(self, source: str, record: Any) -> Input:
        # NOTE: the day of the crawl is no day of publication, so WARC-Date is not used.
        try:
            content = record.content_stream().read(MAX_PAGE_BYTES + 1)
            if len(content) <= MAX_PAGE_BYTES and _breaks_off(record):
                return Input(source, problem="the archive breaks off in this page")
        except (OSError, ValueError, EOFError) as error:
            return Input(source, problem=f"the record is damaged ({error})")
        _, _, charset = (record.http_headers.get_header("Content-Type") or "").lower().partition("charset=")
        address = record.rec_headers.get_header("WARC-Target-URI")
        known = Known(
            under=given(self.published),
            charset=charset.split(";")[0].strip("\"' ") or None,
            address=address if address and address.startswith(("http://", "https://")) else None,
        )
        return read_article(content, "html", source, known)


def _breaks_off(record: Any) -> bool:
    """Whether less is there than the record says: the library takes the end of the file for the record's."""
    while record.raw_stream.read(65_536):
        pass
    return bool(record.raw_stream.limit > 0)


def _is_page(record: Any) -> bool:
    if record.rec_type != "response" or record.http_headers is None:
        return False
    media_type = (record.http_headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    good: bool = record.http_headers.get_statuscode() == "200"
    return good and media_type in ("text/html", "application/xhtml+xml")
