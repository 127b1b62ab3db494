"""The debugging view: sentence by sentence, what triggered, what was rejected and by which rule."""

from __future__ import annotations

from collections.abc import Iterator

from flows.extraction.model import Document, Extraction, Mention, Rejected
from flows.extraction.segment import split_sentences


def explain(extraction: Extraction, document: Document, threshold: float = 0.0) -> str:
    """A plain-text account of an extraction; sentences in which nothing triggered are only counted.

    ``threshold`` marks the mentions that a timeline would leave out.
    """
    lines = [f"{document.doc_id}  language {extraction.language}, published {document.published or 'not known'}"]
    silent = 0
    for number, sentence in enumerate(split_sentences(document.text), start=1):
        mentions = [m for m in extraction.mentions if sentence.start <= m.start < sentence.end]
        rejected = [r for r in extraction.rejected if sentence.start <= r.start < sentence.end]
        if not mentions and not rejected:
            silent += 1
            continue
        lines += ["", f"[{number}] {document.text[sentence.start : sentence.end]}"]
        timexes = [t for t in extraction.timexes if sentence.start <= t.start < sentence.end]
        lines += [f"    date     “{t.text}” {t.value} = {t.edtf or 'no calendar date'} ({t.rule})" for t in timexes]
        for mention in mentions:
            lines += list(_mention(mention, threshold))
        lines += list(_rejections(rejected))
    lines += ["", f"{silent} further sentences without a trigger"]
    return "\n".join(lines) + "\n"


def _mention(mention: Mention, threshold: float) -> Iterator[str]:
    mark = "event" if mention.confidence >= threshold else "unsure"
    kind = f"{mention.type}/{mention.subtype}" if mention.subtype else mention.type
    where = f"“{mention.trigger}” at {mention.start}–{mention.end}"
    yield f"    {mark:<8} {kind} {where}, {mention.status}, confidence {mention.confidence}"
    yield f"             date {mention.date or 'none'} ({mention.date_basis}){_bounds(mention)}"
    for step in mention.date_derivation:
        yield f"             · {step}"
    if mention.participants:
        yield "             " + "; ".join(f"{p.role}: {p.name}" for p in mention.participants)
    if mention.location:
        yield f"             place: {mention.location}"
    yield f"             same happening: {mention.event_key}; features: " + ", ".join(
        f"{name} {value:.2g}" for name, value in mention.features
    )


def _bounds(mention: Mention) -> str:
    if mention.date or not (mention.earliest or mention.latest):
        return ""
    return f", not before {mention.earliest}" * bool(mention.earliest) + f", not after {mention.latest}" * bool(
        mention.latest
    )


def _rejections(rejected: list[Rejected]) -> Iterator[str]:
    """One line a trigger: several types may have looked at the same word."""
    for span in dict.fromkeys((r.start, r.end) for r in rejected):
        here = [r for r in rejected if (r.start, r.end) == span]
        reasons = "; ".join(dict.fromkeys(f"{r.type}: {r.rule}" for r in here))
        yield f"    rejected “{here[0].trigger}” {reasons}"
