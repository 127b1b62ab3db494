"""From the parsed candidates of one document to its mentions: the visible order of steps."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.extraction.events.confidence import confidence, features
from flows.extraction.events.constructions import failed_condition, holds
from flows.extraction.events.context import Context
from flows.extraction.events.coreference import join
from flows.extraction.events.dateline import without_dateline
from flows.extraction.events.dates import NO_DATE, TIERS, DateLink, best_timex, dated, unresolved
from flows.extraction.events.discourse import Discourse
from flows.extraction.events.draft import Draft
from flows.extraction.events.fallback import bound_by_publication, date_from_text, main_happening
from flows.extraction.events.frame import build_frame
from flows.extraction.events.gist import gist
from flows.extraction.events.judgement import Judgement
from flows.extraction.events.location import find_location
from flows.extraction.events.names import Names
from flows.extraction.events.participants import find_participants
from flows.extraction.events.partners import with_partners
from flows.extraction.events.predicates import DEADLY
from flows.extraction.events.quotation import day_of_speaking, spoken
from flows.extraction.events.redate import clause_tense, reread
from flows.extraction.events.scan import Candidate
from flows.extraction.events.select import select
from flows.extraction.events.status import by_date, judge
from flows.extraction.events.succession import lend
from flows.extraction.events.tree import Token, Tree
from flows.extraction.model import Document, Mention, Rejected, Status, Timex
from flows.extraction.segment import Sentence

# What teams do to each other without anything having happened.
_ON_THE_PITCH = frozenset({"attack", "meeting", "summit", "election", "ceasefire", "coup"})


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document after the cheap steps."""

    document: Document
    language: str
    timexes: tuple[Timex, ...]
    discourse: Discourse
    names: Names
    quotations: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[Sentence, tuple[Candidate, ...]], ...]  # those with candidates
    rejected: tuple[Rejected, ...]
    mentions: tuple[Mention, ...] = ()  # of languages that need no parser


def reject(candidate: Candidate, text: str, rule: str) -> Rejected:
    """A candidate that was not taken."""
    return Rejected(candidate.start, candidate.end, text[candidate.start : candidate.end], candidate.trigger.type, rule)


def recognise(prepared: Prepared, trees: Sequence[Tree]) -> tuple[list[Mention], list[Rejected]]:
    """Mentions of a prepared document, given the parse of each of its candidate sentences."""
    text = prepared.document.text
    rejected: list[Rejected] = []
    drafts: list[Draft] = []
    for (sentence, candidates), tree in zip(prepared.sentences, trees, strict=True):
        low = bisect_left(prepared.timexes, sentence.start, key=lambda t: t.start)
        high = bisect_left(prepared.timexes, sentence.end, low, key=lambda t: t.start)
        timexes = tuple(t for t in prepared.timexes[low:high] if t.end <= sentence.end)
        tree = without_dateline(tree, text[sentence.start : sentence.end])
        here: list[Draft] = []
        for candidate in candidates:
            quoted = spoken(prepared.quotations, candidate.start, candidate.end)
            speaking = day_of_speaking(drafts, candidate.trigger.type, prepared.document.published) if quoted else None
            found = _draft(prepared, sentence, timexes, candidate, tree, speaking)
            if isinstance(found, Draft):
                here.append(found)
            else:
                rejected.append(reject(candidate, text, found))
        kept, dropped = select(with_partners(lend(here, drafts), drafts))
        drafts.extend(kept)
        rejected.extend(reject(draft.context.candidate, text, rule) for draft, rule in dropped)
    return [_mention(draft) for draft in join(drafts)], rejected


def _draft(
    prepared: Prepared,
    sentence: Sentence,
    timexes: tuple[Timex, ...],
    candidate: Candidate,
    tree: Tree,
    speaking: dt.date | None,
) -> Draft | str:
    """A draft, or the rule that rejects the candidate."""
    head = _head(tree, candidate)
    if head is None:
        return f"not a {candidate.trigger.kind} here"
    context = Context(
        prepared.document,
        prepared.discourse,
        prepared.names,
        timexes,
        sentence,
        candidate,
        build_frame(tree, head, nominal=head.tag.startswith("NN") and candidate.trigger.kind != "verb"),
        prepared.quotations,
    )
    trigger = candidate.trigger
    blocking = next((c for c in trigger.unless if holds(context, c)), None)
    if blocking is not None:
        return f"unless {blocking.source}"
    construction = next((c for c in trigger.needs if holds(context, c)), None)
    if construction is None and trigger.needs:
        return f"no construction: {failed_condition(context, trigger.needs[0])}"
    if prepared.discourse.sport and trigger.type in _ON_THE_PITCH and not DEADLY.search(context.text):
        return "told on a sports page"
    judgement = judge(context)
    if judgement.appeal:
        return f"appeal, not a happening: {judgement.rule}"
    published = prepared.document.published
    found = _link(context, judgement, speaking)
    future = bool(published and found.edtf and (_ahead(found, published) or _tonight(context, found)))
    past = bool(published and found.latest and found.latest < published)
    judgement = by_date(judgement, future, past)
    main = main_happening(context)
    if found.edtf is None and found.latest is None and found.earliest is None:
        found = date_from_text(context, judgement.status)
    found = unresolved(context, bound_by_publication(found, context, judgement.status))
    return Draft(
        context,
        judgement,
        found,
        find_participants(context),
        find_location(context),
        construction.source if construction else "",
        main=main,
    )


_LATER_TODAY = re.compile(r"(?:this (?:afternoon|evening)|tonight|later today)", re.IGNORECASE)


def _tonight(context: Context, found: DateLink) -> bool:
    """ "The leaders gather this evening": still to come when it is written."""
    return (
        bool(found.text and _LATER_TODAY.fullmatch(found.text))
        and clause_tense(context) == "present"
        and not context.discourse.listed
    )


def _ahead(found: DateLink, published: dt.date) -> bool:
    """It begins after publication, or on its day and goes on for days."""
    if found.earliest is None:
        return False
    lasts = found.latest is not None and found.latest > published
    return found.earliest > published or (found.earliest == published and lasts)


def _link(context: Context, judgement: Judgement, speaking: dt.date | None) -> DateLink:
    best = best_timex(context)
    if best is None:
        return NO_DATE
    timex, preposition, tier = best
    if _only_background(context, timex, tier):
        return NO_DATE
    return dated(reread(context, timex, judgement.status, speaking), TIERS[tier], tier, preposition)


def _only_background(context: Context, timex: Timex, tier: int) -> bool:
    """A digest's news in the present tense is of its day: "convicts him of killings in 1982" happens today."""
    published = context.document.published
    if not context.discourse.listed or published is None or context.frame.nominal or tier == 4 or timex.last is None:
        return False
    return (
        published - timex.last > dt.timedelta(days=60)
        and timex.start > context.candidate.end
        and clause_tense(context) == "present"
    )


def _head(tree: Tree, candidate: Candidate) -> Token | None:
    """The trigger's head token, ``None`` where the parser says that the words are not of the trigger's kind."""
    inside = tree.at(candidate.start, candidate.end)
    if not inside:
        return None
    kind = candidate.trigger.kind
    if kind == "verb":
        head = inside[0]
        if head.tag in {"NNS", "NN", "NNP", "NNPS"} and len(inside) == 1 and _misread(tree, head):
            return head
        if not head.tag.startswith("VB") and not (
            head.tag == "JJ" and head.dep in {"acl", "relcl", "advcl", "ROOT", "conj"}
        ):
            return None
        return head
    if kind == "noun":
        head = inside[-1]
        if len(inside) > 2 and any(t.lower in {"of", "d'état"} for t in inside):
            head = tree.span_head(candidate.start, candidate.end) or head  # "motion of no confidence"
        if head.tag.startswith("NN") or (head.tag == "VBG" and head.dep in {"pobj", "nsubj", "dobj", "nsubjpass"}):
            return None if head.dep == "compound" and _compounded(tree, head) else head
        return None
    return next((t for t in inside if t.tag.startswith("VB")), None) or tree.span_head(candidate.start, candidate.end)


def _misread(tree: Tree, head: Token) -> bool:
    """A verb that the tagger took for a noun: "The Assembly votes to impeach", "A court in Oslo sentences Lars Vik".

    Only where the sentence has no finite verb before it, a noun stands before it and an object or "to" after it.
    """
    clause = next((t.i + 1 for t in reversed(tree.tokens[: head.i]) if t.text == ";"), 0)
    before, after = tree.tokens[clause : head.i], tree.tokens[head.i + 1 : head.i + 5]
    if head.tag == "NN" and before and before[-1].tag == "NNS" and head.dep == "ROOT":
        return not any(t.tag in {"VBZ", "VBP", "VBD", "MD"} for t in before)  # "eight shadow ministers resign"
    if not before or any(t.tag in {"VBZ", "VBP", "VBD", "MD"} for t in before) or not after:
        return False
    last = before[-1]
    if last.tag not in {"NN", "NNP", "NNS", "NNPS", "RB", "CD"} or (last.tag == "RB" and len(before) < 2):
        return False
    opens = after[0].tag in {"DT", "PRP$", "PRP", "TO", "NNP", "CD", "IN", "RP"} or (
        after[0].tag in {"JJ", "NN", "NNS"} and len(after) > 2
    )
    finite_later = any(t.tag in {"VBZ", "VBP", "VBD", "MD"} and t.dep == "ROOT" for t in tree.tokens[head.i + 1 :])
    return opens and not finite_later


def _compounded(tree: Tree, head: Token) -> bool:
    """ "attack helicopter" is no attack, "attack victims" hints at one only."""
    above = tree.head(head)
    return above is not None and not above.tag.startswith("NNP")


def _mention(draft: Draft) -> Mention:
    context, found = draft.context, draft.link
    named = features(draft)
    rules = tuple(
        step
        for step in (
            f"construction: {draft.construction}" if draft.construction else "",
            f"status: {draft.judgement.rule}",
        )
        if step
    )
    return Mention(
        doc_id=context.document.doc_id,
        start=draft.start,
        end=draft.end,
        trigger=context.document.text[draft.start : draft.end],
        type=draft.type,
        status=draft.judgement.status,
        sentence_start=context.sentence.start,
        sentence_end=context.sentence.end,
        subtype=context.candidate.trigger.subtype,
        date=found.edtf,
        date_text=found.text,
        date_basis=found.basis if found.edtf else type(found.basis).NONE,
        date_rule=found.rule,
        date_anchor=found.anchor,
        date_derivation=(*found.derivation, *rules),
        earliest=found.earliest,
        latest=found.latest,
        participants=draft.participants,
        location=draft.location,
        confidence=confidence(named),
        features=named,
        event_key=draft.key,
        gist=gist(draft),
    )


def undated(draft: Draft) -> Draft:
    """The same draft without a date (for rules that withdraw one)."""
    return replace(draft, link=replace(draft.link, edtf=None, text=None))


__all__ = ["Prepared", "Status", "recognise", "reject", "undated"]
