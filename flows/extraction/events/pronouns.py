"""Whom a pronoun means where that is safe: "he", "she", and "I" or "we" inside quotation marks."""

from __future__ import annotations

import re

from flows.extraction.events.actor import personlike
from flows.extraction.events.context import Context
from flows.extraction.events.names import Unit
from flows.extraction.events.tree import Token
from flows.extraction.events.words import offices

PERSONAL = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself", "who"})
FIRST = frozenset({"i", "me", "my", "we"})
_SAYS = re.compile(
    r"\b(?:said|says|wrote|tweeted|told|added|announced|stated|declared|remarked|explained|saying|writes)\b"
)


def speaker(context: Context, offset: int) -> Unit | None:
    """Who says "I" or "we" inside quotation marks: the one named beside a verb of saying, here or just before."""
    text = context.document.text
    low = max(0, text.rfind("\n", 0, offset))
    high = text.find("\n", offset)
    quote = next(((a, b) for a, b in context.quotations if a <= offset < b), (offset, offset))
    if text[max(0, quote[0] - 3) : quote[0]].strip(' “"«„').endswith(":"):  # "Bolton gave another account: “I …"
        cut = max(text.rfind(". ", 0, quote[0] - 3), low)
        told = [u for u in context.names.within(cut, quote[0]) if personlike(u)]
        if told:
            return told[0]
    for match in _SAYS.finditer(text, low, len(text) if high < 0 else high):
        if quote[0] <= match.start() < quote[1]:
            continue
        before = context.names.within(max(low, match.start() - 40), match.start())
        after = context.names.within(match.end(), match.end() + 60)
        for unit in (*after[:1], *before[-1:]):
            if personlike(unit) and not text[min(unit.end, match.end()) : max(unit.left, match.start())].strip(" ,"):
                return unit
    return None


def antecedent(context: Context, offset: int, nearest: bool = False) -> Unit | None:
    """Whom "he" or "she" means where that is safe.

    The first person named in this sentence; else the subject of the sentence before, which is the first person
    named there if nothing but titles, an aside or an adverbial precedes it; never the object of that sentence.
    """
    here = [u for u in context.names.within(context.sentence.start, offset) if personlike(u) or _acts(context, u)]
    office = _office_before(context, offset)
    if office is not None and (not here or here[0].start > office.start):
        return context.names.person_with_title(office.lower, office.start)  # "the American president … he"
    if here:
        return here[-1] if nearest else here[0]
    text = context.document.text
    low = max(0, context.sentence.start - 400)
    before = [u for u in context.names.within(low, context.sentence.start) if personlike(u)]
    marks = (". ", "\n", "! ", "? ", ".” ", '." ')
    cut = max(text.rfind(mark, 0, max(0, context.sentence.start - 2)) for mark in marks)
    last = [unit for unit in before if unit.left > cut]
    word = text[offset : offset + 4].split()[0].lower() if text[offset : offset + 4].split() else ""
    last = [unit for unit in last if not _other_sex(unit, word)]
    if last:
        first = last[0]
        acts = not re.search(
            r"\b(?:by|with|of|to|against|from|between|about|for|over|than|like|under)\s+(?:the\s+)?$",
            text[cut + 1 : first.left],
        )
        return first if acts and first.left - cut <= 90 else (first if len({u.full for u in last}) == 1 else None)
    return before[-1] if len({u.full for u in before}) == 1 and not _other_sex(before[-1], word) else None


def _office_before(context: Context, offset: int) -> Token | None:
    """An office that is the subject of this sentence, its holder not named beside it."""
    for token in context.frame.tree.tokens:
        if token.start >= offset:
            return None
        if token.dep in {"nsubj", "nsubjpass"} and token.lower in offices() and context.unit(token.i) is None:
            return token
    return None


def _acts(context: Context, unit: Unit) -> bool:
    """A single name that is the subject of a verb of saying or doing: "Macron lets it be known that he …"."""
    if unit.kind is not None or unit.demonym is not None or " " in unit.name:
        return False
    tree = context.frame.tree
    return any(token.dep == "nsubj" and token.tag == "NNP" for token in tree.at(unit.start, unit.end))


_MALE = re.compile(r"\b(?:king|prince|mr|sir|lord|chairman|businessman|duke|emir|sultan|pope|emperor)\b")
_FEMALE = re.compile(r"\b(?:queen|princess|mrs|ms|lady|chairwoman|duchess|empress|baroness)\b")


def _other_sex(unit: Unit, pronoun: str) -> bool:
    """The person's title says that the pronoun means somebody else: "King Abdullah … she"."""
    if pronoun.startswith(("he", "hi")) and not pronoun.startswith("her"):
        return bool(_FEMALE.search(unit.title))
    return pronoun.startswith(("she", "her")) and bool(_MALE.search(unit.title))
