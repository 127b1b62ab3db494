"""A check is a value: what it looks at, the SQL that finds what is wrong, and why it is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from warehouse.ddl import quoted


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


# Relations of screens, which many checks share: single rows; the dates of many rows, each once; mentions with the
# documents that they stand in, where these are there.
ROWS = "$batch AS r"
DATE_COLUMNS = ("date_edtf", "date_start", "date_end", "date_precision", "date_basis")
DATES = f"(SELECT DISTINCT {', '.join(DATE_COLUMNS)} FROM $batch) AS r"
TOLD = "$batch AS r LEFT JOIN documents d ON d.doc_id = r.doc_id"


def rows_of(table: str) -> str:
    """The relation for single rows of a table: each pass unpacks its columns anew, so all of mentions is one."""
    return TOLD if table == "mentions" else ROWS


def twice(*columns: str) -> str:
    """The relation with a row wherever a key may be there twice: hashes are counted in half the time of texts."""
    keys = ", ".join(columns)
    return f"(SELECT 1 FROM (SELECT hash({keys}) AS h FROM $batch AS r) GROUP BY h HAVING count(*) > 1)"


@dataclass(frozen=True, slots=True)
class Screen:
    """A cheap first look that many checks share: all screens of one ``relation`` are one pass over it.

    ``suspicion`` is an SQL condition on the relation that is true for at least one of its rows wherever the check
    would find anything.  It may be true where the check then finds nothing: that costs time and nothing else.
    ``$batch`` is the table or some of its rows, ``$behind`` the mentions of the events in it.
    """

    relation: str
    suspicion: str


@dataclass(frozen=True, slots=True)
class Check:
    """One check of one table.

    ``query`` selects one column ``id`` and gives a row for whatever is wrong: the key of a failing row, or, of a
    check of a whole table, what was found in words.  ``$batch`` stands for the table that is checked; other tables
    are named as they are.  ``screen``, where there is one, is asked first, and the query only where it suspects
    something: good data, which is most, is looked at once instead of once for each check.
    """

    table: str
    name: str
    query: str
    reason: str
    level: Level = Level.ROW
    stages: tuple[Stage, ...] = (Stage.MENTIONS, Stage.TIMELINE)
    screen: Screen | None = None


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


def row_check(
    table: str, name: str, key: str, wrong: str, reason: str, stages: tuple[Stage, ...], relation: str = ROWS
) -> Check:
    """A check of single rows (alias ``r``): ``wrong`` is the condition, which the screen asks of ``relation``."""
    screen = Screen(rows_of(table) if relation == ROWS else relation, wrong)
    return Check(table, name, failing_rows(key, wrong), reason, stages=stages, screen=screen)


def elements(table: str, column: str) -> str:
    """The relation of a screen that looks at the elements (``r.e``) of a list; of no list at all, at a NULL.

    Those of an event's participants come with their actors (``a``), where these are there.
    """
    of_list = f"(SELECT unnest(coalesce({quoted(column)}, [NULL])) AS e FROM $batch) AS r"
    if (table, column) == ("timeline", "participants"):
        return f"{of_list} LEFT JOIN actors a ON a.actor_id = (r.e).actor_id"
    return of_list


def failing_rows(key: str, condition: str) -> str:
    """The query for rows (alias ``r``) that meet ``condition``; ``key`` is the SQL of their id."""
    return f"SELECT {key} AS id FROM $batch AS r WHERE {condition}"
