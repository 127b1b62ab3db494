"""A mention in a few words, who did what, cut from the sentence by its parse: "gangs attacked two prisons".

Only words of the text, in their order, with clauses, lists and asides left out; names in their longest form.  Where
no whole and short clause comes about there is no gist: half a clause says something else than the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from flows.extraction.events.contradictions import named
from flows.extraction.events.draft import Draft
from flows.extraction.events.frame import is_verb
from flows.extraction.events.inflect import lemmas
from flows.extraction.events.tree import Token, Tree
from flows.extraction.events.words import word_classes

LONGEST = 80  # characters; a title's line
_BEFORE = frozenset({"det", "compound", "amod", "nmod", "nummod", "poss", "quantmod"})
_NOT_IN_TEXT = re.compile(
    r"[\"“”„«»()\[\]\n;:|*•]|\b(?:which|who|whom|whose|that|because|where|if|how|whether|what)\b", re.IGNORECASE
)
_EVENT_PREPS = frozenset(
    {"of", "on", "against", "with", "between", "for", "in", "at", "to", "from", "into", "by", "as"}
)
_VERB_PREPS = frozenset({"with", "on", "against", "for", "to", "from", "as", "into", "by", "of", "over", "at", "in"})
_WITHOUT_OBJECT = frozenset(
    ["resignation", "protest", "attack", "meeting", "phone_call", "summit", "coup", "ceasefire", "dismissal"]
)
_ARTICLE = re.compile(r"^(?:the|a|an|this|that|another|these|those)\s+", re.IGNORECASE)
_OWN = re.compile(r"^(?:its|his|her|their|our|my)\s+", re.IGNORECASE)
_TWO_SIDED = frozenset({"meeting", "phone_call"})
_PRONOUNS = frozenset({"PRP", "WP", "WDT", "EX"})
_NAMED_THINGS = frozenset({"document", "summit", "agreement", "vote"})


def gist(draft: Draft) -> str | None:
    """The mention's name or clause, at most ``LONGEST`` characters, ``None`` where none comes out whole."""
    for make in RULES:
        words = make(draft)
        if words and 3 < len(words) <= LONGEST and not _NOT_IN_TEXT.search(words):
            return words
    return None


def _name(draft: Draft) -> str | None:
    """The name of the thing itself: "Munich Security Conference", "National Security Strategy"."""
    if draft.type not in _NAMED_THINGS:
        return None
    own = named(draft)
    if " " in own:
        return own
    for i in () if draft.context.frame.nominal else draft.context.frame.get("obj"):
        unit, token = draft.context.unit(i), draft.context.token(i)
        things = word_classes()["report"] | word_classes()["meeting_kind"] | word_classes()["pact"]
        things |= word_classes()["bill"]
        if unit is not None and " " in unit.name and {w.lower() for w in unit.name.split()} & things:
            return unit.name if token.end <= unit.end else None
    return None


def _nominal(draft: Draft) -> str | None:
    """The noun with what stands before it and the phrase behind it: "the resignation of Evo Morales"."""
    frame = draft.context.frame
    if not frame.nominal:
        return None
    phrase = _phrase(draft, frame.head)
    if phrase is None:
        return None
    phrase = _OWN.sub("", phrase)
    whole = _with_phrase(draft, phrase, frame.head, _EVENT_PREPS)
    bare = _ARTICLE.sub("", phrase)
    says = whole != phrase or len(bare.split()) > 2 or any(word[0].isupper() for word in bare.split()[1:])
    return whole if says or (" " in bare and bare[0].isupper()) else None


def _clause_of_noun(draft: Draft) -> str | None:
    """ "Trump held a call with Putin": the noun with the verb whose object it is."""
    frame = draft.context.frame
    gov = next((frame.tree.tokens[i] for i in frame.get("gov")), None)
    if not frame.nominal or gov is None or not lemmas(gov.text) & word_classes()["hold_verbs"]:
        return None
    return _clause(draft, gov) if not frame.tree.kids(gov.i, "auxpass") else None


def _clause_of_verb(draft: Draft) -> str | None:
    frame = draft.context.frame
    return None if frame.nominal else _clause(draft, frame.head)


def _clause(draft: Draft, verb: Token) -> str | None:
    """Subject, verb group and complement of a finite verb, or of one that depends on a finite verb."""
    tree = draft.context.frame.tree
    if not is_verb(verb):
        return None
    first, chain = verb, [verb]
    while first.dep in {"xcomp", "conj"} and len(chain) < 3:
        above = tree.head(first)
        if above is None or not is_verb(above) or _subject(tree, first) is not None:
            break
        if first.dep == "xcomp":
            chain.insert(0, above)
        first = above
    subject = _subject(tree, first)
    if subject is None and verb.dep in {"acl", "relcl"}:
        return None
    who = _actors(draft, subject) if subject is not None else None
    if who is None or not _finite(tree, chain[0], first):
        return None
    if subject is None or any(k.i < subject.i for k in tree.kids(first.i, "aux", "auxpass")):
        return None  # a question, or a condition: "should the two meet"
    if first.tag == "VBP" and subject.tag in {"NN", "NNP"} and not tree.kids(subject.i, "conj"):
        return None  # the parser's subject does not agree with its verb
    group = " ".join(_verb_group(tree, link) for link in chain)
    passive = bool(tree.kids(verb.i, "auxpass"))
    return _complete(draft, verb, f"{who} {group}", passive)


def _complete(draft: Draft, verb: Token, begun: str, passive: bool) -> str | None:
    """The clause with its object, predicate and the prepositional phrase right behind them."""
    tree = draft.context.frame.tree
    last, words = verb, begun
    whole = passive or draft.type in _WITHOUT_OBJECT or bool(lemmas(verb.text) & {"vote"})
    particle = tree.kids(verb.i, "prt")
    last = particle[-1] if particle else last
    for kid in tree.kids(verb.i, "dobj", "dative", "oprd", "attr"):
        if kid.i < verb.i or kid.tag in {"IN", "TO"}:
            continue
        found = _actors(draft, kid)
        if found is None or draft.context.timexes_at(kid.i) or begun.startswith(found):
            return None
        words, last, whole = f"{words} {found}", kid, True
    inner = next((k for k in tree.kids(verb.i, "xcomp") if tree.kids(k.i, "aux") and k.i > last.i), None)
    if inner is not None and tree.kids(inner.i, "dobj"):
        return _complete(draft, inner, f"{words} {_verb_group(tree, inner)}", False)
    if tree.kids(verb.i, "ccomp"):
        return None
    preps = _VERB_PREPS if whole else _VERB_PREPS - {"for", "in", "at", "as", "by"}
    longer = _with_phrase(draft, words, last, preps, verb)
    if draft.type in _TWO_SIDED and longer == begun and " and " not in begun:
        return None  # "the secretary will meet" whom?
    return longer if whole or longer != words else None


def _subject(tree: Tree, verb: Token) -> Token | None:
    return next((k for k in tree.kids(verb.i, "nsubj", "nsubjpass") if k.i < verb.i), None)


def _finite(tree: Tree, verb: Token, first: Token) -> bool:
    """ "attacked", "has attacked", "will attack"; a coordinated verb may borrow the auxiliary of the first."""
    auxiliaries = {k.tag for k in (*tree.kids(verb.i, "aux", "auxpass"), *tree.kids(first.i, "aux", "auxpass"))}
    return verb.tag in {"VBD", "VBZ", "VBP"} or bool(auxiliaries & {"VBD", "VBZ", "VBP", "MD"})


def _verb_group(tree: Tree, verb: Token) -> str:
    """Auxiliaries, negation, verb and particle; adverbs left out."""
    parts = [k for k in tree.kids(verb.i, "aux", "auxpass", "neg", "prt") if abs(k.i - verb.i) < 6]
    joined = ""
    for token in sorted([*parts, verb], key=lambda t: t.i):
        joined += token.text if token.text in {"n't", "n’t"} else f" {token.text}"
    return joined.strip()


def _actors(draft: Draft, token: Token) -> str | None:
    """A phrase and what is coordinated with it: "Karl Wendt and Ada Moss"."""
    tree = draft.context.frame.tree
    listed, current = [token], token
    while more := [k for k in tree.kids(current.i, "conj") if not is_verb(k)]:
        current = more[0]
        listed.append(current)
    if any(each.tag == "CD" for each in listed[1:]):
        return None  # "thirteen voted for it and two against"
    phrases = [_phrase(draft, each) for each in listed]
    if len(listed) > 3 or any(phrase is None for phrase in phrases):
        return None
    given = [phrase for phrase in phrases if phrase]
    if not re.search(r"\b(?:and|or|&)\b", draft.context.document.text[listed[0].end : listed[-1].start + 1]):
        given = given[:1]  # "Beirut, Lebanon"
    return given[0] if len(given) == 1 else f"{', '.join(given[:-1])} and {given[-1]}"


def _phrase(draft: Draft, head: Token) -> str | None:
    """A noun with the words right before it; a name in its longest form; a pronoun as whom it stands for."""
    context, tree = draft.context, draft.context.frame.tree
    if head.tag in _PRONOUNS:
        return _stands_for(draft, head)
    unit = context.unit(head.i)
    aside = [u for k in tree.kids(head.i, "appos") if (u := context.unit(k.i)) is not None]
    if unit is None and aside:
        return aside[0].full if aside[0].kind == "person" else None  # "his chief of staff, Andriy Yermak,"
    if (
        unit is not None
        and unit.demonym is None
        and (unit.kind == "person" or (not unit.kind and unit.full != unit.name))
    ):
        return unit.full
    if not head.tag.startswith(("NN", "CD", "VBG")):
        return None
    left = min([head.start, *(t.start for t in _left(tree, head) if not context.timexes_at(t.i))])
    left = min(left, unit.left) if unit is not None and unit.start <= head.start else left
    end = max(head.end, unit.end) if unit is not None and unit.start <= head.start else head.end
    words = context.document.text[left:end]
    words = re.sub(r"\s+", " ", words).removeprefix("'s ").removeprefix("’s ")
    return None if "," in words else words


def _left(tree: Tree, head: Token) -> list[Token]:
    """What stands before a noun and belongs to it, as far as nothing else stands between."""
    found: list[Token] = []
    for kid in reversed([k for k in tree.kids(head.i) if k.i < head.i]):
        if kid.dep not in _BEFORE and not (kid.dep == "punct" and kid.text == "-"):
            break
        found += [tree.tokens[i] for i in tree.subtree(kid.i)]
    return found


def _stands_for(draft: Draft, pronoun: Token) -> str | None:
    """The participant that the pronoun was read as: the only one who is not named in this sentence by itself."""
    unseen = [p for p in draft.participants if p.start is None]
    return unseen[0].name if len(unseen) == 1 and pronoun.lower in {"he", "she", "him", "her"} else None


def _with_phrase(
    draft: Draft, words: str, last: Token, preps: frozenset[str], verb: Token | None = None
) -> str:  # fmt: skip
    """Add the prepositional phrases that follow ``last`` at once, while the line is not full."""
    tree, context = draft.context.frame.tree, draft.context
    owners = {last.i} | ({verb.i} if verb is not None else set())
    for prep in [t for t in tree.tokens[last.i + 1 :] if t.dep in {"prep", "agent"} and t.head in owners]:
        if prep.i != last.i + 1 or prep.lower not in preps:
            break
        noun = next(iter(tree.kids(prep.i, "pobj")), None)
        if noun is None or context.timexes_at(noun.i):
            break
        phrase = _actors(draft, noun)
        if phrase is None or len(words) + len(phrase) + 4 > LONGEST:
            break
        words, last = f"{words} {prep.text} {phrase}", _last_of(tree, noun)
        owners.add(noun.i)
    return words


def _last_of(tree: Tree, noun: Token) -> Token:
    """The last of a list."""
    while more := tree.kids(noun.i, "conj"):
        noun = more[-1]
    return noun


RULES: Sequence[Callable[[Draft], str | None]] = (_name, _clause_of_verb, _clause_of_noun, _nominal)
