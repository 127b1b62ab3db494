"""What two mentions cannot differ in if they are one happening.  Each rule is named for the debugging view."""

from __future__ import annotations

from collections.abc import Callable

from flows.extraction.events.draft import Draft
from flows.extraction.events.gazetteer import known
from flows.extraction.events.inflect import lemmas
from flows.extraction.model import Status

# What a word says of the happening before it: that this is another one.
OTHER = frozenset(
    ["another", "second", "third", "further", "new", "next", "last", "previous", "earlier", "separate", "similar",
     "other", "later", "subsequent", "additional", "fresh", "former", "follow-up", "future", "upcoming", "repeat"]
)  # fmt: skip
_ARTICLES = frozenset({"a", "an"})
# Plural in form, one in number.
_ALWAYS_PLURAL = frozenset(["talks", "negotiations", "consultations", "discussions", "sanctions", "elections", "news"])
_JOINT = frozenset({"meeting", "phone_call"})
# Whom it happens to: two of them are two happenings.
_PATIENTS = frozenset({"official", "appointee", "suspect", "defendant", "winner", "target", "addressee"})
_ACTORS = frozenset({"issuer", "court", "legislature", "dismisser"})
_GENERIC = frozenset(
    ["document", "text", "paper", "agreement", "deal", "report", "law", "bill", "measure", "vote", "sanctions"]
)
# One actor does many of these, so that what was done must be the same too.
_WITH_THEME = frozenset({"document", "agreement", "vote", "sanction", "ruling", "statement", "election"})


def same_name(one: str, two: str) -> bool:
    """The last word of the one is in the other: "Trump" and "Donald Trump"."""
    a, b = one.casefold().split(), two.casefold().split()
    return bool(a and b) and (a[-1] in b or b[-1] in a)


def dates_apart(one: Draft, two: Draft) -> bool:
    """The days that the one can have been on all lie before or after those of the other."""
    mine, theirs = one.link, two.link
    if mine.latest and theirs.earliest and mine.latest < theirs.earliest:
        return True
    if theirs.latest and mine.earliest and theirs.latest < mine.earliest:
        return True
    if mine.edtf and theirs.edtf and not (mine.earliest and theirs.earliest):
        return mine.edtf != theirs.edtf
    return False


def plan_and_past(one: Draft, two: Draft) -> bool:
    """A plan is not what has happened already, unless both have the same date; nor what did not happen."""
    statuses = {one.judgement.status, two.judgement.status}
    if statuses == {Status.OCCURRED, Status.NEGATED}:
        return True
    if statuses == {Status.OCCURRED, Status.PLANNED}:
        return not one.link.edtf or one.link.edtf != two.link.edtf
    return Status.HYPOTHETICAL in statuses and Status.OCCURRED in statuses


def names_apart(one: Draft, two: Draft) -> bool:
    """ "The Lund Forum" is not "the Bergen Conference", nor the G7's summit NATO's."""
    mine, theirs = named(one), named(two)
    if mine and theirs and not same_name(mine, theirs) and mine.split()[0] != theirs.split()[0]:
        return True
    if mine and theirs and len(mine.split()) == len(theirs.split()) and mine != theirs:
        return True
    a, b = _organisers(one), _organisers(two)
    return bool(a and b and not a & b)


def named(draft: Draft) -> str:
    """The proper name that the trigger is part of ("Munich Security Conference"), or nothing."""
    if not draft.context.frame.nominal or not draft.context.document.text[draft.start : draft.start + 1].isupper():
        return ""
    unit = draft.context.names.at(draft.start, draft.end)
    return unit.name if unit is not None and unit.end >= draft.end else ""


def _organisers(draft: Draft) -> set[str]:
    """Whose meeting it is, by the name right before the noun: "the G7 summit", "NATO's summit"."""
    if not draft.context.frame.nominal or draft.family != "meeting":
        return set()
    units = [draft.context.unit(i) for i in (*draft.context.frame.get("mod"), *draft.context.frame.get("poss"))]
    return {u.full for u in units if u is not None and u.kind in {"organisation", "group"} and u.end <= draft.start}


def places_apart(one: Draft, two: Draft) -> bool:
    """Two places; a city and a state may be one in the other."""
    mine, theirs = one.location, two.location
    if not mine or not theirs or mine in theirs or theirs in mine:
        return False
    return _is_state(mine) == _is_state(theirs)


def _is_state(place: str) -> bool:
    entry = known(place)
    return entry is not None and entry.kind == "state" and entry.form == "name"


def people_apart(one: Draft, two: Draft) -> bool:
    """Different people were met, dismissed, arrested, sentenced; or a different body did it."""
    roles = {p.role for p in (*one.participants, *two.participants)}
    for role in sorted(roles & (_PATIENTS | _ACTORS)):
        a = [p.name for p in one.participants if p.role == role]
        b = [p.name for p in two.participants if p.role == role]
        if a and b and not any(same_name(x, y) for x in a for y in b):
            return True
    if one.family not in _JOINT or two.family not in _JOINT:
        return False
    mine, theirs = _people(one), _people(two)
    shared = {x for x in mine if any(same_name(x, y) for y in theirs)}
    if mine and theirs and not shared:
        return True
    return len(mine) > 1 and len(theirs) > 1 and len(shared) < min(len(mine), len(theirs))


def _people(draft: Draft) -> list[str]:
    """Persons, and states where no person is named."""
    persons = [p.name for p in draft.participants if p.kind in {"person", None}]
    return persons or [p.name for p in draft.participants if p.kind == "state"]


def kinds_apart(one: Draft, two: Draft) -> bool:
    """A search is no arrest, a round of negotiations no summit, a parliament's vote no election."""
    mine, theirs = one.context.candidate.trigger.subtype, two.context.candidate.trigger.subtype
    types = {one.type, two.type}
    if types == {"vote", "election"}:
        return True
    if one.family == "arrest" and mine != theirs:
        return True
    if types == {"summit", "meeting"} and {mine, theirs} & {"negotiation", "visit"}:
        return not _day(one) or one.link.edtf != two.link.edtf or not one.names & two.names
    if {mine, theirs} == {"visit", "negotiation"}:
        return True
    return _plural(one) != _plural(two) and one.context.frame.nominal and two.context.frame.nominal


def _plural(draft: Draft) -> bool:
    head = draft.context.frame.head
    return head.tag in {"NNS", "NNPS"} and head.lower not in _ALWAYS_PLURAL


def _day(draft: Draft) -> bool:
    return draft.link.edtf is not None and draft.link.earliest == draft.link.latest


def themes_apart(one: Draft, two: Draft) -> bool:
    """What was signed, published, voted on has words of its own, and none of them is shared."""
    if one.type not in _WITH_THEME or two.type not in _WITH_THEME:
        return False
    mine, theirs = theme(one), theme(two)
    return bool(mine and theirs and not mine & theirs)


def theme(draft: Draft) -> frozenset[str]:
    """Lemmas of the words that tell which one it is: object, subject matter, and what stands before the noun."""
    frame = draft.context.frame
    tree = frame.tree
    found: set[str] = set()
    slots = ("obj", "on", "of", "for", "against", "mod") if not frame.nominal else ("of", "on", "for", "mod", "against")
    for slot in slots:
        for i in frame.get(slot):
            token = tree.tokens[i]
            if token.start < draft.context.sentence.start or draft.context.timexes_at(i):
                continue
            below = [token, *tree.kids(i, "compound", "amod", "nmod")]
            found |= {t.lower for t in below if t.tag.startswith(("NN", "JJ")) and t.lower not in OTHER}
    return frozenset(lemma for word in found - _GENERIC for lemma in (lemmas(word) or {word}))


def said_to_be_other(one: Draft, two: Draft) -> bool:
    """The later one is called "another", "a second", or brought in with "a"."""
    later = two if two.start > one.start else one
    frame = later.context.frame
    if not frame.nominal:
        return any(t.lower == "again" for t in frame.tree.kids(frame.head.i, "advmod"))
    words = {frame.tree.tokens[i].lower for i in frame.get("mod")}
    if words & OTHER:
        return True
    return bool(words & _ARTICLES) and not (later.link.edtf and later.link.edtf == one.link.edtf == two.link.edtf)


CONTRADICTIONS: tuple[Callable[[Draft, Draft], bool], ...] = (
    dates_apart, plan_and_past, names_apart, places_apart, people_apart, kinds_apart, themes_apart,
)  # fmt: skip


def contradiction(one: Draft, two: Draft) -> str | None:
    """The first rule by which the two cannot be one happening, ``None`` if they can."""
    return next((rule.__name__ for rule in CONTRADICTIONS if rule(one, two)), None)
