"""Signs of status on and around a noun: "no summit", "the upcoming election", "a call for talks"."""

from __future__ import annotations

import re

from flows.extraction.events.context import Context
from flows.extraction.events.dates import best_timex
from flows.extraction.events.inflect import lemmas
from flows.extraction.events.judgement import Judgement, status_words
from flows.extraction.events.predicates import DUE
from flows.extraction.events.tree import Token, Tree
from flows.extraction.model import Status

_CANCEL = status_words("cancel")
_WANT = status_words("want")
_PLANNED_ADJECTIVES = status_words("planned_adjectives")
_UNREAL_ADJECTIVES = status_words("unreal_adjectives")
_GENERIC = status_words("generic")
_NEGATIVE = status_words("negative")
_FAILURE = status_words("failure")
_APPEAL_NOUNS = status_words("appeal_nouns")


def judge_noun(context: Context, tree: Tree, noun: Token) -> Judgement | None:
    """The verdict of the words on, before and above the noun; ``None`` where they say nothing."""
    mods = {tree.tokens[i].lower for i in context.frame.get("mod")}
    if mods & _NEGATIVE:
        return Judgement(Status.NEGATED, "negative determiner")
    if mods & (_PLANNED_ADJECTIVES - {"next"}):
        return Judgement(Status.PLANNED, "adjective of the future")
    if mods & _UNREAL_ADJECTIVES or mods & _GENERIC:
        return Judgement(Status.HYPOTHETICAL, "adjective of possibility")
    above = tree.head(noun)
    if above is not None and above.dep == "prep":
        outer = tree.head(above)
        if above.lower == "without":
            return Judgement(Status.NEGATED, "without")
        if outer is not None and above.lower == "of" and outer.lower in _FAILURE:
            return Judgement(Status.NEGATED, "noun of failure")
        if (
            outer is not None
            and above.lower in {"for", "of"}
            and (
                outer.lower in _APPEAL_NOUNS
                or lemmas(outer.text)
                & {
                    "call",
                    "push",
                    "appeal",
                    "hope",
                    "wait",
                    "plead",
                    "press",
                    "ask",
                    "beg",
                    "lobby",
                    "campaign",
                    "petition",
                }
            )
        ):
            return Judgement(Status.HYPOTHETICAL, "asked or hoped for", appeal=True)
        if (
            outer is not None
            and above.lower == "to"
            and outer.lower in {"invitation", "path", "way", "road", "run-up", "lead-up"}
        ):
            return Judgement(Status.PLANNED, "noun of the future")
    if above is not None and above.dep == "prep" and (above.lower in {"toward", "towards"} or _ahead(context)):
        return Judgement(Status.PLANNED, "ahead of it")
    governors = {lemma for i in context.frame.get("gov") for lemma in lemmas(tree.tokens[i].text)}
    if (
        context.candidate.trigger.type in _ANNOUNCED
        and governors & {"announce", "call", "set", "propose"}
        and not _dated_past(context)
    ):
        return Judgement(Status.PLANNED, "announced or called")
    if _set_to(context):
        return Judgement(Status.PLANNED, "set to be held")
    if governors & _CANCEL and _only_thought_of(context, tree):
        return Judgement(Status.PLANNED, "might be called off")
    if governors & _CANCEL:
        return Judgement(Status.NEGATED, "cancelled or postponed")
    if governors & {"schedule", "plan", "expect"}:
        return Judgement(Status.PLANNED, "planned")
    if governors & _WANT:
        return Judgement(Status.HYPOTHETICAL, "wanted or proposed", appeal=True)
    if governors & {"threaten"}:
        return Judgement(Status.HYPOTHETICAL, "threatened")
    return None


_THOUGHT = frozenset("use threaten want seek ask try call urge demand propose consider request attempt hope".split())  # noqa: SIM905
_MODALS = frozenset({"could", "may", "might", "would", "can", "should"})


def _only_thought_of(context: Context, tree: Tree) -> bool:
    """ "Could be used to postpone the election", "asked to delay the vote": it still stands."""
    for i in context.frame.get("gov"):
        verb = tree.tokens[i]
        chain = [verb, *(above for above in tree.ancestors(verb)[:2] if above.tag.startswith("VB"))]
        infinitive = any(kid.tag == "TO" for kid in tree.kids(verb.i, "aux"))
        if any(kid.lower in _MODALS for kid in tree.kids(verb.i, "aux")):
            return True
        if infinitive and any(
            lemmas(above.text) & _THOUGHT or any(kid.lower in _MODALS for kid in tree.kids(above.i, "aux"))
            for above in chain[1:]
        ):
            return True
    return False


_AHEAD = re.compile(
    r"(?:\bahead of|\bbefore|\bin the run-up to|\bprior to|\bin preparation for|\bin advance of|\bon the eve of|"
    r"\buntil|\btill)\s+(?:\w+(?:'s|’s)?\s+){0,4}$",
    re.IGNORECASE,
)
# Things held by appointment: announcing one does not hold it.
_ANNOUNCED = status_words("announced")


def _ahead(context: Context) -> bool:
    return bool(
        _AHEAD.search(
            context.document.text[max(context.sentence.start, context.candidate.start - 60) : context.candidate.start]
        )
    )


def _dated_past(context: Context) -> bool:
    published = context.document.published
    own = best_timex(context)
    return (
        published is not None
        and own is not None
        and own[0].last is not None
        and own[0].last < published
        and (not own[0].implied)
    )


def _set_to(context: Context) -> bool:
    """ "is to be held", "set to take place", "due to begin", "expected to open"."""
    tree = context.frame.tree
    below = [kid for kid in tree.kids(context.frame.head.i, "acl", "amod", "relcl") if "be" not in lemmas(kid.text)]
    for verb in [*(tree.tokens[i] for i in context.frame.get("subj_of")), *below]:
        if lemmas(verb.text) & {"be", "set", "due", "expect", "schedule", "plan", "slate"}:
            open_ = [
                *tree.kids(verb.i, "xcomp", "advcl"),
                *(x for k in tree.kids(verb.i, "acomp") if k.lower in DUE for x in tree.kids(k.i, "xcomp")),
            ]
            if any(kid.tag == "TO" for clause in open_ for kid in tree.kids(clause.i, "aux")):
                return True
            if verb.tag == "VBN" and lemmas(verb.text) & {"schedule", "plan", "expect", "slate"}:
                return True
    return False
