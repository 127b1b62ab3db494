"""Importing Great Expectations in two thirds of its time.

NOTE: a third of the import is statistics and drawing (``scipy.stats``, ``altair``) for expectations that no suite of
ours has, and garbage collections over the hundreds of thousands of objects that the import makes and keeps.  Both
can wait: the modules are loaded when something first uses them, and the collector starts when the import is done.
"""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    """Stands for a module until an attribute of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # asked by the import system itself
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


@contextmanager
def light_import() -> Iterator[None]:
    """Wrap the first import of Great Expectations in this."""
    for name in ("scipy.stats", "altair"):
        if name not in sys.modules:
            later = _Later(name)
            sys.modules[name] = later
            parent, _, child = name.rpartition(".")
            if parent:
                setattr(importlib.import_module(parent), child, later)
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()  # what was imported stays, so it need not be looked at again
