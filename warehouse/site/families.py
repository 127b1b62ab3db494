"""Which event types share a lane and a colour: eighteen colours cannot be told apart, six can."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Family:
    """Event types that look alike on the page; the last family takes the types that no other names."""

    key: str
    label: str
    types: tuple[str, ...]


def load() -> tuple[Family, ...]:
    """The families, in the order of their lanes."""
    text = files("warehouse.site").joinpath("families.toml").read_text(encoding="utf-8")
    return tuple(Family(row["key"], row["label"], tuple(row["types"])) for row in tomllib.loads(text)["family"])


def family_of(event_type: str, families: tuple[Family, ...]) -> int:
    """The place of a type's family; a type of a user's own is in the last one."""
    return next(
        (place for place, family in enumerate(families) if event_type in family.types),
        len(families) - 1,
    )
