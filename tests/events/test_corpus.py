"""The annotated corpus is well-formed and large enough, and extraction keeps what it has reached on it.

Every row is a test id; what is found is compared once for all, by type, against floors that only rise.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from flows.extraction.events.draft import FAMILIES
from flows.extraction.events.ontology import load_ontology
from flows.extraction.model import DateBasis, Document, Status
from flows.extraction.pipeline import Extractor

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "events"


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


FILES = {path.stem: _rows(path) for path in sorted(CORPUS.glob("*.jsonl"))}
TEXTS = _rows(CORPUS / "texts" / "unseen.jsonl") + _rows(CORPUS / "texts" / "second.jsonl")
ALL = [row for rows in FILES.values() for row in rows] + TEXTS
TYPES = sorted(load_ontology().types)


@pytest.mark.parametrize("row", ALL, ids=[row["doc_id"] for row in ALL])
def test_annotation(row: dict[str, Any]) -> None:
    for event in row["events"]:
        assert row["text"][event["start"] : event["end"]] == event["trigger"]
        assert event["type"] in TYPES
        assert event["status"] in set(Status)
        assert (event["date"] is None) == (event["date_basis"] is None)
        assert event["date_basis"] is None or event["date_basis"] in set(DateBasis)
    if row.get("kind") == "negative":
        own = next(name for name, rows in FILES.items() if row in rows)
        assert all(event["type"] != own for event in row["events"])


@pytest.mark.parametrize("kind", TYPES)
def test_enough_examples(kind: str) -> None:
    kinds = Counter(row["kind"] for row in FILES[kind])
    assert kinds["positive"] >= 25
    assert kinds["negative"] >= 15


@cache
def _outcome() -> dict[str, tuple[int, int, int]]:
    """By file: events found and annotated in the same sentence or at the same words, events found, events annotated."""
    extractor = Extractor()
    named = [(name, row) for name, rows in (*FILES.items(), ("texts", TEXTS)) for row in rows]
    documents = (Document(r["doc_id"], r["text"], _day(r), title=r.get("title"), language="en") for _, r in named)
    counts: dict[str, tuple[int, int, int]] = {}
    for (name, row), found in zip(named, extractor.extract(documents), strict=True):
        sure = [m for m in found.mentions if m.confidence >= extractor.settings.threshold]
        left, right = list(row["events"]), 0
        for mention in sure:
            same = next(
                (
                    event
                    for event in left
                    if FAMILIES.get(event["type"], event["type"]) == FAMILIES.get(mention.type, mention.type)
                    and event["start"] < mention.sentence_end
                    and event["end"] > mention.sentence_start
                ),
                None,
            )
            if same is not None:
                left.remove(same)
                right += 1
        before = counts.get(name, (0, 0, 0))
        counts[name] = (before[0] + right, before[1] + len(sure), before[2] + len(row["events"]))
    return counts


def _day(row: dict[str, Any]) -> dt.date | None:
    return dt.date.fromisoformat(row["published"]) if row.get("published") else None


@pytest.mark.parametrize("name", [*TYPES, "texts"])
def test_what_is_found(name: str) -> None:
    right, found, annotated = _outcome()[name]
    assert right / found >= 0.85
    assert right / annotated >= 0.64


def test_what_is_found_in_all() -> None:
    right, found, annotated = (sum(counts) for counts in zip(*_outcome().values(), strict=True))
    assert right / found >= 0.92
    assert right / annotated >= 0.77
