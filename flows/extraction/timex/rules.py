"""What a rule is, and how the rules are run over a text: one pass, each rule only where it can start.

A rule names the words that it can begin with (its *cues*).  :func:`scan` walks over the words of the text once;
where a word is a cue, the rules of that cue are tried at that very place, and the longest match wins (the earlier
rule on a tie).  What comes out are atoms; the refiners of :mod:`flows.extraction.timex.refine` join them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from flows.extraction.rule import Example
from flows.extraction.timex.meaning import Meaning
from flows.extraction.timex.narrow import may_begin


@dataclass(frozen=True, slots=True)
class Opener:
    """Words that need a date behind them ("early …", "the end of …"): ``apply`` makes one meaning of both."""

    apply: Callable[[Meaning], Meaning | None]
    outside: bool = False  # the words change the meaning, but do not belong to the span ("before 2014")


@dataclass(frozen=True, slots=True)
class Blocked:
    """Words that have the form of a date and are none (30 February): nothing within them is read either."""


Produced: TypeAlias = Meaning | Opener | Blocked


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
    fallback: Atom | None = None  # what to read instead where an opener finds no date behind it


# Narrowing takes as long as trying all rules of a cue a hundred times: a short text is read before it would pay.
_WORTH_NARROWING = 100
Entries: TypeAlias = tuple[tuple[Callable[..., "re.Match[str] | None"], Rule], ...]

_WORD = re.compile(r"['’‘`]\d\ds?\b|\w+")
_NEXT = re.compile(r"[^\w\n]{0,3}\n?[ \t]{0,3}['’‘`]?(\w{1,16})")


@dataclass(frozen=True, slots=True)
class CueTable:
    """The rules by cue word, in their order, and the gate before the commonest cues.

    ``gated`` cues ("the", "a", "two") begin an expression only where the next word is one of ``second`` or a number;
    a look at that word is far cheaper than trying the rules.  ``digits`` is the like look at a number.
    """

    rules: dict[str, Entries]
    gated: frozenset[str] = frozenset()
    second: frozenset[str] = frozenset()
    digits: re.Pattern[str] | None = None
    narrowed: dict[tuple[str, str], Entries] = field(default_factory=dict)  # by cue and next word, made as they come
    met: dict[tuple[str, str], int] = field(default_factory=dict)  # how often, until it is worth narrowing

    def after(self, cue: str, following: str) -> Entries:
        """The rules of a gated cue that the next word leaves."""
        entries = self.narrowed.get((cue, following))
        if entries is None:
            met = self.met[cue, following] = self.met.get((cue, following), 0) + 1
            if met < _WORTH_NARROWING:
                return self.rules[cue]
            words = f"{cue} {following}"
            entries = tuple(e for e in self.rules[cue] if may_begin(e[1].pattern.pattern, words))
            self.narrowed[cue, following] = entries
        return entries


def cue_table(
    rules: Iterable[Rule],
    gated: Iterable[str] = (),
    second: Iterable[str] = (),
    digits: re.Pattern[str] | None = None,
) -> CueTable:
    """The table of some rules."""
    table: dict[str, list[tuple[Callable[..., re.Match[str] | None], Rule]]] = {}
    for rule in rules:
        for cue in dict.fromkeys(rule.cues):
            table.setdefault(cue, []).append((rule.pattern.match, rule))
    entries = {cue: tuple(found) for cue, found in table.items()}
    years = entries.pop("'", ())
    entries |= {f"{mark}{n:02d}{s}": years for mark in "'’‘`" for n in range(100) for s in ("", "s")}
    return CueTable(entries, frozenset(gated), frozenset(second), digits)


def scan(text: str, table: CueTable) -> list[Atom]:
    """All atoms of ``text`` in order, not overlapping."""
    atoms: list[Atom] = []
    resume = 0
    get = table.rules.get
    gated, second, digits = table.gated, table.second, table.digits
    years, few, mixed = get("0000", ()), get("00", ()), get("0", ())
    for token in _WORD.finditer(text):
        word = token.group()
        entries = get(word)
        if entries is None:
            if word >= ":":  # no digit in front; quoted years are in the table themselves
                continue
            if digits is not None and not digits.match(text, token.start()):
                continue
            size = len(word)
            entries = (years if size == 4 else few if size < 4 else mixed) if word.isdecimal() else mixed
        start = token.start()
        if start < resume:
            continue
        if word in gated:
            following = _NEXT.match(text, token.end())
            if following is None or following[1] == word or not (following[1] in second or following[1][0].isdigit()):
                continue
            after = token.end()
            spaced = text[after] == " " and following.start(1) == after + 1
            if spaced and following[1] in second:
                entries = table.after(word, following[1])
        atom = _longest(text, start, entries)
        if atom is not None:
            if not isinstance(atom.produced, Blocked):
                atoms.append(atom)
            resume = atom.end
    return atoms


def _longest(text: str, start: int, entries: Entries) -> Atom | None:
    best: Atom | None = None
    plain: Atom | None = None  # the longest that is no opener
    for match, rule in entries:
        found = match(text, start)
        if found is None or (plain is not None and found.end() <= plain.end):
            continue
        produced = rule.produce(found)
        if produced is None:
            continue
        span = found.span("x") if "x" in rule.pattern.groupindex else found.span()
        atom = Atom(span[0], span[1], produced, rule.name)
        if best is None or atom.end > best.end:
            best = atom
        if not isinstance(produced, Opener) and (plain is None or atom.end > plain.end):
            plain = atom
    if best is None or best is plain or plain is None:
        return best
    return replace(best, fallback=plain)
