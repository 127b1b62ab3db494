"""Memory that is let go of goes back to the system, instead of being kept for a next time that may not come.

While a timeline is linked and written, frames and database buffers of a hundred megabytes come and go.  Both allocators
of the process keep what they are given back: that of polars (jemalloc) its pages, that of the C library, which DuckDB
uses, whatever lies before the last piece in use.  So the peak of a build was a fifth higher than what it ever held.

Neither changes a result, and both do nothing where there is no such allocator (macOS, musl).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
from collections.abc import Iterator

# Pages go back 50 ms after they were let go of: at once costs twice the time, and saves no more.
_JEMALLOC = "dirty_decay_ms:50,muzzy_decay_ms:0"
# mallopt(3): from which size on a piece is the system's own and goes back to it by itself, and how much at the end of
# the others may lie idle.
_MMAP_THRESHOLD, _TRIM_THRESHOLD = -3, -1
_LEAST, _MOST = 128 * 1024, 32 * 1024 * 1024  # as the first is to begin with, and as it grows to by itself


def give_frames_back() -> None:
    """Have polars give its memory back.  Must run before polars is loaded; what the user set stays."""
    os.environ.setdefault("_RJEM_MALLOC_CONF", _JEMALLOC)


@contextlib.contextmanager
def buffers_given_back() -> Iterator[None]:
    """Have the C library give large pieces back, for as long as this lasts.

    Not for extraction: what it computes with comes and goes too often (a quarter more time).
    """
    _large_from(_LEAST)
    try:
        yield
    finally:
        _large_from(_MOST)


def _large_from(size: int) -> None:
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if os.name == "posix" else None
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, size)
        mallopt(_TRIM_THRESHOLD, 2 * size)
