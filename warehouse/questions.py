"""Macros and views in the published file: common questions in one line, from any DuckDB client.

They are made anew in every release, so that they are always those of the program that published it.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from warehouse.actor_index import folded as folded
from warehouse.actor_index import taking_part
from warehouse.ddl import literal, quoted
from warehouse.schema import TIMELINE

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


_COLUMNS = ", ".join(quoted(column.name) for column in TIMELINE.columns)

QUESTIONS: tuple[Question, ...] = (
    Question(
        "timeline_between",
        ("since_day", "until_day"),
        "Events that can have been between two days, both inclusive. Column overlap: 'certainly' where all days that"
        " the date can mean lie in between, else 'possibly'.",
        f"SELECT t.*, CASE WHEN {FIRST} >= since_day::DATE AND {LAST} <= until_day::DATE THEN 'certainly'"
        " ELSE 'possibly' END AS overlap FROM ("
        # most events have both days: said by itself, that reads only the pieces of the file that hold these days
        "SELECT * FROM timeline WHERE date_start <= until_day::DATE AND date_end >= since_day::DATE"
        " UNION ALL SELECT * FROM timeline WHERE date_start IS NULL"
        " UNION ALL SELECT * FROM timeline WHERE date_end IS NULL AND date_start IS NOT NULL) t"
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
    """Make all macros and views in an open database that has what they look up, within the caller's transaction."""
    for question in QUESTIONS:
        if question.parameters:
            parameters = ", ".join(question.parameters)
            connection.execute(f"CREATE OR REPLACE MACRO {question.name}({parameters}) AS TABLE {question.sql}")
            connection.execute(f"COMMENT ON MACRO TABLE {question.name} IS {literal(question.description)}")
        else:
            connection.execute(f"CREATE OR REPLACE VIEW {question.name} AS {question.sql}")
            connection.execute(f"COMMENT ON VIEW {question.name} IS {literal(question.description)}")
