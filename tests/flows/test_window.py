"""A backfill takes what was published in its window."""

import datetime as dt

import pytest

from flows.extraction.model import Document, PublishedBasis
from flows.request import Window
from flows.sources.base import Input
from flows.window import LeftOut, within


def article(name, day=None, text="Jan Novak resigned on 3 May 2021."):
    basis = PublishedBasis.GIVEN if day else PublishedBasis.NONE
    published = dt.date.fromisoformat(day) if day else None
    return Input(
        name, Document(doc_id=name, text=text, published=published, published_basis=basis, language="en", source=name)
    )


INPUTS = (
    article("before", "2024-02-29"),
    article("first", "2024-03-01"),
    article("last", "2024-03-31"),
    article("after", "2024-04-01"),
    article("unknown"),
    article("itself", None, "(First published on 17 March 2024)\n\nJan Novak resigned on Monday."),
    Input("broken", problem="cannot be read"),
)
MARCH = Window(dt.date(2024, 3, 1), dt.date(2024, 3, 31))


def test_days_at_both_ends_belong_to_it_and_what_is_left_out_is_told():
    left_out = LeftOut()
    assert [each.source for each in within(iter(INPUTS), MARCH, left_out)] == ["first", "last", "itself", "broken"]
    assert left_out.told() == "left to other runs: 2 published outside the window, 1 of unknown publication date"


@pytest.mark.parametrize(
    ("window", "count"), [(None, 7), (Window(since=MARCH.since), 5), (Window(until=MARCH.until), 5), (Window(), 6)]
)
def test_an_end_may_be_open(window, count):
    left_out = LeftOut()
    assert len(list(within(iter(INPUTS), window, left_out))) == count
    assert (left_out.told() is None) == (window is None)
