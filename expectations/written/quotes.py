"""Every quote is the text of its document, to the character."""

from __future__ import annotations

from expectations.check import Check, Settings, Stage, failing_rows

# substring counts code points from 1; offsets count them from 0
_SLICE = (
    "SELECT r.mention_id AS id FROM $batch AS r, documents d WHERE d.doc_id = r.doc_id"
    " AND substring(d.text, r.{start} + 1, r.{end} - r.{start}) IS DISTINCT FROM r.{column}"
)


def checks(settings: Settings) -> tuple[Check, ...]:
    """Offsets in order and within the text, quotes and triggers equal to what stands there."""
    del settings
    return (
        Check(
            "mentions",
            "trigger lies within its sentence",
            failing_rows(
                "r.mention_id",
                "NOT (r.sentence_start <= r.trigger_start AND r.trigger_start < r.trigger_end"
                " AND r.trigger_end <= r.sentence_end)",
            ),
            "A quote that does not hold the words that name the event is no evidence for it.",
        ),
        Check(
            "mentions",
            "quote equals the text at its offsets",
            _SLICE.format(start="sentence_start", end="sentence_end", column="quote"),
            "Promise 2: everything can be explained, to the character.",
        ),
        Check(
            "mentions",
            "trigger equals the text at its offsets",
            _SLICE.format(start="trigger_start", end="trigger_end", column='"trigger"'),
            "Promise 2: everything can be explained, to the character.",
        ),
        Check(
            "timeline",
            "quote is one of its mentions'",
            failing_rows(
                "r.event_id",
                "NOT EXISTS (SELECT 1 FROM mentions m WHERE m.event_id = r.event_id AND m.quote = r.quote)",
            ),
            "The sentence shown on the timeline must be found again in the evidence.",
            stages=(Stage.TIMELINE,),
        ),
    )
