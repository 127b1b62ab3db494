"""Which patterns can begin with two given words at all.

"the" begins forty rules, "the last" eight of them.  :func:`may_begin` walks the parsed pattern over the two words as a
set of places, so the scanner tries, after a common word, only the rules that its next word leaves.  What lies outside
the words (looks to either side, back references) is taken as fitting: the answer errs to "yes" only.
"""

from __future__ import annotations

import importlib
from functools import lru_cache
from typing import Any

_parser: Any = importlib.import_module("re._parser")


class _ReachedEndError(Exception):
    """The words are used up and the pattern goes on: it may match."""


@lru_cache(maxsize=1024)
def _parsed(pattern: str) -> Any:
    return _parser.parse(pattern)


def may_begin(pattern: str, words: str) -> bool:
    """Whether a match of ``pattern`` (written without flags) can begin with ``words``."""
    try:
        return bool(_ends(_parsed(pattern), {0}, words))
    except _ReachedEndError:
        return True


def _ends(items: Any, starts: set[int], words: str) -> set[int]:
    for op, value in items:
        starts = _step(str(op), value, starts, words)
        if not starts:
            break
    return starts


def _step(op: str, value: Any, starts: set[int], words: str) -> set[int]:
    if op in ("ASSERT", "ASSERT_NOT", "AT"):
        return starts
    if op == "BRANCH":
        return set().union(*(_ends(branch, starts, words) for branch in value[1]))
    if op == "SUBPATTERN":
        return _ends(value[-1], starts, words)
    if op in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _repeated(value, starts, words)
    if op == "ATOMIC_GROUP":
        return _ends(value, starts, words)
    if op not in ("LITERAL", "NOT_LITERAL", "IN", "ANY"):
        raise _ReachedEndError  # a back reference or something new: not for us to judge
    if len(words) in starts:
        raise _ReachedEndError
    return {at + 1 for at in starts if _fits(op, value, words[at])}


def _repeated(value: Any, starts: set[int], words: str) -> set[int]:
    least, most, items = value
    reached = set(starts) if least == 0 else set()
    current, count = set(starts), 0
    while current and count < min(int(most), len(words) + 1):
        current, count = _ends(items, current, words), count + 1
        if count >= least:
            if current <= reached:
                break
            reached |= current
    return reached


@lru_cache(maxsize=65536)
def _class_fits(parts: tuple[Any, ...], letter: str) -> bool:
    negated, code = False, ord(letter)
    for op, value in parts:
        kind = str(op)
        if kind == "NEGATE":
            negated = True
        elif kind == "LITERAL":
            if value == code:
                return not negated
        elif kind == "RANGE":
            if value[0] <= code <= value[1]:
                return not negated
        elif _category(str(value), letter):
            return not negated
    return negated


def _category(name: str, letter: str) -> bool:
    word = letter.isalnum() or letter == "_"
    known = {
        "CATEGORY_DIGIT": letter.isdecimal(),
        "CATEGORY_SPACE": letter.isspace(),
        "CATEGORY_WORD": word,
        "CATEGORY_NOT_DIGIT": not letter.isdecimal(),
        "CATEGORY_NOT_SPACE": not letter.isspace(),
        "CATEGORY_NOT_WORD": not word,
    }
    if name not in known:
        raise _ReachedEndError
    return known[name]


def _fits(op: str, value: Any, letter: str) -> bool:
    if op == "LITERAL":
        return bool(value == ord(letter))
    if op == "NOT_LITERAL":
        return bool(value != ord(letter))
    return op == "ANY" or _class_fits(tuple(value), letter)
