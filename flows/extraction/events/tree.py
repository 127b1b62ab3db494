"""A parsed sentence as plain values, whatever parser made it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple


class Token(NamedTuple):
    """One token; offsets are of the document, ``head`` is an index into the tree (its own: the root).

    A named tuple: tens of thousands are made a second, and a frozen dataclass takes four times as long to make.
    """

    i: int
    start: int
    end: int
    text: str
    lower: str
    tag: str  # Penn Treebank
    dep: str  # ClearNLP labels, as spaCy's English models give them
    head: int


_ATTRIBUTES = ["IDX", "LENGTH", "TAG", "DEP", "HEAD"]  # the head as so many tokens on or, modulo 2**64, back
_ALL = 2**64 - 1


@dataclass(frozen=True, slots=True)
class Tree:
    """Tokens and, for each, its children in order."""

    tokens: tuple[Token, ...]
    children: tuple[tuple[int, ...], ...]

    def kids(self, i: int, *deps: str) -> list[Token]:
        """The children of ``i``, of these relations only if any are given."""
        below = self.children[i]
        if not below:  # most words have none
            return []
        kids = [self.tokens[k] for k in below]
        return [kid for kid in kids if kid.dep in deps] if deps else kids

    def head(self, token: Token) -> Token | None:
        """The governor, ``None`` of a root."""
        return None if token.head == token.i else self.tokens[token.head]

    def ancestors(self, token: Token) -> list[Token]:
        """From the governor up to the root."""
        found: list[Token] = []
        above = self.head(token)
        while above is not None:
            found.append(above)
            above = self.head(above)
        return found

    def subtree(self, i: int) -> list[int]:
        """Indices of ``i`` and all below it, in order."""
        stack, found = [i], []
        while stack:
            current = stack.pop()
            found.append(current)
            stack.extend(self.children[current])
        return sorted(found)

    def at(self, start: int, end: int) -> list[Token]:
        """The tokens that overlap a span of the document."""
        return [token for token in self.tokens if token.start < end and token.end > start]

    def span_head(self, start: int, end: int) -> Token | None:
        """The token in the span whose governor lies outside it."""
        inside = self.at(start, end)
        indices = {token.i for token in inside}
        return next((t for t in inside if t.head == t.i or t.head not in indices), inside[0] if inside else None)


def build_tree(doc: Any, offset: int) -> Tree:
    """Copy a spaCy ``Doc`` of a sentence that begins at ``offset`` in the document."""
    # Numbers at once: spaCy's own tokens are objects that hold their document, and it them.
    rows = doc.to_array(_ATTRIBUTES).tolist()
    text, strings = doc.text, doc.vocab.strings
    tokens = tuple(
        [
            Token(i, at + offset, at + size + offset, word, word.lower(), strings[tag], strings[dep], (i + head) & _ALL)
            for i, (at, size, tag, dep, head) in enumerate(rows)
            for word in (text[at : at + size],)
        ]
    )
    below: list[list[int]] = [[] for _ in tokens]
    for token in tokens:
        if token.head != token.i:
            below[token.head].append(token.i)
    return Tree(tokens, tuple(map(tuple, below)))
