"""How sure we are of a mention: named features, a logistic sum, weights from data (``lexicon/confidence.toml``)."""

from __future__ import annotations

import math

from flows.extraction.events.context import Context
from flows.extraction.events.discourse import BRIEF
from flows.extraction.events.draft import Draft
from flows.extraction.events.inflect import lemmas
from flows.extraction.events.predicates import bare_plural_object
from flows.extraction.events.redate import clause_tense
from flows.extraction.events.words import read_table
from flows.extraction.model import Status

# Who welcomes or condemns a thing takes it for done.
_FACTIVE = frozenset({"welcome", "condemn", "denounce", "mourn", "hail", "celebrate", "applaud", "deplore", "protest"})
_QUOTES = frozenset("“”\"‘’'«»„")


def features(draft: Draft) -> tuple[tuple[str, float], ...]:
    """Named features of a draft, each 0..1 or a logit; only those that are not zero."""
    context, frame = draft.context, draft.context.frame
    text = context.document.text
    prior = min(0.95, max(0.05, context.candidate.trigger.prior))
    mods = {frame.tree.tokens[i].lower for i in frame.get("mod")}
    bare = (
        frame.nominal
        and not (mods | {t.lower for t in map(context.token, frame.get("poss"))})
        and frame.head.tag == "NNS"
    )
    undated = draft.link.edtf is None
    tense = clause_tense(context) if undated else None
    copular = (
        any("be" in lemmas(context.token(i).text) for s in ("gov", "subj_of") for i in frame.get(s))
        or frame.head.dep == "attr"
    )
    plural = not frame.nominal and bare_plural_object(context)
    governors = {lemma for i in frame.get("gov") for lemma in lemmas(context.token(i).text)}
    counted = undated and any(_counted(context, i) for slot in ("subj", "obj") for i in frame.get(slot))
    found = {
        "prior": math.log(prior / (1 - prior)),
        "dated in clause": float(draft.link.edtf is not None and draft.link.strength <= 3),
        "dated in sentence": float(draft.link.edtf is not None and draft.link.strength in {4, 5}),
        "dated by text kind": float(draft.link.edtf is not None and draft.link.strength == 6),
        "dated above": float(draft.link.edtf is not None and draft.link.strength == 7),
        "has participants": float(bool(draft.participants)),
        "two participants": float(len(draft.participants) > 1),
        "has place": float(draft.location is not None),
        "main happening": float(draft.main),
        "verb": float(not frame.nominal),
        "told again": float(draft.anaphoric),
        "hypothetical": float(draft.judgement.status is Status.HYPOTHETICAL),
        "negated": float(draft.judgement.status is Status.NEGATED),
        "planned": float(draft.judgement.status is Status.PLANNED),
        "bare plural": float(bare or (plural and undated)),
        "undated present": float(tense == "present" and not context.discourse.digest),
        "undated without tense": float(undated and tense is None),
        "undated, nobody named": float(undated and not draft.participants),
        "counted": float(counted),
        "undated copula": float(undated and frame.nominal and copular),
        "undated aside": float(undated and not draft.main),
        "scare quotes": float(
            text[draft.start - 1 : draft.start] in _QUOTES
            and text[draft.end : draft.end + 1] in _QUOTES
            and draft.start > 0
        ),
        "undated planned": float(draft.judgement.status in {Status.PLANNED, Status.NEGATED} and undated),
        "undated hypothetical": float(draft.judgement.status is Status.HYPOTHETICAL and undated),
        "welcomed or condemned": float(bool(governors & _FACTIVE)),
        "digest or headings": float(
            bool(context.discourse.headings) or (context.discourse.digest and len(text) > BRIEF)
        ),
    }
    return tuple((name, value) for name, value in found.items() if value)


_MANY = frozenset({"dozens", "hundreds", "thousands", "scores", "tens"})


def _counted(context: Context, i: int) -> bool:
    """ "Three thousand people had been detained": a number makes it particular, though nobody is named."""
    token = context.token(i)
    return token.lower in _MANY or any(kid.tag == "CD" for kid in context.frame.tree.kids(i, "nummod"))


def confidence(found: tuple[tuple[str, float], ...]) -> float:
    """The calibrated share of mentions with such features that are right, 0..1."""
    table = read_table("confidence.toml")
    weights: dict[str, float] = table["weights"]
    total = table["intercept"] + sum(weights.get(name, 0.0) * value for name, value in found)
    return round(1 / (1 + math.exp(-total)), 3)
