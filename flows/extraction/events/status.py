"""Did it happen?  Negation, plans, conditions and appeals above and around a trigger.

In order: signs of the whole sentence, then on the noun (``status_noun.py``), then on the verb and on what governs it.
"""

from __future__ import annotations

import re

from flows.extraction.events.context import Context
from flows.extraction.events.frame import is_verb
from flows.extraction.events.inflect import lemmas
from flows.extraction.events.judgement import Judgement, status_words
from flows.extraction.events.status_noun import judge_noun
from flows.extraction.events.status_sentence import carries, whole_sentence
from flows.extraction.events.tree import Token, Tree
from flows.extraction.model import Status

_APPEAL = status_words("appeal")
_INTEND = status_words("intend")
_UNWILLING = status_words("unwilling")
_CANCEL = status_words("cancel")
_THREATEN = status_words("threaten")
_HYPOTHETICAL_MODALS = status_words("hypothetical_modals")
_MARKS = status_words("marks")
_FAILURE = status_words("failure")
_PLAN_NOUNS = status_words("plan_nouns")
_APPEAL_NOUNS = status_words("appeal_nouns")
# What is agreed or ordered "to" do is still to come; who travels or gathers "to" do it does it.
_SETTLED = status_words("settled")
_ONE = frozenset({"he", "she", "it"})  # "suggests that he step down": no present tense
_WOULD_SAID = re.compile(r"\b(?:announc|said|declar|stat|confirm|agreed|pledg|vow|promis)\w*\b")


def judge(context: Context) -> Judgement:
    """The status of the event that the trigger names, from the nearest governor outwards."""
    tree, head = context.frame.tree, context.frame.head
    first = whole_sentence(context)
    if first is not None:
        return first
    if context.frame.nominal:
        found = judge_noun(context, tree, head)
        if found is not None:
            return found
        verb = context.frame.verb
        if verb is None or not carries(context):
            return Judgement(Status.OCCURRED, "no sign of anything else")
        return _verb(tree, verb, context, nominal=True) or Judgement(Status.OCCURRED, "no sign of anything else")
    return _verb(tree, head, context) or Judgement(Status.OCCURRED, "no sign of anything else")


def _verb(tree: Tree, verb: Token, context: Context, nominal: bool = False, depth: int = 0) -> Judgement | None:
    """Signs on the verb, then on what governs it."""
    kids = tree.kids(verb.i)
    aux = {kid.lower for kid in kids if kid.dep in {"aux", "auxpass"}}
    negated = any(kid.dep == "neg" or kid.lower in {"never", "not"} for kid in kids)
    if negated:
        return Judgement(Status.NEGATED, "negation")
    arguments = ("nsubj", "nsubjpass") if nominal or depth else ("nsubj", "nsubjpass", "dobj")
    if any(_none(tree, argument) for argument in tree.kids(verb.i, *arguments)):
        return Judgement(Status.NEGATED, "nobody")
    if any(kid.dep == "mark" and kid.lower in _MARKS for kid in kids) or any(
        kid.dep == "advmod" and kid.lower == "whether" for kid in kids
    ):
        return Judgement(Status.HYPOTHETICAL, "condition")
    if lemmas(verb.text) & _CANCEL and (nominal or depth):
        return Judgement(Status.NEGATED, "cancelled or postponed")
    if verb.i < len(tree.tokens) and _question(tree, verb):
        return Judgement(Status.HYPOTHETICAL, "question")
    if aux & {"will", "'ll", "’ll", "shall", "wo"}:
        if any(kid.lower == "otherwise" for kid in kids):
            return Judgement(Status.HYPOTHETICAL, "condition")
        negated_above = _above(tree, verb, context, aux, depth)
        if negated_above is not None and negated_above.rule == "said not to follow":
            return negated_above
        return Judgement(Status.PLANNED, "future")
    if aux & {"would"}:
        return _would(tree, verb)
    if aux & _HYPOTHETICAL_MODALS and "have" not in aux:
        return Judgement(Status.HYPOTHETICAL, "modal verb")
    if aux & _HYPOTHETICAL_MODALS:
        return Judgement(Status.HYPOTHETICAL, "modal verb")
    return _above(tree, verb, context, aux, depth)


def _none(tree: Tree, noun: Token) -> bool:
    """ "Nobody", "no minister", "not a single minister", "neither A nor B", "none of them"."""
    if noun.lower in {"nobody", "none", "no-one", "neither"}:
        return True
    below = tree.kids(noun.i, "det", "neg", "preconj", "cc", "predet")
    return any(kid.i < noun.i and kid.lower in {"no", "neither", "not"} for kid in below)


def _question(tree: Tree, verb: Token) -> bool:
    """A question ("Will Putin make a deal?"): its auxiliary stands before its subject."""
    if tree.tokens[-1].text.rstrip("”\"’'") != "?":
        return False
    auxiliaries = tree.kids(verb.i, "aux", "auxpass")
    subjects = tree.kids(verb.i, "nsubj", "nsubjpass")
    return bool(auxiliaries and subjects) and auxiliaries[0].i < subjects[0].i


def _would(tree: Tree, verb: Token) -> Judgement:
    """ "said that he would resign" is a plan told in the past; "would be a disaster" is not."""
    for above in tree.ancestors(verb):
        if is_verb(above) and above.tag in {"VBD", "VBN"} and _WOULD_SAID.search(above.lower):
            return Judgement(Status.PLANNED, "would, after a verb of saying")
    return Judgement(Status.HYPOTHETICAL, "modal verb")


def _above(tree: Tree, verb: Token, context: Context, aux: set[str], depth: int) -> Judgement | None:
    above = tree.head(verb)
    if above is None or depth > 4:
        return None
    if verb.dep == "pcomp" and above.lower == "of" and context.candidate.trigger.type not in {"attack", "coup"}:
        accuser = tree.head(above)
        if accuser is not None and lemmas(accuser.text) & {"accuse", "suspect"}:
            return Judgement(Status.HYPOTHETICAL, "accused of it")
    infinitive = "to" in aux
    names = lemmas(above.text)
    if verb.dep == "conj" and (is_verb(above)):
        # Signs on the first verb hold for the second where it has no subject of its own.
        if tree.kids(verb.i, "nsubj", "nsubjpass"):
            return None
        return _verb(tree, above, context, depth=depth + 1)
    if not is_verb(above):
        if infinitive and above.lower in _FAILURE:
            return Judgement(Status.NEGATED, "noun of failure")
        if infinitive and above.lower in _PLAN_NOUNS:
            return Judgement(Status.PLANNED, "noun of intention")
        if infinitive and above.lower in _APPEAL_NOUNS:
            return Judgement(Status.HYPOTHETICAL, "noun of appeal", appeal=True)
        if (
            infinitive
            and above.tag.startswith("JJ")
            and above.lower in {"ready", "willing", "likely", "able", "unlikely", "prepared", "expected", "unable"}
        ):
            status = Status.PLANNED if above.lower == "expected" else Status.HYPOTHETICAL
            return Judgement(status, "adjective of readiness")
        if infinitive and above.lower in {"set", "due", "poised"}:
            return Judgement(Status.PLANNED, "set to")
        return None
    if infinitive or verb.dep in {"xcomp", "pcomp"} or (verb.tag == "VBG" and verb.dep in {"dobj", "ccomp"}):
        if names & (_UNWILLING - {"deny"}):
            return Judgement(Status.NEGATED, "refused or failed to")
        if names & _THREATEN:
            return Judgement(Status.HYPOTHETICAL, "threatened, offered or considered")
        if names & _APPEAL and (infinitive or names & {"demand", "propose", "suggest", "recommend"}):
            if names & {"force", "order"} and not infinitive:
                return None
            return Judgement(Status.HYPOTHETICAL, "asked for", appeal=True)
        if infinitive and (names & _INTEND or (names & {"be"} and verb.dep in {"xcomp", "ccomp", "advcl"})):
            inner = _verb(tree, above, context, depth=depth + 1)
            unsure = inner is not None and inner.status in {Status.NEGATED, Status.HYPOTHETICAL}
            return inner if unsure else Judgement(Status.PLANNED, "intended")
        if names & {"go"} and above.tag == "VBG":
            return Judgement(Status.PLANNED, "going to")
        if infinitive and verb.dep == "xcomp" and names & {"want", "hope", "wish", "seek", "need", "like", "try"}:
            return Judgement(Status.HYPOTHETICAL, "wanted", appeal=True)
    if verb.dep == "ccomp" and names & {"deny"} and verb.i > above.i:
        return Judgement(Status.NEGATED, "denied")
    if (
        verb.dep == "ccomp"
        and names & {"demand", "propose", "suggest", "recommend", "urge", "insist"}
        and (verb.tag == "VB" or (verb.tag == "VBP" and any(s.lower in _ONE for s in tree.kids(verb.i, "nsubj"))))
    ):
        return Judgement(Status.HYPOTHETICAL, "asked for", appeal=True)
    if verb.dep == "ccomp" and names & {"mean", "suggest", "imply", "prove"} and tree.kids(above.i, "neg"):
        return Judgement(Status.HYPOTHETICAL, "said not to follow")
    if verb.dep in {"ccomp", "xcomp", "advcl", "pcomp"} and verb.dep != "advcl":
        outer = _verb(tree, above, context, depth=depth + 1)
        if outer and outer.status is not Status.OCCURRED and verb.dep == "xcomp":
            return outer
    if infinitive and names & _SETTLED and verb.dep in {"advcl", "xcomp", "acl"}:
        return Judgement(Status.PLANNED, "purpose of what was settled")
    if infinitive and verb.dep in {"advcl", "xcomp"}:  # purpose: as real as the main verb, if that is done
        return _verb(tree, above, context, depth=depth + 1)
    return None


def by_date(judgement: Judgement, future: bool, past: bool) -> Judgement:
    """A happening dated after publication is planned whatever its tense; one only told as ahead, and past, occurred."""
    if future and judgement.status is Status.OCCURRED:
        return Judgement(Status.PLANNED, "dated after publication")
    if past and judgement.rule == "ahead of it":
        return Judgement(Status.OCCURRED, "dated before publication")
    return judgement
