"""Full-text search over the timeline's titles, quotes and places (BM25 ranking).

The index is three small tables of numbers in a schema of their own, ``search_index``: the documents (here: events)
with their lengths, the words' stems, and where each stem stands, sorted by stem, so that a search reads only the parts
that hold its words.  A release indexes the events that are new or changed and takes the others over from the one
before; the extension's own index can only be made anew as a whole.  How often a stem occurs is counted when it is
searched, so nothing has to be kept up to date but these rows.

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
from warehouse.releasing import TOUCHED

_log = logging.getLogger(__name__)

SCHEMA = "search_index"
_TABLES = (
    f"documents (docid INTEGER, event_id VARCHAR{UNPACKED}, length INTEGER)",
    "stems (stemid INTEGER, stem VARCHAR)",
    "places (stemid INTEGER, docid INTEGER)",  # one row an occurrence
    "extent (release INTEGER, documents BIGINT, length DOUBLE)",  # the release that it is of; how many, how long
)
_STALE = 0.2  # of the index: more rows that are out of order or of former versions, and it is made anew
# Letters and digits of any script are words; the extension's own splitting drops everything but a-z.
_BETWEEN_WORDS = r"[^\p{L}\p{N}]+"


def _words(text: str) -> str:
    return f"unnest(string_split_regex(lower(strip_accents({text})), {literal(_BETWEEN_WORDS)}))"


def _stem(word: str) -> str:
    """Porter stems English and leaves other scripts alone.

    No stop words: "no" and "against" matter in titles, and other languages have others.
    """
    return f"stem({word}, 'porter')"


# Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), k1 = 1.2, b = 0.75: what the
# extension takes unless told otherwise, so that scores are the same as its own.
#
# NOTE: what was found goes through a list because DuckDB cannot guess how little that is, and would hash all documents
# for each search instead of the few found ones.  No table here is used twice: then all columns of the timeline would
# be read, whatever was asked for.
_MACRO = f"""CREATE OR REPLACE MACRO search(words, most := 1000) AS TABLE
WITH asked AS (SELECT DISTINCT {_stem("word")} AS stem FROM (SELECT {_words("words")} AS word) WHERE word <> ''),
counted AS (
    SELECT p.stemid, p.docid, count(*) AS times FROM {SCHEMA}.places p
    WHERE p.stemid IN (SELECT s.stemid FROM {SCHEMA}.stems s JOIN asked USING (stem)) GROUP BY ALL
), found AS (
    SELECT unnest(list(struct_pack(stemid := stemid, docid := docid, times := times))) AS place FROM counted
), living AS (
    SELECT f.place.times AS times, d.docid, d.event_id, d.length,
        count(*) OVER (PARTITION BY f.place.stemid) AS documents
    FROM found f JOIN {SCHEMA}.documents d ON d.docid = f.place.docid
), best AS (
    SELECT sum(log((w.documents - l.documents + 0.5) / (l.documents + 0.5) + 1)
            * l.times * 2.2 / (l.times + 1.2 * (0.25 + 0.75 * l.length / w.length))) AS score,
        any_value(l.event_id) AS event_id
    FROM living l, {SCHEMA}.extent w GROUP BY l.docid ORDER BY score DESC, event_id LIMIT most
)
SELECT b.score, t.* FROM best b JOIN timeline t ON t.event_id = b.event_id ORDER BY b.score DESC, t.event_id"""
DESCRIPTION = (
    "Events whose title, quote or location holds any of the words, best first (BM25 score):"
    " the best 1,000, or as many as most := says."
)


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
    for table in _TABLES:
        connection.execute(f"CREATE TABLE IF NOT EXISTS {SCHEMA}.{table}")
    touched = f"event_id IN (SELECT event_id FROM {TOUCHED})"
    (of,) = connection.execute(f"SELECT max(release) FROM {SCHEMA}.extent").fetchall()[0]
    if of == release - 1:
        connection.execute(f"DELETE FROM {SCHEMA}.documents WHERE {touched}")
    if of == release - 1 and _share_of_new(connection) <= _STALE:
        _add(connection, f"(SELECT * FROM timeline WHERE {touched})")
    else:
        for table in _TABLES:
            connection.execute(f"CREATE OR REPLACE TABLE {SCHEMA}.{table}")
        _add(connection, "timeline")
    connection.execute(
        f"CREATE OR REPLACE TABLE {SCHEMA}.extent AS SELECT {int(release)} AS release,"
        f" count(*) AS documents, avg(length) AS length FROM {SCHEMA}.documents"
    )
    connection.execute(_MACRO)
    connection.execute(f"COMMENT ON MACRO TABLE search IS {literal(DESCRIPTION)}")
    return True


def _share_of_new(connection: duckdb.DuckDBPyConnection) -> float:
    """How much of the index would not be in order, or be of no event, were the missing events added."""
    live, used, events = connection.execute(
        f"SELECT count(*), coalesce(max(docid), 0), (SELECT count(*) FROM timeline) FROM {SCHEMA}.documents"
    ).fetchall()[0]
    return float(used + events - 2 * live) / max(float(events), 1.0)


def _add(connection: duckdb.DuckDBPyConnection, events: str) -> None:
    """Add the events of a relation."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE fresh AS SELECT event_id, title, quote, location,"
        f" (row_number() OVER ())::INTEGER + (SELECT coalesce(max(docid), 0) FROM {SCHEMA}.documents) AS docid"
        f" FROM {events}"
    )
    # Texts are cut at blanks only; cutting further, folding and stemming is done once for each piece that differs.
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE told AS"
        " SELECT docid, unnest(string_split(concat_ws(' ', title, quote, location), ' ')) AS piece FROM fresh"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE words AS"
        f" SELECT piece, {_stem('word')} AS stem FROM (SELECT piece, {_words('piece')} AS word"
        " FROM (SELECT DISTINCT piece FROM told)) WHERE word <> ''"
    )
    connection.execute(
        f"INSERT INTO {SCHEMA}.stems SELECT (row_number() OVER (ORDER BY stem))::INTEGER"
        f" + (SELECT coalesce(max(stemid), 0) FROM {SCHEMA}.stems), stem FROM (SELECT DISTINCT stem FROM words)"
        f" WHERE stem NOT IN (SELECT stem FROM {SCHEMA}.stems)"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE placed AS SELECT stemid, docid FROM told"
        f" JOIN (SELECT w.piece, i.stemid FROM words w JOIN {SCHEMA}.stems i USING (stem)) USING (piece)"
    )
    in_order = "(stemid::BIGINT << 32) | docid"  # one number sorts faster than two
    connection.execute(f"INSERT INTO {SCHEMA}.places SELECT stemid, docid FROM placed ORDER BY {in_order}")
    connection.execute(
        f"INSERT INTO {SCHEMA}.documents SELECT f.docid, f.event_id, coalesce(n.length, 0)::INTEGER"
        " FROM fresh f LEFT JOIN (SELECT docid, count(*) AS length FROM placed GROUP BY docid) n USING (docid)"
    )
    connection.execute("DROP TABLE fresh; DROP TABLE told; DROP TABLE words; DROP TABLE placed")
