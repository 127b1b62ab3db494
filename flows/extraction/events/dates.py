"""The date of the event, not of the sentence: which timex belongs to which trigger.

``TIERS`` in order: the timex that the parse puts into the trigger's own phrase, that of its clause's verb, that of
an argument of the clause, one that begins the sentence and holds for all of it.  What belongs to another clause or
to another noun is never taken.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from flows.extraction.events.context import Context
from flows.extraction.events.fences import fenced, initial, other_clause
from flows.extraction.events.frame import is_verb
from flows.extraction.events.inflect import lemmas
from flows.extraction.events.judgement import status_words
from flows.extraction.events.tree import Token, Tree
from flows.extraction.events.words import word_classes
from flows.extraction.model import DateBasis, Timex, TimexType

_INSIDE = frozenset({"compound", "amod", "nmod", "poss", "nummod", "appos", "npadvmod"})
_BEFORE = frozenset({"before", "until", "till", "by"})
_AFTER = frozenset({"after", "following"})
_CAUSES = frozenset({"for", "of", "over", "from", "about", "after", "against", "without", "before"})
_GROUNDS = frozenset({"after", "before", "following", "until", "over", "about", "despite", "amid", "since"})
_BEGINS = frozenset({"begin", "start", "take", "come", "enter", "open", "hold"})
_ATTITUDE = status_words("attitude")
_REPORTING = frozenset({"ccomp"})


@dataclass(frozen=True, slots=True)
class DateLink:
    """A date for an event, or bounds where only bounds are known, and how it came about."""

    edtf: str | None = None
    text: str | None = None
    basis: DateBasis = DateBasis.NONE
    rule: str | None = None
    anchor: str | None = None
    derivation: tuple[str, ...] = ()
    earliest: dt.date | None = None
    latest: dt.date | None = None
    strength: int = 9  # the tier, 1 the surest


NO_DATE = DateLink()


def best_timex(context: Context) -> tuple[Timex, str, int] | None:
    """The timex of the sentence that is the trigger's: with its preposition and tier, by tier, then by nearness."""
    ranked = _ranked(context, (t for t in context.timexes if t.edtf is not None or t.first is not None))
    if not ranked:
        return None
    tier, _, timex, preposition = min(ranked, key=lambda row: row[:2])
    for other_tier, _, other, other_preposition in ranked:
        if other is not timex and other_tier <= 5 and _narrower(context.document.text, timex, other):
            return other, other_preposition, other_tier  # "two weeks later, in the early hours of 15 November"
    return timex, preposition, tier


def _ranked(context: Context, timexes: Iterable[Timex]) -> list[tuple[int, int, Timex, str]]:
    """Those that can be the trigger's: tier, distance, timex, preposition."""
    ranked = []
    for timex in timexes:
        if timex.type is TimexType.SET or _told_elsewhere(context, timex):
            continue
        tier, preposition = _tier(context, timex)
        if preposition == "since" and _SUPERLATIVE.search(context.document.text, context.sentence.start, timex.start):
            continue
        if preposition == "since" and 0 < tier < 5:
            tier = 5  # "won Thursday's election, the first hung parliament since 1974"
        if tier and not fenced(context, timex, preposition) and not other_clause(context, timex):
            ranked.append((tier, _distance(context, timex), timex, preposition))
    return ranked


# "The deadliest attack since 2014", "the fourth country since August": what it is compared with.
_SUPERLATIVE = re.compile(
    r"\b(?:\w+est|worst|most|least|first|second|third|fourth|fifth|sixth|\d+(?:st|nd|rd|th))\b[^,;]{0,60} "
    r"since (?:the )?$"
)


def _told_elsewhere(context: Context, timex: Timex) -> bool:
    """ "By midnight", "that night": the hour of a day that is told elsewhere, which need not be that of publication."""
    if not (timex.anchor or "").startswith("publication") or context.discourse.listed:
        return False
    if timex.text.lower().startswith("that "):
        return True
    text = context.document.text
    if timex.implied == ("week",) and text[max(0, timex.start - 5) : timex.start].lower() == "that ":
        return True  # "that Wednesday"
    return timex.type is TimexType.TIME and timex.implied == ("day",)


def unresolved(context: Context, found: DateLink) -> DateLink:
    """The link with the expression that would date the event if the day of publication were known."""
    if found.edtf is not None or found.text is not None or context.document.published is not None:
        return found
    waiting = (t for t in context.timexes if t.edtf is None and t.first is None and t.value.startswith("XXXX"))
    ranked = _ranked(context, waiting)
    if not ranked:
        return found
    tier, _, timex, _ = min(ranked, key=lambda row: row[:2])
    step = f"“{timex.text}” ({timex.value}) stays unresolved: the day of publication is unknown"
    return replace(found, text=timex.text, rule=TIERS[tier], derivation=(*found.derivation, step))


_NEXT_TO = re.compile(r"\s*,?\s*(?:(?:in|on|at|late|early)\s+)*")


def _narrower(text: str, timex: Timex, other: Timex) -> bool:
    """The other one stands beside it and says more exactly when."""
    low, high = (timex, other) if timex.start < other.start else (other, timex)
    if None in (timex.first, timex.last, other.first, other.last) or not _NEXT_TO.fullmatch(text[low.end : high.start]):
        return False
    return (other.last - other.first) < (timex.last - timex.first)  # type: ignore[operator]


def _distance(context: Context, timex: Timex) -> int:
    """Characters between timex and trigger; a comma between them counts, unless the timex begins the sentence."""
    low = min(timex.end, context.candidate.end)
    high = max(timex.start, context.candidate.start)
    between = context.document.text[low:high]
    return len(between) + (0 if initial(context, timex) else 60 * between.count(","))


TIERS = {
    1: "timex in the trigger's phrase",
    2: "timex of the trigger's clause",
    3: "timex of an argument of the clause",
    4: "timex that begins the sentence",
    5: "timex of the governing clause",
}


def dated(timex: Timex, rule: str, tier: int, preposition: str = "") -> DateLink:
    """A link to a timex; prepositions that only bound ("before Friday") give bounds and no date."""
    derivation = (*timex.derivation, f"{rule}: “{timex.text}” → {timex.edtf or timex.value}")
    if timex.type is TimexType.TIME and preposition in {"before", "by", "after"} and timex.first == timex.last:
        preposition = ""  # "before dawn on Monday", "by Saturday morning": that day all the same
    if preposition in _BEFORE:
        return DateLink(None, timex.text, timex.basis, rule, timex.anchor, derivation, None, timex.last, tier)
    if preposition in _AFTER and timex.edtf and "/" not in timex.edtf:
        return DateLink(None, timex.text, timex.basis, rule, timex.anchor, derivation, timex.first, None, tier)
    edtf, last = timex.edtf, timex.last
    if preposition == "since" and edtf and "/" not in edtf:
        edtf, last = f"{edtf}/..", None
    return DateLink(edtf, timex.text, timex.basis, rule, timex.anchor, derivation, timex.first, last, tier)


def _tier(context: Context, timex: Timex) -> tuple[int, str]:
    """Tier of a timex for this trigger, 0 if it belongs elsewhere; and the preposition that holds it."""
    tree, head = context.frame.tree, context.frame.head
    if timex.start <= context.candidate.start and timex.end >= context.candidate.end:
        return 0, ""
    if _MEASURED.search(timex.text) and 0 <= context.candidate.start - timex.end < 60:
        return 0, ""  # "eight days before the election" is not the election's day
    token = tree.span_head(timex.start, timex.end)
    if token is None:
        return 0, ""
    if context.frame.nominal and _told_by_it(context, timex):
        return 1, ""
    if token.dep == "dobj" and any(kid.lower in {"a", "an"} for kid in tree.kids(token.i, "det")):
        return 0, ""  # "promised a hot autumn": what was promised
    if _COUNTED.search(context.document.text[max(0, timex.start - 8) : timex.start]):
        return 5, ""  # "for the sixth time this year": when it was counted, if nothing better is said
    if not context.frame.nominal and _WHEN.fullmatch(context.document.text[timex.end : context.candidate.start]):
        return 2, ""  # "since May, when it signed a memorandum"
    if context.frame.nominal and _named_by(context, timex):
        return 1, ""
    trigger_tokens = {t.i for t in tree.at(context.candidate.start, context.candidate.end)}
    preposition, inside = "", True
    current = token
    while True:
        above = tree.head(current)
        if above is None:
            return (4, preposition) if initial(context, timex) else (0, "")
        if above.dep in {"prep", "pcomp", "mark"} or above.tag in {"IN", "TO"}:
            if current is token:  # only the one that holds the timex itself
                preposition = above.lower
            if current is not token and above.lower in _AFTER | {"before"} and _days_apart(tree, above):
                return 0, ""  # "sixty days after the election on 7 April": that of the election
            inside = False
            current = above
            continue
        inside = inside and current.dep in _INSIDE
        if above.i in trigger_tokens or above.i == head.i:
            return 1, preposition
        if is_verb(above) and above.dep not in {"amod", "compound"}:
            return _verb_tier(context, tree, above, timex, preposition)
        if above.tag.startswith("NN") and preposition == "of" and not _temporal(above) and not _occasion(tree, above):
            return (1, preposition) if _same_phrase(tree, above, trigger_tokens) else (0, "")  # "the vote of 1 October"
        if above.tag.startswith("NN") and inside and current.dep != "npadvmod":
            root = next((t for t in tree.tokens if t.head == t.i and is_verb(t)), None)
            if initial(context, timex) and timex.start > context.sentence.start and root is not None:
                return _verb_tier(context, tree, root, timex, preposition)  # "On 3 May 2021 Anna Lind resigned"
            if above.head == head.i and above.dep == "dobj" and _is_held(context, above):
                return 3, preposition  # "wins Saturday's election"
            return (1, preposition) if _same_phrase(tree, above, trigger_tokens) else (0, "")
        current = above


_POLLS = frozenset("election vote poll run-off runoff referendum primary ballot contest plebiscite".split())  # noqa: SIM905


def _days_apart(tree: Tree, preposition: Token) -> bool:
    units = {"day", "week", "month", "year", "decade"}
    return any(lemmas(kid.text) & units for kid in tree.kids(preposition.i, "npadvmod", "nmod", "advmod"))


def _is_held(context: Context, noun: Token) -> bool:
    """What is won, lost or survived is held on its day."""
    return context.candidate.trigger.type in {"election", "vote"} and bool(lemmas(noun.text) & _POLLS)


def _told_by_it(context: Context, timex: Timex) -> bool:
    """ "Talked about the march on 12 February": a day with its month right behind the noun that a preposition holds."""
    between = context.document.text[context.candidate.end : timex.start]
    exact = not {"week", "day", "month"} & set(timex.implied) and bool(re.search(r"[A-Z][a-z]{2,}.?\b", timex.text))
    head = context.frame.head
    held = head.dep == "pobj" and context.token(head.head).lower in _CAUSES | {"during", "at", "in"}
    return held and exact and between in {" on ", " of ", " in "}


_COUNTED = re.compile(r"\b(?:times?|twice|once)\s+$")
_WHEN = re.compile(r",? when (?:[\w’'-]+ ){0,7}$")
_MEASURED = re.compile(r"\b(?:before|after|since|ahead of|prior to|until|till)$")
_CAPITALS = re.compile(r"(?:['’]s)?(?:\s+[A-Z“\"][\w’'-]*| the| of| and| for)*(?:\s+[a-z-]+){0,2}\s+")


def _named_by(context: Context, timex: Timex) -> bool:
    """The date is part of the event's name: "the August 2017 Unite the Right rally", "Monday's attack"."""
    if timex.end > context.candidate.start or context.candidate.start - timex.end > 60:
        return False
    tokens = context.frame.tree.at(timex.end, context.candidate.start)
    if any(
        (t.tag == "IN" and t.lower not in {"for", "of"})
        or t.tag in {"TO", "CC", ",", "WDT", "WP", "RB", "PRP"}
        or (t.tag.startswith("VB") and t.text.islower())
        for t in tokens
    ):
        return False
    before = context.document.text[max(context.sentence.start, timex.start - 12) : timex.start].lower()
    opened = re.search(
        r"(?:\bthe|\bthis|\bthat|\bits|\btheir|\ba|['’]s)\s+(?:\w+\s+)?$", before
    ) or timex.text.rstrip().endswith(("'s", "’s"))
    genitive = context.document.text[timex.end : timex.end + 2] in {"'s", "’s"}
    return bool(opened or genitive) and bool(
        _CAPITALS.fullmatch(context.document.text[timex.end : context.candidate.start])
    )


def _temporal(noun: Token) -> bool:
    """ "On the morning of 12 May", "at the end of March": no thing that has a date of its own."""
    return bool(lemmas(noun.text) & word_classes()["time_noun"])


def _occasion(tree: Tree, noun: Token) -> bool:
    """ "Adopted at the summit of 28 June": where it was done says when."""
    above = tree.head(noun)
    return above is not None and above.lower in {"at", "during", "in"}


def _same_phrase(tree: Tree, noun: Token, trigger: set[int]) -> bool:
    """ "August 2017 Unite the Right rally": the noun belongs to the trigger's own phrase."""
    return any(i in trigger for i in tree.subtree(noun.i) if tree.tokens[i].dep in {"compound", "nmod", "amod"}) or any(
        above.i in trigger for above in tree.ancestors(noun)[:2] if noun.dep in {"compound", "nmod", "poss"}
    )


def _verb_tier(context: Context, tree: Tree, verb: Token, timex: Timex, preposition: str) -> tuple[int, str]:
    head, clause = context.frame.head, context.frame.verb
    if clause is not None and verb.i == clause.i:
        if not context.frame.nominal:
            return 2, preposition
        if _spoken_of(context, verb):
            return 0, ""
        own = context.frame.get("gov") or context.frame.get("subj_of") or context.frame.get("in_gov")
        return (2, preposition) if own else (3, preposition)
    if clause is None:
        return 0, ""
    above = tree.ancestors(clause)
    if any(a.i == verb.i for a in above):  # the timex stands in a clause further up
        path = [clause, *above[: next(k for k, a in enumerate(above) if a.i == verb.i)]]
        relations = {t.dep for t in path if is_verb(t)}
        if any(t.lower in _CAUSES for t in path):
            return 0, ""
        if relations & _REPORTING:
            return (0, "")
        if relations <= {"conj"} and (initial(context, timex) or not tree.kids(clause.i, "nsubj", "nsubjpass")):
            return 4, preposition
        when = {kid.lower for t in path if t.dep == "advcl" for kid in tree.kids(t.i, "mark", "advmod")}
        if relations <= {"advcl", "conj"} and when & {"when", "as", "while"}:
            return 5, preposition  # "were killed on Thursday when a man drove a van into them"
        close = any(
            lemmas(kid.text) & {"hour", "minute", "moment"} or kid.lower in {"shortly", "immediately", "soon"}
            for t in path
            for kid in tree.kids(t.i, "npadvmod", "advmod")
        )
        if relations <= {"advcl"} and close and when & {"after", "before"}:
            return 5, preposition  # "drove off on Tuesday shortly after she had resigned"
        finite = any(kid.tag in {"VBD", "VBZ", "VBP"} for kid in tree.kids(clause.i, "aux", "auxpass"))
        subjectless = (
            clause.tag in {"VBG", "VBN", "VB"} and not tree.kids(clause.i, "nsubj", "nsubjpass") and not finite
        )
        if relations <= {"xcomp", "conj", "advcl", "acl", "pcomp", "prep"} and subjectless:
            return 5, preposition
        if relations == {"relcl"} and clause.tag == "VB" and subjectless and tree.head(clause).dep == "attr":  # type: ignore[union-attr]
            return 5, preposition  # "In May he was the first leader to visit Oslo"
        return 0, ""
    elliptic = all(kid.tag == "CD" for kid in tree.kids(verb.i, "nsubj", "nsubjpass"))  # "two killed and seven injured"
    if verb.dep == "conj" and verb.head == clause.i and elliptic and not context.frame.nominal:
        return 5, preposition  # "resigned and fled to India on Monday"
    while verb.dep == "xcomp" and (outer := tree.head(verb)) is not None and is_verb(outer):
        verb = outer  # "which was to be held on Sunday"
        if verb.i == clause.i:
            return 2, preposition  # "a summit is to be held by video on 24 August"
    below = tree.ancestors(verb)
    if any(b.i in {head.i, clause.i} for b in below):  # the timex stands in a clause below
        marks = {kid.lower for kid in tree.kids(verb.i, "mark", "advmod")}
        hours = any(
            lemmas(kid.text) & {"hour", "minute"}
            for kid in tree.kids(verb.i, "npadvmod") + tree.kids(head.i, "npadvmod")
        )
        if verb.dep == "advcl" and (marks & {"when", "as", "while"} or (hours and marks & {"before", "after"})):
            return 5, preposition
        if verb.dep in {"relcl"} or verb.dep == "acl":
            told_before = any(kid.lower == "had" for kid in tree.kids(verb.i, "aux"))
            if context.frame.nominal and _relative_of_trigger(verb, head) and lemmas(verb.text) & _BEGINS:
                return 1, preposition  # "on Saturday, under the ceasefire that began on 19 January"
            return (5, preposition) if _relative_of_trigger(verb, head) and not told_before else (0, "")
    return 0, ""


_MEMORY = re.compile(
    r"\b(?:(?:anniversary|eve|memory|victims|wake|fear|threat|risk) of|(?:hour|day|week|month|year)s? "
    r"(?:after|before)) "
    r"(?:[\w’'-]+ ){0,4}$",
    re.IGNORECASE,
)


def _spoken_of(context: Context, verb: Token) -> bool:
    """The clause's day is that of another act: "condemned the invasion on Friday", "cleared of murder on Monday",
    "resigned in March over the referendum", "to mark the anniversary of the invasion"."""
    get = context.frame.get
    if any(get(f"{word}_gov") for word in _GROUNDS):
        return True
    if lemmas(verb.text) & _ATTITUDE and (get("gov") or get("of_gov")):
        return True
    start = context.candidate.start
    return bool(_MEMORY.search(context.document.text[max(context.sentence.start, start - 60) : start]))


def _relative_of_trigger(verb: Token, head: Token) -> bool:
    """ "the conference, which takes place from Friday to Sunday"."""
    return verb.head == head.i
