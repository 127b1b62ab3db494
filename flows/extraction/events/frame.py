"""Who does what to whom around a trigger: the slots that constructions and roles speak of.

Verbal and nominal events get the same slots: in "Trump spoke with Putin", "Trump held a call with Putin" and
"Trump's call with Putin" the fillers of ``subj``/``poss`` and ``with`` are the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flows.extraction.events.inflect import lemmas
from flows.extraction.events.tree import Token, Tree
from flows.extraction.events.words import word_classes

_SUBJECTS = ("nsubj", "csubj", "expl")
_PASSIVE = ("nsubjpass", "csubjpass")
_CLAUSAL = frozenset({"ccomp", "advcl", "relcl", "acl", "xcomp", "csubj", "parataxis", "conj", "ROOT", "pcomp"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_CLAUSE_PREPS = frozenset({"after", "before", "as", "since", "until", "while", "when"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_QUANTITY = frozenset({"at", "than", "up", "to", "over", "around", "about"})
_TIME_PREPS = frozenset({"during", "at", "in", "after", "before", "following", "on", "by", "through", "over", "via"})


@dataclass(frozen=True, slots=True)
class Frame:
    """Slots of one trigger: token indices by slot name; ``verb`` governs the clause (a nominal's light verb)."""

    tree: Tree
    head: Token
    verb: Token | None  # the verb of the clause in which the trigger stands
    nominal: bool
    passive: bool
    slots: Mapping[str, tuple[int, ...]]

    def get(self, slot: str) -> tuple[int, ...]:
        """Indices of the fillers; empty if none."""
        return self.slots.get(slot, ())


def build_frame(tree: Tree, head: Token, nominal: bool) -> Frame:
    """The frame of a trigger whose syntactic head is ``head``, read as a verb or as a noun."""
    return _nominal(tree, head) if nominal else _verbal(tree, head)


def is_verb(token: Token) -> bool:
    """Whether the tagger took it for a verb."""
    return token.tag.startswith("VB")


def expand(tree: Tree, i: int) -> list[int]:
    """A filler and what is coordinated with it ("Trump, Putin and Zelensky")."""
    found = [i]
    for kid in tree.kids(i, "conj", "appos"):
        if kid.dep == "conj" and not is_verb(kid):
            found.extend(expand(tree, kid.i))
    return found


def _add(slots: dict[str, list[int]], name: str, tree: Tree, i: int) -> None:
    for index in expand(tree, i):
        if index not in slots.setdefault(name, []):
            slots[name].append(index)


def _prepositions(tree: Tree, i: int, slots: dict[str, list[int]], skip: frozenset[str] = frozenset()) -> None:
    """Objects of the prepositions below ``i``, by preposition, and of chains ("in talks with", "out of")."""
    for prep in tree.kids(i, "prep", "agent", "dative", "prt"):
        if prep.lower in skip:
            continue
        name = "by" if prep.dep == "agent" else prep.lower
        for kid in tree.kids(prep.i):
            if kid.dep in {"pobj", "pcomp"}:
                _add(slots, name, tree, kid.i)
                for inner_prep in (
                    tree.kids(kid.i, "prep") if name == "of" else ()
                ):  # "memorandum of understanding with X"
                    for inner in tree.kids(inner_prep.i, "pobj") if inner_prep.lower in {"with", "between"} else ():
                        _add(slots, inner_prep.lower, tree, inner.i)
            elif kid.dep == "prep":
                for inner in tree.kids(kid.i, "pobj"):
                    _add(slots, kid.lower, tree, inner.i)
        if prep.dep == "dative" and not tree.children[prep.i]:
            _add(slots, "dative", tree, prep.i)


def subject(tree: Tree, verb: Token, depth: int = 0) -> tuple[list[int], bool]:
    """The subject's indices and whether it is a passive one; looks up through coordination, control and relatives."""
    if verb.tag.startswith("NN"):  # "Assembly votes to impeach": a verb that the tagger took for a plural
        whole = tree.tokens[: verb.i]
        cut = next((t.i for t in whole[1:] if t.tag in {"IN", ","}), verb.i)
        first = [t.i for t in whole[:cut] if t.tag.startswith("NN")]
        if first and whole[0].tag != "IN":
            return first[-1:], False  # "Workers at Samsung Electronics strike": what stands before the preposition
        before = [t for t in whole if t.tag.startswith(("NN", "CD", "PRP"))]
        named = [t.i for t in before if not any(a.dep == "prep" for a in [tree.tokens[t.head]] if t.head < t.i)]
        return named[-1:] or [t.i for t in before[-1:]], False
    for kid in tree.kids(verb.i, *_SUBJECTS, *_PASSIVE):
        if kid.lower in _RELATIVE and verb.dep in {"relcl", "ccomp"} and verb.head != verb.i:
            return [verb.head], kid.dep in _PASSIVE
        return expand(tree, kid.i), kid.dep in _PASSIVE
    above = tree.head(verb)
    if above is None:
        return _cut_off(tree, verb), False
    if depth > 4:
        return [], False
    beside = _beside(tree, verb, above)
    if beside is not None:
        return [beside], verb.tag == "VBN" or bool(tree.kids(verb.i, "auxpass"))
    if verb.dep == "acl" and (root := _finite_after_all(tree, verb)) is not None:
        return [root], False
    if verb.dep == "acl" or (verb.dep == "relcl" and not is_verb(above)):
        return [above.i], verb.tag == "VBN"
    if verb.dep == "conj" and verb.tag == "VBN" and above.tag == "VBG" and not tree.kids(verb.i, "aux", "auxpass"):
        for outer in tree.ancestors(
            above
        ):  # "was arrested for distributing leaflets and sentenced": not of "distributing"
            if is_verb(outer) and tree.kids(outer.i, "auxpass"):
                return subject(tree, outer, depth + 1)[0], True
    if verb.dep == "conj" and is_verb(above):
        found, passive = subject(tree, above, depth + 1)
        own_passive = any(kid.dep == "auxpass" for kid in tree.kids(verb.i))
        return found, own_passive or (passive and verb.tag == "VBN" and not tree.kids(verb.i, "aux"))
    if verb.dep == "xcomp" and above.dep == "acomp":  # "is due to vote"
        governor = tree.head(above)
        return (subject(tree, governor, depth + 1)[0], False) if governor is not None else ([], False)
    if verb.dep == "xcomp" and is_verb(above):
        objects = tree.kids(above.i, "dobj", "nsubjpass")
        return (expand(tree, objects[0].i), False) if objects else (subject(tree, above, depth + 1)[0], False)
    if verb.dep in {"advcl", "pcomp", "prep", "dep", "ccomp"}:
        governor = above if is_verb(above) else tree.head(above)
        if governor is not None and is_verb(governor):
            return subject(tree, governor, depth + 1)[0], verb.tag == "VBN" and verb.dep == "advcl"
    return [], False


_STOPS = frozenset({".", "!", "”", '"', "’"})


def _finite_after_all(tree: Tree, verb: Token) -> int | None:
    """The subject of a participle that is the sentence's only verb, and has an object or can have none.

    "Thousands of students converged on the capital", "Opponents of the accord blocked roads" are read as nouns with a
    participle; the sentence's first noun is the subject.
    """
    if not verb.lower.endswith("ed") or any(t.tag in _FINITE for t in tree.tokens):
        return None
    root = next((t for t in tree.tokens if t.dep == "ROOT"), None)
    if root is None or not root.tag.startswith("NN") or root.i > verb.i or tree.tokens[-1].text not in _STOPS:
        return None
    bare = bool(tree.kids(verb.i, "dobj") or lemmas(verb.text) & word_classes()["intransitive"]) and not tree.kids(
        verb.i, "agent"
    )
    return root.i if bare else None


def _cut_off(tree: Tree, verb: Token) -> list[int]:
    """The subject of a main verb that the parser gave to the aside before it.

    "Ada Moss, the general wanted for the massacre, was arrested" is read as "Ada Moss wanted" with a verb beside it.
    """
    for aside in tree.kids(verb.i, "parataxis", "ccomp"):
        if aside.i < verb.i and tree.tokens[verb.i - 1 - len(tree.kids(verb.i, "aux", "auxpass"))].text == ",":
            subjects = tree.kids(aside.i, "nsubj")
            if len(subjects) > 1 and any(t.text == "," for t in tree.tokens[subjects[0].i : subjects[1].i]):
                return [subjects[0].i]
    return []


def _beside(tree: Tree, verb: Token, above: Token) -> int | None:
    """A subject that the parser hung elsewhere.

    "after Anna Berg, mayor of Oslo, was stabbed" is read as "after Anna Berg" with a second verb "was stabbed";
    "with his adviser, Andrei Yermak, forced to resign" as a clause without subject.
    """
    first = min([kid.i for kid in tree.kids(verb.i, "aux", "auxpass")] + [verb.i])
    if verb.dep == "conj" and first < verb.i and not any(above.i < kid.i < verb.i for kid in tree.kids(above.i, "cc")):
        for prep in reversed(tree.kids(above.i, "prep")):
            if above.i < prep.i < first and prep.lower in _CLAUSE_PREPS:
                named = tree.kids(prep.i, "pobj")
                return named[0].i if named and named[0].tag.startswith("NNP") else None
    if verb.dep in {"advcl", "acl"} and verb.tag in {"VBN", "VBD"} and first == verb.i and verb.i > 1:
        before = tree.tokens[verb.i - 2] if tree.tokens[verb.i - 1].text == "," else tree.tokens[verb.i - 1]
        adverbial = before.dep == "pobj" and tree.tokens[before.head].lower in {"on", "in", "at", "of", "by", "since"}
        return before.i if before.tag.startswith("NNP") and not adverbial else None
    return None


def _verbal(tree: Tree, verb: Token) -> Frame:
    slots: dict[str, list[int]] = {}
    subjects, passive = subject(tree, verb)
    passive = passive or bool(tree.kids(verb.i, "auxpass"))
    for i in subjects:
        _add(slots, "obj" if passive else "subj", tree, i)
    for kid in tree.kids(verb.i, "dobj", "dative", "obj"):
        if kid.lower in _RELATIVE and verb.dep == "relcl":  # "the treaty, which both sides signed"
            _add(slots, "obj", tree, verb.head)
        elif kid.tag != "IN" and kid.tag != "TO":
            _add(slots, "obj", tree, kid.i)
    relatives = any(kid.lower in _RELATIVE for kid in tree.kids(verb.i, "nsubj", "dobj"))
    bare = verb.dep == "relcl" and not passive and not slots.get("obj") and bool(tree.kids(verb.i, "nsubj"))
    if bare and not relatives:
        _add(slots, "obj", tree, verb.head)  # "the plan that his envoy presented", "the plan he presented"
    for kid in tree.kids(verb.i, "oprd", "attr", "acomp"):
        _add(slots, "oprd", tree, kid.i)
    if verb.tag.startswith("NN") and not slots.get("obj"):  # misread: the noun phrase that follows is the object
        after = list(tree.tokens[verb.i + 1 : verb.i + 8])
        nouns = [t for t in after if t.tag.startswith("NN")]
        if nouns and not any(
            t.tag in {"IN", "TO"} and t.lower not in _QUANTITY for t in after if t.i < nouns[0].i
        ):  # "kill at least sixteen people"
            last = nouns[0]
            while last.i + 1 < len(tree.tokens) and tree.tokens[last.i + 1].tag.startswith("NN"):
                last = tree.tokens[last.i + 1]
            _add(slots, "obj", tree, last.i)
    _prepositions(tree, verb.i, slots)
    for kid in tree.kids(verb.i, "dobj", "oprd", "attr", "nsubjpass"):  # "imposed sanctions on Iran"
        inner: dict[str, list[int]] = {}
        for i in expand(tree, kid.i):  # "added nine firms and five persons to its list"
            _prepositions(tree, i, inner, frozenset({"of"}) if kid.dep != "attr" else frozenset())
        for name, found in inner.items():
            for i in found:
                _add(slots, name, tree, i)
    for i in slots.get("by", []) if passive else ():
        _add(slots, "subj", tree, i)
    if passive or not slots.get("subj"):  # "Trump's strategy, which was published": the owner is the issuer
        for i in slots.get("obj", ()):
            for kid in tree.kids(i, "poss"):
                _add(slots, "owner", tree, kid.i)
    for kid in tree.kids(verb.i, "xcomp", "advcl", "ccomp", "acl"):
        if any(below.tag == "TO" for below in tree.kids(kid.i, "aux")):
            slots.setdefault("to", []).append(kid.i)
            slots.setdefault("xcomp", []).append(kid.i)
    for kid in tree.kids(verb.i, "prt", "advmod"):
        slots.setdefault("particle", []).append(kid.i)
    return Frame(tree, verb, verb, False, passive, {name: tuple(found) for name, found in slots.items()})


def _governor(tree: Tree, noun: Token) -> tuple[str, Token | None, Token | None]:
    """How the noun hangs in its clause (relation, verb) and the preposition between, if any."""
    current, relation, prep = noun, noun.dep, None
    while True:
        above = tree.head(current)
        if above is None:
            return relation, None, prep
        if current.dep in {"conj", "appos"} and not is_verb(above):
            current, relation = above, above.dep
            continue
        if is_verb(above) or above.tag == "MD":
            return relation, above, prep
        if above.dep in {"prep", "agent", "dative"} and prep is None:
            prep, current = above, above
            relation = "agent" if above.dep == "agent" else "pobj"
            continue
        if prep is not None and above.dep in {"nsubj", "nsubjpass"} and tree.tokens[prep.i - 1].text == ",":
            governor = tree.head(above)  # "Erdoğan, in a call the same day, assured her": an aside behind the subject
            if governor is not None and is_verb(governor):
                return "pobj", governor, prep
        if above.tag.startswith("NN") and above.lower in word_classes()["report"] | {
            "start",
            "end",
            "round",
            "series",
            "beginning",
            "conclusion",
            "day",
            "days",
            "weeks",
            "months",
            "hours",
            "rounds",
            "years",
            "sidelines",
            "part",
            "number",
        }:
            current, relation, prep = above, above.dep, None
            continue
        return "inner", _verb_above(tree, above), prep


def _verb_above(tree: Tree, token: Token) -> Token | None:
    return next((above for above in [token, *tree.ancestors(token)] if is_verb(above)), None)


def _nominal(tree: Tree, noun: Token) -> Frame:
    slots: dict[str, list[int]] = {}
    for kid in tree.kids(noun.i, "poss"):
        _add(slots, "poss", tree, kid.i)
    for kid in tree.kids(noun.i, "compound", "amod", "nmod", "nummod", "det", "advmod", "npadvmod"):
        slots.setdefault("mod", []).append(kid.i)
        for inner in tree.kids(kid.i, "compound", "amod", "npadvmod", "punct", "nmod", "conj"):
            if inner.dep != "punct":
                slots["mod"].append(inner.i)
    _prepositions(tree, noun.i, slots)
    for kid in tree.kids(noun.i, "acl", "relcl"):  # "the attack carried out by X", "the deal brokered by Y"
        _prepositions(tree, kid.i, slots)
        if kid.dep == "relcl" and lemmas(kid.text) & word_classes()["hold_verbs"]:  # "the call that she made"
            actors = [k for k in tree.kids(kid.i, "nsubj") if k.lower not in _RELATIVE]
            for actor in actors:
                _add(slots, "subj", tree, actor.i)
                slots["gov"] = [kid.i]
    relation, verb, prep = _governor(tree, noun)
    if verb is not None:
        active, passive = subject(tree, verb)
        light = bool(lemmas(verb.text) & word_classes()["hold_verbs"])
        if relation in {"dobj", "nsubjpass", "attr", "oprd"} or (relation == "conj"):
            slots["gov"] = [verb.i]
            if light and not passive and relation == "dobj":
                for i in active:
                    _add(slots, "subj", tree, i)
            if light or relation == "dobj":
                _prepositions(tree, verb.i, slots, frozenset({"of", "for", "after", "before", "as", "since"}))
            if passive:
                for i in slots.get("by", []):
                    _add(slots, "subj", tree, i)
        elif relation in {"nsubj", "agent"}:
            slots["subj_of"] = [verb.i]
            if not light or lemmas(verb.text) & {"take", "occur", "begin", "start", "end", "conclude"}:
                _prepositions(tree, verb.i, slots, frozenset({"of", "for", "after", "before", "as", "since", "by"}))
            for kid in tree.kids(verb.i, "dobj"):
                _add(slots, "victim", tree, kid.i)
            if relation == "agent":
                for i in active:
                    _add(slots, "victim", tree, i)
        elif relation == "pobj" and prep is not None:
            slots[f"{prep.lower}_gov"] = [verb.i]
            if prep.lower in _TIME_PREPS:
                slots["in_gov"] = [verb.i]
                for i in active:
                    _add(slots, "clause_subj", tree, i)
                for kid in tree.kids(verb.i, "dobj"):
                    _add(slots, "clause_obj", tree, kid.i)
    return Frame(tree, noun, verb, True, False, {name: tuple(found) for name, found in slots.items()})


def clause_verb(tree: Tree, token: Token) -> Token | None:
    """The verb whose clause holds the token (itself, for a verb)."""
    return _verb_above(tree, token)


def is_clause_edge(token: Token) -> bool:
    """Whether the token heads a clause of its own."""
    return is_verb(token) and token.dep in _CLAUSAL
