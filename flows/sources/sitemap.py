"""Sitemaps and indexes of sitemaps (sitemaps.org, 0.9), plain or gzipped."""

from __future__ import annotations

import contextlib
import datetime as dt
import fnmatch
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin

from lxml import etree  # type: ignore[import-untyped]

from flows.extraction.model import PublishedBasis
from flows.fetch.decoding import gunzip
from flows.fetch.errors import FetchError
from flows.sources.base import Input, parse_day
from flows.sources.facts import Facts, Known, given
from flows.sources.formats.page_date import whole_day
from flows.sources.listing import Listing, fetch_listing, remembered
from flows.sources.options import doc
from flows.sources.pages import named_again, read_page
from flows.sources.places import is_address, places, unreadable
from flows.sources.reading import Reading

# The standard's limits: 50,000 addresses and 50 MB a sitemap; an index holds sitemaps, not indexes.
_MOST_BYTES = 52_428_800
_DEEPEST = 3
ENDINGS = (".xml", ".xml.gz")


@dataclass(frozen=True, slots=True)
class Page:
    """One page that a sitemap names."""

    address: str
    changed: str | None = None
    title: str | None = None
    published: dt.date | None = None


@dataclass(slots=True)
class _Walk:
    """One reading of a sitemap with all below it: how many pages it may ask for still, and what it has come by."""

    left: int
    met: set[str]


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The pages that a sitemap, or an index of sitemaps, names."""

    location: str = field(metadata=doc("The sitemap's address, or the path of a saved one; also .gz."))
    include: str = field(default="*", metadata=doc('Only addresses that this pattern matches, as "*/news/2025/*".'))
    since: str | None = field(default=None, metadata=doc("Only pages that changed on this day (YYYY-MM-DD) or later."))
    limit: int = field(default=1000, metadata=doc("Read no more pages than this in one run, in the sitemap's order."))
    published: str | None = field(default=None, metadata=doc("Publication date of pages that give none."))

    def __post_init__(self) -> None:
        """``ValueError`` where an option makes no sense."""
        given(self.published)
        parse_day(self.since, "since")
        if self.limit < 1:
            raise ValueError('"limit" must be at least 1')

    def read(self, reading: Reading | None = None) -> Iterator[Input]:
        """One input a page; one for each sitemap in which nothing is new or that cannot be read."""
        reading = reading or Reading()
        if is_address(self.location):
            yield from self._fetched(self.location, reading, _Walk(self.limit, set()), 1)
            return
        for place in places(self.location, ENDINGS):
            if isinstance(place, Input):
                yield place
                continue
            try:
                content = place.read(_MOST_BYTES)
            except Exception as error:
                yield unreadable(place.name, error)
                continue
            yield from self.pages(Listing(place.name, content), reading)

    def pages(self, listing: Listing, reading: Reading) -> Iterator[Input]:
        """The inputs of a sitemap that was fetched."""
        return self._remembered(listing, reading, _Walk(self.limit, {listing.name}), 1)

    def _fetched(self, address: str, reading: Reading, walk: _Walk, depth: int) -> Iterator[Input]:
        if address in walk.met:
            yield Input(address, repeats=address)
            return
        walk.met.add(address)
        listing = fetch_listing(address, reading, limit=_MOST_BYTES)
        yield from (listing,) if isinstance(listing, Input) else self._remembered(listing, reading, walk, depth)

    def _remembered(self, listing: Listing, reading: Reading, walk: _Walk, depth: int) -> Iterator[Input]:
        return remembered(listing, self._inputs(listing, reading, walk, depth), reading)

    def _inputs(self, listing: Listing, reading: Reading, walk: _Walk, depth: int) -> Iterator[Input]:
        try:
            sitemaps, named = parse(listing.content)
        except (ValueError, FetchError) as error:
            yield Input(listing.name, problem=str(error), missing=depth == 1)
            return
        if depth >= _DEEPEST and sitemaps:
            yield Input(listing.name, problem=f"sitemaps within sitemaps, {_DEEPEST} deep; the rest is left out")
            return
        for address in sitemaps:
            joined = urljoin(listing.name, address)
            if not is_address(joined):
                continue
            if walk.left == 0:
                yield self._more(listing)
                return
            yield from self._fetched(joined, reading, walk, depth + 1)
        for page in filter(self._wanted, named):
            address = urldefrag(urljoin(listing.name, page.address)).url
            if not is_address(address):
                yield Input(listing.name, problem=f"names {address[:100]!r}, which is no web address")
                continue
            if address in walk.met:
                yield named_again(address, listing.name)
                continue
            if walk.left == 0:
                yield self._more(listing)
                return
            walk.met.add(address)
            item = read_page(address, reading, self._known(page), hint=page.changed, by=listing.name)
            # Pages known already cost nothing, so that run after run gets further into a long sitemap.
            walk.left -= 0 if item.unchanged else 1
            yield item

    def _more(self, listing: Listing) -> Input:
        """What is left out is asked for in the next run, which the mark keeps from taking the sitemap for done."""
        reason = f"names more than {self.limit} pages; the others are left out (option limit)"
        return Input(listing.name, problem=reason, passing=True)

    def _known(self, page: Page) -> Known:
        basis = PublishedBasis.METADATA if page.published else PublishedBasis.NONE
        return Known(under=(Facts(page.title, page.published, basis), *given(self.published)))

    def _wanted(self, page: Page) -> bool:
        since, changed = parse_day(self.since), whole_day(page.changed)
        early = since is not None and changed is not None and changed < since
        return not early and fnmatch.fnmatchcase(page.address, self.include)


def looks_like_sitemap(content: bytes) -> bool:
    """Whether what a server sent is a sitemap, plain or gzipped."""
    if content.startswith(b"\x1f\x8b"):
        # NOTE: its beginning tells; what is cut off or damaged further on is told when it is read.
        with contextlib.suppress(zlib.error):
            content = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(content[:20_000], 2000)
    return bool(re.search(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b", content[:2000]))


def parse(content: bytes) -> tuple[list[str], list[Page]]:
    """The sitemaps and the pages that a sitemap names.  Raises ``ValueError``, or ``FetchError`` for a bad gzip."""
    if content.startswith(b"\x1f\x8b"):
        content = gunzip(content, _MOST_BYTES)
    # Entities are not resolved and nothing is fetched for them: a sitemap has no use for either.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ValueError(f"is no sitemap ({error})") from error
    if root is None or _name(root) not in ("urlset", "sitemapindex"):
        raise ValueError("is no sitemap (neither urlset nor sitemapindex)")
    sitemaps, pages = [], []
    for element in root:
        values = {_name(child): (child.text or "").strip() for child in element.iter() if isinstance(child.tag, str)}
        if not values.get("loc"):
            continue
        if _name(element) == "sitemap":
            sitemaps.append(values["loc"])
        else:
            published = whole_day(values.get("publication_date"))  # of the extension for news
            pages.append(Page(values["loc"], values.get("lastmod") or None, values.get("title") or None, published))
    return sitemaps, pages


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
