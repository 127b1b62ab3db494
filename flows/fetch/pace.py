"""How often a host is asked: one request at a time spaced out, held off when it says so, left alone when it fails."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable

from flows.fetch.errors import FetchError


class Pace:
    """The pace of each host, for all threads of a run together.  ``clock`` and ``sleep`` are for tests."""

    def __init__(
        self,
        seconds: float,
        failures: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._seconds = seconds
        self._failures = failures
        self._clock = clock
        self._sleep = sleep
        self._slower: dict[str, float] = {}
        self._next: dict[str, float] = {}
        self._failed: Counter[str] = Counter()
        self._left_alone: dict[str, str] = {}
        self._lock = threading.Lock()

    def wait(self, host: str) -> None:
        """Wait for the host's next turn.  Raises ``FetchError`` where it is left alone for the rest of the run."""
        with self._lock:
            if host in self._left_alone:
                raise FetchError(f"{host} was left alone: {self._left_alone[host]}", passing=True)
            now = self._clock()
            turn = max(now, self._next.get(host, now))
            self._next[host] = turn + max(self._seconds, self._slower.get(host, 0.0))
        if turn > now:
            self._sleep(turn - now)

    def slow_down(self, host: str, seconds: float) -> None:
        """Ask a host no more often than it wants."""
        with self._lock:
            present = max(self._seconds, self._slower.get(host, 0.0))
            if seconds > present:
                self._slower[host] = seconds
                self._next[host] = self._next.get(host, self._clock()) + seconds - present

    def hold_off(self, host: str, seconds: float) -> None:
        """Ask a host nothing for so long."""
        with self._lock:
            self._next[host] = max(self._next.get(host, 0.0), self._clock() + seconds)

    def leave_alone(self, host: str, reason: str) -> None:
        """Ask a host nothing more in this run."""
        with self._lock:
            self._left_alone.setdefault(host, reason)

    def failed(self, host: str) -> None:
        """A host that fails again and again costs minutes each time; the other sources must not wait for it."""
        with self._lock:
            self._failed[host] += 1
            if self._failed[host] >= self._failures:
                times = "once" if self._failures == 1 else f"{self._failures} times in a row"
                self._left_alone.setdefault(host, f"it failed {times}")

    def answered(self, host: str) -> None:
        """A host that answers begins with a clean slate."""
        with self._lock:
            self._failed[host] = 0
