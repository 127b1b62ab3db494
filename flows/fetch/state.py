"""What is remembered of an address from run to run, so that nothing unchanged is fetched again."""

from __future__ import annotations

import threading
from collections.abc import Container, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


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

    ``known`` are the answers that still hold, ``stale`` the addresses whose answers do not: their documents are not in
    the store, or were read under other rules, so that they are fetched in full.
    """

    def __init__(self, known: Iterable[Fetched] = (), stale: Iterable[str] = ()) -> None:
        self._known = {each.address: each for each in known}
        self._stale = frozenset(stale)
        self._learnt: dict[str, Fetched] = {}
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

    @property
    def learnt(self) -> tuple[Fetched, ...]:
        """What this run has to leave to the next one, by address."""
        with self._lock:
            return tuple(sorted(self._learnt.values(), key=lambda each: each.address))
