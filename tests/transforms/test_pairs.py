"""Which reports are compared, and how much their sets share: the quick ways give what the plain ones give."""

from __future__ import annotations

import itertools

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.link.keys import crowded, pairs
from transforms.link.score import _shared, _sketch

ROWS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 5), st.booleans()), max_size=40, unique_by=lambda row: row[:2]
)


def keyed(rows: list[tuple[int, int, bool]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Keys of ten nodes, and the nodes."""
    frame = pl.DataFrame(
        [(f"n{node}", key, False, asks) for node, key, asks in rows],
        schema={"node": pl.String, "key": pl.UInt64, "fine": pl.Boolean, "asks": pl.Boolean}, orient="row",
    )  # fmt: skip
    return frame, pl.DataFrame({"node": [f"n{i}" for i in range(10)]})


@settings(max_examples=60, deadline=None)
@given(ROWS, st.sets(st.integers(0, 9)))
def test_those_meet_who_share_a_key_where_one_asks(rows: list[tuple[int, int, bool]], chosen: set[int]) -> None:
    all_keys, nodes = keyed(rows)
    expected = {
        (min(a, b), max(a, b))
        for (a, key, asks), (b, other, asks_too) in itertools.combinations(rows, 2)
        if key == other and a != b and (asks or asks_too)
    }
    none = crowded(all_keys)
    assert set(pairs(None, all_keys, none, nodes).iter_rows()) == expected
    some = pl.Series([f"n{i}" for i in sorted(chosen)], dtype=pl.String)
    concerned = {pair for pair in expected if chosen & set(pair)}
    assert set(pairs(some, all_keys, none, nodes).iter_rows()) == concerned


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sets(st.integers(0, 200), max_size=8), min_size=1, max_size=12))
def test_sketches_lose_no_member_that_two_sets_share(sets: list[set[int]]) -> None:
    column = pl.Series([sorted(s) for s in sets], dtype=pl.List(pl.UInt64))
    every = list(itertools.product(range(len(sets)), repeat=2))
    of = pl.DataFrame(every, schema={"left": pl.UInt32, "right": pl.UInt32}, orient="row")
    assert _shared(column, _sketch(column), of).to_list() == [len(sets[a] & sets[b]) for a, b in every]
