"""What a setting says of itself beside its type: its meaning for people, and what values it takes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Says:
    """What the setting means, for the reference page; ``example`` is a value as it stands in the file."""

    text: str
    example: str | None = None


@dataclass(frozen=True, slots=True)
class OneOf:
    """The values that are known."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Least:
    """The least number that makes sense."""

    value: float


@dataclass(frozen=True, slots=True)
class Duration:
    """A time span: seconds as a number, or a number with s, m, h or d."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that may be kept out of the file: ``$NAME`` takes it from the environment."""
