"""What `dateline check` looks at beside the words of the file: whether what it names is there and can be used."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.config.model import Config, SourceSettings
from flows.config.schedule import upcoming
from flows.config.sources import name_of, source_of
from flows.sources.base import Input
from flows.sources.reading import Reading
from warehouse.errors import WarehouseError
from warehouse.files import Kind, look


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it can be used, and what is to be said of it."""

    what: str
    good: bool
    told: str


def findings(config: Config, now: dt.datetime, *, fetch: bool) -> Iterator[Finding]:
    """Everything the settings name, in the order of the file; sources' relative paths start from here."""
    yield _warehouse(config.warehouse)
    if not config.sources:
        yield Finding("sources", False, "there is none; add a [[sources]] table")
    with Reading(config.fetch) as reading:
        for source in config.sources:
            yield _source(source, reading, fetch=fetch)
    yield from _words(config)
    for number, output in enumerate(config.outputs, 1):
        yield _folder(f"outputs[{number}]", output.path)
    yield _schedule(config, now)
    for number, each in enumerate(config.notify, 1):
        whom = each.block or "a webhook"
        yield Finding(f"notify[{number}]", True, f"{whom}, on {', '.join(each.on)}")


def _warehouse(path: Path) -> Finding:
    try:
        found = look(path)
    except WarehouseError as error:
        return Finding("warehouse", False, str(error))
    if found.kind is Kind.DAMAGED:
        return Finding("warehouse", False, f"{path}: is damaged")
    if not os.access(_existing(path.parent), os.W_OK):
        return Finding("warehouse", False, f"{path.parent}: cannot be written; check its permissions")
    told = f"release {found.release.number}" if found.release else "not built yet"
    return Finding("warehouse", True, f"{path}, {told}")


def _source(settings: SourceSettings, reading: Reading, *, fetch: bool) -> Finding:
    what = f"{settings.place} {name_of(settings)}"
    remote = any("://" in str(value) for value in settings.options.values())
    if remote and not fetch:
        return Finding(what, True, "not asked; --fetch does")
    inputs = source_of(settings, "dateline.toml").read(reading)
    try:
        first: Input | None = next(inputs, None)
    except Exception as error:  # a kind of a user's own may raise anything
        return Finding(what, False, f"{type(error).__name__}: {error}")
    if first is None:
        return Finding(what, True, "can be read, but gives nothing now")
    if first.document is None and first.problem:
        return Finding(what, False, f"{first.source}: {first.problem}")
    title = first.document.title if first.document else None
    return Finding(what, True, f"can be read; first comes {title or first.source}")


def _words(config: Config) -> Iterator[Finding]:
    def lexicon(path: Path) -> str:
        from flows.extraction.events.ontology import load_ontology

        return f"{path.name}: {len(load_ontology((str(path),)).types)} event types with those built in"

    def actors(path: Path) -> str:
        from transforms.actors.gazetteer import load_gazetteer

        load_gazetteer(path)
        return f"{path.name}: can be read"

    def corrections(path: Path) -> str:
        from transforms.corrections import load_corrections

        return f"{path.name}: {len(load_corrections(path))} decisions"

    for number, each in enumerate(config.lexicons, 1):
        yield _file(f"lexicons[{number}]", each, lexicon)
    if config.actors:
        yield _file("actors", config.actors, actors)
    if config.corrections:
        yield _file("corrections", config.corrections, corrections)


def _file(what: str, path: Path, read: Callable[[Path], str]) -> Finding:
    if not path.is_file():
        return Finding(what, False, f"{path}: there is no such file")
    try:
        return Finding(what, True, read(path))
    except (OSError, ValueError) as error:
        said = str(error)
        return Finding(what, False, said if said.startswith(str(path)) else f"{path}: {said}")


def _folder(what: str, path: Path) -> Finding:
    if path.exists() and not path.is_dir():
        return Finding(what, False, f"{path}: is a file; name a folder")
    good = os.access(_existing(path), os.W_OK)
    return Finding(what, good, f"{path}" if good else f"{path}: cannot be written; check its permissions")


def _existing(path: Path) -> Path:
    """The path itself or the nearest folder above it that is there."""
    return next(each for each in (path, *path.absolute().parents) if each.exists())


def _schedule(config: Config, now: dt.datetime) -> Finding:
    moments = upcoming(config.schedule, now, 2)
    if not moments:
        return Finding("schedule", True, "none; runs are started by hand")
    first, second = (f"{moment:%Y-%m-%d %H:%M %Z}" for moment in moments)
    return Finding("schedule", True, f"next {first}, then {second}")
