"""An interruption (Ctrl-C) that is never lost: noted when it comes, heeded where the program can be left.

Python raises one wherever the program happens to be.  While the flow engine starts that is in the middle of code that
turns it into another error or drops it, and its runner loses a cancellation that meets it then (prefect 3.8).
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from types import FrameType, TracebackType
from typing import Any


class Interruption:
    """Context: the first interruption is noted, a second one raises ``KeyboardInterrupt`` at once as usual."""

    def __init__(self) -> None:
        self._noted = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._told = asyncio.Event()
        self._before: Any = None

    def __enter__(self) -> Interruption:
        self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        if self._noted:
            raise KeyboardInterrupt
        self._noted = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._told.set)

    def heed(self) -> None:
        """Raise ``KeyboardInterrupt`` if one has come."""
        if self._noted:
            raise KeyboardInterrupt

    def run(self, work: Coroutine[Any, Any, None], again: float = 3.0) -> bool:
        """Do the work until it ends or an interruption comes: then cancel it, every ``again`` seconds until it hears.

        Returns whether it was interrupted.
        """
        return asyncio.run(self._run(work, again))

    async def _run(self, work: Coroutine[Any, Any, None], again: float) -> bool:
        self._loop = asyncio.get_running_loop()
        if self._noted:
            self._told.set()
        running, told = asyncio.ensure_future(work), asyncio.ensure_future(self._told.wait())
        await asyncio.wait([running, told], return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        while not running.done():
            running.cancel()
            await asyncio.wait([running], timeout=again)
        self._loop = None
        if not running.cancelled():
            running.result()
        return self._noted
