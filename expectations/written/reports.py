"""Events agree with the mentions behind them."""

from __future__ import annotations

from expectations.check import Check, Screen, Settings, Stage

# Events beside what their mentions and documents add up to, each read once; numbers of rows are quicker than ids
BEHIND = """$batch AS r LEFT JOIN (
    SELECT place, sum(mentions) AS mentions, count(*) AS documents, min(published) AS first_day,
        max(published) AS last_day, bool_or(with_quote) AS with_quote, bool_or(with_url) AS with_url
    FROM (
        SELECT t.rowid AS place, d.rowid AS document, count(*) AS mentions, min(d.published) AS published,
            bool_or(m.quote = t.quote) AS with_quote,
            bool_or(t.quote_url IS NULL OR t.quote_url = d.url OR t.quote_url = d.source) AS with_url
        FROM mentions m JOIN documents d ON d.doc_id = m.doc_id JOIN $batch AS t ON t.event_id = m.event_id
        GROUP BY t.rowid, d.rowid
    ) GROUP BY place
) b ON b.place = r.rowid"""
_COUNTS = "r.mention_count IS DISTINCT FROM b.mentions OR r.document_count IS DISTINCT FROM b.documents"
_DAYS = "r.first_published IS DISTINCT FROM b.first_day OR r.last_published IS DISTINCT FROM b.last_day"
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
            _FOUND.format(_COUNTS),
            "How often something was reported is what many queries weigh by.",
            stages=(Stage.TIMELINE,),
            screen=Screen(BEHIND, _COUNTS),
        ),
        Check(
            "timeline",
            "publication days are those of its documents",
            _FOUND.format(_DAYS),
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
            screen=Screen(BEHIND, "r.quote_url IS NOT NULL AND b.with_url IS NOT true"),
        ),
    )
