"""What is remembered of an address from run to run, so that nothing unchanged is fetched again."""

from __future__ import annotations

import threading
from collections.abc import Container, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fetched:
    """The last good answer of an address.

    ``hint`` is what a feed or sitemap said of the page then (its update time, a hash of the entry): the same hint
    means that there is no need to ask at all.  ``doc_id`` is the document that came of it; ``None`` for a listing
    (feed, sitemap), which is only remembered where every page it names was dealt with.
    """

    address: str
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None  # SHA-256 of the body as it came
    hint: str | None = None
    doc_id: str | None = None


class FetchState:
    """What earlier runs know, and what this one learns.  Safe to use from several threads.

    ``known`` are the answers that still hold: the caller leaves out those of documents that are not in the store or
    that were read under other rules (:func:`holding`), so that they are fetched in full.
    """

    def __init__(self, known: Iterable[Fetched] = ()) -> None:
        self._known = {each.address: each for each in known}
        self._learnt: dict[str, Fetched] = {}
        self._lock = threading.Lock()

    def before(self, address: str) -> Fetched | None:
        """What the last run knew of an address."""
        return self._known.get(address)

    def learn(self, fetched: Fetched) -> None:
        """Remember an answer for the next run."""
        with self._lock:
            self._learnt[fetched.address] = fetched

    @property
    def learnt(self) -> tuple[Fetched, ...]:
        """What this run has to leave to the next one, by address."""
        with self._lock:
            return tuple(sorted(self._learnt.values(), key=lambda each: each.address))


def holding(known: Iterable[tuple[Fetched, str]], documents: Container[str], version: str) -> list[Fetched]:
    """Of the rows of ``fetches`` (each with the rules it was read under) those that a run may rely on.

    ``documents`` are the ids that the store holds as read by ``version`` of the extraction.
    """
    return [
        fetched
        for fetched, rules in known
        if rules == version and (fetched.doc_id is None or fetched.doc_id in documents)
    ]
