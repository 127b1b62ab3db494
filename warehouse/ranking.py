"""Asking the full-text index: the events that hold any of some words, best first (BM25)."""

from __future__ import annotations

from warehouse.ddl import literal

SCHEMA = "search_index"
# Letters and digits of any script are words; the extension's own splitting drops everything but a-z.
_BETWEEN_WORDS = r"[^\p{L}\p{N}]+"


def words(text: str) -> str:
    """SQL for the words of a text, a row each, without case and accents; "" where nothing stands between two marks."""
    return f"unnest(string_split_regex(lower(strip_accents({text})), {literal(_BETWEEN_WORDS)}))"


def stem(word: str) -> str:
    """SQL for the stem of a word: Porter's of English, other scripts are left alone.

    No stop words: "no" and "against" matter in titles, and other languages have others.
    """
    return f"stem({word}, 'porter')"


# Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), k1 = 1.2, b = 0.75: what the
# extension takes unless told otherwise, so that scores are the same as its own.
#
# NOTE: points are whole numbers, 2^40 to a score of one, because a sum of fractions depends on their order, and with it
# which of two events comes first.  The commonest word, which mostly stands alone, is not grouped with the others.  Only
# the best are looked up by their ids, with all that have as many points as the last of them, of which the ids decide.
# All this stands in a join's side of its own: beside what is used twice, DuckDB reads all columns of the timeline,
# whatever was asked for.
_ONE = f"{2**40}::DOUBLE"
MACRO = f"""CREATE OR REPLACE MACRO search(words, most := 1000) AS TABLE
SELECT b.points / {_ONE} AS score, t.* FROM timeline t JOIN (
    WITH asked AS (SELECT DISTINCT {stem("word")} AS stem FROM (SELECT {words("words")} AS word) WHERE word <> ''),
    found AS (
        SELECT p.stemid, p.docid, p.times, p.length FROM {SCHEMA}.places p
        ANTI JOIN {SCHEMA}.gone g ON g.docid = p.docid
        WHERE p.stemid IN (SELECT s.stemid FROM {SCHEMA}.stems s JOIN asked USING (stem))
    ), weights AS (
        SELECT f.stemid, log((any_value(w.documents) - count(*) + 0.5) / (count(*) + 0.5) + 1) * 2.2 * {_ONE} AS weight,
            0.9 / any_value(w.length) AS by_length,
            row_number() OVER (ORDER BY count(*) DESC, f.stemid) = 1 AS commonest
        FROM found f, {SCHEMA}.extent w GROUP BY f.stemid
    ), priced AS (
        SELECT f.docid, round(w.weight * f.times / (f.times + 0.3::DOUBLE + w.by_length * f.length)) AS points,
            w.commonest FROM found f JOIN weights w ON w.stemid = f.stemid
    ), others AS (SELECT docid, sum(points) AS points FROM priced WHERE NOT commonest GROUP BY docid),
    scored AS (
        SELECT coalesce(c.docid, o.docid) AS docid, coalesce(c.points, 0) + coalesce(o.points, 0) AS points
        FROM (SELECT docid, points FROM priced WHERE commonest) c FULL JOIN others o ON o.docid = c.docid
    )
    SELECT s.points, d.event_id FROM {SCHEMA}.documents d JOIN (
        SELECT docid, points FROM scored
        WHERE points >= (SELECT min(points) FROM (SELECT points FROM scored ORDER BY points DESC LIMIT most))
    ) s ON s.docid = d.docid ORDER BY s.points DESC, d.event_id LIMIT most
) b ON b.event_id = t.event_id ORDER BY b.points DESC, t.event_id"""
DESCRIPTION = (
    "Events whose title, quote or location holds any of the words, best first (BM25 score):"
    " the best 1,000, or as many as most := says."
)
