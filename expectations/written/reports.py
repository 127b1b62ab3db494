"""Events agree with the mentions behind them."""

from __future__ import annotations

from expectations.check import Check, Settings, Stage

_BEHIND = (
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
            _BEHIND.format(
                "r.mention_count IS DISTINCT FROM b.mentions OR r.document_count IS DISTINCT FROM b.documents"
            ),
            "How often something was reported is what many queries weigh by.",
            stages=(Stage.TIMELINE,),
        ),
        Check(
            "timeline",
            "publication days are those of its documents",
            _BEHIND.format(
                "r.first_published IS DISTINCT FROM b.first_day OR r.last_published IS DISTINCT FROM b.last_day"
            ),
            "They say when the world could know.",
            stages=(Stage.TIMELINE,),
        ),
        Check(
            "timeline",
            "quote_url is that of a document behind it",
            "SELECT r.event_id AS id FROM $batch AS r WHERE r.quote_url IS NOT NULL AND NOT EXISTS ("
            "SELECT 1 FROM mentions m JOIN documents d ON d.doc_id = m.doc_id WHERE m.event_id = r.event_id"
            " AND r.quote_url IN (d.url, d.source))",
            "The link must lead to the text that holds the quote.",
            stages=(Stage.TIMELINE,),
        ),
    )
