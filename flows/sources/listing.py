"""Pages that a feed or a sitemap names; the listing is remembered when all of them are done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flows.fetch.client import Answer
from flows.fetch.errors import FetchError
from flows.fetch.state import Fetched
from flows.sources.base import Claim, Input
from flows.sources.reading import Reading


@dataclass(frozen=True, slots=True)
class Listing:
    """A feed or sitemap that was fetched (or read from a file: then ``fetched`` is none)."""

    name: str
    content: bytes
    media_type: str = ""
    fetched: Fetched | None = None


def fetch_listing(address: str, reading: Reading, *, limit: int | None = None) -> Listing | Input:
    """The listing behind an address, or the input that says that nothing is new in it, or why it cannot be read."""
    try:
        answer = reading.ask(address, limit=limit)
    except FetchError as error:
        claim = Claim(address, address)
        return Input(address, problem=str(error), missing=True, passing=error.passing, claim=claim)
    return listing_of(address, answer)


def listing_of(address: str, answer: Answer) -> Listing | Input:
    """The same for an answer that is there already."""
    if answer.unchanged:
        return Input(address, unchanged=True, claim=Claim(address, address))
    fetched = Fetched(address, answer.etag, answer.last_modified, answer.body_hash)
    return Listing(address, answer.content, answer.media_type, fetched)


def remembered(listing: Listing, inputs: Iterable[Input], reading: Reading) -> Iterator[Input]:
    """The inputs; after the last one the listing is remembered, unless one of them should be asked for again.

    Two sources may take different pages of one listing: it is remembered where both are through with theirs.
    """
    done = True
    if listing.fetched is not None:
        reading.state.open(listing.fetched)
    for item in inputs:
        done = done and not item.passing
        yield item
    if done and listing.fetched is not None:
        reading.state.close(listing.fetched)
