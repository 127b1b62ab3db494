"""robots.txt, as RFC 9309 has it: asked for once a run and host."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import httpx
from protego import Protego

from flows.fetch.errors import FetchError, RefusedError

# RFC 9309, 2.5: at least 500 kibibytes are read; what follows may be ignored.
MOST_BYTES = 512_000
NAME = "dateline"


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host allows.  ``unreachable`` is why its rules cannot be known: then nothing is allowed (2.3.1.4)."""

    parsed: Protego | None = None
    unreachable: str | None = None

    def delay(self) -> float:
        """Seconds between requests that the host asks for; 0 where it asks for none."""
        found = self.parsed.crawl_delay(NAME) if self.parsed is not None else None
        return max(0.0, float(found)) if found is not None else 0.0


def rules_of(status: int, content: bytes) -> Rules:
    """The rules that an answer for ``/robots.txt`` means: none where there is no such file (2.3.1.3)."""
    if status == 429 or status >= 500:
        return Rules(unreachable=f"its robots.txt answers {status}")
    if status >= 400:
        return Rules()
    # Protego looks for lines; whatever is no such line (an HTML page, say) is ignored.
    return Rules(Protego.parse(content.decode("utf-8", "replace")))


class Robots:
    """The rules of all hosts of a run.  ``fetch`` gives status and content of an address, or raises ``FetchError``."""

    def __init__(self, fetch: Callable[[httpx.URL], tuple[int, bytes]]) -> None:
        self._fetch = fetch
        self._rules: dict[tuple[str, str, int | None], Rules] = {}
        self._locks: defaultdict[tuple[str, str, int | None], threading.Lock] = defaultdict(threading.Lock)

    def check(self, url: httpx.URL) -> Rules:
        """The rules of the address's host.  Raises ``FetchError`` where they do not allow it."""
        rules = self._of(url)
        if rules.unreachable is not None:
            reason = f"nothing is asked of {url.host}, since its rules are not known: {rules.unreachable}"
            raise FetchError(reason, passing=True)
        if rules.parsed is not None and not rules.parsed.can_fetch(str(url), NAME):
            raise FetchError(f"the robots.txt of {url.host} does not allow it")
        return rules

    def _of(self, url: httpx.URL) -> Rules:
        origin = (url.scheme, url.host, url.port)
        with self._locks[origin]:  # held while asking: no second thread asks the same host
            if origin not in self._rules:
                self._rules[origin] = self._ask(url.copy_with(raw_path=b"/robots.txt"))
            return self._rules[origin]

    def _ask(self, address: httpx.URL) -> Rules:
        try:
            return rules_of(*self._fetch(address))
        except RefusedError:
            raise
        except FetchError as error:
            return Rules(unreachable=str(error))
