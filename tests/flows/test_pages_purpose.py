"""Which runs may go on with the pages that one which did not end had fetched."""

import datetime as dt
from dataclasses import replace

from flows.build_timeline import _purpose
from flows.fetch.limits import FetchLimits
from flows.request import BuildRequest, Window

BUILD = BuildRequest(("articles",), "timeline.duckdb")


def test_a_build_takes_up_a_build_whatever_its_sources():
    assert _purpose(BUILD) == _purpose(replace(BUILD, sources=("letters",), keep=2, name="desk"))


def test_what_asks_for_everything_anew_takes_up_only_the_same():
    january = Window(dt.date(2025, 1, 1), dt.date(2025, 1, 31))
    backfills = [
        replace(BUILD, window=january),
        replace(BUILD, window=replace(january, until=None)),
        replace(BUILD, window=january, again=True),
        replace(BUILD, again=True),
        replace(BUILD, retry=True),
    ]
    assert len({_purpose(each) for each in [BUILD, *backfills]}) == 1 + len(backfills)
    assert _purpose(replace(BUILD, window=january)) == _purpose(backfills[0])


def test_other_manners_of_fetching_begin_anew():
    assert _purpose(BUILD) != _purpose(replace(BUILD, fetch=FetchLimits(allow_private=("127.0.0.0/8",))))
