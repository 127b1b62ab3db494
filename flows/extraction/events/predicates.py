"""Named tests of a whole context, for constructions that no slot expresses ("happen:yes", "time:own")."""

from __future__ import annotations

import re
from collections.abc import Callable

from flows.extraction.events.called import called_by_name
from flows.extraction.events.context import Context
from flows.extraction.events.dates import best_timex
from flows.extraction.events.frame import clause_verb
from flows.extraction.events.inflect import lemmas
from flows.extraction.events.words import organisation_words, word_classes
from flows.extraction.model import Timex

_HAPPEN = word_classes()["happen"]
_HELD = word_classes()["held"]
DEADLY = re.compile(
    r"\b(?:kill(?:s|ed|ing)?|injur(?:es|ed|ing)|wound(?:s|ed|ing)?|dead|deaths?|died|casualties|victims)\b",
    re.IGNORECASE,
)
_BROKERED = frozenset(
    {"broker", "mediate", "sign", "reach", "negotiate", "conclude", "strike", "agree", "announce", "seal"}
)
DUE = frozenset({"due", "set", "scheduled", "expected", "poised", "slated", "bound"})


def own_timexes(context: Context) -> list[Timex]:
    """The timex that the parse gives to the trigger's phrase or clause, if any."""
    found = best_timex(context)
    return [found[0]] if found is not None and found[0].edtf is not None and found[2] <= OWN else []


OWN = 5  # the tiers of dates.py that are the trigger's own


def _governors(context: Context, *slots: str) -> set[str]:
    return {lemma for slot in slots for i in context.frame.get(slot) for lemma in lemmas(context.token(i).text)}


def _happens(context: Context) -> bool:
    if _governors(context, "subj_of") & (_HAPPEN - {"be"}):
        return True
    if _governors(context, "gov") & _HELD:
        return True
    tree, head = context.frame.tree, context.frame.head
    for verb in [*(tree.tokens[i] for i in context.frame.get("subj_of")), *tree.kids(head.i, "acl", "relcl", "amod")]:
        inner = {lemma for clause in tree.kids(verb.i, "xcomp", "ccomp", "advcl") for lemma in lemmas(clause.text)}
        if inner & (_HAPPEN | _HELD) - {"be"} and lemmas(verb.text) & {
            "be",
            "set",
            "expect",
            "schedule",
            "plan",
            "slate",
            "due",
        }:
            return True
        if verb.dep in {"acl", "relcl"} and lemmas(verb.text) & (_HELD | {"take", "occur", "happen"}):
            return True
    above = tree.head(head)
    return head.dep == "attr" and above is not None and any(k.dep == "expl" for k in tree.kids(above.i))


def _named(context: Context) -> bool:
    """The trigger is part of a capitalised name: "Munich Security Conference"."""
    unit = context.names.at(context.candidate.start, context.candidate.end)
    written = context.document.text[context.candidate.start : context.candidate.end]
    return written[:1].isupper() and unit is not None and " " in unit.name


def _is_org(context: Context) -> bool:
    unit = context.names.at(context.candidate.start, context.candidate.end)
    return unit is not None and unit.kind in {"organisation", "state", "group"}


def _attended(context: Context) -> bool:
    before = context.document.text[max(context.sentence.start, context.candidate.start - 60) : context.candidate.start]
    return bool(
        re.search(
            r"\b(?:at|to|for|attend\w*|during|from|of|in|after|before|ahead of|host\w*|open\w*)\b[^,.;]*$",
            before,
            re.IGNORECASE,
        )
    )


def _specific(context: Context) -> bool:
    return bool(own_timexes(context)) or any(
        context.unit(i) is not None
        for slot in (
            "subj",
            "poss",
            "by",
            "on",
            "against",
            "of",
            "in",
            "at",
            "mod",
            "victim",
            "near",
            "with",
            "between",
        )
        for i in context.frame.get(slot)
    )


def _modifier(context: Context) -> bool:
    """A participle before its noun ("sanctioned officials", "the charged atmosphere")."""
    return context.frame.head.dep in {"amod", "compound"} and not context.frame.nominal


def _that(context: Context) -> bool:
    tree = context.frame.tree
    return any(k.dep == "ccomp" for k in tree.kids(context.frame.head.i))


def _main(context: Context) -> bool:
    head = context.frame.head
    return head.dep == "ROOT" or (head.dep == "conj" and context.token(head.head).dep == "ROOT")


_MORE_THAN_ONE = frozenset({"they", "sides", "we", "two", "pair", "duo", "trio", "both"})


def _plural_actor(context: Context) -> bool:
    fillers = context.frame.get("subj")
    if len(fillers) > 1:
        return True
    return any(
        context.token(i).tag in {"NNS", "NNPS"}
        or context.token(i).lower in organisation_words()["collectives"] | _MORE_THAN_ONE
        for i in fillers
    ) and bool(fillers)


def _two_named(context: Context) -> bool:
    """ "Kerry and Lavrov would meet": the subject names at least two."""
    return len({unit.full for i in context.frame.get("subj") if (unit := context.unit(i)) is not None}) > 1


_HIMSELF = re.compile(r"\s+(?:himself|herself|itself|themselves)\b")
_LABOUR = re.compile(
    r"\b(?:workers?|unions?|teachers?|nurses?|doctors?|drivers?|pilots?|miners?|dockers?|employees|staff|walkouts?|"
    r"walked out|wages?|pay|plant|factory|labou?r|civil servants)\b",
    re.IGNORECASE,
)


def _struck(context: Context) -> bool:
    """ "The ceasefire struck on Saturday", "agreed in Minsk": a participle says that it came about."""
    tree = context.frame.tree
    return any(lemmas(kid.text) & (_BROKERED | {"take", "begin"}) for kid in tree.kids(context.frame.head.i, "acl"))


def _brokered(context: Context) -> bool:
    tree, head = context.frame.tree, context.frame.head
    below = tree.kids(head.i, "acl", "relcl", "amod")
    return any(lemmas(kid.text) & _BROKERED for kid in below) or bool(_governors(context, "gov", "subj_of") & _BROKERED)


def _reflexive(context: Context) -> bool:
    return any(context.token(i).lower.endswith(("self", "selves")) for i in context.frame.get("obj"))


def _ambiguous_call(context: Context) -> bool:
    """ "called him a liar", "called the vote a farce": a name and then another noun phrase or adjective."""
    after = context.document.text[context.candidate.end : context.sentence.end]
    return bool(
        re.match(
            r"[^,.;]{0,60}?\s(?:a|an|the|his|her|their|[“\"'‘])\s?[\w-]+(?:[”\"'’]|\s\w+)?\s*(?:[,.;]|and|"
            r"on \w+day|after|for|in|over|$)",
            after,
        )
    ) and bool(re.search(r"\b(?:a|an)\s", after[:70]) or re.search(r"[“\"‘]", after[:70]))


def bare_plural_object(context: Context) -> bool:
    """ "making deals": an object in the plural that no article, name or number makes particular."""
    tree = context.frame.tree
    objects = [context.token(i) for i in context.frame.get("obj")]
    return bool(objects) and all(
        t.tag == "NNS" and not tree.kids(t.i, "det", "poss", "nummod", "amod", "compound") for t in objects
    )


def _set_to(context: Context) -> bool:
    """ "is due to take effect", "is to follow": held later, so the text says."""
    tree = context.frame.tree
    return any(
        any(
            k.tag == "TO"
            for x in [
                *tree.kids(i, "xcomp", "advcl"),
                *(y for a in tree.kids(i, "acomp") if a.lower in DUE for y in tree.kids(a.i, "xcomp")),
            ]
            for k in tree.kids(x.i, "aux")
        )
        for i in context.frame.get("subj_of")
    )


def _since(context: Context) -> bool:
    before = context.document.text[context.sentence.start : context.candidate.start].lower().split()[-5:]
    return bool({"since", "upon"} & set(before)) or before[-1:] in (["after"], ["before"], ["on"])


_ACCIDENT = re.compile(
    r"\b(?:bus|coach|train|plane|aircraft|airliner|ferry|boat|ship|lorry|truck|car|minibus|helicopter|tram)s?\b[^.;]{0,60}?"
    r"\b(?:plung|crash|capsiz|derail|overturn|sank|sinks?|fell|falls?|veer|skid|collid|swerv)\w*|\b(?:earthquake|landslide|"
    r"avalanche|tornado|hurricane|typhoon|cyclone|wildfire|stampede|heatwave|flood)s?\b",
    re.IGNORECASE,
)
# The parser takes "pursuant" for an adjective of the object.
_BY_ORDER = re.compile(
    r"\b(?:pursuant to|under) (?:(?:section|Section) |E\.O\. |(?:Executive|executive) (?:Order|order))"
)
_BY_HAND = re.compile(
    r"\b(?:bomb|missile|gun|shot|shoot|attack|terror|hijack|rocket|drone|militant|rebel)", re.IGNORECASE
)


def _accident(context: Context) -> bool:
    """A vehicle or the weather did it, and nothing in the sentence says that somebody meant it."""
    return bool(_ACCIDENT.search(context.text)) and not _BY_HAND.search(context.text)


def _of_date(context: Context) -> bool:
    """ "the agreement of 17 September", "the Final Act of 1975": the date is part of how the thing is called."""
    after = context.document.text[context.candidate.end : context.candidate.end + 5]
    at = context.candidate.end + 4
    return after[:4] == " of " and any(
        t.start <= at + 4 and t.start >= at and t.edtf is not None for t in context.timexes
    )


def _named_title(context: Context) -> bool:
    """A document by its own title: "the National Security Strategy", "Defence White Paper 2024"."""
    unit = context.names.at(context.candidate.start, context.candidate.end)
    written = context.document.text[context.candidate.start : context.candidate.end]
    return (
        written[:1].isupper() and unit is not None and len(unit.name.split()) > 1 and unit.end >= context.candidate.end
    )


def _below(context: Context, verbs: frozenset[str]) -> bool:
    tree, head = context.frame.tree, context.frame.head
    participle = any(lemmas(kid.text) & verbs for kid in tree.kids(head.i, "acl", "relcl", "amod"))
    return participle or bool(_governors(context, "gov") & verbs)


_PUBLISH = frozenset(
    {"publish", "release", "unveil", "issue", "adopt", "launch", "present", "title", "entitle", "complete"}
)
_SUBMIT = frozenset({"submit", "present", "hand", "deliver", "circulate", "send"})


def _participle_of_report(context: Context) -> bool:
    """ "The defence white paper, presented yesterday", "the Concept, agreed in Madrid": a text is what it modifies."""
    tree, head = context.frame.tree, context.frame.head
    above = tree.head(head)
    if head.tag != "VBN" or head.dep != "acl" or above is None:
        return False
    nouns = [above, *(t for kid in tree.kids(above.i, "prep") for t in tree.kids(kid.i, "pobj"))]
    return any(lemmas(noun.text) & word_classes()["report"] for noun in nouns)


def _in_class(context: Context, slot: str, name: str) -> bool:
    return any(context.token(i).lower in word_classes()[name] for i in context.frame.get(slot))


def _named_document(context: Context) -> bool:
    return any(
        context.token(i).text[:1].isupper()
        and lemmas(context.token(i).text) & (word_classes()["report"] | word_classes()["legal_text"])
        for i in context.frame.get("obj")
    )


def _named_law(context: Context) -> bool:
    return any(
        (unit := context.unit(i)) is not None
        and unit.name.split()[-1] in {"Act", "Bill", "Law", "Code", "Decree", "Order", "Budget"}
        for i in context.frame.get("obj")
    )


def _clause_of(context: Context) -> str:
    verb = clause_verb(context.frame.tree, context.frame.head)
    return verb.lower if verb else ""


PREDICATES: dict[str, Callable[[Context], bool]] = {
    "time": lambda c: bool(own_timexes(c)),
    "happen": _happens,
    "named": _named,
    "name_mod": lambda c: any(c.unit(i) is not None for i in (*c.frame.get("mod"), *c.frame.get("poss"))),
    "is_org": _is_org,
    "named_org": lambda c: _named(c) and _is_org(c),
    "attended": _attended,
    "specific": _specific,
    "deadly": lambda c: bool(DEADLY.search(c.text)),
    "modifier": _modifier,
    "verbal": lambda c: any(w in c.text.lower() for w in ("verbally", "in a speech", "on twitter", "in an interview")),
    "that": _that,
    "main": _main,
    "passive": lambda c: c.frame.passive,
    "active": lambda c: not c.frame.passive and not c.frame.nominal,
    "bare_obj": lambda c: bool(c.frame.get("obj")),
    "no_obj": lambda c: not c.frame.get("obj"),
    "plural_actor": _plural_actor,
    "two_named": _two_named,
    "struck": _struck,
    "called_by_name": called_by_name,
    "himself": lambda c: bool(_HIMSELF.match(c.document.text, c.candidate.end)),
    "labour": lambda c: bool(_LABOUR.search(c.text)),
    "brokered": _brokered,
    "with_actor": lambda c: bool(c.frame.get("between")),
    "reflexive": _reflexive,
    "title": lambda c: any(
        t.lower in word_classes()["office"] and t.start >= c.candidate.end
        for t in c.frame.tree.tokens[: c.frame.head.i + 5]
    ),
    "ambiguous_call": _ambiguous_call,
    "bare_plural_obj": bare_plural_object,
    "digest": lambda c: c.discourse.digest or bool(c.discourse.headings),
    "set_to": lambda c: _set_to(c),
    "quoted": lambda c: any(mark in c.text for mark in '“”"„«'),
    "overthrow": lambda c: "overthrow" in lemmas(c.frame.head.text) and bool(c.frame.get("obj")),
    "since": _since,
    "newly": lambda c: (
        bool({"newly", "democratically", "recently"} & set(c.text.lower().split())) and c.frame.head.dep == "amod"
    ),
    "named_title": _named_title,
    "of_date": _of_date,
    "accident": _accident,
    "acl_report": _participle_of_report,
    "judge": lambda c: any(
        (unit := c.unit(i)) is not None and {"judge", "justice", "magistrate"} & set(unit.title.split())
        for slot in ("subj", "by")
        for i in c.frame.get(slot)
    ),
    "by_order": lambda c: bool(_BY_ORDER.search(c.document.text, c.candidate.end, c.sentence.end)),
    "released": lambda c: _below(c, _SUBMIT | _PUBLISH),
    "published": lambda c: _below(c, _PUBLISH),
    "submitted": lambda c: _below(c, _SUBMIT),
    "named_document": _named_document,
    "named_law": _named_law,
    "after": lambda c: bool(c.frame.get("after_gov") or c.frame.get("in_gov")),
    "under": lambda c: bool(c.frame.get("under_gov")),
    "out": lambda c: any(c.token(i).lower == "out" for i in c.frame.get("particle")),
    "murdering": lambda c: (
        _clause_of(c) in {"charged", "accused", "convicted", "charging", "sentenced"} and c.frame.head.tag == "VBG"
    ),
    "hypothetical": lambda c: bool(_governors(c, "gov") & {"want", "seek", "demand", "propose", "discuss"}),
    "negotiation": lambda c: bool(_governors(c, "gov") & {"seek", "want", "demand", "oppose", "reject"}),
    "xcomp": lambda c: bool(c.frame.get("xcomp")),
    "anything": lambda c: True,  # noqa: ARG005
    "any": lambda c: True,  # noqa: ARG005
}

# What must stand near the trigger for a predicate to hold: lets a sentence go unparsed where it cannot.
SIGNS: dict[str, frozenset[str]] = {
    "happen": (_HAPPEN - {"be"}) | _HELD | {"there"},
    "brokered": _BROKERED,
    "published": _PUBLISH,
    "submitted": _SUBMIT,
    "reflexive": frozenset({"himself", "herself", "itself", "themselves", "myself"}),
}
CAPITALISED = frozenset({"named", "named_title", "named_org"})  # hold only of a trigger that is written with a capital
