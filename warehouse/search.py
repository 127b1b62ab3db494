"""Full-text index of the timeline's titles, quotes and places, brought up to each release.

The index is a few small tables of numbers in a schema of their own, ``search_index``: the documents (here: events), the
words' stems, and which stem stands in which document, sorted by stem, so that a search reads only the parts that hold
its words.  All that a document's score needs stands beside its stem (:mod:`warehouse.ranking` asks).  A release indexes
the events that are new or changed and takes the others over from the one before; the extension's own index can only be
made anew as a whole.  In how many documents a stem stands is counted when it is searched, so nothing has to be kept up
to date but these rows; documents that are no more are listed in ``gone``.

Stemming is DuckDB's full-text extension, which comes as a wheel and is loaded from there, never from the network.
Where it is absent, the timeline is published without an index, and searching says so.
"""

from __future__ import annotations

import importlib.util
import logging
from functools import lru_cache
from pathlib import Path

import duckdb

from warehouse.ddl import UNPACKED, literal
from warehouse.ranking import DESCRIPTION, MACRO, SCHEMA, stem, words
from warehouse.releasing import TOUCHED

_log = logging.getLogger(__name__)

_TABLES = {
    "documents": {"docid": "INTEGER", "event_id": f"VARCHAR{UNPACKED}", "length": "INTEGER"},  # in words
    "stems": {"stemid": "INTEGER", "stem": "VARCHAR"},
    "places": {"stemid": "INTEGER", "docid": "INTEGER", "times": "INTEGER", "length": "INTEGER"},  # the document's
    "gone": {"docid": "INTEGER"},  # former versions of events, whose places are still there
    "extent": {"release": "INTEGER", "documents": "BIGINT", "length": "DOUBLE"},  # how many; how long on average
}
_AT_ONCE = 50_000  # documents
_STALE = 0.2  # of the index: more rows that are out of order or of former versions, and it is made anew


@lru_cache(maxsize=1)
def extension() -> Path | None:
    """The extension's file for this version of DuckDB; ``None`` where no wheel for it is installed."""
    found = importlib.util.find_spec("duckdb_extension_fts")
    if found is None or not found.submodule_search_locations:
        return None
    for place in found.submodule_search_locations:
        files = sorted((Path(place) / "extensions" / f"v{duckdb.__version__}").rglob("fts.duckdb_extension"))
        if files:
            return files[0]
    return None


def load(connection: duckdb.DuckDBPyConnection) -> bool:
    """Load the extension into a connection; false where that cannot be."""
    file = extension()
    if file is None:
        return False
    try:
        connection.execute(f"LOAD {literal(str(file))}")
    except duckdb.Error as error:
        _log.warning("full-text search is off: %s", str(error).splitlines()[0])
        return False
    return True


def index(connection: duckdb.DuckDBPyConnection, release: int) -> bool:
    """Bring the index up to the timeline of ``release``, within the transaction in which its events were noted.

    False where the extension is absent.
    """
    connection.execute("DROP SCHEMA IF EXISTS fts_main_timeline CASCADE")  # the index of layout 1
    if not load(connection):
        connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        connection.execute("DROP MACRO TABLE IF EXISTS search")
        return False
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    if not (_is_of(connection, release - 1) and _moved_on(connection)):
        for table, columns in _TABLES.items():
            shape = ", ".join(f"{name} {kind}" for name, kind in columns.items())
            connection.execute(f"CREATE OR REPLACE TABLE {SCHEMA}.{table} ({shape})")
        _add(connection, "timeline")
    connection.execute(f"DELETE FROM {SCHEMA}.extent")
    connection.execute(
        f"INSERT INTO {SCHEMA}.extent SELECT {int(release)}, count(*), avg(length) FROM {SCHEMA}.documents"
    )
    connection.execute(MACRO)
    connection.execute(f"COMMENT ON MACRO TABLE search IS {literal(DESCRIPTION)}")
    return True


def _is_of(connection: duckdb.DuckDBPyConnection, release: int) -> bool:
    """Whether there is an index, of that release, in the shape of this program."""
    found = connection.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns()"
        " WHERE schema_name = ? AND database_name = current_database()",
        [SCHEMA],
    ).fetchall()
    shape = {
        (table, name, kind.removesuffix(UNPACKED))
        for table, columns in _TABLES.items()
        for name, kind in columns.items()
    }
    if set(found) != shape:
        return False
    return connection.execute(f"SELECT release FROM {SCHEMA}.extent").fetchall() == [(release,)]


def _moved_on(connection: duckdb.DuckDBPyConnection) -> bool:
    """Bring the index from the last release to this one; false where too much of it would then be out of order."""
    touched = f"event_id IN (SELECT event_id FROM {TOUCHED})"
    connection.execute(f"INSERT INTO {SCHEMA}.gone SELECT docid FROM {SCHEMA}.documents WHERE {touched}")
    connection.execute(f"DELETE FROM {SCHEMA}.documents WHERE {touched}")
    live, used, events = connection.execute(
        f"SELECT count(*), {_last_docid()}, (SELECT count(*) FROM timeline) FROM {SCHEMA}.documents"
    ).fetchall()[0]
    if used + events - 2 * live > _STALE * max(events, 1):
        return False
    _add(connection, f"(SELECT * FROM timeline WHERE {touched})")
    return True


def _last_docid() -> str:
    """SQL for the last number that was given to a document, those that are gone included: none is given twice."""
    return (
        f"greatest((SELECT coalesce(max(docid), 0) FROM {SCHEMA}.documents),"
        f" (SELECT coalesce(max(docid), 0) FROM {SCHEMA}.gone))"
    )


def _add(connection: duckdb.DuckDBPyConnection, events: str) -> None:
    """Add the events of a relation."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE fresh AS SELECT event_id, title, quote, location,"
        f" (row_number() OVER ())::INTEGER + {_last_docid()} AS docid FROM {events}"
    )
    # Texts are cut at blanks only; cutting further, folding and stemming is done once for each piece that differs.
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE told AS"
        " SELECT docid, unnest(string_split(concat_ws(' ', title, quote, location), ' ')) AS piece FROM fresh"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE words AS"
        f" SELECT piece, {stem('word')} AS stem FROM (SELECT piece, {words('piece')} AS word"
        " FROM (SELECT DISTINCT piece FROM told)) WHERE word <> ''"
    )
    connection.execute(
        f"INSERT INTO {SCHEMA}.stems SELECT (row_number() OVER (ORDER BY stem))::INTEGER"
        f" + (SELECT coalesce(max(stemid), 0) FROM {SCHEMA}.stems), stem FROM (SELECT DISTINCT stem FROM words)"
        f" WHERE stem NOT IN (SELECT stem FROM {SCHEMA}.stems)"
    )
    # a stem and a document as one number, which groups and sorts faster than two; some documents at a time, because
    # groups that fit into the processor's cache are found in half the time
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE stemmed AS SELECT piece, stemid FROM words JOIN {SCHEMA}.stems USING (stem)"
    )
    connection.execute("CREATE OR REPLACE TEMP TABLE placed (place BIGINT, times INTEGER)")
    first, last = connection.execute("SELECT coalesce(min(docid), 0), coalesce(max(docid), 0) FROM fresh").fetchall()[0]
    for start in range(first, last + 1, _AT_ONCE):
        connection.execute(
            "INSERT INTO placed SELECT (stemid::BIGINT << 32) | docid AS place, count(*) FROM told JOIN stemmed"
            " USING (piece) WHERE docid >= $start AND docid < $start + $many GROUP BY place",
            {"start": start, "many": _AT_ONCE},
        )
    docid = "(place & 4294967295)::INTEGER"
    connection.execute(
        f"INSERT INTO {SCHEMA}.documents SELECT f.docid, f.event_id, coalesce(n.length, 0)::INTEGER FROM fresh f"
        f" LEFT JOIN (SELECT {docid} AS docid, sum(times) AS length FROM placed GROUP BY ALL) n USING (docid)"
    )
    connection.execute(
        f"INSERT INTO {SCHEMA}.places SELECT (place >> 32)::INTEGER, d.docid, times, length FROM placed p"
        f" JOIN {SCHEMA}.documents d ON d.docid = {docid} ORDER BY place"
    )
    connection.execute("DROP TABLE fresh; DROP TABLE told; DROP TABLE words; DROP TABLE stemmed; DROP TABLE placed")
