"""Events agree with the mentions behind them."""

from __future__ import annotations

from expectations.check import Check, Screen, Settings, Stage

# What holds for at least one of an event's mentions, a bit each, and what must hold for none.  One pass: a mention with
# its document and its event, each found once.  Long texts go through it as hashes.
_BITS = {
    1: "d.published IS NOT DISTINCT FROM t.first_published",
    2: "d.published IS NOT DISTINCT FROM t.last_published",
    4: "m.quote = t.quote",
    8: "t.quote_url = d.url OR t.quote_url = d.source",
    16: "(d.published >= t.first_published AND d.published <= t.last_published) IS NOT true"
    " AND d.published IS NOT NULL",
    32: "d.doc_id IS NULL AND m.event_id IS NOT NULL",
}
_TOLD_BY = "bit_or(({})::UTINYINT)".format(
    " | ".join(f"CASE WHEN {condition} THEN {bit} ELSE 0 END" for bit, condition in _BITS.items())
)
# Whether the numbers of documents are those of all events: as sums of hashes, one for each pair of an event and a
# document on one side, times their number on the other.  Counting them for each event takes three times as long; wrong
# numbers that add up to the same are as likely as two texts of the same hash.
_DOCUMENTS = """(SELECT (SELECT sum(hash(event_id)::HUGEINT * document_count) FROM $batch) IS DISTINCT FROM (
    SELECT sum(event::HUGEINT) FROM (
        SELECT DISTINCT hash(event_id) AS event, hash(doc_id) AS document FROM $behind WHERE event_id IS NOT NULL))
    AS differ)"""


def _hashed(*columns: str) -> str:
    return ", ".join(f"CASE WHEN {name} IS NOT NULL THEN hash({name}) END AS {name}" for name in columns)


BEHIND = f"""(
    SELECT any_value(t.mention_count) AS mention_count, any_value(t.quote_url) AS quote_url,
        count(m.event_id) AS mentions, {_TOLD_BY} AS told
    FROM (
        SELECT rowid AS place, event_id, mention_count, first_published, last_published, {_hashed("quote", "quote_url")}
        FROM $batch
    ) t LEFT JOIN ((SELECT event_id, doc_id, {_hashed("quote")} FROM mentions) m LEFT JOIN (
        SELECT doc_id, published, {_hashed("url", "source")} FROM documents
    ) d ON d.doc_id = m.doc_id) ON m.event_id = t.event_id
    GROUP BY t.place
) AS b CROSS JOIN {_DOCUMENTS} AS c"""
LACKS_QUOTE = "(b.told & 4) = 0"
_COUNTS = "b.mention_count IS DISTINCT FROM b.mentions OR b.mentions = 0 OR (b.told & 32) <> 0 OR c.differ"
_DAYS = "(b.told & 3) <> 3 OR (b.told & 48) <> 0"
_WRONG_COUNTS = "r.mention_count IS DISTINCT FROM b.mentions OR r.document_count IS DISTINCT FROM b.documents"
_WRONG_DAYS = "r.first_published IS DISTINCT FROM b.first_day OR r.last_published IS DISTINCT FROM b.last_day"
_FOUND = (
    "SELECT r.event_id AS id FROM $batch AS r LEFT JOIN ("
    "SELECT m.event_id, count(*) AS mentions, count(DISTINCT m.doc_id) AS documents,"
    " min(d.published) AS first_day, max(d.published) AS last_day"
    " FROM mentions m JOIN documents d ON d.doc_id = m.doc_id WHERE m.event_id IS NOT NULL GROUP BY m.event_id"
    ") b ON b.event_id = r.event_id WHERE {0}"
)


def checks(settings: Settings) -> tuple[Check, ...]:
    """Counts and publication days are those of the evidence."""
    del settings
    return (
        Check(
            "timeline",
            "counts are those of its mentions",
            _FOUND.format(_WRONG_COUNTS),
            "How often something was reported is what many queries weigh by.",
            stages=(Stage.TIMELINE,),
            screen=Screen(BEHIND, _COUNTS),
        ),
        Check(
            "timeline",
            "publication days are those of its documents",
            _FOUND.format(_WRONG_DAYS),
            "They say when the world could know.",
            stages=(Stage.TIMELINE,),
            screen=Screen(BEHIND, _DAYS),
        ),
        Check(
            "timeline",
            "quote_url is that of a document behind it",
            "SELECT r.event_id AS id FROM $batch AS r WHERE r.quote_url IS NOT NULL AND NOT EXISTS ("
            "SELECT 1 FROM mentions m JOIN documents d ON d.doc_id = m.doc_id WHERE m.event_id = r.event_id"
            " AND r.quote_url IN (d.url, d.source))",
            "The link must lead to the text that holds the quote.",
            stages=(Stage.TIMELINE,),
            screen=Screen(BEHIND, "b.quote_url IS NOT NULL AND (b.told & 8) = 0"),
        ),
    )
