"""Declared sources as readers."""

from __future__ import annotations

from urllib.parse import urlsplit

from flows.config.model import SourceSettings
from flows.sources.base import Source
from flows.sources.places import is_address
from flows.sources.registry import make

_NAME_ADDRESSES = frozenset({"feed", "sitemap", "urls"})  # kinds whose files name what has to be fetched


def source_of(settings: SourceSettings, file: str) -> Source:
    """The reader that a table ``[[sources]]`` stands for.  Raises ``OptionError``, a line for the user."""
    return make({"kind": settings.kind, **settings.options}, f"{file}: {settings.place}")


def name_of(settings: SourceSettings) -> str:
    """How reports call the source: as the file does, else by its kind and what it reads."""
    if settings.name:
        return settings.name
    first = next((value for value in settings.options.values() if isinstance(value, str)), "")
    return f"{settings.kind} {first}".strip()


def host_of(settings: SourceSettings) -> str | None:
    """Whom the source asks on the web: the host of its address, several joined; ``None`` where it reads files only.

    A feed or a list of addresses in a file counts as a host of its own.
    """
    given = [each for value in settings.options.values() for each in (value if isinstance(value, list) else [value])]
    hosts = [_host(each) for each in given if isinstance(each, str) and is_address(each)]
    return " ".join(dict.fromkeys(hosts)) or (name_of(settings) if settings.kind in _NAME_ADDRESSES else None)


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:  # no address at all; reading it says so
        return address
