"""Which reports are compared, and how much their sets share: the quick ways give what the plain ones give."""

from __future__ import annotations

import itertools

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from transforms.link.archive import SHOWN_SCHEMA
from transforms.link.cluster import EDGES_SCHEMA, both_ways
from transforms.link.evidence import _best, _joined, _told
from transforms.link.keys import KEYS_SCHEMA, pairs
from transforms.link.score import COMPARED_SCHEMA, NEAR_FROM, SETS, Scorer

ROWS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 5), st.booleans()), max_size=40, unique_by=lambda row: row[:2]
)


def keyed(rows: list[tuple[int, int, bool]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Keys of ten nodes, and the nodes."""
    frame = pl.DataFrame([(node, key, 1, asks) for node, key, asks in rows], schema=KEYS_SCHEMA, orient="row")
    return frame, pl.DataFrame({"node": range(10)}, schema={"node": pl.UInt64})


def met(some: pl.Series | None, all_keys: pl.DataFrame, nodes: pl.DataFrame) -> set[tuple[int, int]]:
    return {pair for part in pairs(some, all_keys, nodes) for pair in part.iter_rows()}


@settings(max_examples=60, deadline=None)
@given(ROWS, st.sets(st.integers(0, 9)))
def test_those_meet_who_share_a_key_where_one_asks(rows: list[tuple[int, int, bool]], chosen: set[int]) -> None:
    all_keys, nodes = keyed(rows)
    expected = {
        (min(a, b), max(a, b))
        for (a, key, asks), (b, other, asks_too) in itertools.combinations(rows, 2)
        if key == other and a != b and (asks or asks_too)
    }
    assert met(None, all_keys, nodes) == expected
    concerned = {pair for pair in expected if chosen & set(pair)}
    assert met(pl.Series(sorted(chosen), dtype=pl.UInt64), all_keys, nodes) == concerned


def reports(sets: list[dict[str, set[int]]]) -> pl.DataFrame:
    """Reports of a call on one day that differ in their sets only."""
    same = {"family": "phone_call", "event_type": "phone_call", "status": "occurred", "s": 9, "e": 9, "lo": 9, "hi": 9,
            "exact": True, "assumed": False, "pub": 9}  # fmt: skip
    lists = [c for c, t in COMPARED_SCHEMA.items() if isinstance(t, pl.List)]
    return pl.DataFrame(
        [same | {"doc_id": f"d{i}"} | {c: sorted(s.get(c, ())) for c in lists} for i, s in enumerate(sets)],
        schema=COMPARED_SCHEMA,
    )


MEMBERS = st.fixed_dictionaries({c: st.sets(st.integers(0, 200), max_size=8) for c in ("names", "rare", "principals")})


@settings(max_examples=40, deadline=None)
@given(st.lists(MEMBERS, min_size=1, max_size=8))
def test_the_quick_look_loses_no_pair_that_scores_enough(sets: list[dict[str, set[int]]]) -> None:
    every = pl.DataFrame(
        list(itertools.product(range(len(sets)), repeat=2)),
        schema={"left": pl.UInt32, "right": pl.UInt32},
        orient="row",
    )
    scorer = Scorer(reports(sets))
    scored = scorer.score(every)
    assert_frame_equal(
        scorer.near(every), scored.filter(pl.col("score") >= NEAR_FROM).select("left", "right", "score", "constraint")
    )
    common = scorer._common(every)
    shared, most = scorer._exactly(every, common), scorer._at_most(every, common)
    for column in SETS:
        assert (shared[column] <= most[column]).all()
    for row, (a, b) in enumerate(every.iter_rows()):
        assert shared["names"][row] == len(sets[a]["names"] & sets[b]["names"])


def test_a_set_of_hundreds_is_compared_too() -> None:
    scorer = Scorer(reports([{"rare": set(range(0, 600, 2))}, {"rare": set(range(0, 600, 3))}]))
    pair = pl.DataFrame({"left": [0], "right": [1]}, schema={"left": pl.UInt32, "right": pl.UInt32})
    assert scorer._exactly(pair, scorer._common(pair))["rare"].to_list() == [100]


EDGES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(-1000, 9000)).filter(lambda edge: edge[0] < edge[1]),
    max_size=40,
    unique_by=lambda edge: edge[:2],
)


@settings(max_examples=60, deadline=None)
@given(EDGES, st.lists(st.integers(0, 3), min_size=10, max_size=10))
def test_the_best_pairs_of_an_archive_are_the_best_of_each_node(
    edges: list[tuple[int, int, int]], homes: list[int]
) -> None:
    far = 2**63  # ids are hashes of 64 bits
    rows = [(far + a, far + b, score, True) for a, b, score in edges]
    frame = pl.DataFrame(rows, schema=EDGES_SCHEMA, orient="row")
    placed = pl.DataFrame(
        {"node": [far + n for n in range(10)], "home": homes}, schema={"node": pl.UInt64, "home": pl.UInt64}
    )
    found = _told(frame, placed)
    assert found.schema == SHOWN_SCHEMA
    assert_frame_equal(found, _best(_joined(both_ways(frame), placed)))
