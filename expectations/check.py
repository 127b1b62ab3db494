"""A check is a value: what it looks at, the SQL that finds what is wrong, and why it is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """What follows from a failed check."""

    ROW = "row"  # the failing rows are held back, the others go on
    TABLE = "table"  # nothing is published
    WARNING = "warning"  # written down and shown, nothing more


class Outcome(StrEnum):
    """How a check ended.  ``ERROR``: the check itself broke, which says nothing about the data."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"


class Stage(StrEnum):
    """When a check runs: on new documents and mentions before they are linked, or on all before publishing."""

    MENTIONS = "mentions"
    TIMELINE = "timeline"


@dataclass(frozen=True, slots=True)
class Settings:
    """What users can set.  Years are calendar years."""

    oldest_year: int = 1000  # histories reach back; a day before that is a number read as a year


@dataclass(frozen=True, slots=True)
class Check:
    """One check of one table.

    ``query`` selects one column ``id`` and gives a row for whatever is wrong: the key of a failing row, or, of a
    check of a whole table, what was found in words.  ``$batch`` stands for the table that is checked; other tables
    are named as they are.
    """

    table: str
    name: str
    query: str
    reason: str
    level: Level = Level.ROW
    stages: tuple[Stage, ...] = (Stage.MENTIONS, Stage.TIMELINE)


CheckMaker = Callable[[Settings], tuple[Check, ...]]


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What one check found: ``failing_ids`` of a row check, ``detail`` in words."""

    suite: str  # the table
    check_name: str
    level: Level
    outcome: Outcome
    failing_ids: tuple[str, ...] = ()
    detail: str | None = None


def failing_rows(key: str, condition: str) -> str:
    """The query for rows (alias ``r``) that meet ``condition``; ``key`` is the SQL of their id."""
    return f"SELECT {key} AS id FROM $batch AS r WHERE {condition}"
