"""Every quote is the text of its document, to the character."""

from __future__ import annotations

from expectations.check import TOLD, Check, Screen, Settings, Stage, failing_rows, row_check
from expectations.written.reports import BEHIND, LACKS_QUOTE

_BOTH = (Stage.MENTIONS, Stage.TIMELINE)
# substring counts code points from 1; offsets count them from 0
_QUOTE = "substring(d.text, r.sentence_start + 1, r.sentence_end - r.sentence_start) IS DISTINCT FROM r.quote"
_TRIGGER = 'substring(d.text, r.trigger_start + 1, r.trigger_end - r.trigger_start) IS DISTINCT FROM r."trigger"'
_WITHIN = "r.sentence_start <= r.trigger_start AND r.trigger_start < r.trigger_end AND r.trigger_end <= r.sentence_end"
# counting code points takes as long as the way from the beginning: where the quote is right, it is the shorter way
_IN_QUOTE = (
    f"{_QUOTE} OR ({_WITHIN}) IS NOT true OR substring(r.quote, r.trigger_start - r.sentence_start + 1,"
    ' r.trigger_end - r.trigger_start) IS DISTINCT FROM r."trigger"'
)
_SLICES = (("quote", _QUOTE, _QUOTE), ("trigger", _TRIGGER, _IN_QUOTE))


def checks(settings: Settings) -> tuple[Check, ...]:
    """Offsets in order and within the text, quotes and triggers equal to what stands there."""
    del settings
    return (
        row_check(
            "mentions",
            "trigger lies within its sentence",
            "r.mention_id",
            f"NOT ({_WITHIN})",
            "A quote that does not hold the words that name the event is no evidence for it.",
            _BOTH,
        ),
        *(
            Check(
                "mentions",
                f"{name} equals the text at its offsets",
                f"SELECT r.mention_id AS id FROM $batch AS r, documents d WHERE d.doc_id = r.doc_id AND {wrong}",
                "Promise 2: everything can be explained, to the character.",
                screen=Screen(TOLD, suspicion),
            )
            for name, wrong, suspicion in _SLICES
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
            screen=Screen(BEHIND, LACKS_QUOTE),
        ),
    )
