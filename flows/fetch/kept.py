"""Answers on disk, until what came of them is published: shared by the sources of a run, and left to a next try.

A run that is killed has asked servers for pages of which it could remember nothing.  The next one finds them here and
does not ask again, for as long as a page may well be the same.  Files are whole or worthless: a half-written, damaged
or foreign one counts as none.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from flows.fetch.client import Answer
from flows.fetch.state import Fetched

# Seconds that an answer of another run counts: time to start a killed run again, while no page stays hidden for long.
HOLDS = 3600.0
# Bytes on disk of all answers together, packed: some ten thousand pages.  What comes later is not kept.
MOST = 1_000_000_000
_QUICK = 1  # zlib's level: a page packs to a fifth within a millisecond


@dataclass(frozen=True, slots=True)
class _Told:
    """What a file says before the content: the address asked for, when, compared with what, and the answer's head."""

    asked: str
    at: float
    before: list[str | None]
    answer: dict[str, Any]


class Kept:
    """The answers in a folder.  Safe to use from several threads of one process, which has the folder for itself.

    ``purpose`` tells runs apart of which none may use what another has fetched.  ``clock`` gives the seconds of the
    day, which runs have in common; it judges the age of answers and nothing else.
    """

    def __init__(
        self, folder: Path, purpose: str = "", *, clock: Callable[[], float] = time.time, most: int = MOST
    ) -> None:
        self._folder = folder
        self._purpose = hashlib.sha256(purpose.encode()).hexdigest()[:8]
        self._clock = clock
        self._left = most
        self._ours: set[str] = set()  # addresses whose answers are of this run: whatever it takes, they are the same
        self._lock = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(folder.iterdir()):
            self._look_over(path)

    def find(self, address: str, before: Fetched | None) -> Answer | None:
        """The answer that is kept of an address, if there is one that holds still.

        ``before`` is what is remembered of the address, as for :meth:`Client.get`.
        """
        try:
            head, _, content = zlib.decompress(self._path(address).read_bytes()).partition(b"\n")
            told = _Told(**json.loads(head))
            answer = Answer(content=content, **told.answer)
        except (OSError, zlib.error, ValueError, TypeError):
            return None
        with self._lock:
            if told.asked != address or not (address in self._ours or self._holds(told.at)):
                return None
            if answer.unchanged and told.before != _validators(before):
                return None  # unchanged since another answer than the one we know
            self._ours.add(address)
        if before is not None and not answer.unchanged and before.body_hash == answer.body_hash:
            return Answer(answer.address, b"", unchanged=True)
        return answer

    def keep(self, address: str, answer: Answer, before: Fetched | None) -> None:
        """Keep an answer; not where there is no room for it: then who needs it has to ask again."""
        now = self._clock()
        told = _Told(address, now, _validators(before), {name: getattr(answer, name) for name in _NAMES})
        packed = zlib.compress(json.dumps(asdict(told)).encode() + b"\n" + answer.content, _QUICK)
        path = self._path(address)
        with self._lock:
            room = len(packed) <= self._left
            self._left -= len(packed) if room else 0
        if not room:
            return
        aside = path.with_suffix(".new")
        try:
            aside.write_bytes(packed)
            os.utime(aside, (now, now))
            aside.replace(path)
        except OSError:  # a full disk costs a second request, not the run
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)
            return
        with self._lock:
            self._ours.add(address)

    def clear(self) -> None:
        """Forget all of it: the run is over, and what it learnt is remembered elsewhere."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _path(self, address: str) -> Path:
        name = hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return self._folder / f"{self._purpose}-{name}.page"

    def _holds(self, at: float) -> bool:
        return 0 <= self._clock() - at <= HOLDS

    def _look_over(self, path: Path) -> None:
        """Count a file that an earlier run left, or remove it if it is of no use to this one."""
        with contextlib.suppress(OSError):
            found = path.stat()
            ours = path.name.startswith(f"{self._purpose}-") and path.suffix == ".page"
            if ours and self._holds(found.st_mtime):
                self._left -= found.st_size
            else:
                path.unlink()


_NAMES = ("address", "media_type", "charset", "etag", "last_modified", "unchanged")


def _validators(before: Fetched | None) -> list[str | None]:
    return [before.etag, before.last_modified, before.body_hash] if before is not None else []
