"""Options of a source as people write them, turned into its dataclass with one clear line for each mistake."""

from __future__ import annotations

import dataclasses
import datetime as dt
import difflib
import types
from collections.abc import Mapping
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

_NAMES = {str: "text", bool: "true or false", int: "a whole number", float: "a number"}


class OptionError(ValueError):
    """An option that is unknown, missing or of the wrong type; the message is for the user."""


def doc(text: str) -> dict[str, str]:
    """The metadata of a dataclass field that says what the option means."""
    return {"doc": text}


@dataclasses.dataclass(frozen=True, slots=True)
class Option:
    """One option, for help and documentation: ``type`` and ``default`` in words."""

    name: str
    type: str
    required: bool
    default: Any
    doc: str


def options_of(kind: type[Any]) -> tuple[Option, ...]:
    """The options of a dataclass, in order; fields that a mapping cannot set (``init=False``) are left out."""
    hints = get_type_hints(kind)
    return tuple(
        Option(field.name, _words(hints[field.name]), _required(field), _default(field), field.metadata.get("doc", ""))
        for field in dataclasses.fields(kind)
        if field.init
    )


def build(kind: type[T], given: Mapping[str, Any], where: str) -> T:
    """``kind(**given)`` with every value checked.  Raises ``OptionError``; ``where`` begins its message."""
    hints = get_type_hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind) if field.init}  # type: ignore[arg-type]
    for name in given:
        if name not in fields:
            near = difflib.get_close_matches(name, fields, 1)
            hint = f'did you mean "{near[0]}"?' if near else f"there are {', '.join(fields)}"
            raise OptionError(f'{where}: there is no option "{name}"; {hint}')
    missing = [name for name, field in fields.items() if _required(field) and name not in given]
    if missing:
        raise OptionError(f'{where}: "{missing[0]}" is missing; {fields[missing[0]].metadata.get("doc", "give it")}')
    values = {name: _value(given[name], hints[name], f'{where}: "{name}"') for name in given}
    try:
        return kind(**values)
    except ValueError as error:
        raise OptionError(f"{where}: {error}") from error


def _value(value: Any, hint: Any, where: str) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        if value is None and type(None) in arguments:
            return None
        return _value(value, next(each for each in arguments if each is not type(None)), where)
    if origin is tuple:
        if isinstance(value, str) or not isinstance(value, list | tuple):
            raise OptionError(f"{where} must be a list, not {value!r}")
        return tuple(_value(each, arguments[0], where) for each in value)
    if origin in (dict, Mapping) or (isinstance(origin, type) and issubclass(origin, Mapping)):
        if not isinstance(value, Mapping):
            raise OptionError(f"{where} must be a table, not {value!r}")
        return {str(name): _value(each, arguments[1], where) for name, each in value.items()}
    if hint is str and isinstance(value, dt.date):
        return value.isoformat()  # TOML has days of its own: published = 2025-02-14
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, hint) or (hint in (int, float) and isinstance(value, bool)):
        raise OptionError(f"{where} must be {_words(hint)}, not {value!r}")
    return value


def _words(hint: Any) -> str:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _words(next(each for each in arguments if each is not type(None)))
    if origin is tuple:
        return f"a list of {_words(arguments[0]).removeprefix('a ')}"
    return _NAMES.get(hint) or "a table"


def _required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return None if field.default is dataclasses.MISSING else field.default
