"""Forms of English words: the forms of a lexicon's lemmas, and the lemmas that a form may have.

Generous in both directions: the parser says afterwards whether a form is a verb or a noun, so a form too many
costs a look and no more.
"""

from __future__ import annotations

from functools import lru_cache

from flows.extraction.events.words import irregular_verbs

_VOWELS = frozenset("aeiou")


def verb_forms(lemma: str) -> tuple[str, ...]:
    """All forms of a verb; of a phrasal verb ("step down") only the first word changes."""
    first, _, rest = lemma.partition(" ")
    irregular = irregular_verbs().get(first)
    forms = [first, *irregular] if irregular else [first, _third(first), _past(first), _gerund(first)]
    return tuple(dict.fromkeys(f"{form} {rest}" if rest else form for form in forms))


def noun_forms(lemma: str) -> tuple[str, ...]:
    """Singular and plural; of a compound only the last word changes."""
    head, _, last = lemma.rpartition(" ")
    plural = last if last.endswith("s") else _third(last)
    return tuple(dict.fromkeys(f"{head} {form}" if head else form for form in (last, plural)))


def _third(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def _past(word: str) -> str:
    if word.endswith("e"):
        return word + "d"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ied"
    return word + "ed"


def _gerund(word: str) -> str:
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return word[:-1] + "ing"
    return word + "ing"


@lru_cache(maxsize=1)
def _reverse() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for lemma, forms in irregular_verbs().items():
        for form in forms:
            found[form] = (*found.get(form, ()), lemma)
    return found


@lru_cache(maxsize=20_000)
def lemmas(form: str) -> frozenset[str]:
    """The form in lower case and every lemma that English spelling allows it: "ties" -> ties, ty, tie."""
    word = form.lower()
    found = {word, *_reverse().get(word, ())}
    if word.endswith("ies"):
        found.add(word[:-3] + "y")
    if word.endswith("es"):
        found.add(word[:-2])
    if word.endswith("s") and not word.endswith("ss"):
        found.add(word[:-1])
    if word.endswith("ied"):
        found.add(word[:-3] + "y")
    for suffix in ("ed", "ing"):
        stem = word.removesuffix(suffix)
        if stem != word and len(stem) > 1:
            found |= {stem, stem + "e"}
            if len(stem) > 2 and stem[-1] == stem[-2]:
                found.add(stem[:-1])
    return frozenset(found)
