"""Datelines at the head of a report: "KYIV, Ukraine (AP) — President Lind met …".

The parser takes the town for the subject.  Its words are hung below the verb as loose words, and the name that it had
taken for an apposition of the town becomes the subject.
"""

from __future__ import annotations

import re
from dataclasses import replace

from flows.extraction.events.tree import Token, Tree

_TOWN = re.compile(
    r"[A-Z][A-Z’'. -]{2,30}(?:,\s[^–—\n]{2,40}?|\s\([^)\n]{2,30}\)){0,2}\s(?:\([^)\n]{2,30}\)\s)?(?:–|—|--|-)\s"
)
_LOOSE = "dep"


def without_dateline(tree: Tree, sentence: str) -> Tree:
    """The tree with the dateline's words out of the way; the same tree where the sentence has none."""
    match = _TOWN.match(sentence) if sentence[:3].isupper() else None
    if match is None or not tree.tokens:
        return tree
    edge = tree.tokens[0].start + match.end()
    root = next((t for t in tree.tokens if t.head == t.i and t.start >= edge), None)
    inside = {t.i for t in tree.tokens if t.start < edge}
    if root is None or not inside:
        return tree
    own = any(t.dep in {"nsubj", "nsubjpass"} and t.head == root.i for t in tree.tokens if t.i not in inside)
    tokens: list[Token] = []
    for token in tree.tokens:
        changed = token
        if token.i in inside and token.dep != "punct":
            changed = token._replace(dep=_LOOSE, head=root.i)
        elif token.head in inside:
            subject = not own and token.dep in {"appos", "conj", "dep", "nmod"} and token.i < root.i
            passive = any(t.dep == "auxpass" and t.head == root.i for t in tree.tokens)
            changed = token._replace(dep=("nsubjpass" if passive else "nsubj") if subject else _LOOSE, head=root.i)
            own = own or subject
        tokens.append(changed)
    below: list[list[int]] = [[] for _ in tokens]
    for token in tokens:
        if token.head != token.i:
            below[token.head].append(token.i)
    return replace(tree, tokens=tuple(tokens), children=tuple(map(tuple, below)))
