"""Macros and views in the published file: common questions in one line, from any DuckDB client.

They are made anew in every release, so that they are always those of the program that published it.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from warehouse.ddl import literal, quoted
from warehouse.schema import TIMELINE

INDEX = "actor_index"  # the schema of the lookup tables
FIRST = "coalesce(t.date_start, t.earliest)"  # an undated event is found through its bounds
LAST = "coalesce(t.date_end, t.latest)"


@dataclass(frozen=True, slots=True)
class Question:
    """A table macro (``parameters`` in order) or, without parameters, a view; with an example of its use."""

    name: str
    parameters: tuple[str, ...]
    description: str
    sql: str
    example: str


def folded(text: str) -> str:
    """SQL for a name as people type it: without case and without accents."""
    return f"lower(strip_accents({text}))"


def taking_part(actor: str) -> str:
    """SQL for the ids of events in which ``actor`` (an SQL expression) takes part.

    By any spelling that was met, by actor id, or by a part of the name in whole words.
    """
    wanted = folded(actor)
    ids = (
        "SELECT n.actor_id FROM (SELECT actor_id, alias AS name FROM actor_aliases"
        " UNION ALL SELECT actor_id, name FROM actors UNION ALL SELECT actor_id, actor_id FROM actors) n"
        f" WHERE {folded('n.name')} = {wanted}"
    )
    return (
        f"SELECT e.event_id FROM {INDEX}.events e WHERE e.nameid IN (SELECT nameid FROM {INDEX}.names"
        f" WHERE actor_id IN ({ids})"
        f" OR (trim({actor}) <> '' AND contains(' ' || folded || ' ', ' ' || {wanted} || ' ')))"
    )


def index_actors(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table of who takes part in what, in the order of names: looking one up reads a part of it only.

    It is made anew in every release, which takes a second for a million events.
    """
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {INDEX}")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE taking_part AS SELECT event_id, p.actor_id AS actor_id, p.name AS name"
        " FROM (SELECT event_id, unnest(participants) AS p FROM timeline)"
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE {INDEX}.names AS SELECT (row_number() OVER ())::INTEGER AS nameid, actor_id, name,"
        f" {folded('name')} AS folded FROM (SELECT DISTINCT actor_id, name FROM taking_part ORDER BY ALL)"
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE {INDEX}.events AS SELECT n.nameid, t.event_id FROM taking_part t"
        f" JOIN {INDEX}.names n ON n.name IS NOT DISTINCT FROM t.name AND n.actor_id IS NOT DISTINCT FROM t.actor_id"
        " ORDER BY ALL"
    )
    connection.execute("DROP TABLE taking_part")


_COLUMNS = ", ".join(quoted(column.name) for column in TIMELINE.columns)

QUESTIONS: tuple[Question, ...] = (
    Question(
        "timeline_between",
        ("since_day", "until_day"),
        "Events that can have been between two days, both inclusive. Column overlap: 'certainly' where all days that"
        " the date can mean lie in between, else 'possibly'.",
        f"SELECT t.*, CASE WHEN {FIRST} >= since_day::DATE AND {LAST} <= until_day::DATE THEN 'certainly'"
        " ELSE 'possibly' END AS overlap FROM timeline t"
        f" WHERE coalesce({FIRST}, {LAST}) IS NOT NULL"
        f" AND coalesce({FIRST}, '-infinity') <= until_day::DATE AND coalesce({LAST}, 'infinity') >= since_day::DATE",
        "SELECT date_edtf, title, overlap FROM timeline_between('2025-02-01', '2025-02-28')",
    ),
    Question(
        "timeline_as_of",
        ("moment",),
        "The timeline as it was published at a moment: what was known then.",
        f"SELECT {_COLUMNS} FROM timeline WHERE last_run IN"
        " (SELECT run_id FROM releases WHERE published <= moment::TIMESTAMPTZ)"
        f" UNION ALL SELECT {_COLUMNS} FROM timeline_history"
        " WHERE known_from <= moment::TIMESTAMPTZ AND known_until > moment::TIMESTAMPTZ",
        "SELECT count(*) FROM timeline_as_of('2030-01-01')",
    ),
    Question(
        "events_with",
        ("actor",),
        "Events in which an actor takes part: any spelling that was met, in any case, an actor id, or whole words"
        " of the name.",
        f"SELECT t.* FROM timeline t WHERE t.event_id IN ({taking_part('actor')})",
        "SELECT date_edtf, event_type, title FROM events_with('berg') ORDER BY date_start",
    ),
    Question(
        "evidence",
        ("event",),
        "The sentences behind an event (its id, or a former one), oldest report first.",
        "SELECT m.mention_id, m.quote, m.date_text, m.date_edtf, m.date_rule, m.date_anchor, m.date_derivation,"
        " m.status, m.confidence, d.title, d.url, d.source, d.published, d.published_basis,"
        " m.sentence_start, m.sentence_end, d.doc_id FROM mentions m JOIN documents d ON d.doc_id = m.doc_id"
        " WHERE m.event_id = coalesce((SELECT a.event_id FROM event_aliases a WHERE a.former_id = event), event)"
        " ORDER BY d.published NULLS LAST, d.doc_id, m.sentence_start",
        "SELECT published, quote FROM evidence((SELECT min(event_id) FROM timeline))",
    ),
    Question(
        "participations",
        (),
        "One row per event and participant, with the actor's kind and country.",
        "SELECT u.event_id, u.event_type, u.status, u.date_edtf, u.date_start, u.date_end, u.title, u.p.actor_id,"
        " u.p.name, u.p.role, a.kind, a.country"
        " FROM (SELECT t.*, unnest(t.participants) AS p FROM timeline t) u"
        " LEFT JOIN actors a ON a.actor_id = u.p.actor_id",
        "SELECT name, count(*) AS events FROM participations GROUP BY name ORDER BY events DESC, name",
    ),
    Question(
        "failed_checks",
        (),
        "Checks of all runs that did not pass, newest first.",
        "SELECT r.started, v.* FROM validations v JOIN runs r ON r.run_id = v.run_id WHERE v.outcome <> 'passed'"
        " ORDER BY r.started DESC, v.suite, v.check_name",
        "SELECT check_name, detail FROM failed_checks LIMIT 20",
    ),
)


def create_questions(connection: duckdb.DuckDBPyConnection) -> None:
    """Make all macros and views, and what they look up, in an open database, within the caller's transaction."""
    index_actors(connection)
    for question in QUESTIONS:
        if question.parameters:
            parameters = ", ".join(question.parameters)
            connection.execute(f"CREATE OR REPLACE MACRO {question.name}({parameters}) AS TABLE {question.sql}")
            connection.execute(f"COMMENT ON MACRO TABLE {question.name} IS {literal(question.description)}")
        else:
            connection.execute(f"CREATE OR REPLACE VIEW {question.name} AS {question.sql}")
            connection.execute(f"COMMENT ON VIEW {question.name} IS {literal(question.description)}")
