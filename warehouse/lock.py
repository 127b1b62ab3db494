"""One writer at a time, across processes, and the second is told who the first is."""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from warehouse.errors import BusyError, WarehouseError
from warehouse.files import reported


@contextmanager
def writer_lock(directory: Path, path: Path, wait: float | None) -> Iterator[None]:
    """Hold the lock of the warehouse at ``path``, kept in its working directory.

    ``wait`` is how many seconds to wait for another writer; ``None`` waits as long as it takes.  The lock is the
    system's own and goes with the process that holds it, however that ends.  ``WarehouseError`` names the holder.
    """
    lock = FileLock(directory / "lock", timeout=-1 if wait is None else wait)
    holder = directory / "holder.json"
    try:
        lock.acquire(poll_interval=0.1)
    except Timeout as error:
        raise BusyError(
            f"{path}: is being written {_told(holder)}; wait for it to end, or give a longer time to wait"
        ) from error
    except OSError as error:
        raise WarehouseError(f"{directory}: cannot be locked ({error.strerror}); check its permissions") from error
    try:
        with reported(directory, "be written"):
            holder.write_text(_note(), encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _note() -> str:
    since = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": since})


def _told(holder: Path) -> str:
    """Who holds the lock, as far as its note says."""
    try:
        note = json.loads(holder.read_text(encoding="utf-8"))
        return f"by process {note['pid']} on {note['host']} since {note['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "by another process"
