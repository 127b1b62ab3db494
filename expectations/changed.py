"""The rows that a run's changes can have made bad; all others passed the same suite in the release before.

These are the rows that came; the rows that refer to one that went or changed; and the events of mentions that came,
went, changed, or stand in a document that did.  Rather too many than too few: a row that is looked at in vain costs
time and nothing else.  Where there is doubt (another suite, no notes, changes to much of the table), all rows are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import duckdb

from expectations.check import Check
from warehouse.ddl import quoted
from warehouse.schema import ACTORS, CONTENT_TABLES, DOCUMENTS, MENTIONS, TIMELINE, Table
from warehouse.unchecked import PASSED, SCHEMA

_LOGIC = 1  # to be raised when what this module takes for unchanged changes
_MUCH = 0.2  # of a table's rows: from there on, looking for them costs more than looking at all
# mentions come after their documents, and events after the mentions behind them
_ORDER = (DOCUMENTS, MENTIONS, *(table for table in CONTENT_TABLES if table not in (DOCUMENTS, MENTIONS)))

Ask = Callable[[str], Sequence[Sequence[Any]]]
"""Runs a statement on a DuckDB connection and gives its rows."""


def fingerprint(checks: Iterable[Check]) -> str:
    """What all rows have passed when they have passed these checks: their SQL, and what runs it."""
    said = sorted(repr(check) for check in checks)
    return hashlib.sha256("\n".join((duckdb.__version__, str(_LOGIC), *said)).encode()).hexdigest()


def changed_rows(ask: Ask, suite: str) -> Mapping[str, tuple[str, int]] | None:
    """For each content table a temporary table of its rows to be checked, and how many; ``None``: check all rows."""
    noted = {name for (name,) in ask(f"SELECT table_name FROM duckdb_tables() WHERE schema_name = '{SCHEMA}'")}
    if noted != {table.name for table in CONTENT_TABLES}:
        return None
    if [tuple(row) for row in ask(f"SELECT suite FROM {PASSED}")] != [(suite,)]:
        return None
    found: dict[str, tuple[str, int]] = {}
    for table in _ORDER:
        places, name = f"places_{table.name}", f"changed_{table.name}"
        ask(f"CREATE OR REPLACE TEMP TABLE {places} AS {' UNION '.join(_places(ask, table))}")
        counted = ask(f"SELECT (SELECT count(*) FROM {places}), (SELECT count(*) FROM {quoted(table.name)})")
        many, rows = counted[0]
        if many > _MUCH * rows and many > 1000:
            return None
        ask(
            f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM {quoted(table.name)}"
            f" WHERE rowid IN (SELECT place FROM {places})"
        )
        found[table.name] = (name, int(many))
    return found


def _places(ask: Ask, table: Table) -> Iterator[str]:
    """Queries for the places of rows (``rowid``) that are to be checked."""
    name = quoted(table.name)
    keys = " AND ".join(f"k.{quoted(key)} IS NOT DISTINCT FROM t.{quoted(key)}" for key in table.key)
    # all rows of a key that came: another one of the same key makes both bad
    yield f"SELECT t.rowid AS place FROM {name} t SEMI JOIN (FROM {_notes(table)} WHERE NOT gone) k ON {keys}"
    for column in table.columns:
        other = next((o for o in CONTENT_TABLES if (column.references or "").partition(".")[0] == o.name), None)
        if other is not None:
            (key,) = other.key
            yield (
                f"SELECT t.rowid FROM {name} t SEMI JOIN (FROM {_notes(other)} WHERE gone) k"
                f" ON k.{quoted(key)} = t.{quoted(column.name)}"
            )
    if table is TIMELINE:
        yield from _events(ask)


def _events(ask: Ask) -> Iterator[str]:
    """Events whose evidence may have changed, or which name an actor that is no more."""
    yield (
        f"SELECT t.rowid FROM timeline t SEMI JOIN (SELECT event_id FROM {_notes(MENTIONS)}"
        " UNION SELECT event_id FROM changed_mentions) k ON k.event_id = t.event_id"
    )
    gone = f"(FROM {_notes(ACTORS)} k ANTI JOIN actors a ON a.actor_id = k.actor_id)"
    if ask(f"SELECT 1 FROM {gone} LIMIT 1"):
        yield (
            "SELECT t.place FROM (SELECT rowid AS place, unnest(participants).actor_id AS actor_id FROM timeline) t"
            f" SEMI JOIN {gone} k ON k.actor_id = t.actor_id"
        )


def _notes(table: Table) -> str:
    return f"{SCHEMA}.{quoted(table.name)}"
