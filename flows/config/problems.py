"""Mistakes in the settings: all of them, each one line with its place."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flows.errors import DatelineError, ExitCode


class ConfigError(DatelineError):
    """The settings cannot be used; ``problems`` holds every mistake, the message the first."""

    def __init__(self, problems: Sequence[str]) -> None:
        more = f" (and {len(problems) - 1} more; dateline check lists them)" if len(problems) > 1 else ""
        super().__init__(problems[0] + more, ExitCode.USAGE)
        self.problems = tuple(problems)


@dataclass(slots=True)
class Problems:
    """Collects mistakes on the way, so that one look at the file finds them all."""

    file: str
    found: list[str] = field(default_factory=list)

    def add(self, place: str, what: str) -> None:
        """A mistake at a place such as ``sources[2].kind``; an empty place is the file itself."""
        self.found.append(f"{self.file}: {place}: {what}" if place else f"{self.file}: {what}")

    def stop_if_any(self) -> None:
        """Raise ``ConfigError`` where there are mistakes."""
        if self.found:
            raise ConfigError(self.found)


def unknown(what: str, given: object, known: Iterable[str]) -> str:
    """``unknown kind "rss2"; did you mean rss? known: …``."""
    names = sorted(known)
    near = difflib.get_close_matches(str(given), names, n=1)
    hint = f" did you mean {near[0]}?" if near else ""
    return f'unknown {what} "{given}";{hint} known: {", ".join(names)}'
