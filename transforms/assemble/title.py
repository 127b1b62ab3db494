"""A readable name for each event: what it is, and who or what it is about.

The rules are tried in the order that ``titles.toml`` gives for the type; the first that finds something is the title.
A title is a function of the event's mentions, never of their order.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from transforms.assemble.clause import (
    SHORTEST,
    Clause,
    Grade,
    clause_of,
    points_away,
    shorten,
    without_opening,
    without_pointers,
)
from transforms.assemble.names import capitalised_runs, name_in, qualifier

_WORDS = tomllib.loads(Path(__file__).with_name("titles.toml").read_text("utf-8"))
_ORDER: dict[str, list[str]] = _WORDS["order"]
_ABOUT = {kind: frozenset(roles) for kind, roles in _WORDS["about"].items()}
_ASIDE = frozenset(_WORDS["aside"]["roles"])
_SUBJECTS = frozenset(_WORDS["subject"]["roles"])
SHOWN = 3  # actors in a title
READ = 12  # mentions of an event that are read for its title: the surest
ABOUT_ONE = ("resignation", "dismissal", "appointment", "arrest")  # happenings to persons and groups, not to states
GIST = 90  # characters of a gist in a title
_RANK = {"person": 0, "state": 1, "metonym": 1, "organisation": 2}
# ", who resigned", ", qui démissionna", ", der zurücktrat", ", quien dimitió"
_RELATIVE = re.compile(r",\s+(?:who|qui|der|die|que|quien|який|яка)\s+(?:\w+\s+)?$")
KIND = 6  # letters of a type's word by which a trigger is one of its kind: "mass protests"
_SERIES = " summit"  # "Summit: NATO, Vilnius" says more than "Summit: NATO summit"
BEHIND = 3  # words behind "said", where it ends its sentence: "on Tuesday morning"
_EDGE = " \t\n,.;:!?*_–—-“”\"'‘’«»„"


@dataclass(frozen=True, slots=True)
class Actor:
    """A participant of the event with what is known of it; ``documents`` name it."""

    actor_id: str
    name: str
    role: str
    kind: str = "unknown"
    country: str | None = None
    stands_for: str | None = None
    documents: int = 1

    @property
    def land(self) -> str | None:
        """What it is of or stands for: "state/RUS" of Vladimir Putin, of the Kremlin and of Russia."""
        if self.kind == "state":
            return self.actor_id
        return self.stands_for or (f"state/{self.country}" if self.country else None)


@dataclass(frozen=True, slots=True)
class Told:
    """What one mention gives for the title; ``start`` is where its trigger stands in the quote."""

    trigger: str
    quote: str
    start: int
    gist: str | None = None
    date_text: str | None = None
    called: str | None = None  # the gathering that it names, by its canonical name
    document: str | None = None  # the title of its document


@dataclass(frozen=True, slots=True)
class Event:
    """What titles are made of.  ``actors`` and ``told``: the surest first."""

    event_type: str
    word: str
    actors: tuple[Actor, ...]
    told: tuple[Told, ...]
    location: str | None = None


Rule = Callable[[Event], str | None]


def parties(actors: Sequence[Actor]) -> list[Actor]:
    """Those who meet: persons before states before organisations; whom another one stands for is left out.

    The Kremlin and Russia are no further parties beside Vladimir Putin, nor Moscow beside Russia.
    """
    persons = {a.land for a in actors if a.kind == "person"}
    kept: list[Actor] = []
    lands: set[str | None] = {None}
    for actor in sorted(actors, key=lambda a: (_RANK.get(a.kind, 3), a.kind == "metonym")):
        if actor.kind in ("state", "metonym"):
            if actor.land in persons or actor.land in lands:
                continue
            lands.add(actor.land)
        if any(actor.name in (other.name, other.name.rpartition(" ")[2]) for other in kept):
            continue
        kept.append(actor)
    order = {a.actor_id: i for i, a in enumerate(actors)}
    return sorted(kept, key=lambda a: (_RANK.get(a.kind, 3), order[a.actor_id]))


def _listed(actors: Sequence[Actor], glue: str) -> str:
    more = len(actors) - SHOWN
    others = "" if more <= 0 else " + 1 other" if more == 1 else f" + {more} others"
    return glue.join(a.name for a in actors[:SHOWN]) + others


def between(event: Event) -> str | None:
    """ "Phone call: Donald Trump – Vladimir Putin": two parties at least."""
    acting = [a for a in event.actors if a.role not in _ASIDE] if event.event_type == "ceasefire" else event.actors
    both = parties(acting)
    return _listed(both, " – ") if len(both) >= 2 else None


def name(event: Event) -> str | None:
    """ "Summit: Munich Security Conference": the name that most mentions give, the longest of equals."""
    known = [t.called for t in event.told if t.called and not t.called.endswith(_SERIES)]
    if known:
        return max(sorted(set(known)), key=known.count)
    named = [n for t in event.told if (n := name_in(event.event_type, t.trigger, t.quote, t.start))]
    actors = {a.name.casefold() for a in event.actors}
    named = [n for n in named if n.casefold() not in actors or event.event_type == "summit"]
    return max(sorted(set(named)), key=lambda n: (named.count(n), len(n))) if named else None


def organisation(event: Event) -> str | None:
    """ "Summit: NATO, Vilnius": a summit is that of its organisation; failing that, of the place before the word."""
    holders = [a for a in event.actors if a.kind == "organisation"]
    before = sorted({q for t in event.told if (q := qualifier(t.trigger, t.quote, t.start))})
    known = {a.name.casefold() for a in event.actors}
    towns = [q for q in before if " " not in q and q.casefold() not in known]
    place = event.location or (towns[0] if towns else None)
    if not holders:
        return place if towns and not event.actors else None
    # the organisation named in front of the word is the one whose summit it is
    own = [a for a in holders if any(a.name in q.split() or a.name == q for q in before)] or holders
    return _with_place(own[0].name, place)


def about(event: Event) -> str | None:
    """ "Resignation: Evo Morales": who left, came, was arrested or attacked.

    One whom few of the reports name is left out.
    """
    bearers = [a for a in event.actors if a.role in _ABOUT.get(event.event_type, ())]
    if event.event_type in ABOUT_ONE:
        bearers = [a for a in bearers if a.kind not in ("state", "metonym")]
    most = max((a.documents for a in bearers), default=0)
    bearers = [a for a in bearers if a.documents * 2 > most or a.documents == most]
    if not bearers:
        return None
    return _with_place(_listed(bearers, ", "), event.location if event.event_type == "attack" else None)


def against(event: Event) -> str | None:
    """ "Sanctions: European Union against Russia"."""
    issuers = [a for a in event.actors if a.role == "issuer"]
    targets = [a for a in event.actors if a.role == "target"]
    if issuers and targets:
        return f"{_listed(issuers, ', ')} against {_listed(targets, ', ')}"
    return None


def gist(event: Event) -> str | None:
    """The clause that the extraction gives of the surest mention, where it says more than the trigger.

    One that begins with "he" or "their" points to what the reader does not see.
    """
    for told in event.told:
        text = " ".join((told.gist or "").split()).strip(_EDGE)
        text = without_opening(text)
        if " " in text and not points_away(text) and text.casefold() != told.trigger.casefold():
            return shorten(text, GIST)
    return None


def antecedent(event: Event) -> str | None:
    """ "Resignation: Michel Barnier" of "…, who resigned": the name before a relative pronoun."""
    for told in event.told:
        before = _RELATIVE.search(told.quote[: told.start])
        runs = capitalised_runs(told.quote[: before.start()]) if before else []
        if before and runs and runs[-1][1] == before.start() and len(runs[-1][2].split()) in (2, 3):
            return runs[-1][2]
    return None


def said(event: Event) -> str | None:
    """ "Statement: White House: talks will go on" of "Talks will go on, the White House said"."""
    speakers = [a for a in event.actors if a.role == "speaker"]
    for told in event.told:
        content, comma, who = told.quote[: told.start].rpartition(", ")
        named = next((a for a in speakers if without_opening(who).casefold() == a.name.casefold()), None)
        behind = told.quote[told.start + len(told.trigger) :].split()
        if comma and named and len(behind) <= BEHIND and not points_away(content) and len(content.split()) >= SHORTEST:
            return f"{named.name}: {shorten(content.strip(_EDGE), GIST)}"
    return None


def called_so(event: Event) -> str | None:
    """ "Agreement: coalition agreement": a trigger that says more than the word of its type."""
    several = (" ".join(t.trigger.split()).strip(_EDGE) for t in event.told)
    kind = event.word.casefold()[:KIND]
    return next((t for t in several if " " in t and kind in t.casefold() and not points_away(t)), None)


def in_its_words(event: Event) -> str | None:
    """ "Appointment: “became the ninth premier”": where nothing else is known, the text itself.

    A pronoun whose referent stands elsewhere in the document is left out; the document's title helps to find it.
    """
    told = next(iter(sorted(_clauses(event), key=lambda c: c.grade)), None)
    words = told and without_pointers(told.text)
    if not words:
        return None
    document = next((t.document for t in event.told if t.document), None)
    return f"“{words}”" + (f" ({shorten(document.strip(_EDGE), GIST // 2)})" if document else "")


def clear_clause(event: Event) -> str | None:
    """The clause around a trigger, where one of the mentions has it whole and in words that stand by themselves."""
    return next((c.text for c in _clauses(event) if c.grade == Grade.CLEAR), None)


def cut_clause(event: Event) -> str | None:
    """The same, but cut short at its end."""
    return next((c.text for c in _clauses(event) if c.grade == Grade.CUT), None)


def subject_clause(event: Event) -> str | None:
    """ "Washington imposed sanctions over …": a clause without its subject, behind the actor who did it."""
    acting = [a for a in event.actors if a.role in _SUBJECTS]
    bare = next((c.text for c in _clauses(event) if c.grade == Grade.BARE), None)
    return shorten(f"{acting[0].name} {bare}", GIST) if acting and bare else None


def any_clause(event: Event) -> str | None:
    """The clause around a trigger, cut short where there is no better; never one about a pronoun."""
    told = (c for c in sorted(_clauses(event), key=lambda c: c.grade) if not points_away(c.text))
    return next((c.text for c in told), None)


def _clauses(event: Event) -> list[Clause]:
    return [c for t in event.told if (c := clause_of(t.quote, t.start, t.start + len(t.trigger), t.date_text))]


def someone_somewhere(event: Event) -> str | None:
    """ "Meeting: Marco Rubio, Geneva": the best of the actors, and the place."""
    acting = [a for a in event.actors if a.role not in _ASIDE] or list(event.actors)
    if event.event_type in ABOUT_ONE:
        acting = [a for a in acting if a.kind not in ("state", "metonym")]
    if not acting:
        return None
    shown = parties(acting)
    return _with_place(_listed(shown, ", "), event.location)


def anyone(event: Event) -> str | None:
    """ "Appointment: Iran": whoever is named, in whatever role."""
    return _listed(event.actors, ", ") if event.actors else None


def place(event: Event) -> str | None:
    """ "Attack: Mariupol"."""
    return event.location


def _with_place(text: str, location: str | None) -> str:
    return text if not location or location.casefold() in text.casefold() else f"{text}, {location}"


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        between,
        name,
        organisation,
        about,
        against,
        gist,
        clear_clause,
        cut_clause,
        subject_clause,
        any_clause,
        antecedent,
        said,
        called_so,
        in_its_words,
        anyone,
        someone_somewhere,
        place,
    )
}


def title_of(event: Event) -> str:
    """The title: the word of the type, and what the first fitting rule says; the word alone where none fits."""
    for rule in (*_ORDER.get(event.event_type, _ORDER["default"]), *_ORDER["last"]):
        found = RULES[rule](event)
        if found:
            bare = found.casefold() == event.word.casefold()
            return event.word if bare else f"{event.word}: {found}"
    return event.word


def _title(row: Mapping[str, object]) -> str:
    actors, told = row["standing"] or [], row["evidence"] or []
    assert isinstance(actors, list) and isinstance(told, list)
    location = row["location"]
    return title_of(Event(
        str(row["event_type"]), str(row["title_word"]), tuple(Actor(**a) for a in actors),
        tuple(Told(**t) for t in told), str(location) if location else None,
    ))  # fmt: skip


def evidence(mentions: pl.LazyFrame) -> pl.LazyFrame:
    """Per event_id the ``evidence`` for its title: its surest mentions, those that fit what became of it first.

    ``mentions`` with ``final``, the status of their event; ``gist`` may be absent.
    """
    given = mentions.collect_schema().names()
    gists, called, document = (
        pl.col(c) if c in given else pl.lit(None, pl.String) for c in ("gist", "called", "document_title")
    )
    return (
        mentions.sort(
            "event_id", pl.col("status") != pl.col("final"), -pl.col("confidence"), "doc_id", "trigger_start",
            "mention_id",
        )
        .group_by("event_id", maintain_order=True).head(READ)
        .group_by("event_id", maintain_order=True)
        .agg(evidence=pl.struct(
            "trigger", "quote", start=pl.col("trigger_start") - pl.col("sentence_start"), gist=gists,
            date_text="date_text", called=called, document=document,
        ))
    )  # fmt: skip


def add_titles(events: pl.LazyFrame) -> pl.LazyFrame:
    """Add ``title`` from title_word, event_type, standing, evidence and location."""
    needed = pl.struct("title_word", "event_type", "standing", "evidence", "location")
    return events.with_columns(title=needed.map_elements(_title, return_dtype=pl.String, skip_nulls=False))
