"""Full-text search over the timeline's titles and quotes, with DuckDB's own extension (BM25 ranking).

The extension comes as a wheel and is loaded from there, never from the network.  Where it is absent, the timeline is
published without an index, and searching says so.
"""

from __future__ import annotations

import importlib.util
import logging
from functools import lru_cache
from pathlib import Path

import duckdb

from warehouse.ddl import literal

_log = logging.getLogger(__name__)

# Letters and digits of any script are words; the extension's default drops everything but a-z.
_BETWEEN_WORDS = r"[^\p{L}\p{N}]+"
# Porter stems English and leaves other scripts alone; accents are stripped on both sides.  No stop words: "no" and
# "against" matter in titles, and other languages have others.
_INDEX = (
    "PRAGMA create_fts_index('timeline', 'event_id', 'title', 'quote', 'location', stemmer = 'porter',"
    f" stopwords = 'none', ignore = {literal(_BETWEEN_WORDS)}, strip_accents = 1, lower = 1, overwrite = 1)"
)
_MACRO = (
    "CREATE OR REPLACE MACRO search(words) AS TABLE SELECT s.score, s.* EXCLUDE (score) FROM"
    " (SELECT t.*, fts_main_timeline.match_bm25(t.event_id, words) AS score FROM timeline t) s"
    " WHERE s.score IS NOT NULL ORDER BY s.score DESC, s.event_id"
)
DESCRIPTION = "Events whose title, quote or location holds any of the words, best first (BM25 score)."


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


def index(connection: duckdb.DuckDBPyConnection) -> bool:
    """Index the timeline anew, within the caller's transaction; false where the extension is absent.

    An index is never kept from an earlier release: it would not know what changed since.
    """
    if not load(connection):
        connection.execute("DROP SCHEMA IF EXISTS fts_main_timeline CASCADE")
        connection.execute("DROP MACRO TABLE IF EXISTS search")
        return False
    connection.execute(_INDEX)
    connection.execute(_MACRO)
    connection.execute(f"COMMENT ON MACRO TABLE search IS {literal(DESCRIPTION)}")
    return True
