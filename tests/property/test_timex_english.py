"""What must hold of any text: spans, order, bounds, movement with the publication day, reading back what is written."""

from __future__ import annotations

import datetime as dt

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.extraction.model import TimexType
from flows.extraction.timex import find_timexes
from flows.extraction.timex.english import OPEN_TABLE, recognise
from tests.timex.corpus import load

DAYS = st.dates(dt.date(1905, 1, 1), dt.date(2035, 12, 31))
WORDS = st.sampled_from(
    [
        "on",
        "in",
        "the",
        "last",
        "next",
        "past",
        "may",
        "May",
        "March",
        "second",
        "two",
        "12",
        "2014",
        "2014-02-30",
        ",",
        ".",
        "–",
        "-",
        "week",
        "days",
        "ago",
        "later",
        "early",
        "mid",
        "Friday",
        "of",
        "5th",
        "century",
        "1990s",
        "'82",
        "Monday",
        "morning",
        "3:30",
        "p.m.",
        "UTC",
        "from",
        "to",
        "between",
        "and",
        "every",
        "a",
        "few",
        "year",
        "years",
        "month",
        "quarter",
        "first",
        "half",
        "before",
        "after",
        "Christmas",
        "now",
        "recently",
        "\n",
        '"',
        "“",
        "”",
        "end",
        "beginning",
        "$",
        "%",
        "24/7",
        "31",
        "/",
    ]
)
FORMS = (
    "{d} {month} {y}",
    "{month} {d}, {y}",
    "{mon} {d}, {y}",
    "{d} {mon} {y}",
    "{iso}",
    "{weekday}, {d} {month} {y}",
    "{weekday}, {month} {d}, {y}",
    "the {d}{th} of {month} {y}",
    "{month} {d}{th}, {y}",
    "{d}-{mon}-{y}",
)
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
DEICTIC = (
    "yesterday",
    "today",
    "tomorrow",
    "last week",
    "next week",
    "this past Friday",
    "next Tuesday",
    "ten days ago",
)


def rendered(day: dt.date, form: str) -> str:
    month = MONTHS[day.month - 1]
    th = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}.get(day.day, "th")
    return form.format(
        d=day.day,
        th=th,
        month=month,
        mon="May" if day.month == 5 else month[:3],
        y=day.year,
        iso=day.isoformat(),
        weekday=WEEKDAYS[day.weekday()],
    )


@given(st.text(max_size=400), st.none() | DAYS)
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_without_failing(text: str, published: dt.date | None) -> None:
    check_invariants(text, published)


@given(st.lists(WORDS, max_size=40), st.none() | DAYS)
@settings(max_examples=600, deadline=None)
def test_any_heap_of_words_of_time_is_read_without_failing(words: list[str], published: dt.date | None) -> None:
    check_invariants(" ".join(words), published)


def check_invariants(text: str, published: dt.date | None) -> None:
    last_end = 0
    for timex in find_timexes(text, published=published):
        assert text[timex.start : timex.end] == timex.text
        assert last_end <= timex.start < timex.end
        assert timex.text == timex.text.strip()
        last_end = timex.end
        if timex.first and timex.last:
            assert timex.first <= timex.last
        assert timex.value
        assert timex.rule


@given(st.lists(WORDS, max_size=40))
@settings(max_examples=300, deadline=None)
def test_the_gate_loses_nothing(words: list[str]) -> None:
    text = " ".join(words)
    assert recognise(text) == recognise(text, OPEN_TABLE)


@pytest.mark.parametrize("case", load("en*.toml"), ids=lambda c: c.id)
def test_the_gate_loses_nothing_of_the_corpus(case: object) -> None:
    text = case.text  # type: ignore[attr-defined]
    assert recognise(text) == recognise(text, OPEN_TABLE)


@given(DAYS, st.sampled_from(DEICTIC))
@settings(max_examples=200, deadline=None)
def test_a_week_later_every_deictic_date_is_a_week_later(published: dt.date, words: str) -> None:
    week = dt.timedelta(days=7)
    (now,) = find_timexes(f"They met {words}.", published=published)
    (then,) = find_timexes(f"They met {words}.", published=published + week)
    assert now.first is not None
    assert now.last is not None
    assert then.first == now.first + week
    assert then.last == now.last + week


@given(DAYS, st.sampled_from(FORMS))
@settings(max_examples=400, deadline=None)
def test_a_written_day_is_read_back(day: dt.date, form: str) -> None:
    text = f"It was signed on {rendered(day, form)} in Oslo."
    (timex,) = find_timexes(text, published=None)
    assert (timex.value, timex.edtf, timex.first, timex.last) == (day.isoformat(), day.isoformat(), day, day)
    assert timex.text == rendered(day, form)


@given(DAYS)
@settings(max_examples=100, deadline=None)
def test_a_written_month_is_read_back(day: dt.date) -> None:
    (timex,) = find_timexes(f"It closed in {MONTHS[day.month - 1]} {day.year}.", published=None)
    assert timex.edtf == f"{day:%Y-%m}"
    assert timex.first == day.replace(day=1)


@pytest.mark.parametrize("case", [c for c in load("en*.toml") if c.span], ids=lambda c: c.id)
def test_every_edtf_is_valid_and_has_our_bounds(case: object) -> None:
    """The library `edtf` is the oracle; weeks, quarters and windows are intervals and therefore plain to it."""
    for timex in find_timexes(case.text, published=case.published):  # type: ignore[attr-defined]
        if timex.edtf is None:
            assert timex.first is None or timex.type is TimexType.DURATION
            continue
        oracle = parse_edtf(timex.edtf)
        seasonal = timex.grain == "season"  # the library fixes months of its own for seasons
        if not seasonal and "~" not in timex.edtf and timex.grain != "century":
            assert str(timex.first) == "{:04d}-{:02d}-{:02d}".format(*oracle.lower_strict()[:3])
            assert str(timex.last) == "{:04d}-{:02d}-{:02d}".format(*oracle.upper_strict()[:3])
