"""Reports: what the extraction calls one happening of a document, as far as its dates can be one."""

from __future__ import annotations

import polars as pl
import pytest

from tests.transforms.helpers import documents, frame, mention
from transforms.dates import normalise_dates
from transforms.link.reports import add_report
from transforms.pipeline import build


def reports_of(*dated: tuple[str | None, str]) -> list[list[int]]:
    """Numbers of the mentions that are one report, for (date, basis) of mentions in the order of their text."""
    rows = [
        mention("a", "arrest", "held", day, start=10 * n, basis=basis, event_key="k")
        for n, (day, basis) in enumerate(dated)
    ]
    found = add_report(normalise_dates(frame(rows))).collect().sort("trigger_start").with_row_index()
    groups = found.group_by("report", maintain_order=True).agg("index")
    return sorted(groups["index"].to_list())


@pytest.mark.parametrize(("dated", "expected"), [
    ([("2024-12-02", "explicit"), ("2024-12-02", "explicit")], [[0, 1]]),
    ([("2024-12-02", "explicit"), ("2024-12-04", "explicit")], [[0], [1]]),
    ([("2024-12-02", "explicit"), ("2024-12", "explicit")], [[0, 1]]),
    ([("2024-12-02", "explicit"), ("2024-12-03", "publication")], [[0, 1]]),
    ([("2024-12-02", "explicit"), (None, "none")], [[0, 1]]),
    ([("2024-12-02", "explicit"), (None, "none"), ("2024-12-04", "explicit"), (None, "none")], [[0, 1], [2, 3]]),
    ([(None, "none"), ("2024-12-04", "explicit"), ("2024-12-02", "explicit")], [[0, 1], [2]]),
    ([("2024-12-01/2024-12-03", "explicit"), ("2024-12-04", "explicit"), ("2024-11", "explicit")], [[0], [1], [2]]),
])  # fmt: skip
def test_dates_that_share_no_day_are_different_reports(
    dated: list[tuple[str | None, str]], expected: list[list[int]]
) -> None:
    assert reports_of(*dated) == expected


def test_two_summits_of_one_sentence_are_two_rows() -> None:
    rows = [
        mention("a", "summit", "summit", "2021-06-11/2021-06-13", ["G7"], start=5, event_key="k", location="Cornwall"),
        mention("a", "summit", "summit", "2021-06-14", ["NATO"], start=50, event_key="k", location="Brussels"),
    ]
    built = build(frame(rows), documents(("a", "2021-06-10"))).timeline
    assert built["title"].to_list() == ["Summit: G7, Cornwall", "Summit: NATO, Brussels"]
    assert built["date_conflicts"].list.len().to_list() == [0, 0]
    assert built.select(pl.col("mention_count")).to_series().to_list() == [1, 1]
