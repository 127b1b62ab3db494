"""No input makes reading slow: twice the text costs about twice the time, whatever it is made of."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from flows.extraction.timex import find_timexes

UNITS = (
    "0123456789",
    "a",
    "a ",
    "may ",
    "May ",
    "the ",
    "([{ ",
    "12 May 2014 ",
    "12 May 2014\n",
    "Monday ",
    "3 p.m. ",
    "the first week of ",
    "twenty-",
    "12-",
    "“ today ",
    '"today" he said on Friday. ',
    "from March to ",
    "two days before ",
    " \n",
)
SIZE = 5_000


def cost(text: str) -> float:
    began = time.process_time()
    find_timexes(text, published=dt.date(2025, 2, 14))
    return time.process_time() - began


@pytest.mark.parametrize("unit", UNITS, ids=repr)
def test_four_times_the_text_costs_no_more_than_about_four_times(unit: str) -> None:
    small, large = unit * (SIZE // len(unit)), unit * (4 * SIZE // len(unit))
    cost(small)
    once = min(cost(small) for _ in range(2))
    four = min(cost(large) for _ in range(2))
    # 10: 16 would be quadratic; the rest is noise of a shared machine and 50 ms of grace
    assert four <= 10 * once + 0.05


def test_ten_megabytes_without_a_date_take_seconds() -> None:
    assert cost("0123456789" * 1_000_000) < 10
    assert cost("[([" * 3_300_000) < 20
