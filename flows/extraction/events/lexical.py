"""Events by lexicon alone, for languages without a parser: explicit triggers and dates, precision before recall.

One file a language in ``lexicon/languages/``.  A mention needs a trigger that is explicit by itself (or with a word
that must stand near it); its date is the timex of the same clause, else of the sentence, else a date heading; what the
sentence calls possible, asked for or cancelled is marked so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from flows.extraction.events.confidence import confidence
from flows.extraction.events.dates import NO_DATE, DateLink, dated
from flows.extraction.events.discourse import Discourse
from flows.extraction.events.lexical_names import Namer
from flows.extraction.events.words import LEXICON, read_table
from flows.extraction.model import DateBasis, Document, Mention, Status, Timex, TimexType
from flows.extraction.segment import Sentence

# Nouns and verbs here name the event by themselves; how often they are right, measured on tests/events/languages.
_PRIOR = 0.62
_BESIDE = 8  # characters between a noun and a date of its own: "vom 3. Mai", "du 3 mai"
_CLAUSE = re.compile(
    r"[;:]|,\s+(?:und|aber|doch|während|mais|et|tandis|pero|y|mientras|але|а|та|qui|dont|où|der|die|das|welche[rs]?|quien|"
    r"який|яка|яке|які)\s",
    re.IGNORECASE,
)
# "der Bundestagswahl, die für den 23. Februar angesetzt ist"
_RELATIVE = re.compile(r",\s+(?:die|der|das|qui|que|який|яка|яке|які)\s[^,;.]{0,30}", re.IGNORECASE)
# "Nach dem Anschlag vom Montag", "après un hiver de manifestations": what went before the clause's own happening
_BEFORE_IT = re.compile(
    r"\b(?:nach|seit|vor|après|depuis|avant|tras|después de|desde|antes de|після|до|перед)\s+(?:[\w’'-]+\s+){0,4}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LexicalTrigger:
    """An explicit trigger; ``near`` must stand in the same sentence, ``unless`` must not overlap."""

    type: str
    pattern: re.Pattern[str]
    near: re.Pattern[str] | None
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class LanguageLexicon:
    """The event words of one language."""

    triggers: tuple[LexicalTrigger, ...]
    any_trigger: re.Pattern[str]
    cues: tuple[tuple[Status, tuple[re.Pattern[str], ...]], ...]
    namer: Namer


@lru_cache(maxsize=1)
def lexical_languages() -> frozenset[str]:
    """The languages that have a file."""
    return frozenset(entry.name[:-5] for entry in (LEXICON / "languages").iterdir() if entry.name.endswith(".toml"))


@lru_cache(maxsize=8)
def language_lexicon(language: str) -> LanguageLexicon:
    """The lexicon of one of ``lexical_languages()``."""
    table = read_table(f"languages/{language}.toml")
    triggers = tuple(
        LexicalTrigger(row["type"], _compile(row["pattern"]), _optional(row.get("near")), _optional(row.get("unless")))
        for row in table["triggers"]
    )
    cues = table["cues"]
    order = ((Status.NEGATED, "negated"), (Status.HYPOTHETICAL, "hypothetical"), (Status.PLANNED, "planned"))
    return LanguageLexicon(
        triggers,
        re.compile("|".join(f"(?:{t.pattern.pattern})" for t in triggers), re.IGNORECASE),
        tuple((status, tuple(map(_compile, cues[name]))) for status, name in order),
        Namer(table),
    )


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _optional(pattern: str | None) -> re.Pattern[str] | None:
    return _compile(pattern) if pattern else None


def recognise_lexically(
    document: Document, language: str, sentences: tuple[Sentence, ...], timexes: tuple[Timex, ...], discourse: Discourse
) -> tuple[Mention, ...]:
    """The mentions of a document in a language without a parser, in order."""
    lexicon = language_lexicon(language)
    found: list[Mention] = []
    for sentence in sentences:
        if lexicon.any_trigger.search(document.text, sentence.start, sentence.end) is None:
            continue
        here = [t for t in timexes if t.start >= sentence.start and t.end <= sentence.end]
        for start, end, type_ in _spans(document.text, sentence, lexicon):
            mention = _mention(document, sentence, (start, end), type_, here, discourse, lexicon)
            found.append(_keyed(mention, found))
    return tuple(found)


def _spans(text: str, sentence: Sentence, lexicon: LanguageLexicon) -> Iterator[tuple[int, int, str]]:
    """One trigger a type and sentence, the first; overlapping ones by the order of the file."""
    taken: list[tuple[int, int]] = []
    line = text[sentence.start : sentence.end]
    for trigger in lexicon.triggers:
        blocked = [m.span() for m in trigger.unless.finditer(line)] if trigger.unless else []
        for match in trigger.pattern.finditer(line):
            start, end = match.span()
            if any(low < end and high > start for low, high in [*taken, *blocked]):
                continue
            if trigger.near is not None and trigger.near.search(line) is None:
                continue
            taken.append((start, end))
            yield sentence.start + start, sentence.start + end, trigger.type
            break


def _mention(
    document: Document, sentence: Sentence, span: tuple[int, int], type_: str, timexes: list[Timex],
    discourse: Discourse, lexicon: LanguageLexicon,
) -> Mention:  # fmt: skip
    text = document.text
    start, end = span
    clause = _clause(text, sentence, start, end)
    link = _link(text, clause, span, timexes, discourse)
    status, cue = _status(text[clause[0] : clause[1]], lexicon)
    published = document.published
    if published and link.earliest and link.earliest > published and status is Status.OCCURRED:
        status, cue = Status.PLANNED, "dated after publication"
    if published and link.latest and link.latest <= published and status is Status.PLANNED and link.edtf:
        status, cue = Status.OCCURRED, "dated before publication"
    latest = link.latest or (published if status is Status.OCCURRED and link.edtf is None else None)
    participants = lexicon.namer.participants(text, clause, [(t.start, t.end) for t in timexes], span)
    features = (
        ("prior", _PRIOR),
        ("dated in sentence", float(link.edtf is not None and link.strength < 6)),
        ("dated by text kind", float(link.strength == 6)),
        ("has participants", float(bool(participants))),
        ("two participants", float(len(participants) > 1)),
        ("hypothetical", float(status is Status.HYPOTHETICAL)),
        ("negated", float(status is Status.NEGATED)),
        ("planned", float(status is Status.PLANNED)),
    )
    named = tuple((name, value) for name, value in features if value)
    return Mention(
        doc_id=document.doc_id, start=start, end=end, trigger=text[start:end], type=type_, status=status,
        sentence_start=sentence.start, sentence_end=sentence.end, date=link.edtf,
        date_text=link.text if link.edtf else None, date_basis=link.basis if link.edtf else DateBasis.NONE,
        date_rule=link.rule, date_anchor=link.anchor,
        date_derivation=(*link.derivation, f"lexicon: {type_}", f"status: {cue}"),
        earliest=link.earliest, latest=latest, participants=participants, confidence=confidence(named), features=named,
    )  # fmt: skip


def _clause(text: str, sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """The part of the sentence between the nearest clause boundaries around the trigger."""
    low, high = sentence.start, sentence.end
    for match in _CLAUSE.finditer(text, sentence.start, sentence.end):
        if match.end() <= start:
            low = match.end()
        elif match.start() >= end:
            high = match.start()
            break
    return low, high


def _link(
    text: str, clause: tuple[int, int], span: tuple[int, int], timexes: list[Timex], discourse: Discourse
) -> DateLink:
    usable = [t for t in timexes if t.edtf is not None and t.type is not TimexType.SET]
    inside = [t for t in usable if clause[0] <= t.start and t.end <= clause[1]]
    background = _BEFORE_IT.search(text[max(clause[0], span[0] - 60) : span[0]])
    if background is not None:  # only a date that stands with it is its own
        inside = [t for t in usable if 0 <= t.start - span[1] < _BESIDE or _RELATIVE.fullmatch(text[span[1] : t.start])]
        usable = inside
    for pool, rule in (
        (inside, "timex of the clause"),
        (usable if len(usable) == 1 else [], "only timex of the sentence"),
    ):
        if pool:
            nearest = min(pool, key=lambda t: min(abs(t.start - span[1]), abs(span[0] - t.end)))
            return dated(nearest, rule, 4)
    heading = discourse.heading_before(span[0])
    return dated(heading, "date heading above", 6) if heading is not None and not timexes else NO_DATE


def _status(clause: str, lexicon: LanguageLexicon) -> tuple[Status, str]:
    for status, patterns in lexicon.cues:
        match = next((m for p in patterns if (m := p.search(clause))), None)
        if match:
            return status, f"“{match.group()}”"
    return Status.OCCURRED, "no sign of anything else"


def _keyed(mention: Mention, earlier: list[Mention]) -> Mention:
    """Join with an earlier mention of the same type and date, or of shared people where one has no date."""
    names = {p.name for p in mention.participants}
    for other in reversed(earlier):
        shared = names & {p.name for p in other.participants}
        if other.type == mention.type and (
            (mention.date and mention.date == other.date) or (shared and not (mention.date and other.date))
        ):
            return replace(mention, event_key=other.event_key)
    return replace(mention, event_key=f"e{len({m.event_key for m in earlier}) + 1}")
