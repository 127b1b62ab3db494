"""Does a candidate stand in a construction in which its words name an event?"""

from __future__ import annotations

import re
from collections.abc import Callable

from flows.extraction.events.actor import opens_with_name
from flows.extraction.events.context import Context
from flows.extraction.events.inflect import lemmas
from flows.extraction.events.ontology import Condition, Construction
from flows.extraction.events.predicates import PREDICATES
from flows.extraction.events.words import offices, organisation_words, titles, word_classes

_PRONOUNS = frozenset(
    {
        "he",
        "she",
        "him",
        "her",
        "they",
        "them",
        "who",
        "we",
        "i",
        "us",
        "himself",
        "herself",
        "his",
        "hers",
        "their",
        "my",
        "our",
    }
)
_PERSONAL = frozenset({"he", "she", "him", "her", "who", "i", "his", "hers", "my", "himself", "herself"})
_BARE = frozenset({"gov", "subj_of", "in_gov", "to_gov", "mod"})


def holds(context: Context, construction: Construction) -> bool:
    """Whether all conditions of the construction hold."""
    return all(_condition(context, condition) != condition.negated for condition in construction.conditions)


def failed_condition(context: Context, construction: Construction) -> str:
    """The first condition that does not hold, for the debugging view."""
    for part, condition in zip(construction.source.split("&"), construction.conditions, strict=True):
        if _condition(context, condition) == condition.negated:
            return part.strip()
    return ""


def _condition(context: Context, condition: Condition) -> bool:
    slot = condition.slot
    if slot in PREDICATES:
        return PREDICATES[slot](context) == (condition.tests != ("no",))
    if slot in {"next", "prev"}:
        return _neighbour(context, slot) in condition.words
    fillers = [i for i in context.frame.get(slot) if slot in _BARE or not context.timexes_at(i)]
    return any(
        fills(context, i, test) if test in _TESTS else False for i in fillers for test in condition.tests
    ) or any(_worded(context, i, condition) for i in fillers)


def _worded(context: Context, i: int, condition: Condition) -> bool:
    token = context.token(i)
    if lemmas(token.text) & condition.words:
        return True
    if token.lower in {"it", "them"}:  # "asked for his resignation, and Bolton tendered it"
        here = context.frame.tree.tokens[:i]
        earlier = [t.text for t in here if t.tag.startswith("NN")] or _sentence_before(context)
        return any(lemmas(word) & condition.words for word in earlier)
    # "five journalists", "dozens of people": the quantity and what it counts
    below = [kid for kid in context.frame.tree.kids(i, "prep") if kid.lower == "of"]
    return any(
        lemmas(inner.text) & condition.words for kid in below for inner in context.frame.tree.kids(kid.i, "pobj")
    )


def _sentence_before(context: Context) -> list[str]:
    """The words of the sentence before, for a pronoun that begins its own."""
    text = context.document.text[max(0, context.sentence.start - 250) : context.sentence.start].rstrip()
    cut = max(text.rfind(". "), text.rfind("\n"), text.rfind("? "), text.rfind("! "))
    return re.findall(r"\w+", text[cut + 1 :])


def _neighbour(context: Context, slot: str) -> str:
    tokens = context.frame.tree.tokens
    if slot == "next":
        after = next((t for t in tokens if t.start >= context.candidate.end), None)
        return after.lower if after else ""
    before = [t for t in tokens if t.end <= context.candidate.start]
    return before[-1].lower if before else ""


def _is_name(context: Context, i: int) -> bool:
    unit = context.unit(i)
    return unit.demonym is None if unit is not None else opens_with_name(context, i)


def _is_person(context: Context, i: int) -> bool:
    token, unit = context.token(i), context.unit(i)
    if unit is not None and unit.end >= token.end and unit.left <= token.start:
        return unit.kind == "person" or (unit.kind is None and token.tag.startswith("NNP"))
    return token.lower in _PERSONAL or token.lower in offices() or (unit is None and opens_with_name(context, i))


def _is_role(context: Context, i: int) -> bool:
    lower = context.token(i).lower
    return lower in titles() or lower in offices() or bool(lemmas(lower) & word_classes()["official"])


def _is_actor(context: Context, i: int) -> bool:
    token = context.token(i)
    if context.timexes_at(i):
        return False
    if _is_name(context, i) or token.lower in _PRONOUNS or _is_role(context, i):
        return True
    words = organisation_words()
    if any(context.unit(kid.i) is not None for kid in context.frame.tree.kids(i, "appos")):
        return True  # "his wife, Yulia,"
    return token.lower in words["collectives"] or token.lower in words["representatives"]


def _is_people(context: Context, i: int) -> bool:
    """People in number: plurals, crowds, "a million of them", demonyms ("Germans")."""
    token, unit = context.token(i), context.unit(i)
    if context.timexes_at(i):
        return False
    if token.tag in {"NNS", "NNPS", "CD"} or token.lower in {"they", "we", "who", "people"}:
        return token.lower not in word_classes()["not_people"]
    return token.lower in word_classes()["crowd"] or (unit is not None and unit.demonym is not None)


def _kind(context: Context, i: int, kinds: frozenset[str]) -> bool:
    unit = context.unit(i)
    return unit is not None and unit.kind in kinds and unit.demonym is None


_TESTS: dict[str, Callable[[Context, int], bool]] = {
    "name": _is_name,
    "person": _is_person,
    "role": _is_role,
    "actor": _is_actor,
    "people": _is_people,
    "demonym": lambda c, i: (unit := c.unit(i)) is not None and unit.demonym is not None,
    "year": lambda c, i: c.token(i).text.isdigit() and len(c.token(i).text) == 4,
    "pronoun": lambda c, i: c.token(i).lower in _PRONOUNS,
    "state": lambda c, i: _kind(c, i, frozenset({"state"})),
    "org": lambda c, i: _kind(c, i, frozenset({"organisation", "group"})),
    "known_person": lambda c, i: _kind(c, i, frozenset({"person"})),
    "number": lambda c, i: c.token(i).tag == "CD",
    "exists": lambda c, i: True,  # noqa: ARG005
    "any": lambda c, i: True,  # noqa: ARG005
}


def fills(context: Context, i: int, test: str) -> bool:
    """Whether token ``i`` is a filler of this kind."""
    return _TESTS[test](context, i)


def known_slot_test(condition: Condition) -> bool:
    """Whether a condition can be evaluated (the tests check every lexicon with it)."""
    return condition.slot in PREDICATES or condition.slot.isidentifier()
