"""The linking corpus must be right before anything is measured on it."""

import datetime as dt
import itertools
import json
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from edtf import parse_edtf

FOLDER = Path(__file__).parent / "linking"
ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (FOLDER / "reports.jsonl").read_text(encoding="utf-8").splitlines()
]
HARD_PAIRS: dict[str, list[list[str]]] = tomllib.loads((FOLDER / "hard_pairs.toml").read_text(encoding="utf-8"))
MENTIONS = [(row, event) for row in ROWS for event in row["events"]]
FAMILY = {"meeting": "encounter", "summit": "encounter", "resignation": "exit", "dismissal": "exit"}
TYPES = {
    "phone_call", "meeting", "summit", "resignation", "dismissal", "appointment", "document", "agreement", "election",
    "vote", "sanction", "attack", "protest", "arrest", "ruling", "ceasefire", "coup", "statement",
}  # fmt: skip
WEEKDAYS = (
    ("monday", "lundi", "montag"),
    ("tuesday", "mardi", "dienstag"),
    ("wednesday", "mercredi", "mittwoch"),
    ("thursday", "jeudi", "donnerstag"),
    ("friday", "vendredi", "freitag", "п'ятницю"),
    ("saturday", "samedi", "samstag"),
    ("sunday", "dimanche", "sonntag"),
)
# The video talk took place on Monday evening in Washington and on Tuesday morning in Beijing.
TWO_DAYS_BY_TIME_ZONE = {"2021-11-15-biden-xi-video"}
# A day of a longer happening is named: its opening, its end.
MULTI_DAY = {"2022-11-15-g20-bali"}


def documents_by_key() -> dict[str, set[str]]:
    found = defaultdict(set)
    for row, event in MENTIONS:
        found[event["event_key"]].add(row["doc_id"])
    return dict(found)


def weekday_in(words: str) -> int | None:
    return next((i for i, names in enumerate(WEEKDAYS) if any(name in words.lower() for name in names)), None)


def exact_day(event: dict[str, Any]) -> dt.date | None:
    date = event["date"]
    return dt.date.fromisoformat(date) if date and len(date) == 10 else None


def test_it_is_large_enough() -> None:
    keys = documents_by_key()
    assert len(ROWS) >= 120
    assert len(keys) >= 40
    assert sum(len(documents) >= 2 for documents in keys.values()) >= 35
    assert sum(row["language"] != "en" for row in ROWS) == 10


def test_documents_are_told_apart() -> None:
    assert len({row["doc_id"] for row in ROWS}) == len(ROWS)
    assert len({row["text"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row["doc_id"] for row in ROWS])
def test_offsets_names_and_vocabulary(row: dict[str, Any]) -> None:
    text = row["text"]
    assert row["title"] and text == text.strip() and row["events"]
    assert row["published"] is None or dt.date.fromisoformat(row["published"])
    for event in row["events"]:
        assert text[event["start"] : event["end"]] == event["trigger"]
        assert event["type"] in TYPES
        assert event["status"] in {"occurred", "planned", "hypothetical", "negated"}
        assert all(name in text for name in event["participants"])
        assert event["location"] is None or event["location"] in text
        assert event["date_text"] is None or event["date_text"] in text


@pytest.mark.parametrize("row", ROWS, ids=[row["doc_id"] for row in ROWS])
def test_dates_and_their_bases(row: dict[str, Any]) -> None:
    for event in row["events"]:
        date, basis = event["date"], event["date_basis"]
        assert (date is None) == (basis is None)
        assert (event["date_text"] is None) == (basis in {None, "publication"})
        if date is not None:
            first, *rest = (parse_edtf(part) for part in date.split("/"))
            assert all(first.lower_strict() <= other.lower_strict() for other in rest)
        if basis == "publication":
            assert date == row["published"]
        if basis in {"relative_to_publication", "publication"}:
            assert row["published"] is not None


def test_weekdays_are_right() -> None:
    """A past weekday is the latest on or before publication, a coming one the next on or after it."""
    checked = 0
    for row, event in MENTIONS:
        day, words = exact_day(event), event["date_text"] or ""
        weekday = weekday_in(words)
        if day is None or weekday is None or event["date_basis"] != "relative_to_publication":
            continue
        ago = (dt.date.fromisoformat(row["published"]) - day).days
        assert day.weekday() == weekday, (row["doc_id"], words)
        assert -6 <= ago <= 0 if event["status"] == "planned" else 0 <= ago <= 7, (row["doc_id"], words)
        checked += 1
    assert checked >= 100


def test_nothing_is_reported_before_it_happened() -> None:
    for row, event in MENTIONS:
        day = exact_day(event)
        if day is not None and row["published"] and event["status"] == "occurred":
            assert day <= dt.date.fromisoformat(row["published"]), row["doc_id"]


def test_a_happening_has_one_day_and_one_family() -> None:
    by_key = defaultdict(list)
    for _, event in MENTIONS:
        by_key[event["event_key"]].append(event)
    for key, events in by_key.items():
        assert len({FAMILY.get(event["type"], event["type"]) for event in events}) == 1, key
        days = {event["date"] for event in events if exact_day(event) and event["status"] == "occurred"}
        if key not in TWO_DAYS_BY_TIME_ZONE | MULTI_DAY:
            assert len(days) <= 1, (key, days)


def test_near_keys_exist_and_are_mutual() -> None:
    near = {event["event_key"]: set(event["near_keys"]) for _, event in MENTIONS if "near_keys" in event}
    assert near
    for key, others in near.items():
        assert all(key in near[other] for other in others), key


@pytest.mark.parametrize("kind", sorted(HARD_PAIRS))
def test_hard_pairs_are_in_the_corpus_and_are_hard(kind: str) -> None:
    keys = documents_by_key()
    near = {(event["event_key"], other) for _, event in MENTIONS for other in event.get("near_keys", ())}
    for first, second in HARD_PAIRS[kind]:
        assert first in keys and second in keys
        assert first != second
        assert (first, second) not in near


def test_announced_held_and_called_off_share_a_key() -> None:
    statuses = defaultdict(set)
    for _, event in MENTIONS:
        statuses[event["event_key"]].add(event["status"])
    seen = [frozenset(pair) for found in statuses.values() for pair in itertools.combinations(sorted(found), 2)]
    assert seen.count(frozenset({"planned", "occurred"})) >= 10
    assert seen.count(frozenset({"planned", "negated"})) >= 5
