"""From a TOML table to a settings class: every mistake is found and named with its place."""

from __future__ import annotations

import dataclasses
import os
import re
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from flows.config.marks import Duration, Least, OneOf, Secret
from flows.config.problems import Problems, unknown

T = TypeVar("T")
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|h|d)")
_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_BAD = object()  # a value that could not be read; the problem is written down


@dataclass(frozen=True, slots=True)
class Setting:
    """One field of a settings class: its plain type, and the marks beside it."""

    name: str
    kind: Any
    marks: tuple[object, ...]
    default: object


def settings_of(cls: type) -> Mapping[str, Setting]:
    """The settings that a class describes: those of its fields that are ``Annotated``."""
    hints = get_type_hints(cls, include_extras=True)
    found = {}
    for field in dataclasses.fields(cls):
        hint = hints[field.name]
        if get_origin(hint) is Annotated:
            kind, *marks = get_args(hint)
            found[field.name] = Setting(field.name, kind, tuple(marks), field.default)
    return found


def read_table(
    cls: type[T],
    table: object,
    place: str,
    base: Path,
    problems: Problems,
    given: Mapping[str, object] = MappingProxyType({}),
) -> T | None:
    """An object of the class from a table; ``None`` where it has mistakes.

    Paths are relative to ``base``.  ``given`` are values of fields that the table does not hold.
    """
    if not isinstance(table, Mapping):
        problems.add(place, f"must be a table, not {_called(table)}")
        return None
    known, before = settings_of(cls), len(problems.found)
    values: dict[str, object] = dict(given)
    for name, value in table.items():
        if name not in known:
            problems.add(_inside(place, name), unknown("setting", name, known))
            continue
        read = _value(known[name], value, _inside(place, name), base, problems)
        if read is not _BAD:
            values[name] = read
    for name, setting in known.items():
        if setting.default is dataclasses.MISSING and name not in table:
            problems.add(_inside(place, name), "is missing")
    return cls(**values) if len(problems.found) == before else None


def _inside(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _value(setting: Setting, value: object, place: str, base: Path, problems: Problems) -> object:
    kinds = [kind for kind in _either(setting.kind) if kind is not type(None)]
    kind = kinds[0]
    if get_origin(kind) is tuple:
        element = get_args(kind)[0]
        if isinstance(value, str):
            problems.add(place, f'must be a list; write ["{value}"]')
            return _BAD
        if not isinstance(value, list):
            problems.add(place, f"must be a list, not {_called(value)}")
            return _BAD
        read = [_one(element, setting, v, f"{place}[{i}]", base, problems) for i, v in enumerate(value, 1)]
        return _BAD if _BAD in read else tuple(read)
    return _one(kind, setting, value, place, base, problems)


def _one(kind: object, setting: Setting, value: object, place: str, base: Path, problems: Problems) -> object:
    marks = {type(mark): mark for mark in setting.marks}
    try:
        if Duration in marks:
            read: object = seconds(value)
        elif Secret in marks:
            read = _secret(_text(value))
        else:
            read = _PLAIN[kind](value)
    except ValueError as error:
        problems.add(place, str(error))
        return _BAD
    choice, least = marks.get(OneOf), marks.get(Least)
    if isinstance(choice, OneOf) and read not in choice.values:
        problems.add(place, unknown(_noun(setting.name), value, choice.values))
        return _BAD
    if isinstance(least, Least) and isinstance(read, int | float) and read < least.value:
        problems.add(place, f"{value!r} is too little; the least is {least.value:g}")
        return _BAD
    if isinstance(read, Path):
        # NOTE: normalised by its words only, so that a link stays the name that the user chose.
        return Path(os.path.normpath(base / os.path.expanduser(read)))  # noqa: PTH111 – no error for ~nobody
    return read


def seconds(value: object) -> float:
    """Seconds of a time span as written in the file.  Raises ``ValueError`` with a message for the user."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    matched = _SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
    if matched is None:
        raise ValueError(f'{value!r} is no time span; write seconds, or "90s", "15m", "1h", "1d"')
    return float(matched[1]) * _SECONDS[matched[2]]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"must be text in quotes, not {_called(value)}")
    if not value.strip():
        raise ValueError("is empty")
    return value


def _secret(value: str) -> str:
    """The value itself, or that of the environment variable that ``$NAME`` stands for."""
    if not value.startswith("$"):
        return value
    name = value[1:].strip("{}")
    if not os.environ.get(name):
        raise ValueError(f"the environment variable {name} is not set")
    return os.environ[name]


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"must be a whole number, not {_called(value)}")
    return value


def _decimal(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"must be a number, not {_called(value)}")
    return float(value)


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"must be true or false, not {_called(value)}")
    return value


def _called(value: object) -> str:
    names = {str: "text", bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "a table"}
    return names.get(type(value), "a date")


def _either(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) in (Union, types.UnionType) else (kind,)


def _noun(name: str) -> str:
    return {"formats": "format", "on": "end of a run"}.get(name, name)


_PLAIN: Mapping[object, Callable[[object], object]] = {
    str: _text,
    int: _number,
    float: _decimal,
    bool: _truth,
    Path: lambda value: Path(_text(value)),
}
