"""Kinds of sources by name, found through the entry-point group ``dateline.sources``: a user adds one in a package.

A kind is a frozen dataclass: its fields are the options of the source, its docstring's first line says what it is,
and its ``read(reading)`` gives the inputs (``flows.sources.base.Source``).
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from flows.sources.base import Source
from flows.sources.options import OptionError, build

GROUP = "dateline.sources"


def names() -> tuple[str, ...]:
    """All kinds there are, sorted; nothing is imported for it."""
    return tuple(sorted(_found()))


@lru_cache(maxsize=64)
def kind(name: str, where: str = "source") -> type[Any]:
    """The dataclass of a kind.  Raises ``OptionError`` where there is none or where its package is broken."""
    found = _found().get(name)
    if found is None:
        near = difflib.get_close_matches(name, names(), 1)
        hint = f'did you mean "{near[0]}"?' if near else f"there are {', '.join(names())}"
        raise OptionError(f'{where}: there is no kind of source "{name}"; {hint}')
    try:
        loaded = found.load()
    except Exception as error:
        raise OptionError(f'{where}: the kind "{name}" ({found.value}) cannot be loaded: {error}') from error
    if not (isinstance(loaded, type) and dataclasses.is_dataclass(loaded) and callable(getattr(loaded, "read", None))):
        raise OptionError(f'{where}: the kind "{name}" ({found.value}) is no dataclass with a method "read"')
    return loaded


def make(given: Mapping[str, Any], where: str = "source") -> Source:
    """The source of a table such as ``{"kind": "feed", "location": "https://…"}``.

    Raises ``OptionError`` with one line for the user, which begins with ``where`` ("dateline.toml, source 2").
    """
    name = given.get("kind")
    if not isinstance(name, str):
        raise OptionError(f'{where}: "kind" is missing; it is one of {", ".join(names())}')
    options = {key: value for key, value in given.items() if key != "kind"}
    source: Source = build(kind(name, where), options, f"{where} ({name})")
    return source


@lru_cache(maxsize=1)
def _found() -> Mapping[str, EntryPoint]:
    """Entry points by name.  Two packages that claim one name are an error: which of them wins would be luck."""
    found: dict[str, EntryPoint] = {}
    for each in entry_points(group=GROUP):
        before = found.get(each.name)
        if before is not None and before.value != each.value:
            raise OptionError(f'the kind of source "{each.name}" is defined twice: {before.value} and {each.value}')
        found[each.name] = each
    return found
