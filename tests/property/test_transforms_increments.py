"""However the mentions arrive, the timeline is the same: any order, any batches, changed and withdrawn documents."""

import datetime as dt
import random
import tempfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.transforms.helpers import documents, frame, mention
from transforms.actors.gazetteer import load_gazetteer
from transforms.actors.participants import participants_with_actors
from transforms.dates import normalise_dates
from transforms.link.archive import SCHEMAS, InMemory
from transforms.link.events import link_increment, name_events
from transforms.pipeline import build
from warehouse.keyed_tables import keyed_tables

PEOPLE = ["Donald Trump", "Putin", "Zelenskyy", "Volodymyr Zelenskiy", "Emmanuel Macron", "Macron", "Abdalla Hamdok"]
PLACES = ["Kabul", "Ankara", "Jolo", "Christchurch", None]
WORDS = ["mosque", "bakery", "drones", "minerals", "market", "barracks"]
TYPES = ["phone_call", "meeting", "summit", "attack", "resignation", "vote"]
DAYS = [dt.date(2025, 2, 1) + dt.timedelta(days=i) for i in range(6)]


@st.composite
def archives(draw: st.DrawFn) -> tuple[list[dict[str, Any]], pl.LazyFrame]:
    """Documents crowded into few days, places and people, so that many pairs are near one another."""
    rows, about = [], []
    for number in range(draw(st.integers(2, 14))):
        doc = f"d{number}"
        published = draw(st.sampled_from(DAYS))
        about.append((doc, published.isoformat(), draw(st.sampled_from(["News in brief", "Talks at the palace"]))))
        for place in range(draw(st.integers(1, 3))):
            who = draw(st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True))
            day = draw(st.sampled_from(DAYS))
            date = draw(st.sampled_from([day.isoformat(), "2025-02", "2025-02-03/2025-02-09", None]))
            where, word = draw(st.sampled_from(PLACES)), draw(st.sampled_from(WORDS))
            rows.append(mention(
                doc, draw(st.sampled_from(TYPES)), "event", date, who, start=100 * place, location=where,
                basis=draw(st.sampled_from(["explicit", "publication"])) if date else "none",
                status=draw(st.sampled_from(["occurred", "planned", "negated"])),
                quote=f"{' and '.join(who)} {word} {where or ''}.",
            ))  # fmt: skip
    return rows, documents(*about)


def increment(archive: InMemory, rows: list[dict[str, Any]], about: pl.LazyFrame, changed: list[str]) -> InMemory:
    mentions = normalise_dates(frame([r for r in rows if r["doc_id"] in changed])).collect()
    gazetteer = load_gazetteer()
    who = participants_with_actors(mentions.lazy(), about, gazetteer).lazy()
    link_increment(archive, mentions.lazy(), about, who, pl.Series("doc_id", changed, pl.String), gazetteer)
    return archive


def same(one: InMemory, other: InMemory) -> None:
    sets = {name: [c for c, t in schema.items() if isinstance(t, pl.List)] for name, schema in SCHEMAS.items()}
    for name, schema in SCHEMAS.items():
        left, right = (
            each.tables[name].with_columns(pl.col(c).list.sort() for c in sets[name]).sort(schema.names()[:3])
            for each in (one, other)
        )
        assert_frame_equal(left, right)
    assert_frame_equal(name_events(one).sort("report"), name_events(other).sort("report"))


@settings(max_examples=6, deadline=None)
@given(archives(), st.randoms(use_true_random=False), st.integers(1, 5))
def test_increments_in_any_order_and_size_link_as_one_full_run(
    archive: tuple[list[dict[str, Any]], pl.LazyFrame], shuffle: random.Random, size: int
) -> None:
    rows, about = archive
    ids = sorted({r["doc_id"] for r in rows})
    full = increment(InMemory(), rows, about, ids)
    shuffle.shuffle(ids)
    archive = InMemory()
    for start in range(0, len(ids), size):
        increment(archive, rows, about, ids[start : start + size])
    same(archive, full)


@pytest.mark.integration  # seconds an example
@settings(max_examples=12, deadline=None)
@given(archives(), st.randoms(use_true_random=False), st.integers(1, 5))
def test_builds_that_keep_what_was_linked_give_what_one_build_gives(
    archive: tuple[list[dict[str, Any]], pl.LazyFrame], shuffle: random.Random, size: int
) -> None:
    rows, about = archive
    ids = sorted({r["doc_id"] for r in rows})
    full = build(frame(rows), about)
    shuffle.shuffle(ids)
    with tempfile.TemporaryDirectory() as folder:
        for end in range(size, len(ids) + size, size):
            seen = ids[:end]
            with keyed_tables(Path(folder) / "links.duckdb", SCHEMAS, "1") as tables:
                part = build(
                    frame([r for r in rows if r["doc_id"] in seen]), about.filter(pl.col("doc_id").is_in(seen)),
                    archive=tables,
                )  # fmt: skip
    for name in ("mentions", "timeline", "actors", "actor_aliases", "links"):
        assert_frame_equal(getattr(part, name), getattr(full, name))


@settings(max_examples=6, deadline=None)
@given(archives(), st.randoms(use_true_random=False))
def test_a_document_changed_or_withdrawn_leaves_no_trace(
    archive: tuple[list[dict[str, Any]], pl.LazyFrame], shuffle: random.Random
) -> None:
    rows, about = archive
    ids = sorted({r["doc_id"] for r in rows})
    gone = shuffle.sample(ids, len(ids) // 2)
    redated = [
        r | {"date_edtf": "2025-02-04"} if shuffle.random() < 0.3 else r for r in rows if r["doc_id"] not in gone
    ]
    archive = increment(increment(InMemory(), rows, about, ids), redated, about, ids[::-1])
    same(archive, increment(InMemory(), redated, about, [i for i in ids if i not in gone]))


@settings(max_examples=6, deadline=None)
@given(archives(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_frame(
    archive: tuple[list[dict[str, Any]], pl.LazyFrame], shuffle: random.Random
) -> None:
    rows, about = archive
    one = build(frame(rows), about)
    mixed = shuffle.sample(rows, len(rows))
    other = build(frame(mixed), about.collect().sample(fraction=1, shuffle=True, seed=shuffle.randint(0, 99)).lazy())
    for name in ("mentions", "timeline", "actors", "actor_aliases", "links"):
        assert_frame_equal(getattr(one, name), getattr(other, name))


@settings(max_examples=10, deadline=None)
@given(archives())
def test_no_event_has_two_exact_days_that_texts_name(archive: tuple[list[dict[str, Any]], pl.LazyFrame]) -> None:
    rows, about = archive
    built = build(frame(rows), about).mentions
    named = built.filter((pl.col("date_precision") == "day") & (pl.col("date_basis") == "explicit"))
    by_report = named.group_by("event_id", "doc_id", "event_key").agg(pl.col("date_edtf").n_unique())
    assert (by_report["date_edtf"] == 1).all()
    assert (named.group_by("event_id").agg(pl.col("date_edtf").n_unique())["date_edtf"] == 1).all()
    assert built["event_id"].null_count() == 0
