"""Synthetic articles with realistic shares: a third of the sentences report something dated, the rest is filling.

Several papers report each happening in words of their own, days and papers are skewed as in real archives, and the
same seed gives the same articles.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

_LEADERS = (
    "Donald Trump", "Vladimir Putin", "Volodymyr Zelensky", "Emmanuel Macron", "Friedrich Merz", "Keir Starmer",
    "Giorgia Meloni", "Xi Jinping", "Narendra Modi", "Recep Tayyip Erdogan", "Ursula von der Leyen", "Mark Rutte",
    "Lula da Silva", "Pedro Sanchez", "Donald Tusk", "Viktor Orban", "Mark Carney", "Anthony Albanese",
)  # fmt: skip
_CITIES = ("Geneva", "Paris", "Istanbul", "Riyadh", "Brussels", "Vienna", "Warsaw", "Doha", "Oslo", "Rome", "Tokyo")
_MINISTERS = ("finance minister", "interior minister", "health minister", "defence minister", "transport minister")
_FAMILIES = ("Berger", "Novak", "Lindqvist", "Okafor", "Moreau", "Castellano", "Haddad", "Petrov", "Silva", "Tanaka")
_GIVEN = ("Anna", "Jonas", "Maria", "Peter", "Claire", "David", "Elena", "Marek", "Sofia", "Omar")
_STATES = ("Norway", "Kenya", "Peru", "Slovakia", "Portugal", "Latvia", "Ghana", "Chile", "Finland", "Jordan")

_REPORTS = (
    "{a} spoke by telephone with {b} on {day}, officials said.",
    "{a} and {b} held a telephone conversation on {day} about the talks in {city}.",
    "{a} met {b} in {city} on {day}.",
    "On {day} {a} received {b} in {city} for two hours of talks.",
    "Leaders of nine countries gathered in {city} on {day} for a summit on energy.",
    "{state}'s {office}, {person}, resigned on {day} after weeks of criticism.",
    "{person}, the {office} of {state}, stepped down on {day}.",
    "{person} was appointed {office} of {state} on {day}.",
    "The government of {state} published its new security strategy on {day}.",
    "{state} and {state2} signed an agreement on fisheries in {city} on {day}.",
    "A court in {city} sentenced {person} to four years in prison on {day}.",
    "Thousands of people protested in {city} on {day} against higher rents.",
    "Police in {city} arrested {person} on {day}.",
    "The parliament of {state} passed the pension bill on {day}.",
)  # fmt: skip
_FILLING = (
    "Observers had expected little else, and few in the building wanted to be quoted by name.",
    "The question has divided the coalition for as long as it has existed, and it will go on doing so.",
    "Prices in the region have risen faster than wages, which is why the matter is watched closely by the unions.",
    "Nobody at the ministry wished to comment on what it would cost, or on who would have to pay for it.",
    "What follows from this is less clear than the first reactions suggest.",
    "The building itself, a former post office, was quiet by the evening.",
    "Diplomats describe the mood as sober, with a number of technical points that remain open.",
    "Older voters in particular remember how differently such matters used to be handled.",
    "A strategy of this kind is only as good as the people who carry it out, one adviser remarked.",
    "Analysts warn against reading too much into a single step, however loudly it is announced.",
    "The opposition called for an inquiry and for more patience in the same breath.",
    "In the markets the news was taken calmly, and trading volumes stayed below the average.",
)
_FIRST, _DAYS = dt.date(2024, 1, 1), 700


def articles(count: int, *, seed: int = 1, characters: int = 3_000) -> Iterator[dict[str, str]]:
    """``count`` rows for a JSON Lines file, of about ``characters`` each, in order of publication."""
    happenings = sorted(_happenings(max(1, count // 3), random.Random(seed)), key=lambda each: each[0])
    for number in range(count):
        yield _article(number, happenings, random.Random(f"{seed}/{number}"), characters)


def write(path: Path, count: int, *, seed: int = 1, characters: int = 3_000, first: int = 0) -> int:
    """Write articles ``first`` to ``first + count`` as JSON Lines; returns the size in bytes."""
    rows = islice(articles(first + count, seed=seed, characters=characters), first, None)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path.stat().st_size


def _happenings(count: int, random: random.Random) -> Iterator[tuple[dt.date, str, dict[str, str]]]:
    for _ in range(count):
        a, b = random.sample(_LEADERS, 2)
        state, other = random.sample(_STATES, 2)
        names = {
            "a": a, "b": b, "city": random.choice(_CITIES), "state": state, "state2": other,
            "office": random.choice(_MINISTERS), "person": f"{random.choice(_GIVEN)} {random.choice(_FAMILIES)}",
        }  # fmt: skip
        yield _FIRST + dt.timedelta(days=int(random.random() ** 0.7 * _DAYS)), random.choice(_REPORTS), names


def _article(
    number: int, happenings: list[tuple[dt.date, str, dict[str, str]]], random: random.Random, characters: int
) -> dict[str, str]:
    at = min(int(random.paretovariate(1.2)) * 37 + number // 3, len(happenings) - 1)  # a few are told very often
    published = happenings[at][0] + dt.timedelta(days=random.randint(0, 3))
    sentences: list[str] = []
    length = 0
    while length < characters:
        if random.random() < 0.33:
            told = at if not sentences else random.randint(max(0, at - 40), at)  # its news, then what came before
            day, words, names = happenings[told]
            sentence = words.format(day=f"{day.day} {day:%B %Y}", **names)
        else:
            sentence = random.choice(_FILLING)
        sentences.append(sentence)
        length += len(sentence) + 1
    text = "".join(f"{each}\n\n" if n % 5 == 4 else f"{each} " for n, each in enumerate(sentences))
    return {
        "doc_id": f"article-{number:07}", "title": f"Report {number}", "published": published.isoformat(),
        "language": "en", "text": text.strip(),
    }  # fmt: skip
