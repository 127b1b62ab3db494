"""The reference page of the settings, from the settings' own words.

``python -m flows.config.reference > docs/configuration.md`` writes it; a test fails where the two differ.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

from flows.config.loading import FETCH, LISTS, TABLES
from flows.config.marks import Duration, OneOf, Says, Secret
from flows.config.model import Config
from flows.config.reading import Setting, settings_of
from flows.fetch.limits import FetchLimits
from flows.sources.options import options_of

_HEAD = """\
# Settings

`dateline.toml` says what to read, where to publish, when to run and whom to tell. `dateline init` writes one with a
runnable example, `dateline check` looks it over, and `dateline build` without a source uses the one in the current
folder. Relative paths start from the folder of the file. A mistake is told with its place:

```
dateline.toml: sources[2].kind: unknown kind "rss2"; did you mean rss? known: …
```

Time spans are seconds, or a number with a unit: `"90s"`, `"15m"`, `"1h"`, `"1d"`. This page is made from the program's
own definitions (`python -m flows.config.reference`).
"""
_COLUMNS = "| setting | type | default | meaning |\n|---|---|---|---|"
_TYPES = {str: "text", int: "number", float: "number", bool: "true or false", Path: "path"}


def page() -> str:
    """The whole page, in Markdown."""
    parts = [_HEAD, "## At the top of the file", _table(settings_of(Config).values())]
    for name, cls in LISTS.items():
        parts += [f"## [[{name}]]", _said(cls), _table(settings_of(cls).values())]
    for name, cls in TABLES.items():
        parts += [f"## [{name}]", _said(cls), _table(settings_of(cls).values())]
    parts += [f"## [{FETCH}]", _said(FetchLimits), "\n".join(_fetch())]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _table(settings: Iterable[Setting]) -> str:
    return "\n".join([_COLUMNS, *(_row(setting) for setting in settings)])


def _row(setting: Setting) -> str:
    marks = {type(mark): mark for mark in setting.marks}
    says = marks[Says]
    assert isinstance(says, Says)
    text = says.text
    choice = marks.get(OneOf)
    if isinstance(choice, OneOf) and not all(value in text for value in choice.values):
        text += f" One of {', '.join(f'`{value}`' for value in choice.values)}."
    if Secret in marks:
        text += " `$NAME` takes it from the environment."
    if says.example:
        text += f" Example: `{says.example}`."
    return f"| `{setting.name}` | {_type(setting)} | {_default(setting.default)} | {text} |"


def _type(setting: Setting) -> str:
    if any(isinstance(mark, Duration) for mark in setting.marks):
        return "time span"
    kind = next(each for each in get_args(setting.kind) or (setting.kind,) if each is not type(None))
    if get_origin(setting.kind) is tuple:
        return f"list of {_TYPES[kind]}s" if kind is Path else f"list of {_TYPES[kind]}"
    return _TYPES[kind]


def _default(value: Any) -> str:
    if value is dataclasses.MISSING:
        return "required"
    if value is None or value in ("", ()):
        return "–"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return ", ".join(f"`{each}`" for each in value)
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


def _fetch() -> Iterator[str]:
    yield _COLUMNS
    for option in options_of(FetchLimits):
        kind = option.type.removeprefix("a ").replace("whole number", "number")
        yield f"| `{option.name}` | {kind} | {_default(option.default)} | {option.doc} |"


def _said(cls: type) -> str:
    """The docstring: its paragraphs, each on one line."""
    return "\n\n".join(" ".join(part.split()) for part in (cls.__doc__ or "").split("\n\n"))


if __name__ == "__main__":
    sys.stdout.write(page())
