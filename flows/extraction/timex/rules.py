"""What a rule is, and how the rules are run over a text: one pass, each rule only where it can start.

A rule names the words that it can begin with (its *cues*).  :func:`scan` walks over the words of the text once;
where a word is a cue, the rules of that cue are tried at that very place, and the longest match wins (the earlier
rule on a tie).  What comes out are atoms; the refiners of :mod:`flows.extraction.timex.refine` join them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from flows.extraction.rule import Example
from flows.extraction.timex.meaning import Meaning


@dataclass(frozen=True, slots=True)
class Opener:
    """Words that need a date behind them ("early …", "the end of …"): ``apply`` makes one meaning of both."""

    apply: Callable[[Meaning], Meaning | None]
    outside: bool = False  # the words change the meaning, but do not belong to the span ("before 2014")


Produced: TypeAlias = Meaning | Opener


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as a value: where it can begin, what it matches, what that means, and examples that run as tests.

    The span is the group ``x`` of the pattern where it has one, else the whole match.  ``produce`` returns None
    when the match turns out to be no expression (30 February).
    """

    name: str
    cues: tuple[str, ...]
    pattern: re.Pattern[str]
    produce: Callable[[re.Match[str]], Produced | None]
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Atom:
    """One match of one rule."""

    start: int
    end: int
    produced: Produced
    rule: str
    to_next: bool = False


CueTable: TypeAlias = dict[str, tuple[tuple[Callable[..., "re.Match[str] | None"], Rule], ...]]

_WORD = re.compile(r"['’‘`]\d\ds?\b|\w+")


def cue_table(rules: Iterable[Rule]) -> CueTable:
    """The rules by cue word, in their order."""
    table: dict[str, list[tuple[Callable[..., re.Match[str] | None], Rule]]] = {}
    for rule in rules:
        for cue in dict.fromkeys(rule.cues):
            table.setdefault(cue, []).append((rule.pattern.match, rule))
    return {cue: tuple(entries) for cue, entries in table.items()}


def scan(text: str, table: CueTable) -> list[Atom]:
    """All atoms of ``text`` in order, not overlapping."""
    atoms: list[Atom] = []
    resume = 0
    get = table.get
    digit, quote = get("0", ()), get("'", ())
    for token in _WORD.finditer(text):
        word = token.group()
        entries = get(word)
        if entries is None:
            first = word[0]
            if first.isdigit():
                entries = digit
            elif first in "'’‘`":
                entries = quote
            else:
                continue
        start = token.start()
        if start < resume:
            continue
        atom = _longest(text, start, entries)
        if atom is not None:
            atoms.append(atom)
            resume = atom.end
    return atoms


def _longest(text: str, start: int, entries: Sequence[tuple[Callable[..., re.Match[str] | None], Rule]]) -> Atom | None:
    best: Atom | None = None
    reach = start
    for match, rule in entries:
        found = match(text, start)
        if found is None or found.end() <= reach:
            continue
        produced = rule.produce(found)
        if produced is None:
            continue
        span = found.span("x") if "x" in rule.pattern.groupindex else found.span()
        reach = found.end()
        best = Atom(span[0], span[1], produced, rule.name)
    return best
