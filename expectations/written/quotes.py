"""Every quote is the text of its document, to the character."""

from __future__ import annotations

from expectations.check import TOLD, Check, Screen, Settings, Stage, failing_rows, row_check
from expectations.written.reports import BEHIND

_BOTH = (Stage.MENTIONS, Stage.TIMELINE)
# substring counts code points from 1; offsets count them from 0
_SLICES = (
    ("quote", "substring(d.text, r.sentence_start + 1, r.sentence_end - r.sentence_start) IS DISTINCT FROM r.quote"),
    ("trigger", 'substring(d.text, r.trigger_start + 1, r.trigger_end - r.trigger_start) IS DISTINCT FROM r."trigger"'),
)


def checks(settings: Settings) -> tuple[Check, ...]:
    """Offsets in order and within the text, quotes and triggers equal to what stands there."""
    del settings
    return (
        row_check(
            "mentions",
            "trigger lies within its sentence",
            "r.mention_id",
            "NOT (r.sentence_start <= r.trigger_start AND r.trigger_start < r.trigger_end"
            " AND r.trigger_end <= r.sentence_end)",
            "A quote that does not hold the words that name the event is no evidence for it.",
            _BOTH,
        ),
        *(
            Check(
                "mentions",
                f"{name} equals the text at its offsets",
                f"SELECT r.mention_id AS id FROM $batch AS r, documents d WHERE d.doc_id = r.doc_id AND {wrong}",
                "Promise 2: everything can be explained, to the character.",
                screen=Screen(TOLD, wrong),
            )
            for name, wrong in _SLICES
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
            screen=Screen(BEHIND, "b.with_quote IS NOT true"),
        ),
    )
