"""RSS and Atom feeds: the full text behind each link, else what the entry itself says."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urldefrag, urljoin

import feedparser  # type: ignore[import-untyped]

from flows.extraction.model import PublishedBasis
from flows.fetch.addresses import identity
from flows.sources.base import Claim, Input
from flows.sources.facts import Article, Facts, Known, assemble, given
from flows.sources.formats.html import fragment_text
from flows.sources.formats.page_date import whole_day
from flows.sources.listing import Listing, fetch_listing, remembered
from flows.sources.options import doc
from flows.sources.pages import named_again, read_page
from flows.sources.places import is_address, places, unreadable
from flows.sources.reading import Reading

ENDINGS = (".rss", ".atom", ".xml")


@dataclass(frozen=True, slots=True)
class Feed:
    """An RSS or Atom feed: the articles it links to, each dated by its page, else by its entry."""

    location: str = field(metadata=doc("The feed's address, or the path of a saved one."))
    full_text: bool = field(default=True, metadata=doc("Fetch the page behind each link; else the entry's own text."))
    limit: int = field(default=200, metadata=doc("Read no more entries than this, in the feed's order."))
    published: str | None = field(default=None, metadata=doc("Publication date of entries that give none."))

    def __post_init__(self) -> None:
        """``ValueError`` where an option makes no sense."""
        given(self.published)
        if self.limit < 1:
            raise ValueError('"limit" must be at least 1')

    def read(self, reading: Reading | None = None) -> Iterator[Input]:
        """One input an entry; one for the feed itself where nothing in it is new or it cannot be read."""
        reading = reading or Reading()
        if is_address(self.location):
            listing = fetch_listing(self.location, reading)
            yield from (listing,) if isinstance(listing, Input) else self.entries(listing, reading)
            return
        for place in places(self.location, ENDINGS):
            if isinstance(place, Input):
                yield place
                continue
            try:
                content = place.read(reading.limits.page_bytes)
            except Exception as error:
                yield unreadable(place.name, error)
                continue
            yield from self.entries(Listing(place.name, content), reading)

    def entries(self, listing: Listing, reading: Reading) -> Iterator[Input]:
        """The inputs of a feed that was fetched."""
        return remembered(listing, self._entries(listing, reading), reading)

    def _entries(self, listing: Listing, reading: Reading) -> Iterator[Input]:
        parsed = feedparser.parse(io.BytesIO(listing.content), response_headers={"content-type": listing.media_type})
        version = str(parsed.get("version") or "")
        if not version and not parsed.entries:
            reason = parsed.get("bozo_exception")
            yield Input(listing.name, problem=f"is no feed ({reason or 'neither RSS nor Atom'})", missing=True)
            return
        named: set[str] = set()
        for number, entry in enumerate(parsed.entries[: self.limit], 1):
            try:
                item = self._entry(entry, listing, number, reading, named, rss=version.startswith("rss"))
                named.add(item.source)
                yield item
            except (ValueError, TypeError, AttributeError, KeyError) as error:
                yield Input(f"{listing.name}:{number}", problem=f"the entry is broken ({error})")

    def _entry(
        self, entry: Any, listing: Listing, number: int, reading: Reading, named: Container[str], *, rss: bool
    ) -> Input:
        # NOTE: only http and https; what else a feed links to (a file of ours, say) must not be opened.
        address = _address(entry, listing.name)
        facts = _facts(entry, address, rss=rss)
        known = Known(under=(facts, *given(self.published)))
        own = _own_text(entry)
        source = address or f"{listing.name}:{number}"
        if not self.full_text or address is None or not is_address(address):
            claim = Claim(address, listing.name) if address else None
            return replace(_entry_alone(source, own, known), claim=claim)
        if address in named:
            return named_again(address, listing.name)
        item = read_page(address, reading, known, hint=_hint(entry), by=listing.name)
        if item.problem is None or not own:
            return item
        if reading.state.met(address):
            return replace(item, problem=f"{item.problem}; what was read of it before stays")
        note = f"only the feed's own text, since its page gives none ({item.problem})"
        return replace(assemble(Article(own, note=note), source, known), passing=item.passing, claim=item.claim)


def looks_like_feed(content: bytes, media_type: str = "") -> bool:
    """Whether what a server sent is a feed."""
    head = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if media_type in ("application/rss+xml", "application/atom+xml"):
        return True
    return head.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")) and any(
        mark in head for mark in (b"<rss", b"<feed", b"<rdf:rdf")
    )


def _address(entry: Any, feed: str) -> str | None:
    """The address that the entry links to, without the mark behind "#" that some feeds give each link.

    A ``guid`` stands for a missing link, unless it is no address at all: the parser makes a link of any.
    """
    link = entry.get("link")
    if not isinstance(link, str) or not link.strip():
        return None
    if link == entry.get("id") and "/" not in link:
        return None
    return urldefrag(urljoin(feed, link.strip())).url


def _entry_alone(source: str, own: str, known: Known) -> Input:
    if not own:
        return Input(source, problem="the entry holds no text of its own")
    return assemble(Article(own), source, known)


def _facts(entry: Any, address: str | None, *, rss: bool) -> Facts:
    day = _day(entry, rss=rss)
    return Facts(
        title=fragment_text(str(entry.get("title") or "")) or None,
        published=day,
        basis=PublishedBasis.METADATA if day else PublishedBasis.NONE,
        url=identity(address) if address and is_address(address) else None,
    )


def _day(entry: Any, *, rss: bool) -> dt.date | None:
    """The day that the entry was published, in the time zone that it is written in; never the day of an update.

    The only date of an RSS 1.0 entry is Dublin Core's, which the parser files under "updated".
    """
    for name in ("published", *(("updated",) if rss else ())):
        written, parsed = _own(entry, name), _own(entry, f"{name}_parsed")
        if written and (day := whole_day(written)):
            return day
        if written and parsed and _says(written, parsed):
            return dt.date(parsed.tm_year, parsed.tm_mon, parsed.tm_mday)
    return None


def _says(written: str, parsed: Any) -> bool:
    """Whether a date says what the parser made of it.

    Of what begins with a year it makes a day in any case, from the clock or from the digits of a number: such dates
    are machines' own, and what is no whole day for us is none.
    """
    numbers = set(map(int, re.findall(r"\d+", written)))
    return not re.match(r"\W*\d{3}", written) and {parsed.tm_year, parsed.tm_mday} <= numbers


def _own(entry: Any, name: str) -> Any:
    """What the entry itself gives; asked in its own way, the parser would pass one date off as another."""
    return dict.get(entry, name)


def _own_text(entry: Any) -> str:
    """The longest of the texts that the entry carries."""
    texts = [str(part.get("value") or "") for part in entry.get("content") or ()]
    texts.append(str(entry.get("summary") or ""))
    return max((fragment_text(text) for text in texts), key=len)


def _hint(entry: Any) -> str:
    """What changes when the feed has something new to say of a page."""
    said = [str(_own(entry, name) or "") for name in ("id", "updated", "published", "title", "summary")]
    return hashlib.sha256("\x1f".join(said).encode("utf-8", "surrogatepass")).hexdigest()[:32]
