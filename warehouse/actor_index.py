"""Who takes part in what, looked up by any spelling, in the order of names: one look reads a small part of it.

Three tables in a schema of their own, ``actor_index``: the spellings that were met, folded, with their actors; names as
they stand in events; and the events of each name.  A release adds the events that it has touched and takes the others
over; when too many have come out of order, or the index is not that of the release before, it is made anew.
"""

from __future__ import annotations

import duckdb

from warehouse.releasing import TOUCHED

SCHEMA = "actor_index"
_TABLES = (
    "names (nameid INTEGER, actor_id VARCHAR, name VARCHAR, folded VARCHAR)",
    "events (nameid INTEGER, event_id VARCHAR)",
    "extent (release INTEGER, added BIGINT)",  # the release that it is of; rows added since it was made
)
_STALE = 0.2  # of the rows: more that were added, and it is made anew
_SPELLINGS = (("alias", "actor_aliases"), ("name", "actors"), ("actor_id", "actors"))


def folded(text: str) -> str:
    """SQL for a name as people type it: without case and without accents."""
    return f"lower(strip_accents({text}))"


def taking_part(actor: str) -> str:
    """SQL for the ids of events in which ``actor`` (an SQL expression) takes part.

    By any spelling that was met, by actor id, or by a part of the name in whole words.
    """
    wanted = folded(actor)
    return (
        f"SELECT e.event_id FROM {SCHEMA}.events e WHERE e.nameid IN (SELECT nameid FROM {SCHEMA}.names"
        f" WHERE actor_id IN (SELECT s.actor_id FROM {SCHEMA}.spellings s WHERE s.folded = {wanted})"
        f" OR (trim({actor}) <> '' AND contains(' ' || folded || ' ', ' ' || {wanted} || ' ')))"
    )


def index(connection: duckdb.DuckDBPyConnection, release: int) -> None:
    """Bring the index up to the timeline of ``release``, within the transaction in which its events were noted."""
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    spelt = " UNION ALL ".join(f"SELECT {folded(name)} AS folded, actor_id FROM {table}" for name, table in _SPELLINGS)
    connection.execute(
        f"CREATE OR REPLACE TABLE {SCHEMA}.spellings AS SELECT DISTINCT folded, actor_id FROM ({spelt}) ORDER BY ALL"
    )
    for table in _TABLES:
        connection.execute(f"CREATE TABLE IF NOT EXISTS {SCHEMA}.{table}")
    extent = connection.execute(f"SELECT release, added FROM {SCHEMA}.extent").fetchone()
    rows = connection.execute(f"SELECT count(*) FROM {SCHEMA}.events").fetchall()[0][0]
    if extent is not None and extent[0] == release - 1 and extent[1] <= _STALE * rows:
        touched = f"event_id IN (SELECT event_id FROM {TOUCHED})"
        connection.execute(f"DELETE FROM {SCHEMA}.events WHERE {touched}")
        added = extent[1] + _add(connection, f"(SELECT * FROM timeline WHERE {touched})")
    else:
        for table in _TABLES:
            connection.execute(f"CREATE OR REPLACE TABLE {SCHEMA}.{table}")
        _add(connection, "timeline")
        added = 0
    connection.execute(f"DELETE FROM {SCHEMA}.extent")
    connection.execute(f"INSERT INTO {SCHEMA}.extent VALUES (?, ?)", [release, added])


def _add(connection: duckdb.DuckDBPyConnection, events: str) -> int:
    """Add the participants of a relation of events; returns how many rows."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE taking_part AS SELECT event_id, p.actor_id AS actor_id, p.name AS name"
        f" FROM (SELECT event_id, unnest(participants) AS p FROM {events})"
    )
    same = "n.name IS NOT DISTINCT FROM t.name AND n.actor_id IS NOT DISTINCT FROM t.actor_id"
    connection.execute(
        f"INSERT INTO {SCHEMA}.names SELECT (row_number() OVER ())::INTEGER"
        f" + (SELECT coalesce(max(nameid), 0) FROM {SCHEMA}.names), actor_id, name, {folded('name')}"
        f" FROM (SELECT DISTINCT actor_id, name FROM taking_part t ANTI JOIN {SCHEMA}.names n ON {same} ORDER BY ALL)"
    )
    added = connection.execute(
        f"INSERT INTO {SCHEMA}.events SELECT n.nameid, t.event_id FROM taking_part t JOIN {SCHEMA}.names n ON {same}"
        " ORDER BY ALL"
    ).fetchall()[0][0]
    connection.execute("DROP TABLE taking_part")
    return int(added)
