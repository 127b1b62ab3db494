"""Titles: a reader understands a row without its quote; each class of constructions with examples of our own."""

from __future__ import annotations

import random

import polars as pl
import pytest

from tests.transforms.helpers import documents, frame, mention
from transforms.assemble.clause import LONGEST, Grade, clause_of
from transforms.assemble.names import name_in
from transforms.assemble.title import Actor, Event, Told, title_of
from transforms.pipeline import build

TRUMP = Actor("person/trump", "Donald Trump", "participant", "person", "USA")
PUTIN = Actor("person/putin", "Vladimir Putin", "participant", "person", "RUS")
MODI = Actor("person/modi", "Narendra Modi", "participant", "person", "IND")
LULA = Actor("person/lula", "Lula da Silva", "participant", "person", "BRA")
XI = Actor("person/xi", "Xi Jinping", "participant", "person", "CHN")
KREMLIN = Actor("metonym/kremlin", "the Kremlin", "participant", "metonym", None, "state/RUS")
KYIV = Actor("metonym/kyiv", "Kyiv", "participant", "metonym", None, "state/UKR")
MOSCOW = Actor("metonym/moscow", "Moscow", "participant", "metonym", None, "state/RUS")
RUSSIA = Actor("state/RUS", "Russia", "participant", "state", "RUS")
IRAN = Actor("state/IRN", "Iran", "participant", "state", "IRN")
NATO = Actor("organisation/nato", "NATO", "attendee", "organisation")


def told(quote: str, trigger: str, date: str | None = None, gist: str | None = None) -> tuple[Told, ...]:
    return (Told(trigger, quote, quote.index(trigger), gist, date),)


def role(actor: Actor, name: str, documents: int = 1) -> Actor:
    return Actor(actor.actor_id, actor.name, name, actor.kind, actor.country, actor.stands_for, documents)


def person(name: str, role: str, documents: int = 1) -> Actor:
    return Actor(f"person/{name}", name, role, "person", None, None, documents)


TITLES = {
    "two leaders": (Event("phone_call", "Phone call", (TRUMP, PUTIN), ()), "Phone call: Donald Trump – Vladimir Putin"),
    "a metonym beside its leader": (
        Event("phone_call", "Phone call", (KREMLIN, PUTIN, TRUMP), ()), "Phone call: Vladimir Putin – Donald Trump"),
    "a state beside its leader": (
        Event("meeting", "Meeting", (RUSSIA, PUTIN, MODI), ()), "Meeting: Vladimir Putin – Narendra Modi"),
    "a metonym beside its state": (
        Event("meeting", "Negotiations", (MOSCOW, RUSSIA, IRAN), ()), "Negotiations: Russia – Iran"),
    "metonyms of two states": (Event("meeting", "Negotiations", (KYIV, MOSCOW), ()), "Negotiations: Kyiv – Moscow"),
    "leaders before organisations": (
        Event("meeting", "Meeting", (NATO, TRUMP, KYIV), ()), "Meeting: Donald Trump – Kyiv – NATO"),
    "more than three": (
        Event("meeting", "Meeting", (TRUMP, PUTIN, MODI, XI, LULA), ()),
        "Meeting: Donald Trump – Vladimir Putin – Narendra Modi + 2 others"),
    "one more than three": (
        Event("meeting", "Meeting", (TRUMP, PUTIN, MODI, XI), ()),
        "Meeting: Donald Trump – Vladimir Putin – Narendra Modi + 1 other"),
    "a family name beside the full name": (
        Event("meeting", "Meeting", (TRUMP, PUTIN, Actor("unknown/trump", "Trump", "participant")), ()),
        "Meeting: Donald Trump – Vladimir Putin"),
    "one party and a place": (Event("meeting", "Meeting", (MODI,), (), "Kazan"), "Meeting: Narendra Modi, Kazan"),
    "one party, gist": (
        Event("meeting", "Meeting", (MODI,), told("Modi met farmers.", "met", gist="Modi met farmers from Punjab")),
        "Meeting: Modi met farmers from Punjab"),
    "a name that is the trigger": (
        Event("summit", "Summit", (), told("The Halifax Security Forum opens.", "Halifax Security Forum")),
        "Summit: Halifax Security Forum"),
    "a name that holds the trigger": (
        Event("summit", "Summit", (), told("He flew to the Raisina Dialogue in Delhi.", "Dialogue")),
        "Summit: Raisina Dialogue"),
    "a summit of its organisation": (
        Event("summit", "Summit", (MODI, NATO), told("He spoke at the NATO summit.", "summit"), "Ankara"),
        "Summit: NATO, Ankara"),
    "a summit by its town": (
        Event("summit", "Summit", (), told("It was adopted at the Kazan summit.", "summit")), "Summit: Kazan"),
    "a document by its name": (
        Event("document", "Document", (role(RUSSIA, "issuer"),),
              told("Canberra published its Defence Strategic Review on Monday.", "published", "Monday")),
        "Document: Defence Strategic Review"),
    "a document in quotation marks": (
        Event("document", "Document", (), told("The ministry released “A Plan for Rivers” today.", "released")),
        "Document: A Plan for Rivers"),
    "a document without a name": (
        Event("document", "Document", (), told("The ministry published a report on river floods.", "published")),
        "Document: ministry published a report on river floods"),
    "a treaty": (
        Event("agreement", "Agreement", (RUSSIA, IRAN),
              told("The Treaty on Comprehensive Partnership was signed.", "signed")),
        "Agreement: Treaty on Comprehensive Partnership"),
    "who resigned, not who accepted it": (
        Event("resignation", "Resignation",
              (person("Ana Silva", "official"), person("Rui Costa", "authority"), role(RUSSIA, "participant")), ()),
        "Resignation: Ana Silva"),
    "whom few reports name has not resigned": (
        Event("resignation", "Resignation", (person("Ana Silva", "official", 3), person("Rui Costa", "official")), ()),
        "Resignation: Ana Silva"),
    "who was dismissed": (
        Event("dismissal", "Dismissal", (person("Rui Costa", "dismisser"), person("Ana Silva", "official")), ()),
        "Dismissal: Ana Silva"),
    "a state is no appointee": (
        Event("appointment", "Appointment", (role(IRAN, "appointee"),),
              told("In May he became the ninth premier.", "became", "May")),
        "Appointment: “became the ninth premier”"),
    "a pronoun and its verb say nothing": (
        Event("arrest", "Raid", (role(IRAN, "participant"),), told("They raided.", "raided")), "Raid: Iran"),
    "nor does a bare one": (Event("arrest", "Raid", (), told("They raided.", "raided")), "Raid"),
    "who resigned, in a clause of his own": (
        Event("resignation", "Resignation", (), told("Le 4 mai, une motion contre Jean Durand, qui démissionna.",
                                                     "démissionna", "4 mai")), "Resignation: Jean Durand"),
    "what was said before who said it": (
        Event("statement", "Statement", (role(NATO, "speaker"),),
              told("The exercise will begin in June, NATO said on Tuesday.", "said")),
        "Statement: NATO: The exercise will begin in June"),
    "a gathering by its own name": (
        Event("summit", "Summit", (), (Told("Sicherheitskonferenz", "Die Sicherheitskonferenz beginnt.", 4,
                                            called="Munich Security Conference"),)),
        "Summit: Munich Security Conference"),
    "a trigger of several words": (
        Event("agreement", "Agreement", (), told("The coalition agreement of 2021.", "coalition agreement", "2021")),
        "Agreement: coalition agreement"),
    "in its own words, with the document": (
        Event("appointment", "Appointment", (), (
            Told("sworn in", "He was sworn in.", 7, document="A winter in Tbilisi"),)),
        "Appointment: “was sworn in” (A winter in Tbilisi)"),
    "without what was before": (
        Event("vote", "Vote", (), told("A week later, the assembly impeached her.", "impeached",
                                       gist="A week later, the assembly impeached her")),
        "Vote: assembly impeached her"),
    "sanctions of somebody against somebody": (
        Event("sanction", "Sanctions", (role(NATO, "issuer"), role(IRAN, "target")), ()),
        "Sanctions: NATO against Iran"),
    "a subject for a clause that has none": (
        Event("sanction", "Sanctions", (role(KYIV, "issuer"),),
              told("Two days after the last of the four envoys had been sent home it recalled its own, "
                   "and imposed duties on grain.", "imposed")),
        "Sanctions: Kyiv imposed duties on grain"),
    "an attack by its gist": (
        Event("attack", "Attack", (person("Jo Doe", "target"),),
              told("Gangs attacked.", "attacked", gist="gangs attacked two prisons")),
        "Attack: gangs attacked two prisons"),
    "an attack on somebody": (
        Event("attack", "Attack", (person("Jo Doe", "target"),), (), "Quito"), "Attack: Jo Doe, Quito"),
    "a vote is never just passed": (
        Event("vote", "Vote", (), told("After a night of debate, parliament passed the budget on 3 May.", "passed",
                                       "3 May")), "Vote: parliament passed the budget"),
    "a place where nothing else is known": (Event("attack", "Attack", (), told("Attack.", "Attack"), "Goma"),
                                            "Attack: Goma"),
    "nothing but the type": (Event("sanction", "Sanctions", (), told("Sanctions.", "Sanctions")), "Sanctions"),
    "a type of the user's own": (
        Event("landing", "Landing", (), told("A probe touched down near the pole of the Moon.", "touched down")),
        "Landing: probe touched down near the pole of the Moon"),
}  # fmt: skip


@pytest.mark.parametrize(("event", "title"), TITLES.values(), ids=TITLES.keys())
def test_title(event: Event, title: str) -> None:
    assert title_of(event) == title


CLAUSES = {
    "a conjunction is left out": ("It rained, but voters elected Silva.", "elected", None, "voters elected Silva"),
    "a semicolon ends it": ("He left; soldiers seized the station at dawn.", "seized", None,
                            "soldiers seized the station at dawn"),
    "the date goes with its preposition": ("On 4 March 2021 miners blocked the road to the port.", "blocked",
                                           "4 March 2021", "miners blocked the road to the port"),
    "marks of Markdown": ("**09.15** The senate rejected the bill.", "rejected", None, "senate rejected the bill"),
    "German": ("Am Montag stimmte der Rat zu, und die Polizei verhaftete zwei Männer in Köln.", "verhaftete", None,
               "Polizei verhaftete zwei Männer in Köln"),
    "what was announced": (
        "In a long speech late in the evening to the whole nation, the minister announced that she would go.",
        "announced", None, "minister announced that she would go"),
}  # fmt: skip


@pytest.mark.parametrize(("quote", "trigger", "date", "clause"), CLAUSES.values(), ids=CLAUSES.keys())
def test_clause(quote: str, trigger: str, date: str | None, clause: str) -> None:
    start = quote.index(trigger)
    found = clause_of(quote, start, start + len(trigger), date)
    assert found is not None and clause in found.text
    assert found.grade == Grade.CLEAR


@pytest.mark.parametrize("words", [9, 14, 25, 60])
@pytest.mark.parametrize("at", [0.0, 0.4, 0.99])
def test_a_clause_is_never_too_long_and_cut_between_words(words: int, at: float) -> None:
    text = [f"{'abcdefghij'[: 3 + i % 7]}{i}" for i in range(words)]
    trigger = text[int(at * words)]
    start = " ".join(text).index(trigger)
    found = clause_of(" ".join(text), start, start + len(trigger))
    assert found is not None and len(found.text) <= LONGEST and trigger in found.text
    assert set(found.text.rstrip("…").split()) <= set(text)


@pytest.mark.parametrize(("quote", "trigger", "date"), [
    ("The invasion.", "invasion", None), ("Sanctions!", "Sanctions", None), ("On 2 May, unrest.", "unrest", "2 May"),
])  # fmt: skip
def test_a_clause_that_says_no_more_than_its_trigger_is_none(quote: str, trigger: str, date: str | None) -> None:
    start = quote.index(trigger)
    assert clause_of(quote, start, start + len(trigger), date) is None


@pytest.mark.parametrize(("event_type", "quote", "trigger"), [
    ("document", "The minister signed a decree in Lima.", "signed"),
    ("document", "Prime Minister Ana Silva published a report.", "published"),
    ("summit", "Leaders met at a summit in Rio de Janeiro.", "summit"),
    ("agreement", "Foreign Minister Silva signed it in Buenos Aires.", "signed"),
])  # fmt: skip
def test_no_name(event_type: str, quote: str, trigger: str) -> None:
    assert name_in(event_type, trigger, quote, quote.index(trigger)) is None


def test_a_title_depends_on_the_set_of_mentions_only() -> None:
    about = documents(*((d, "2025-03-02") for d in "abcdef"))
    rows = [
        mention(d, "vote", "passed", "2025-03-01", start=14, quote=f"The Bundestag passed law {d} on rent")
        for d in "abcdef"
    ]
    titles = {build(frame(random.Random(n).sample(rows, 6)), about).timeline["title"].to_list()[0] for n in range(4)}
    assert titles == {"Vote: Bundestag passed law a on rent"}


def test_a_gist_is_taken_where_the_mentions_have_one() -> None:
    rows = frame([mention("a", "attack", "attacked", "2025-03-01", quote="They attacked.", start=5)])
    about = documents(("a", "2025-03-02"))
    with_gist = rows.with_columns(gist=pl.lit("gangs attacked two prisons"))
    assert build(with_gist, about).timeline["title"].to_list() == ["Attack: gangs attacked two prisons"]
    assert build(rows, about).timeline["title"].to_list() == ["Attack"]


def test_the_name_of_a_conference_takes_no_part_in_it() -> None:
    rows = [mention("a", "meeting", "met", "2025-03-01", ["Oslo Peace Conference", "Ana Silva"])]
    built = build(frame(rows), documents(("a", "2025-03-02")))
    assert [p["name"] for p in built.timeline["participants"][0]] == ["Ana Silva"]
