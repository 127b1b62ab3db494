"""Dates for events whose sentence gives none: heading, digest, announcing release; else bounds only."""

from __future__ import annotations

import re
from dataclasses import replace

from flows.extraction.events.context import Context
from flows.extraction.events.dates import NO_DATE, DateLink, dated
from flows.extraction.events.frame import is_verb
from flows.extraction.events.tree import Token, Tree
from flows.extraction.model import DateBasis, Status

_PERFORMATIVE = frozenset({"sanction", "appointment", "dismissal", "document", "agreement", "statement", "resignation"})
_LATER = re.compile(
    r"\b(?:hours?|minutes?) (?:later|after)\b|\b(?:immediately|subsequently|shortly) (?:after|later|thereafter)\b",
    re.IGNORECASE,
)
_PRESENT = frozenset({"VBZ", "VBP"})


def date_from_text(context: Context, status: Status) -> DateLink:
    """The date that the kind of text gives to an occurred main happening, or ``NO_DATE`` with its bounds."""
    if status is Status.OCCURRED and main_happening(context):
        heading = context.discourse.heading_before(context.sentence.start)
        if heading is not None:
            return replace(dated(heading, "date heading above", 6), basis=DateBasis.RELATIVE_TO_CONTEXT)
        published = context.document.published
        if published is not None and (_digest(context) or _performs(context)):
            day = published.isoformat()
            rule = "dated digest, present tense" if context.discourse.digest else "announcing release, present tense"
            step = f"{rule}: publication day {day}"
            return DateLink(
                day, None, DateBasis.PUBLICATION, rule, f"publication {day}", (step,), published, published, 6
            )
    return NO_DATE


def _digest(context: Context) -> bool:
    if not context.discourse.digest:
        return False
    verb = finite_verb(context)
    if verb is None:
        return False
    return _present(context, verb) or bool(_LATER.search(context.text))


def _performs(context: Context) -> bool:
    """A release that announces by saying: "is imposing sanctions", "we are designating"."""
    verb = finite_verb(context)
    if verb is None or context.candidate.trigger.type not in _PERFORMATIVE or not context.discourse.release:
        return False
    return verb.tag == "VBG" and _present(context, verb) and verb.dep in {"ROOT", "conj", "ccomp"}


def finite_verb(context: Context) -> Token | None:
    """The verb of the main clause to which the trigger belongs through participles, purposes and coordination."""
    tree = context.frame.tree
    verb = context.frame.verb
    while (
        verb is not None
        and verb.dep in {"xcomp", "advcl", "acl", "pcomp", "conj", "prep"}
        and _nonfinite(context, verb)
    ):
        verb = next((above for above in tree.ancestors(verb) if is_verb(above)), None)
    return verb


def _nonfinite(context: Context, verb: Token) -> bool:
    auxiliaries = {kid.tag for kid in context.frame.tree.kids(verb.i, "aux", "auxpass")}
    return verb.tag in {"VBG", "VBN", "VB"} and not auxiliaries & {"VBZ", "VBP", "VBD", "MD"}


def _present(context: Context, verb: Token) -> bool:
    if verb.tag.startswith("NN"):
        return True  # a verb that the tagger took for a plural: "Islamic State names a new leader"
    auxiliaries = list(context.frame.tree.kids(verb.i, "aux", "auxpass"))
    if any(kid.lower in {"has", "have", "had", "was", "were"} for kid in auxiliaries):
        return False
    tags = {kid.tag for kid in auxiliaries} | {verb.tag}
    return bool(tags & _PRESENT) or (verb.tag == "VB" and not auxiliaries)


def main_happening(context: Context) -> bool:
    """The trigger tells the news of its sentence: main verb, its participle, its subject, object or place.

    Events in reasons and backgrounds ("after the resignation of X", "accused of killing", "who was convicted") do not.
    """
    tree, head, frame = context.frame.tree, context.frame.head, context.frame
    verb = frame.verb
    if verb is None:
        return head.dep == "ROOT"
    if frame.nominal:
        if frame.get("poss") and frame.get("gov") and not frame.get("subj"):
            pass
        if (
            not (frame.get("gov") or frame.get("subj_of") or frame.get("in_gov"))
            or frame.get("after_gov")
            or frame.get("before_gov")
            or frame.get("following_gov")
        ):
            return False
        if (
            frame.get("by_gov")
            or frame.get("for_gov")
            or frame.get("over_gov")
            or frame.get("from_gov")
            or frame.get("amid_gov")
        ):
            return False
    current: Token | None = verb
    while current is not None:
        marks = {kid.lower for kid in tree.kids(current.i, "mark", "advmod") if kid.start < current.start}
        if current.dep == "relcl" or (
            current.dep == "advcl"
            and marks
            & {"after", "before", "because", "since", "as", "although", "though", "while", "when", "if"}
            - {"as", "when", "while", "after"}
        ):
            return False
        if current.dep == "pcomp" or (current.dep == "advcl" and "after" in marks):
            parent = tree.head(current)
            if parent is not None and parent.lower in {"for", "of", "from", "before", "over", "since"}:
                return False
        if current.dep in {"ccomp"} and not _claims(tree.head(current)) and not _beside(tree, current):
            return False
        current = next((above for above in tree.ancestors(current) if is_verb(above)), None)
    return True


def _beside(tree: Tree, verb: Token) -> bool:
    """Two sentences in one, a semicolon between them: the parser calls the first the content of the second."""
    above = tree.head(verb)
    return above is not None and above.i > verb.i and any(t.text == ";" for t in tree.tokens[verb.i : above.i])


def _claims(verb: Token | None) -> bool:
    """Reports whose content is the digest's own news: "says that X has killed Y"."""
    return verb is not None and verb.tag in _PRESENT


def bound_by_publication(found: DateLink, context: Context, status: Status) -> DateLink:
    """What is reported as having occurred cannot be later than the report."""
    published = context.document.published
    if published is None or status is not Status.OCCURRED or found.edtf is not None or found.latest is not None:
        return found
    step = f"reported as having occurred: not after publication {published.isoformat()}"
    return replace(found, latest=published, derivation=(*found.derivation, step))
