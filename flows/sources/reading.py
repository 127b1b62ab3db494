"""What one run's reading shares among its sources: the client with its pace, what is remembered, what was fetched."""

from __future__ import annotations

import threading
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING

from flows.fetch.errors import FetchError
from flows.fetch.limits import FetchLimits
from flows.fetch.state import FetchState

if TYPE_CHECKING:
    from flows.fetch.client import Answer, Client
    from flows.fetch.kept import Kept


class Reading:
    """One run's reading.  The client is made when a source first needs it: reading files opens no connection.

    ``kept`` is where answers are kept for all sources of the run; a folder for this reading alone where it is none.
    """

    def __init__(
        self, limits: FetchLimits | None = None, state: FetchState | None = None, kept: Kept | None = None
    ) -> None:
        self.limits = limits or FetchLimits()
        self.state = state or FetchState()
        self._client: Client | None = None
        self._kept = kept
        self._failed: dict[tuple[str, int], tuple[str, bool]] = {}
        self._turns: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()
        self._own: TemporaryDirectory[str] | None = None

    @property
    def client(self) -> Client:
        """The one client of this run, so that a host's pace holds for all sources together."""
        with self._lock:
            if self._client is None:
                from flows.fetch.client import Client

                self._client = Client(self.limits)
            return self._client

    def ask(self, address: str, *, limit: int | None = None) -> Answer:
        """What an address gives, at most ``limit`` bytes (a page's by default), if it changed since the last run.

        However many sources ask, the server is asked once; who asks meanwhile waits for the answer.  Raises
        ``FetchError`` with the reason where there is no good answer, for all of them alike.
        """
        from flows.fetch.decoding import too_large

        most = limit or self.limits.page_bytes
        with self._turn(address):
            if (failed := self._failed.get((address, most))) is not None:
                raise FetchError(failed[0], passing=failed[1])
            answer = self._asked(address, most)
        if len(answer.content) > most:
            raise too_large(most)
        return answer

    def close(self) -> None:
        """Close the connections, and forget what was kept for this reading alone."""
        if self._client is not None:
            self._client.close()
        if self._own is not None:
            self._own.cleanup()

    def _asked(self, address: str, most: int) -> Answer:
        before, kept = self.state.before(address), self._keeping()
        if (answer := kept.find(address, before)) is not None:
            return answer
        try:
            answer = self.client.get(address, before, limit=most)
        except FetchError as error:
            self._failed[address, most] = (str(error), error.passing)
            raise
        kept.keep(address, answer, before)
        return answer

    def _turn(self, address: str) -> threading.Lock:
        with self._lock:
            return self._turns.setdefault(address, threading.Lock())

    def _keeping(self) -> Kept:
        from flows.fetch.kept import Kept

        with self._lock:
            if self._kept is None:
                self._own = TemporaryDirectory(prefix="dateline-", ignore_cleanup_errors=True)
                self._kept = Kept(Path(self._own.name))
            return self._kept

    def __enter__(self) -> Reading:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
