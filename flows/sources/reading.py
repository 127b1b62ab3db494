"""What one run's reading shares among its sources: the client with its pace, what is remembered, what was asked."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import TYPE_CHECKING

from flows.fetch.limits import FetchLimits
from flows.fetch.state import FetchState

if TYPE_CHECKING:
    from flows.fetch.client import Client


class Reading:
    """One run's reading.  The client is made when a source first needs it: reading files opens no connection."""

    def __init__(self, limits: FetchLimits | None = None, state: FetchState | None = None) -> None:
        self.limits = limits or FetchLimits()
        self.state = state or FetchState()
        self._client: Client | None = None
        self._asked: dict[str, str] = {}
        self._lock = threading.Lock()

    @property
    def client(self) -> Client:
        """The one client of this run, so that a host's pace holds for all sources together."""
        with self._lock:
            if self._client is None:
                from flows.fetch.client import Client

                self._client = Client(self.limits)
            return self._client

    def first_to_ask(self, address: str, source: str) -> str | None:
        """``None`` for the first to ask for an address in this run, else the source that asked before."""
        with self._lock:
            before = self._asked.get(address)
            if before is None:
                self._asked[address] = source
            return before

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()

    def __enter__(self) -> Reading:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
