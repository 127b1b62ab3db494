"""Read ``dateline.toml`` whole: frozen settings, or every mistake in it."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from flows.config.model import Checks, Config, Notify, Output, Runner, Schedule, SourceSettings, Tasks
from flows.config.problems import ConfigError, Problems, unknown
from flows.config.reading import read_table, settings_of
from flows.config.schedule import cron_mistake
from flows.config.sources import source_of
from flows.fetch.limits import FetchLimits
from flows.sources.options import OptionError, build
from flows.sources.registry import names

FILE = "dateline.toml"
# The tables of the file: those that stand once, and those that may stand several times ([[…]]).
TABLES: Mapping[str, type] = {
    "checks": Checks,
    "schedule": Schedule,
    "runner": Runner,
    "tasks": Tasks,
}
FETCH = "fetch"  # belongs to the client that fetches, which checks it
LISTS: Mapping[str, type] = {"sources": SourceSettings, "outputs": Output, "notify": Notify}
T = TypeVar("T")


def load(file: Path) -> Config:
    """The settings in the file.  ``ConfigError`` names every mistake, each with its place."""
    problems = Problems(file.name)
    try:
        content = tomllib.loads(file.read_text("utf-8-sig"))
    except FileNotFoundError as error:
        raise ConfigError([f"{file}: there is no such file; dateline init writes one"]) from error
    except OSError as error:
        raise ConfigError([f"{file}: cannot be read ({error.strerror})"]) from error
    except UnicodeDecodeError as error:
        raise ConfigError([f"{file}: is not UTF-8; save it as UTF-8"]) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{file.name}: is no TOML: {error}"]) from error
    config = _config(content, file, problems)
    problems.stop_if_any()
    assert config is not None  # None comes with a problem
    return config


def _config(content: dict[str, Any], file: Path, problems: Problems) -> Config | None:
    base = file.resolve().parent
    plain, known = {}, [*settings_of(Config), *TABLES, FETCH, *LISTS]
    tables: dict[str, object] = {}
    for name, value in content.items():
        if name in TABLES:
            tables[name] = read_table(TABLES[name], value, name, base, problems)
        elif name == FETCH:
            tables[name] = _fetch(value, problems)
        elif name in LISTS:
            tables[name] = _list(name, value, base, problems)
        elif name in settings_of(Config):
            plain[name] = value.isoformat() if isinstance(value, dt.date) else value
        else:
            problems.add(name, unknown("setting", name, known))
    config = read_table(Config, plain, "", base, problems, {"file": file.resolve()} | tables)
    if config is None or problems.found:
        return config
    _look_closer(config, problems)
    return replace(config, warehouse=base / config.warehouse)  # the default, as it stood in no file


def _fetch(value: object, problems: Problems) -> FetchLimits | None:
    try:
        if not isinstance(value, Mapping):
            raise OptionError(f"{problems.file}: fetch must be a table; write [fetch] above it")
        return build(FetchLimits, value, f"{problems.file}: fetch")
    except OptionError as error:
        problems.found.append(str(error))
        return None


def _list(name: str, value: object, base: Path, problems: Problems) -> tuple[object, ...]:
    if not isinstance(value, list):
        problems.add(name, f"must be a list of tables; write [[{name}]] above it")
        return ()
    read: list[object] = []
    for number, row in enumerate(value, 1):
        place = f"{name}[{number}]"
        if LISTS[name] is SourceSettings:
            read.append(_source(row, place, base, problems))
        else:
            read.append(read_table(LISTS[name], row, place, base, problems))
    return tuple(each for each in read if each is not None)


def _source(row: object, place: str, base: Path, problems: Problems) -> SourceSettings | None:
    if not isinstance(row, dict):
        return read_table(SourceSettings, row, place, base, problems)
    own = {name: row[name] for name in settings_of(SourceSettings) if name in row}
    options = {name: value for name, value in row.items() if name not in own}
    source = read_table(SourceSettings, own, place, base, problems, {"options": options, "place": place})
    if source is None:
        return None
    if source.kind not in names():
        problems.add(f"{place}.kind", unknown("kind", source.kind, names()))
        return None
    try:
        source_of(source, problems.file)
    except OptionError as error:
        problems.found.append(str(error))
    return source


def _look_closer(config: Config, problems: Problems) -> None:
    """What no single setting can know."""
    schedule = config.schedule
    if schedule.cron and schedule.every:
        problems.add("schedule", "gives both cron and every; keep one")
    if mistake := cron_mistake(schedule):
        problems.add(f"schedule.{mistake[0]}", mistake[1])
    for number, each in enumerate(config.notify, 1):
        place = f"notify[{number}]"
        if bool(each.webhook) == bool(each.block):
            problems.add(place, "needs a webhook or a block" + (", not both" if each.webhook else ""))
        if each.webhook and not each.webhook.startswith(("http://", "https://")):
            problems.add(f"{place}.webhook", "is no address; it begins with https:// or http://")
        if each.block and each.block.count("/") != 1:
            problems.add(f"{place}.block", f'"{each.block}" is no block; write type/name, as in slack-webhook/newsroom')
    if config.published is not None:
        try:
            dt.date.fromisoformat(config.published)
        except ValueError:
            problems.add("published", f'"{config.published}" is no day; write it as YYYY-MM-DD')
