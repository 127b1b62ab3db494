"""The SQL that reads EDTF, against the days that ISO 8601-2 gives."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest

from expectations.written.edtf_sql import disagrees, first_day, has_season, last_day


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2025-02-12", (2025, 2, 12), (2025, 2, 12)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2014", (2014, 1, 1), (2014, 12, 31)),
        ("2014~", (2014, 1, 1), (2014, 12, 31)),
        ("199X", (1990, 1, 1), (1999, 12, 31)),
        ("19XX", (1900, 1, 1), (1999, 12, 31)),
        ("2025-12-08/2025-12-14", (2025, 12, 8), (2025, 12, 14)),
        ("2024-01/2024-02", (2024, 1, 1), (2024, 2, 29)),
        ("2014~/..", (2014, 1, 1), None),
        ("../2025-07", None, (2025, 7, 31)),
        ("2025-02-30", None, None),
        ("2025-22", None, None),
    ],
)
def test_first_and_last_day(edtf: str, first: tuple[int, int, int] | None, last: tuple[int, int, int] | None) -> None:
    found = duckdb.execute(f"SELECT {first_day('$1')}, {last_day('$1')}", [edtf]).fetchall()[0]
    assert found == (first and dt.date(*first), last and dt.date(*last))


@pytest.mark.parametrize(
    ("edtf", "season"), [("2025-22", True), ("2025-22~", True), ("2025-12", False), ("2025-02-21", False)]
)
def test_seasons_are_told_from_months_and_days(edtf: str, season: bool) -> None:
    assert duckdb.execute(f"SELECT {has_season('$1')}", [edtf]).fetchall() == [(season,)]


@pytest.mark.parametrize(
    ("precision", "edtf", "days", "wrong"),
    [
        ("day", "2025-02-12", 1, False),
        ("day", "2025-02", 28, True),
        ("month", "2025-02", 28, False),
        ("month", "2025-21", 92, True),
        ("season", "2025-21", 92, False),
        ("week", "2025-12-08/2025-12-14", 7, False),
        ("week", "2025-12-08/2025-12-20", 13, True),
        ("quarter", "2025-01/2025-03", 90, False),
        ("interval", "2025-01/..", None, False),
        ("year", "2025-01/2025-12", 365, True),
        ("decade", "199X", 3652, False),
        ("unknown", None, None, False),
        ("unknown", "2025", 365, True),
        ("day", None, None, True),
    ],
)
def test_precision_against_the_string(precision: str, edtf: str | None, days: int | None, wrong: bool) -> None:
    first = dt.date(2025, 1, 1)
    last = first + dt.timedelta(days - 1) if days else None
    sql = f"SELECT coalesce({disagrees('$p', '$e::VARCHAR', '$f::DATE', '$l::DATE')}, false)"
    found = duckdb.execute(sql, {"p": precision, "e": edtf, "f": first, "l": last}).fetchall()
    assert found == [(wrong,)]
