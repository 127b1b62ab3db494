"""The annotated event corpus checked against itself: what the extractor is measured on must be right.

``events/<type>.jsonl`` holds own sentences in the format of the gold sets, one to four sentences a row.  A
positive row holds at least one event of the file's type, a negative row holds look-alikes and none of it; the
events of other types are annotated in both.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

from flows.extraction.model import DateBasis, Status

HERE = Path(__file__).parent / "events"
TYPES = (
    "phone_call", "meeting", "summit", "resignation", "dismissal", "appointment", "document", "agreement", "election",
    "vote", "sanction", "attack", "protest", "arrest", "ruling", "ceasefire", "coup", "statement",
)  # fmt: skip
# The four that matter most on news and essays get more rows: (positive, negative) at least.
MINIMUM = dict.fromkeys(TYPES, (25, 15)) | dict.fromkeys(("phone_call", "summit", "resignation", "document"), (40, 25))
MIN_EACH_STATUS = 3
ROW_KEYS = {"doc_id", "kind", "published", "text", "events"}
EVENT_KEYS = {
    "type", "trigger", "start", "end", "date", "date_text", "date_basis", "participants", "location", "status",
    "event_key",
}  # fmt: skip
BASES = {basis.value for basis in DateBasis if basis is not DateBasis.NONE} | {None}

Row = dict[str, Any]


@cache
def rows(event_type: str) -> tuple[Row, ...]:
    """All rows of one type's file, in order."""
    text = (HERE / f"{event_type}.jsonl").read_text(encoding="utf-8")
    return tuple(json.loads(line) for line in text.splitlines())


@cache
def is_edtf(value: str) -> bool:
    """Whether the reference parser reads the value as EDTF."""
    try:
        return parse_edtf(value) is not None
    except EDTFParseException:
        return False


FILES = tuple(t for t in TYPES if (HERE / f"{t}.jsonl").exists())
ALL_ROWS = [(t, row) for t in FILES for row in rows(t)]
ROW_IDS = [row["doc_id"] for _, row in ALL_ROWS]


@pytest.mark.parametrize(("event_type", "row"), ALL_ROWS, ids=ROW_IDS)
def test_row_is_well_formed(event_type: str, row: Row) -> None:
    """Keys, kind, offsets, vocabularies, dates and quoted words of one row hold together."""
    assert set(row) == ROW_KEYS
    assert row["kind"] in {"positive", "negative"}
    assert row["doc_id"].startswith(f"{event_type}-{row['kind'][0]}")
    own = [event for event in row["events"] if event["type"] == event_type]
    assert bool(own) == (row["kind"] == "positive")
    for event in row["events"]:
        assert set(event) - {"latest"} == EVENT_KEYS
        assert event["trigger"], "an event is named by words"
        assert row["text"][event["start"] : event["end"]] == event["trigger"]
        assert event["type"] in TYPES
        assert event["status"] in set(Status)
        assert event["date_basis"] in BASES
        assert (event["date"] is None) == (event["date_basis"] is None)
        assert event["date"] is None or is_edtf(event["date"])
        assert event["date_text"] is None or event["date_text"] in row["text"]
        assert event["location"] is None or event["location"] in row["text"]
        assert all(name in row["text"] for name in event["participants"])


@pytest.mark.parametrize("row", [row for _, row in ALL_ROWS], ids=ROW_IDS)
def test_dates_rest_on_something(row: Row) -> None:
    """A relative date needs a publication day, a date out of the blue needs a context, a bound needs no date."""
    for event in row["events"]:
        if event["date_basis"] in {"relative_to_publication", "publication"}:
            assert row["published"] is not None
        if event["date_basis"] == "publication":
            assert event["date"] == row["published"]
            assert event["date_text"] is None
        if event["date_basis"] in {"explicit", "relative_to_publication"}:
            assert event["date_text"] is not None
        if event["date"] is None and event["status"] == "occurred" and row["published"]:
            assert event["latest"] <= row["published"]


def test_triggers_do_not_overlap() -> None:
    """Two events of a row never share a character of their triggers."""
    for _, row in ALL_ROWS:
        spans = sorted((event["start"], event["end"]) for event in row["events"])
        assert all(a[1] <= b[0] for a, b in pairwise(spans)), row["doc_id"]


def test_every_type_has_a_file() -> None:
    """The corpus covers the whole ontology and nothing else."""
    assert {path.stem for path in HERE.glob("*.jsonl")} == set(TYPES)


@pytest.mark.parametrize("event_type", FILES)
def test_enough_rows(event_type: str) -> None:
    """At least the promised number of positive and negative rows."""
    counts = Counter(row["kind"] for row in rows(event_type))
    positive, negative = MINIMUM[event_type]
    assert counts["positive"] >= positive
    assert counts["negative"] >= negative


@pytest.mark.parametrize("event_type", FILES)
def test_every_status_is_shown(event_type: str) -> None:
    """Happenings, plans, possibilities and denials all occur, or a status could not be measured."""
    counts = Counter(e["status"] for row in rows(event_type) for e in row["events"] if e["type"] == event_type)
    for status in Status:
        assert counts[status.value] >= MIN_EACH_STATUS, status


def test_ids_and_texts_are_unique() -> None:
    """No row stands twice, within a file or across files."""
    assert len(set(ROW_IDS)) == len(ROW_IDS)
    texts = Counter(row["text"] for _, row in ALL_ROWS)
    assert [text for text, n in texts.items() if n > 1] == []
