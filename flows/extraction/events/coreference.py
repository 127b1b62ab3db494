"""Mentions of the same happening within a document, joined under one event key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.extraction.events.dates import NO_DATE
from flows.extraction.events.draft import Draft
from flows.extraction.events.inflect import lemmas
from flows.extraction.events.words import word_classes
from flows.extraction.model import DateBasis, Status

_DEFINITE = frozenset({"the", "this", "that", "these", "those", "his", "her", "their", "its", "both"})
NEAR = 6  # sentences within which an undated definite mention takes the date of the happening told above


def join(drafts: Sequence[Draft]) -> list[Draft]:
    """Give each draft its event key; undated mentions of a happening dated nearby take its date."""
    joined: list[Draft] = []
    for draft in drafts:
        earlier = _antecedent(draft, joined)
        if earlier is None:
            joined.append(replace(draft, key=f"e{len({d.key for d in joined}) + 1}"))
            continue
        anaphoric = _definite(draft) and not _says_again(draft)
        if anaphoric:
            joined = [_enrich(other, draft) if other is earlier else other for other in joined]
        joined.append(_inherit(replace(draft, key=earlier.key, anaphoric=anaphoric), joined))
    return joined


def _enrich(told: Draft, again: Draft) -> Draft:
    """ "Dozens died in the attack, conducted by the Taliban": the first mention learns who did it."""
    more = tuple(p for p in again.participants if p.name not in told.names)
    return replace(told, participants=told.participants + more)


def _antecedent(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """The nearest earlier mention that can be the same happening."""
    for other in reversed(earlier):
        if other.family == draft.family and _today_again(draft, other):
            return other
        if other.family == draft.family and _compatible(draft, other) and _related(draft, other):
            return other
    return None


def _today_again(draft: Draft, other: Draft) -> bool:
    """ "Today's signing", in a release that has dated the signing above and appeared later."""
    text = (draft.link.text or "").lower().replace("’", "'")
    return (
        text in {"today", "today's"}
        and draft.context.frame.nominal
        and other.link.basis is DateBasis.EXPLICIT
        and other.link.earliest == other.link.latest
        and draft.link.latest is not None
        and other.link.latest is not None
        and 0 < (draft.link.latest - other.link.latest).days <= 14  # releases appear within days of what they report
    )


def _compatible(draft: Draft, other: Draft) -> bool:
    """Dates do not contradict each other, nor do a happening and a plan, nor subtypes."""
    mine, theirs = draft.link, other.link
    if mine.edtf and theirs.edtf:
        if mine.earliest and mine.latest and theirs.earliest and theirs.latest:
            if mine.latest < theirs.earliest or theirs.latest < mine.earliest:
                return False
        elif mine.edtf != theirs.edtf:
            return False
    statuses = {draft.judgement.status, other.judgement.status}
    return statuses != {Status.OCCURRED, Status.NEGATED}


def _related(draft: Draft, other: Draft) -> bool:
    """Shared people, or a definite description of the only candidate."""
    if draft.names and other.names:
        return bool(draft.names & other.names)
    if draft.link.edtf and draft.link.edtf == other.link.edtf and draft.link.strength <= 5:
        return draft.location == other.location or not (draft.location and other.location)
    if _named(draft) or _named(other):
        return _named(draft) == _named(other) or (
            draft.context.frame.head.lower == other.context.frame.head.lower and not _named(draft)
        )
    if draft.type == "document" and not _same_word(draft, other):
        return False
    return _definite(draft)


def _named(draft: Draft) -> str:
    """The proper name that the trigger is part of ("Munich Security Conference"), or nothing."""
    if not draft.context.frame.nominal or not draft.context.document.text[draft.start : draft.start + 1].isupper():
        return ""
    unit = draft.context.names.at(draft.start, draft.end)
    return unit.name if unit is not None and unit.end >= draft.end else ""


def _same_word(draft: Draft, other: Draft) -> bool:
    """A report is not the strategy told of above; "the document" may be either."""
    mine, theirs = draft.context.frame.head.lower, other.context.frame.head.lower
    return mine == theirs or mine in {"document", "text", "paper"}


def _definite(draft: Draft) -> bool:
    frame = draft.context.frame
    if not frame.nominal:
        if _toll(draft) or _known_weapon(draft):
            return True
        return any(frame.tree.tokens[i].lower in {"it", "they"} for slot in ("obj", "subj") for i in frame.get(slot))
    words = {frame.tree.tokens[i].lower for i in (*frame.get("mod"), *frame.get("poss"))}
    return bool(words & _DEFINITE)


def _toll(draft: Draft) -> bool:
    """ "Twenty people were killed", with nobody who did it: the toll of an attack told above."""
    text = draft.context.document.text[draft.start : draft.end]
    return bool(lemmas(text) & {"kill", "injure", "wound"}) and not draft.context.frame.get("subj")


def _known_weapon(draft: Draft) -> bool:
    """ "The first bomb went off": a weapon or attacker with the article, known from what was told above."""
    tree = draft.context.frame.tree
    return any(
        tree.tokens[i].lower
        in word_classes()["weapon_actor"] | word_classes()["weapon"] | {"device", "vehicle", "second", "first"}
        and any(kid.lower in _DEFINITE for kid in tree.kids(i, "det"))
        for i in draft.context.frame.get("subj")
    )


def _says_again(draft: Draft) -> bool:
    """Its main predicate says that it happened, or it has a date of its own."""
    if draft.link.edtf is not None and draft.link.strength <= 3:
        return True
    if not draft.context.frame.nominal:
        return not _toll(draft)
    return draft.construction in {"happen:yes"}


def _inherit(draft: Draft, earlier: Sequence[Draft]) -> Draft:
    if draft.link.edtf is not None and draft.link.strength <= 5 and not any(_today_again(draft, o) for o in earlier):
        return draft
    source = next((o for o in reversed(earlier) if o.key == draft.key and o.link.edtf is not None), None)
    if source is None or draft.judgement.status is not source.judgement.status:
        return draft
    between = draft.context.sentence.line - source.context.sentence.line
    if between > NEAR:
        return draft
    step = (
        f"same happening told above as “{source.context.document.text[source.start : source.end]}”, {source.link.edtf}"
    )
    link = replace(
        NO_DATE,
        edtf=source.link.edtf,
        basis=DateBasis.RELATIVE_TO_CONTEXT,
        rule="same happening above",
        anchor=f"mention at {source.start}",
        derivation=(*source.link.derivation, step),
        earliest=source.link.earliest,
        latest=source.link.latest,
        strength=7,
    )
    return replace(draft, link=link)
