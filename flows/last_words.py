"""What a process said on its standard error before it died: the line that tells why, of any number of lines."""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Iterable
from typing import IO

_KEPT = 500  # lines; a traceback of the flow engine's database takes 220
_LONGEST = 300  # characters that are quoted
# "sqlite3.DatabaseError: file is not a database", "12:00:00.123 | ERROR   | uvicorn.error - [Errno 98] address in use"
_RAISED = re.compile(r"^[A-Za-z_][\w.]*(?:Error|Exception)\b.*")
_LOGGED = re.compile(r"^[\d:.]+ \| (?:ERROR|CRITICAL) +\| [\w.]+ - (?P<text>.*)")


class LastWords:
    """Reads a process's standard error as long as it lives, so that it never blocks, and forgets all but the end."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._lines: deque[bytes] = deque(maxlen=_KEPT)
        self._reader = threading.Thread(target=self._read, args=(stream,), name="last words", daemon=True)
        self._reader.start()

    def _read(self, stream: IO[bytes]) -> None:
        with stream:
            self._lines.extend(stream)

    def reason(self, timeout: float = 5.0) -> str:
        """The line that tells why, once the process is gone; empty where it said nothing."""
        self._reader.join(timeout)
        return telling(line.decode("utf-8", "replace") for line in list(self._lines))


def telling(lines: Iterable[str]) -> str:
    """The first error among lines of log and traceback, without what stands around it; else the last line.

    The first: of errors that arose from one another it is the cause, and what follows is the end of the process.
    """
    said = [line.rstrip() for line in lines if line.strip()]
    for line in said:
        logged = _LOGGED.match(line)
        if logged and not logged["text"].startswith("Traceback"):
            return logged["text"][:_LONGEST]
        if _RAISED.match(line):
            return line[:_LONGEST]
    return said[-1].strip()[:_LONGEST] if said else ""
