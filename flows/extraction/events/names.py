"""Names in a document, by capitals, titles and gazetteer, each completed to its longest form.

A *unit* is one name with what stands before it: "US Secretary of State Marco Rubio" is one unit whose name is
"Marco Rubio".  The parser's arguments are mapped onto units, so that it does not matter how it cut them.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from flows.extraction.events.gazetteer import known
from flows.extraction.events.opening import name_begins
from flows.extraction.events.words import adjectives, not_names, organisation_words, titles

_UPPER = "".join(chr(c) for c in range(min(0x530, sys.maxunicode)) if chr(c).isupper())
_CAP = (
    rf"(?:(?:[{_UPPER}]\.){{2,}}|[{_UPPER}]\.(?=\s?[{_UPPER}])|(?:St|Mr|Mrs|Ms|Dr|Gen|Col|Sen|Rep|Lt|Sgt|Capt|Prof|Rev)\."
    rf"|(?:al-|Al-|el-)?[{_UPPER}](?:[\w’'‐–-]*\w)?)"
)
_SPACE = r"[ \t\u00a0]"
_JOIN = (
    rf"(?:{_SPACE}+(?:of\s+the|of|for|von\s+der|van\s+de[nr]?|de\s+l[ao]s?|de|"
    rf"da|do|dos|del|della|di|von|van|der|den|bin|ibn|al|el|la|le|du|dan|y){_SPACE}+"
    rf"|{_SPACE}+|{_SPACE}*&{_SPACE}*)"
)
_RUN = re.compile(rf"{_CAP}(?:{_JOIN}{_CAP})*(?:\s+[0-9]{{2}}\b(?!,))?")
_WORD = re.compile(r"\S+")
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_CORE = frozenset(
    {"minister", "president", "secretary", "judge", "justice", "general", "commissioner", "chief", "chancellor"}
)
_OF = frozenset({"of", "for"})
_PERSON_AFTER = re.compile(r",? (?:who|whose|\d{2},)\b")


@dataclass(frozen=True, slots=True)
class Unit:
    """One name in the text.  ``start``/``end`` are the name's own; ``left`` is where its titles begin."""

    start: int
    end: int
    left: int
    name: str  # as written here, without title and possessive
    full: str  # longest form of the same name in the document
    kind: str | None  # person, state, organisation, group, None
    title: str = ""  # "US Secretary of State", lower case
    demonym: str | None = None  # the state, where the name is only its adjective
    seat: bool = False  # a capital that may stand for its state


class Names:
    """All units of a document, found by position."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = tuple(sorted(units, key=lambda unit: unit.left))
        self._lefts = [unit.left for unit in self.units]

    def at(self, start: int, end: int) -> Unit | None:
        """The unit that overlaps the span, the last if several do."""
        index = bisect_right(self._lefts, end - 1)
        for unit in reversed(self.units[max(0, index - 3) : index]):
            if unit.left < end and unit.end > start:
                return unit
        return None

    def within(self, start: int, end: int) -> tuple[Unit, ...]:
        """The units whose names lie in the span."""
        low = bisect_right(self._lefts, start - 60)
        high = bisect_right(self._lefts, end)
        return tuple(unit for unit in self.units[max(0, low - 1) : high] if unit.start >= start and unit.end <= end)

    def person_with_title(self, title: str, before: int) -> Unit | None:
        """The nearest earlier person who carries this title; ``None`` if two different persons do."""
        holders = [unit for unit in self.units if unit.kind == "person" and title in unit.title.split(" / ")[0]]
        earlier = [unit for unit in holders if unit.start < before]
        return earlier[-1] if earlier and len({unit.full for unit in holders}) == 1 else None


def find_names(text: str, blocked: Sequence[tuple[int, int]] = (), sentence_starts: Iterable[int] = ()) -> Names:
    """Find all names in ``text`` outside the ``blocked`` spans (dates)."""
    starts = frozenset(sentence_starts)
    blocks = sorted(blocked)
    firsts = [span[0] for span in blocks]
    units: list[Unit] = []
    for match in _RUN.finditer(text):
        for begin, end in _free(match.start(), match.end(), blocks, firsts):
            name = name_begins(text, begin) if begin in starts else None
            if name is not None and begin < name < end:  # "In Barcelona Quim Torra resigned"
                units.extend(_units(text, begin, name - 1, starts))
                begin = name
            units.extend(_units(text, begin, end, starts))
    return Names(_complete(_drop_chance_capitals(text, units, starts)))


def _free(start: int, end: int, blocks: Sequence[tuple[int, int]], firsts: Sequence[int]) -> Iterable[tuple[int, int]]:
    """The span without the blocked ones ("Tuesday United States President" -> "United States President")."""
    index = max(0, bisect_right(firsts, start) - 1)
    while index < len(blocks) and blocks[index][0] < end:
        low, high = blocks[index]
        if high > start:
            if low > start:
                yield start, low
            start = max(start, high)
        index += 1
    if start < end:
        yield start, end


def _units(text: str, start: int, end: int, starts: frozenset[int]) -> Iterable[Unit]:
    """Cut one capitalised run into titles and name."""
    words = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(text, start, end)]
    if len(words) == 1:  # three runs in four; most of them only begin a sentence
        lower_word = words[0][0].lower()
        if (lower_word in not_names() or lower_word in _OF) and lower_word not in titles():
            return
    while words and (words[0][0].lower() in not_names() or words[0][0].lower() in _OF):
        if " ".join(word.lower() for word, _, _ in words[:2]) in titles():
            break  # "Under Secretary"
        words = words[1:]
    while words and (words[-1][0].islower() or words[-1][0] in {"&", "y"}):
        words = words[:-1]
    if not words:
        return
    cut = next((i for i, (word, _, _) in enumerate(words[:-1]) if _POSSESSIVE.search(word)), None)
    if cut is not None and not known(
        text[words[0][1] : words[-1][2]]
    ):  # "Poland's President Andrzej Duda" are two names
        yield from _units(text, words[0][1], words[cut][2], starts)
        yield from _units(text, words[cut + 1][1], words[-1][2], starts)
        return
    left = words[0][1]
    title, rest = _strip_title(words)
    rest = rest[: _of_state(rest, bool(title))]
    lower = _title_before(text, left) if not title else ""
    if not rest:
        return
    begin, finish = rest[0][1], rest[-1][2]
    written = _POSSESSIVE.sub("", text[begin:finish])
    finish = begin + len(written)
    if len(written) < 2 or written.isdigit() or written.lower() in adjectives():
        return
    entry = known(written)
    if lower and not entry:
        title, left = lower, left - len(lower) - 1
    kind = entry.kind if entry else _kind(written, title, text[finish : finish + 12])
    demonym = entry.name if entry and entry.form == "demonym" else None
    yield Unit(
        begin,
        finish,
        left,
        written,
        entry.name if demonym and entry else written,
        kind,
        title.lower(),
        demonym,
        bool(entry and entry.form == "seat"),
    )


def _strip_title(words: list[tuple[str, int, int]]) -> tuple[str, list[tuple[str, int, int]]]:
    """Titles and nationality at the left of a run; a run that is all title keeps nothing."""
    lower = [word.lower().rstrip(",") for word, _, _ in words]
    if len(words) == 1:
        return (words[0][0], []) if lower[0] in titles() else ("", words)
    best = 0
    for begin in range(min(3, len(words))):
        if begin and not (known(" ".join(w for w, _, _ in words[:begin])) or lower[begin - 1] in titles()):
            continue
        for size in range(min(6, len(words) - begin), 0, -1):
            if " ".join(lower[begin : begin + size]) in titles():
                best = max(best, begin + size)
                break
    core = max((i + 1 for i, word in enumerate(lower[:6]) if word in _CORE), default=0)
    if best < core < len(words) and not set(lower[:core]) & _OF and lower[core] not in _OF:
        best = core  # "Mining Minister César Navarro", "Federal District Judge Michael Urbanski"
    while best and best < len(words):  # further titles: "Under Secretary General", "Vice President and Secretary"
        more = next((s for s in range(5, 0, -1) if " ".join(lower[best : best + s]) in titles()), 0)
        if not more:
            break
        best += more
    if best and best < len(words) and lower[best] in _OF:  # "President of Ukraine Volodymyr Zelenskyy"
        after = best + 1 + (lower[best + 1 : best + 2] == ["the"])
        size = next(
            (s for s in range(len(words) - after, 0, -1) if known(" ".join(w for w, _, _ in words[after : after + s]))),
            0,
        )
        best = after + size if size else len(words)
    return " ".join(word for word, _, _ in words[:best]), words[best:]


def _of_state(words: list[tuple[str, int, int]], titled: bool) -> int:
    """Where a person's name ends in "Doug Collins of Georgia"; institutions ("Parliament of Iraq") keep theirs."""
    cut = next((i for i, (word, _, _) in enumerate(words) if word in _OF), len(words))
    if cut == len(words):
        return cut
    before = {word.lower() for word, _, _ in words[:cut]}
    person = titled or (cut == 2 and not before & organisation_words()["nouns"] and bool(known(words[-1][0])))
    return cut if person else len(words)


def _title_before(text: str, start: int) -> str:
    """Lower-case title directly before a name: "opposition leader Alexei Navalny"."""
    if text[start - 1 : start] != " ":
        return ""
    chunk = text[max(0, start - 50) : start]
    words = chunk.split()[-5:]
    if not words or words[-1] not in _title_ends():
        return ""
    return next(
        (found for size in range(len(words), 0, -1) if (found := " ".join(words[-size:])).lower() in titles()), ""
    )


@lru_cache(maxsize=1)
def _title_ends() -> frozenset[str]:
    return frozenset(title.split()[-1] for title in titles())


def _kind(written: str, title: str, after: str) -> str | None:
    words = written.lower().replace("’", "'").split()
    if title:
        return "person"
    if set(words) & organisation_words()["nouns"] or (len(words) == 1 and written.isupper() and len(written) > 1):
        return "organisation"
    if _PERSON_AFTER.match(after):
        return "person"
    return None


def _drop_chance_capitals(text: str, units: list[Unit], starts: frozenset[int]) -> list[Unit]:
    """A single capitalised word that begins a sentence is a name only if it is one elsewhere."""
    sure = {word for unit in units if unit.left not in starts or " " in unit.name for word in unit.name.split()}
    return [
        unit
        for unit in units
        if unit.left not in starts
        or unit.title
        or text[unit.end : unit.end + 2] in {"'s", "’s"}
        or " " in unit.name
        or unit.name in sure
        or known(unit.name)
        or (unit.name + " " not in text and unit.name.isupper())
    ]


def _complete(units: list[Unit]) -> list[Unit]:
    """Give each unit the longest form of its name in the document: "Trump" -> "Donald Trump"."""
    longer: dict[str, Unit] = {}
    for unit in units:
        words = unit.name.split()
        if unit.demonym or not 1 < len(words) < 6 or unit.kind == "state":
            continue
        for key in {words[-1], words[0]} if unit.kind != "organisation" else {words[-1]}:
            held = longer.get(key)
            weight = (key == words[-1], unit.kind == "person", len(unit.name))
            if held is None or weight > (key == held.name.split()[-1], held.kind == "person", len(held.name)):
                longer[key] = unit
    persons = {unit.name for unit in units if unit.kind == "person"}
    persons |= {word for name in persons for word in name.split()[-1:]}
    return [_completed(unit, longer, persons) for unit in units]


def _completed(unit: Unit, longer: dict[str, Unit], persons: set[str]) -> Unit:
    words = unit.name.split()
    kind = unit.kind or ("person" if unit.name in persons or (len(words) > 1 and words[-1] in persons) else None)
    best = None if unit.demonym or kind in {"state", "group"} else longer.get(words[-1])
    if (
        best is None
        or len(best.name) < len(unit.name)
        or kind == "organisation" != best.kind
        or (len(words) > 1 and not set(words) <= set(best.name.split()))
    ):
        return unit if kind == unit.kind else replace(unit, kind=kind)
    kind = kind or best.kind or ("person" if best.name.split()[-1] in persons else None)
    return replace(unit, full=best.name, kind=kind)
