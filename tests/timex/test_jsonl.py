"""Rows in, rows out: what the command line writes."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from flows.extraction.timex import find_timexes
from flows.extraction.timex.jsonl import FIELDS, explain, row_out, rows_out

ROW = {"doc_id": "a", "text": "He resigned last week in Oslo.", "published": "2025-02-14"}


def test_a_row_carries_every_field_as_json() -> None:
    (timex,) = row_out(ROW)["timexes"]
    assert tuple(timex) == FIELDS
    assert json.loads(json.dumps(timex)) == timex
    assert timex["value"] == "2025-W06"
    assert timex["edtf"] == "2025-02-03/2025-02-09"
    assert (timex["first"], timex["last"]) == ("2025-02-03", "2025-02-09")
    assert timex["anchor"] == "publication 2025-02-14"


def test_rows_keep_their_order_and_documents_without_dates() -> None:
    rows = [ROW, {"doc_id": "b", "text": "Nothing."}]
    assert [r["doc_id"] for r in rows_out(rows)] == ["a", "b"]
    assert list(rows_out(rows))[1]["timexes"] == []


def test_a_missing_text_and_a_wrong_day_are_said() -> None:
    with pytest.raises(KeyError):
        row_out({"doc_id": "a"})
    with pytest.raises(ValueError, match="Invalid isoformat"):
        row_out({"doc_id": "a", "text": "x", "published": "14/02/2025"})


def test_an_explanation_names_span_rule_anchor_value_and_edtf() -> None:
    (timex,) = find_timexes("He left yesterday.", published=None)
    assert "unresolved" in explain(timex)
    row = row_out(ROW)["timexes"][0]
    (timex,) = find_timexes(ROW["text"], published=dt.date(2025, 2, 14))
    line = explain(timex)
    for part in (
        f"{row['start']}–{row['end']}",
        "last week",
        "2025-W06",
        "2025-02-03/2025-02-09",
        "publication",
        "rule",
    ):
        assert part in line
