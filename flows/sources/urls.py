"""Addresses: one, or a list of them; each may be a page, a PDF, a feed or a sitemap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from flows.fetch.errors import FetchError
from flows.sources.base import Claim, Input
from flows.sources.decode import decode
from flows.sources.facts import Known, given
from flows.sources.feed import Feed, looks_like_feed
from flows.sources.listing import listing_of
from flows.sources.options import doc
from flows.sources.pages import read_answer
from flows.sources.places import opened
from flows.sources.reading import Reading
from flows.sources.sitemap import Sitemap, looks_like_sitemap

_MOST_BYTES = 20_000_000  # of a list


@dataclass(frozen=True, slots=True)
class Address:
    """Whatever an address leads to: an article, a feed or a sitemap."""

    location: str = field(metadata=doc("The address."))
    published: str | None = field(default=None, metadata=doc("Publication date of documents that give none."))

    def read(self, reading: Reading | None = None) -> Iterator[Input]:
        """One input for a page; those of its pages for a feed or a sitemap."""
        reading = reading or Reading()
        claim = Claim(self.location, self.location)
        try:
            answer = reading.ask(self.location)
        except FetchError as error:
            yield Input(self.location, problem=str(error), missing=True, passing=error.passing, claim=claim)
            return
        feed, sitemap = looks_like_feed(answer.content, answer.media_type), looks_like_sitemap(answer.content)
        if answer.unchanged or not (feed or sitemap):
            yield read_answer(answer, reading, Known(under=given(self.published)), claim)
            return
        listing = listing_of(self.location, answer)
        assert not isinstance(listing, Input)
        if feed:
            yield from Feed(self.location, published=self.published).entries(listing, reading)
        else:
            yield from Sitemap(self.location, published=self.published).pages(listing, reading)


@dataclass(frozen=True, slots=True)
class Urls:
    """A list of addresses: in the option itself, or in a file with one a line ("#" begins a comment)."""

    urls: tuple[str, ...] = field(default=(), metadata=doc("The addresses."))
    location: str | None = field(default=None, metadata=doc("A file (path, storage path, address) with one a line."))
    published: str | None = field(default=None, metadata=doc("Publication date of documents that give none."))

    def __post_init__(self) -> None:
        """``ValueError`` where there is no address, or no day."""
        given(self.published)
        if not self.urls and self.location is None:
            raise ValueError('give "urls", or a "location" of a file that lists them')

    def read(self, reading: Reading | None = None) -> Iterator[Input]:
        """The inputs of each address, in the order given."""
        reading = reading or Reading()
        for url in self.urls:
            yield from Address(url, self.published).read(reading)
        for item in opened(self.location, (".txt", ".urls"), reading) if self.location else ():
            if isinstance(item, Input):
                yield item
                continue
            name, stream = item
            try:
                text, _ = decode(stream.read(_MOST_BYTES))
            except ValueError as error:
                yield Input(name, problem=str(error), missing=True)
                continue
            lines = (line.partition(" #")[0].strip() for line in text.splitlines())
            for line in lines:
                if line and not line.startswith("#"):
                    yield from Address(line, self.published).read(reading)
