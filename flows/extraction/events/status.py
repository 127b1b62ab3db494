"""Did it happen?  Negation, plans, conditions and appeals above and around a trigger."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flows.extraction.events.context import Context
from flows.extraction.events.frame import is_verb
from flows.extraction.events.inflect import lemmas
from flows.extraction.events.predicates import DUE
from flows.extraction.events.tree import Token, Tree
from flows.extraction.model import Status


@dataclass(frozen=True, slots=True)
class Judgement:
    """A status, the rule that gave it, and whether the text only appeals for the act."""

    status: Status
    rule: str
    appeal: bool = False


_APPEAL = frozenset(
    [
        "call",
        "urge",
        "ask",
        "demand",
        "request",
        "want",
        "press",
        "pressure",
        "beg",
        "implore",
        "appeal",
        "encourage",
        "invite",
        "advise",
        "tell",
        "insist",
        "propose",
        "suggest",
        "recommend",
        "seek",
        "push",
        "petition",
        "challenge",
        "order",
        "require",
    ]
)
_INTEND = frozenset(
    [
        "plan",
        "intend",
        "promise",
        "vow",
        "pledge",
        "prepare",
        "expect",
        "schedule",
        "set",
        "agree",
        "decide",
        "hope",
        "aim",
        "announce",
        "commit",
        "be",
        "due",
        "slate",
        "prepare",
        "mean",
        "arrange",
        "look",
        "want",
        "begin",
        "start",
    ]
) - {"start", "begin", "want"}
_UNWILLING = frozenset(
    [
        "refuse",
        "decline",
        "fail",
        "reject",
        "deny",
        "avoid",
        "refrain",
        "cancel",
        "postpone",
        "scrap",
        "abandon",
        "delay",
        "suspend",
        "call",
        "avert",
        "prevent",
        "oppose",
        "rule",
        "stop",
        "foil",
        "thwart",
        "block",
        "miss",
        "shelve",
    ]
) - {"call", "oppose", "rule"}
_CANCEL = frozenset(
    ["cancel", "postpone", "scrap", "abandon", "delay", "shelve", "avert", "prevent", "foil", "thwart", "suspend"]
)
_THREATEN = frozenset(["threaten", "consider", "mull", "offer", "weigh", "contemplate", "plot", "attempt"]) - {
    "attempt"
}
_WANT = frozenset(
    [
        "want",
        "wish",
        "seek",
        "demand",
        "oppose",
        "support",
        "favour",
        "favor",
        "propose",
        "discuss",
        "consider",
        "need",
        "fear",
        "urge",
        "request",
        "suggest",
        "recommend",
        "mull",
        "await",
    ]
)
_HYPOTHETICAL_MODALS = frozenset(["could", "may", "might", "would", "should", "can", "must", "ought"])
_MARKS = frozenset({"if", "unless", "whether", "until", "lest"})
_PLANNED_ADJECTIVES = frozenset(
    ["upcoming", "forthcoming", "planned", "scheduled", "future", "next", "expected", "imminent", "looming", "proposed"]
)
_UNREAL_ADJECTIVES = frozenset(
    [
        "possible",
        "potential",
        "hypothetical",
        "would-be",
        "alleged",
        "proposed",
        "likely",
        "eventual",
        "any",
        "possible",
        "another",
    ]
) - {"alleged", "another"}
_GENERIC = frozenset({"any", "each", "every", "whatever", "such", "whichever"})
_NEGATIVE = frozenset({"no", "neither", "without", "nor"})
_FAILURE = frozenset({"failure", "refusal", "inability", "lack", "absence", "cancellation", "postponement", "denial"})
_PLAN_NOUNS = frozenset(
    {"plan", "plans", "intention", "decision", "agreement", "promise", "pledge", "preparations", "vow"}
)
_APPEAL_NOUNS = frozenset(
    {
        "call",
        "calls",
        "demand",
        "demands",
        "appeal",
        "pressure",
        "proposal",
        "request",
        "threat",
        "possibility",
        "prospect",
        "idea",
        "hope",
        "hopes",
        "bid",
        "offer",
        "effort",
        "efforts",
        "willingness",
    }
)
# What is agreed or ordered "to" do is still to come; who travels or gathers "to" do it does it.
_SETTLED = frozenset(
    [
        "agree",
        "reach",
        "sign",
        "order",
        "approve",
        "deploy",
        "send",
        "authorize",
        "authorise",
        "mandate",
        "instruct",
        "negotiate",
    ]
)
_WOULD_SAID = re.compile(r"\b(?:announc|said|declar|stat|confirm|agreed|pledg|vow|promis)\w*\b")


def judge(context: Context) -> Judgement:
    """The status of the event that the trigger names, from the nearest governor outwards."""
    tree, head = context.frame.tree, context.frame.head
    first = _whole_sentence(context)
    if first is not None:
        return first
    if context.frame.nominal:
        found = _noun(context, tree, head)
        if found is not None:
            return found
        verb = context.frame.verb
        if verb is None or not _carries(context):
            return Judgement(Status.OCCURRED, "no sign of anything else")
        return _verb(tree, verb, context, nominal=True) or Judgement(Status.OCCURRED, "no sign of anything else")
    return _verb(tree, head, context) or Judgement(Status.OCCURRED, "no sign of anything else")


_INVERTED = re.compile(r"^(?:should|were|had)\s+(?!not\b)(?:\w+\s+){1,6}?(?:\w+|to)\b[^.]*,", re.IGNORECASE)
_CALLED_OFF = re.compile(
    r"\b(?:called off|cancelled|canceled|postponed|scrapped|put off|never (?:came|took place|happened|reached)|fell through|came to nothing|did not take place|was not held)\b",
    re.IGNORECASE,
)
_BUT = re.compile(r"\b(?:but|yet|although|though|however|until|before)\b")
_PAST_PLAN = re.compile(
    r"\b(?:was|were) (?:to|due to|supposed to|scheduled to|meant to)\b|\bhad (?:planned|intended|meant|hoped|wanted|been (?:due|scheduled|set|planned))\b",
    re.IGNORECASE,
)


def _whole_sentence(context: Context) -> Judgement | None:
    """Inverted conditions, and plans of the past that the same sentence calls off."""
    text = context.text
    match = _INVERTED.match(text)
    if match and text[:4].lower() in {"shou", "were", "had "} and "?" not in text[-2:]:
        return Judgement(Status.HYPOTHETICAL, "inverted condition")
    plan = _PAST_PLAN.search(text)
    if (
        plan
        and plan.start() < context.candidate.start - context.sentence.start
        and (_BUT.search(text, plan.end()) or _CALLED_OFF.search(text))
    ):
        return Judgement(Status.NEGATED, "planned, and came to nothing")
    off = _CALLED_OFF.search(text)
    if (
        off
        and _carries(context)
        and context.frame.nominal
        and off.start() - 60 < context.candidate.start - context.sentence.start < off.end() + 60
    ):
        verbs = {
            context.token(i).start - context.sentence.start for s in ("gov", "subj_of") for i in context.frame.get(s)
        }
        if any(off.start() <= at <= off.end() for at in verbs):
            return Judgement(Status.NEGATED, "called off")
    return None


def _carries(context: Context) -> bool:
    """Whether the noun's clause tells whether it happened: it is the clause's subject or object."""
    frame = context.frame
    return bool(frame.get("gov") or frame.get("subj_of"))


def _noun(context: Context, tree: Tree, noun: Token) -> Judgement | None:
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
                or lemmas(outer.text) & {"call", "push", "appeal", "hope", "wait", "plead", "press"}
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
    if governors & _CANCEL:
        return Judgement(Status.NEGATED, "cancelled or postponed")
    if governors & {"schedule", "plan", "expect"}:
        return Judgement(Status.PLANNED, "planned")
    if governors & _WANT:
        return Judgement(Status.HYPOTHETICAL, "wanted or proposed", appeal=True)
    if governors & {"threaten"}:
        return Judgement(Status.HYPOTHETICAL, "threatened")
    return None


_AHEAD = re.compile(
    r"(?:\bahead of|\bbefore|\bin the run-up to|\bprior to|\bin preparation for|\bin advance of|\bon the eve of|\buntil|\btill)\s+(?:\w+(?:'s|’s)?\s+){0,4}$",
    re.IGNORECASE,
)
# Things held by appointment: announcing one does not hold it.
_ANNOUNCED = frozenset({"election", "summit", "meeting", "vote", "protest"})


def _ahead(context: Context) -> bool:
    return bool(
        _AHEAD.search(
            context.document.text[max(context.sentence.start, context.candidate.start - 60) : context.candidate.start]
        )
    )


def _dated_past(context: Context) -> bool:
    published = context.document.published
    return published is not None and any(
        t.last is not None and t.last < published and not t.implied for t in context.timexes
    )


def _set_to(context: Context) -> bool:
    """ "is to be held", "set to take place", "due to begin", "expected to open"."""
    tree = context.frame.tree
    below = tree.kids(context.frame.head.i, "acl", "amod", "relcl")
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


def _verb(tree: Tree, verb: Token, context: Context, nominal: bool = False, depth: int = 0) -> Judgement | None:
    """Signs on the verb, then on what governs it."""
    kids = tree.kids(verb.i)
    aux = {kid.lower for kid in kids if kid.dep in {"aux", "auxpass"}}
    negated = any(kid.dep == "neg" or kid.lower in {"never", "not"} for kid in kids)
    if negated or any(
        kid.dep == "det" and kid.lower == "no"
        for s in tree.kids(verb.i, "nsubj", "nsubjpass")
        for kid in tree.kids(s.i)
    ):
        return Judgement(Status.NEGATED, "negation")
    if any(s.lower in {"nobody", "none", "no-one", "neither"} for s in tree.kids(verb.i, "nsubj", "nsubjpass")):
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
        return Judgement(Status.PLANNED, "future")
    if aux & {"would"}:
        return _would(tree, verb)
    if aux & _HYPOTHETICAL_MODALS and "have" not in aux:
        return Judgement(Status.HYPOTHETICAL, "modal verb")
    if aux & _HYPOTHETICAL_MODALS:
        return Judgement(Status.HYPOTHETICAL, "modal verb")
    return _above(tree, verb, context, aux, depth)


def _question(tree: Tree, verb: Token) -> bool:
    """ "Will Putin make a deal?": the sentence ends with a question mark and its auxiliary stands before the subject."""
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
            return inner if inner and inner.status is Status.NEGATED else Judgement(Status.PLANNED, "intended")
        if names & {"go"} and above.tag == "VBG":
            return Judgement(Status.PLANNED, "going to")
        if infinitive and verb.dep == "xcomp" and names & {"want", "hope", "wish", "seek", "need", "like", "try"}:
            return Judgement(Status.HYPOTHETICAL, "wanted", appeal=True)
    if verb.dep == "ccomp" and names & {"deny"} and verb.i > above.i:
        return Judgement(Status.NEGATED, "denied")
    if (
        verb.dep == "ccomp"
        and names & {"demand", "propose", "suggest", "recommend", "urge", "insist"}
        and verb.tag == "VB"
    ):
        return Judgement(Status.HYPOTHETICAL, "asked for", appeal=True)
    if verb.dep in {"ccomp", "xcomp", "advcl", "pcomp"} and verb.dep != "advcl":
        outer = _verb(tree, above, context, depth=depth + 1)
        if outer and outer.status is not Status.OCCURRED and verb.dep == "xcomp":
            return outer
    if infinitive and names & _SETTLED and verb.dep in {"advcl", "xcomp", "acl"}:
        return Judgement(Status.PLANNED, "purpose of what was settled")
    if infinitive and verb.dep in {"advcl", "xcomp"}:  # purpose: as real as the main verb, if that is done
        outer = _verb(tree, above, context, depth=depth + 1)
        return outer
    return None


def by_date(judgement: Judgement, future: bool, past: bool) -> Judgement:
    """A happening dated after publication is planned whatever its tense; one only told as ahead, and past, occurred."""
    if future and judgement.status is Status.OCCURRED:
        return Judgement(Status.PLANNED, "dated after publication")
    if past and judgement.rule == "ahead of it":
        return Judgement(Status.OCCURRED, "dated before publication")
    return judgement
