"""Python's cyclic collector, told to wait while a chunk is read.

An extraction makes many small values that live as long as their document and hardly a cycle among them; the collector
looks through all of them again and again and frees nothing, which takes a fifth of the time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_waits() -> Iterator[None]:
    """No collection inside the block, which must be short; afterwards it is as it was.  Of nested and simultaneous
    blocks only those that found the collector at work start it again, so that none can leave it off."""
    at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if at_work:
            gc.enable()
