"""Rows and lines of timexes: what the command line writes."""

from __future__ import annotations

import datetime as dt
import json

from flows.extraction.timex import find_timexes
from flows.extraction.timex.jsonl import FIELDS, explain, timex_row

TEXT = "He resigned last week in Oslo."
DAY = dt.date(2025, 2, 14)


def test_a_row_carries_every_field_as_json() -> None:
    timex = timex_row(find_timexes(TEXT, published=DAY)[0])
    assert tuple(timex) == FIELDS
    assert json.loads(json.dumps(timex)) == timex
    assert timex["value"] == "2025-W06"
    assert timex["edtf"] == "2025-02-03/2025-02-09"
    assert (timex["first"], timex["last"]) == ("2025-02-03", "2025-02-09")
    assert timex["anchor"] == "publication 2025-02-14"


def test_an_explanation_names_span_rule_anchor_value_and_edtf() -> None:
    (timex,) = find_timexes("He left yesterday.", published=None)
    assert "unresolved" in explain(timex)
    (timex,) = find_timexes(TEXT, published=DAY)
    row = timex_row(timex)
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
