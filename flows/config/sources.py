"""Declared sources as readers."""

from __future__ import annotations

from flows.config.model import SourceSettings
from flows.sources.base import Source
from flows.sources.registry import make


def source_of(settings: SourceSettings, file: str) -> Source:
    """The reader that a table ``[[sources]]`` stands for.  Raises ``OptionError``, a line for the user."""
    return make({"kind": settings.kind, **settings.options}, f"{file}: {settings.place}")


def name_of(settings: SourceSettings) -> str:
    """How reports call the source: as the file does, else by its kind and what it reads."""
    if settings.name:
        return settings.name
    first = next((value for value in settings.options.values() if isinstance(value, str)), "")
    return f"{settings.kind} {first}".strip()
