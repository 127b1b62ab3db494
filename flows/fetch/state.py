"""What is remembered of an address from run to run, so that nothing unchanged is fetched again."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Fetched:
    """The last good answer of an address.

    ``hint`` is what feeds and sitemaps said of the page then (its update time, a hash of the entry), as JSON by the
    name of the listing: one that says the same again gives no reason to ask.  ``doc_id`` is the document that came of
    it; ``None`` for a listing (feed, sitemap), which is only remembered where every page it names was dealt with.
    """

    address: str
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None  # SHA-256 of the body as it came
    hint: str | None = None
    doc_id: str | None = None

    def told(self, by: str, hint: str | None) -> Fetched:
        """The same with what a listing says of the page now; what others said stays."""
        if hint is None:
            return self
        return replace(self, hint=json.dumps({**_by_listing(self.hint), by: hint}, sort_keys=True))

    def heard(self, by: str, hint: str | None) -> bool:
        """Whether the listing said just this when the page was last asked for, so that there is no need to ask."""
        return hint is not None and _by_listing(self.hint).get(by) == hint


def _by_listing(hint: str | None) -> dict[str, Any]:
    """What was said, by listing; a bare hint of an older version, which names no listing, says nothing."""
    try:
        found = json.loads(hint or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


class FetchState:
    """What earlier runs know, and what this one learns.  Safe to use from several threads.

    ``known`` are the answers that still hold, ``stale`` the addresses whose answers do not: their documents are not in
    the store, or were read under other rules, so that they are fetched in full.
    """

    def __init__(self, known: Iterable[Fetched] = (), stale: Iterable[str] = ()) -> None:
        self._known = {each.address: each for each in known}
        self._stale = frozenset(stale)
        self._learnt: dict[str, Fetched] = {}
        self._open: Counter[str] = Counter()
        self._overdue = False
        self._lock = threading.Lock()

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]], documents: Container[str], version: str) -> FetchState:
        """The state that rows of the table ``fetches`` hold.

        ``documents`` are the ids that the store holds as read by ``version`` of the extraction.
        """
        known, stale = [], []
        for row in rows:
            fetched = Fetched(*(row[field.name] for field in fields(Fetched)))
            good = row["extractor_version"] == version and (fetched.doc_id is None or fetched.doc_id in documents)
            if good:
                known.append(fetched)
            else:
                stale.append(fetched.address)
        return cls(known, stale)

    def rows(self, version: str, run_id: str) -> list[dict[str, Any]]:
        """What this run has to leave to the next one, as rows of the table ``fetches``, by address."""
        stamps = {"extractor_version": version, "run_id": run_id}
        return [asdict(each) | stamps for each in self.learnt]

    def before(self, address: str) -> Fetched | None:
        """What the last run knew of an address, where that still holds."""
        return self._known.get(address)

    def met(self, address: str) -> bool:
        """Whether an earlier run read the address, be it under other rules."""
        return address in self._known or address in self._stale

    def learn(self, fetched: Fetched) -> None:
        """Remember an answer for the next run."""
        with self._lock:
            self._learnt[fetched.address] = fetched

    def open(self, listing: Fetched) -> None:
        """A source begins with the pages of a listing: until it is through, the listing is not remembered."""
        with self._lock:
            self._open[listing.address] += 1

    def close(self, listing: Fetched) -> None:
        """A source is through with all pages of a listing that it opened."""
        with self._lock:
            self._open[listing.address] -= 1
            self._learnt[listing.address] = listing

    def hear(self, address: str, by: str, hint: str | None) -> None:
        """Note what a further listing says of a page that this run has learnt of."""
        with self._lock:
            if (learnt := self._learnt.get(address)) is not None:
                self._learnt[address] = learnt.told(by, hint)

    def overdue(self, address: str) -> None:
        """A page has changed, but who is credited with it had no reason to ask: the next run asks, whoever names it.

        So that it comes by the page, it reads all listings again; each of them would be one request anyway.
        """
        with self._lock:
            self._overdue = True
            if (learnt := self._learnt.get(address)) is not None:
                self._learnt[address] = replace(learnt, hint=None)

    @property
    def learnt(self) -> tuple[Fetched, ...]:
        """What this run has to leave to the next one, by address: no listing that any source is not through with."""
        with self._lock:
            known = self._learnt.values()
            done = [
                each for each in known if each.doc_id is not None or not (self._overdue or self._open[each.address])
            ]
            return tuple(sorted(done, key=lambda each: each.address))
