"""EDTF to days and precision: never finer than the text."""

import datetime as dt

import polars as pl
import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.dates import normalise_dates
from transforms.edtf import read

CASES = [
    ("2025-02-12", "2025-02-12", "2025-02-12", "day"),
    ("2025-12-08/2025-12-14", "2025-12-08", "2025-12-14", "week"),
    ("2025-12-15/2025-12-17", "2025-12-15", "2025-12-17", "interval"),  # this week, up to publication
    ("2016-03-19/2016-03-20", "2016-03-19", "2016-03-20", "weekend"),
    ("2025-02", "2025-02-01", "2025-02-28", "month"),
    ("2024-02~", "2024-02-01", "2024-02-29", "month"),
    ("2025-21", "2025-03-01", "2025-05-31", "season"),
    ("2025-22", "2025-06-01", "2025-08-31", "season"),
    ("2025-23", "2025-09-01", "2025-11-30", "season"),
    ("2025-24", "2025-12-01", "2026-02-28", "season"),
    ("2025-04/2025-06", "2025-04-01", "2025-06-30", "quarter"),
    ("2025-07/2025-12", "2025-07-01", "2025-12-31", "half"),
    ("2025-02/2025-04", "2025-02-01", "2025-04-30", "interval"),
    ("2025", "2025-01-01", "2025-12-31", "year"),
    ("199X", "1990-01-01", "1999-12-31", "decade"),
    ("2025-01/..", "2025-01-01", None, "interval"),
    ("../2024-06-30", None, "2024-06-30", "interval"),
]


@pytest.mark.parametrize(("text", "first", "last", "precision"), CASES)
def test_days_and_precision(text: str, first: str | None, last: str | None, precision: str) -> None:
    span = read(text)
    assert (span.first and span.first.isoformat(), span.last and span.last.isoformat(), span.precision) == (
        first, last, precision,
    )  # fmt: skip


@pytest.mark.parametrize("text", ["soon", "2025-13", "2025-02-30", "../..", "2025-2-1", ""])
def test_what_is_no_date_is_said_so(text: str) -> None:
    with pytest.raises(ValueError):
        read(text)


def test_an_interval_backwards_is_put_in_order() -> None:
    assert read("2025-02-16/2025-02-14").text == "2025-02-14/2025-02-16"
    assert read("2025-02-14/2025-02-14").text == "2025-02-14"


@settings(deadline=None)
@given(st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31)), st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]))
def test_bounds_are_those_of_the_reference_library(day: dt.date, form: str) -> None:
    text = day.strftime(form).zfill(len(form) + 2)
    span, reference = read(text), parse_edtf(text)
    assert span.first and span.last
    assert span.first.timetuple()[:3] == reference.lower_strict()[:3]
    assert span.last.timetuple()[:3] == reference.upper_strict()[:3]


def test_frames_keep_bounds_of_the_undated_and_broken_dates_for_the_gate() -> None:
    bound = dt.date(2025, 12, 17)
    rows = pl.LazyFrame({
        "date_edtf": ["2025-02", None, "last spring"], "earliest": pl.Series([None] * 3, dtype=pl.Date),
        "latest": [None, bound, None],
    })  # fmt: skip
    found = normalise_dates(rows).collect()
    assert found["date_precision"].to_list() == ["month", "unknown", "unknown"]
    assert found["latest"].to_list() == [dt.date(2025, 2, 28), bound, None]
    assert found["date_edtf"].to_list() == ["2025-02", None, "last spring"]
