"""Mentions of the same happening within a document, joined under one event key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.extraction.events.contradictions import contradiction, named, said_to_be_other, same_name, theme
from flows.extraction.events.dates import NO_DATE
from flows.extraction.events.draft import Draft
from flows.extraction.events.inflect import lemmas
from flows.extraction.events.told import Told
from flows.extraction.events.words import word_classes
from flows.extraction.model import DateBasis

_DEFINITE = frozenset({"the", "this", "that", "these", "those", "his", "her", "their", "its", "both"})
NEAR = 6  # sentences within which an undated definite mention takes the date of the happening told above


def join(drafts: Sequence[Draft]) -> list[Draft]:
    """Give each draft its event key; undated mentions of a happening dated nearby take its date."""
    told = Told()
    for draft in drafts:
        earlier = _antecedent(draft, told)
        if earlier is None:
            told.add(replace(draft, key=f"e{told.happenings + 1}"))
            continue
        anaphoric = _definite(draft) and not _says_again(draft)
        if anaphoric:
            told.replace(earlier, _enrich(earlier, draft))
        told.add(_inherit(replace(draft, key=earlier.key, anaphoric=anaphoric), told))
    return told.drafts


def _enrich(told: Draft, again: Draft) -> Draft:
    """ "Dozens died in the attack, conducted by the Taliban": the first mention learns who did it."""
    more = tuple(p for p in again.participants if p.name not in told.names)
    return replace(told, participants=told.participants + more)


def _antecedent(draft: Draft, told: Told) -> Draft | None:
    """The nearest earlier mention that can be the same happening, together with all that were joined to it.

    A bare description ("the talks") means the nearest happening that it can mean, and none beyond it.  Without one
    there must be something shared (``_related``), so that only what shares something is looked at.
    """
    verdicts: dict[str, bool] = {}  # event key -> whether its mentions contradict nothing and give evidence
    for other in told.backwards(draft) if _definite(draft) or _says_today(draft) else told.akin(draft):
        if _held_by_many(draft, other) or _held_by_many(other, draft):
            continue
        if _today_again(draft, other):
            return other
        if other.key not in verdicts:
            cluster = told.cluster(other.key)
            verdicts[other.key] = any(_related(draft, each) for each in cluster) and not any(
                contradiction(each, draft) for each in cluster
            )
        if verdicts[other.key] and not said_to_be_other(other, draft):
            return other
    return None


def _held_by_many(draft: Draft, other: Draft) -> bool:
    """ "The conference" is not the meeting of two on its margins."""
    crowd = draft.context.frame.head.lower in {"conference", "forum", "congress", "assembly"}
    return crowd and draft.type == "summit" and other.type == "meeting" and not other.context.frame.nominal


def _today_again(draft: Draft, other: Draft) -> bool:
    """ "Today's signing", in a release that has dated the signing above and appeared later."""
    return (
        _says_today(draft)
        and draft.context.frame.nominal
        and other.link.basis is DateBasis.EXPLICIT
        and other.link.earliest == other.link.latest
        and draft.link.latest is not None
        and other.link.latest is not None
        and 0 < (draft.link.latest - other.link.latest).days <= 14  # releases appear within days of what they report
    )


def _says_today(draft: Draft) -> bool:
    return (draft.link.text or "").lower().replace("’", "'") in {"today", "today's"}


def _related(draft: Draft, other: Draft) -> bool:
    """Evidence that the two are one: a shared name and date, the same event name, or a definite description."""
    if named(draft) and named(draft) == named(other):
        return True
    if draft.type == "statement" or other.type == "statement":
        return False
    shared = any(same_name(a, b) for a in draft.names for b in other.names)
    if draft.names and other.names and not shared and not _definite(draft):
        return False
    dates = bool(draft.link.edtf and other.link.edtf)
    if dates and draft.link.strength <= 5 and draft.link.edtf == other.link.edtf:
        if shared or _definite(draft) or (draft.type in _ONE_A_DAY and draft.type == other.type):
            return True
        return draft.type == other.type and draft.link.earliest == draft.link.latest and _retold(draft, other)
    if shared and draft.type in _MANY and not _one_person(draft, other):
        return _definite(draft) or (draft.type == other.type and _same_act(draft, other) and not dates)
    if shared:
        return True
    if named(draft):
        return False
    if named(other):
        return _definite(draft) and draft.context.frame.head.lower == named(other).split()[-1].lower()
    if draft.type == "document" and not _same_word(draft, other):
        return False
    return _definite(draft) and not draft.names - other.names


def _retold(draft: Draft, other: Draft) -> bool:
    """The same day, and one of the two names nobody: a noun, or the same verb where one day rarely holds two."""
    same_verb = draft.context.frame.head.lower == other.context.frame.head.lower
    return draft.context.frame.nominal or (same_verb and draft.type not in {"attack", "arrest", "protest"})


def _one_person(draft: Draft, other: Draft) -> bool:
    """One person named attacks once in a text; an army does again and again."""
    attackers = [{p.name for p in told.participants if p.role == "attacker" and p.kind == "person"}
                 for told in (draft, other)]  # fmt: skip
    return bool(attackers[0] & attackers[1])


# So rare that one day holds one of them in a text.
_ONE_A_DAY = frozenset({"summit", "coup", "ceasefire", "election", "phone_call"})
# One actor does many of these: who did it is not enough.
_MANY = frozenset({"document", "agreement", "vote", "sanction", "ruling", "attack", "arrest", "protest"})


def _same_act(draft: Draft, other: Draft) -> bool:
    """The same thing is signed, voted on, hit; or, of an arrest, the same people."""
    mine, theirs = theme(draft), theme(other)
    if draft.type == "arrest":
        return any(same_name(a.name, b.name) for a in draft.participants for b in other.participants
                   if a.role == b.role == "suspect")  # fmt: skip
    return bool(mine & theirs) or draft.context.frame.head.lower == other.context.frame.head.lower


def _same_word(draft: Draft, other: Draft) -> bool:
    """A report is not the strategy told of above; "the document" may be either."""
    mine, theirs = draft.context.frame.head.lower, other.context.frame.head.lower
    return mine == theirs or mine in {"document", "text", "paper"}


def _definite(draft: Draft) -> bool:
    frame = draft.context.frame
    if any(frame.tree.tokens[i].lower in {"it", "they"} for slot in ("obj", "subj") for i in frame.get(slot)):
        return True
    if not frame.nominal:
        return _toll(draft) or _known_weapon(draft)
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


def _inherit(draft: Draft, told: Told) -> Draft:
    again = _says_today(draft) and any(_today_again(draft, other) for other in told.drafts)
    if draft.link.edtf is not None and draft.link.strength <= 5 and not again:
        return draft
    source = next((o for o in reversed(told.cluster(draft.key)) if o.link.edtf is not None), None)
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
