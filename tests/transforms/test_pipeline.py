"""The order of the transforms as a whole: its frames have the columns of the schema, in any order of the rows."""

import datetime as dt

import polars as pl
from polars.testing import assert_frame_equal

from tests.transforms.helpers import documents, frame, mention
from transforms.pipeline import build
from warehouse.frames import frame_schema
from warehouse.schema import ACTOR_ALIASES, ACTORS, EVENT_ALIASES, MENTIONS, TIMELINE

DOCS = documents(("a", "2025-02-13"), ("b", "2025-02-14"), ("c", "2025-02-20"))
CALL = [
    mention("a", "phone_call", "call", "2025-02-12", ["Donald Trump", "Vladimir Putin"], quote="Trump called Putin."),
    mention("b", "phone_call", "spoke", "2025-02-12", ["Trump", "Putin"], quote="Trump and Putin spoke by phone."),
    mention("c", "phone_call", "call", "2025-02-19", ["Trump", "Zelenskyy"], quote="Trump called Zelenskyy."),
]


def test_frames_have_the_columns_and_types_of_the_schema() -> None:
    built = build(frame(CALL), DOCS)
    stamps = {"first_run", "last_run"}
    for made, table in (
        (built.timeline, TIMELINE), (built.mentions, MENTIONS), (built.actors, ACTORS),
        (built.actor_aliases, ACTOR_ALIASES), (built.event_aliases, EVENT_ALIASES),
    ):  # fmt: skip
        expected = {n: t for n, t in frame_schema(table).items() if n not in stamps}
        assert {n: made.schema[n] for n in expected} == expected, table.name


def test_reports_of_one_call_are_one_row_and_another_call_is_another() -> None:
    rows = build(frame(CALL), DOCS).timeline
    assert rows["title"].to_list() == [
        "Phone call: Donald Trump – Vladimir Putin", "Phone call: Donald Trump – Volodymyr Zelensky",
    ]  # fmt: skip
    assert rows["document_count"].to_list() == [2, 1]
    assert rows["cameo"].to_list() == ["041", "041"]
    assert rows["first_published"][0] == dt.date(2025, 2, 13)


def test_the_order_of_rows_changes_nothing() -> None:
    one, other = build(frame(CALL), DOCS), build(frame(CALL[::-1]), DOCS.reverse())
    assert_frame_equal(one.timeline, other.timeline)
    assert_frame_equal(one.mentions, other.mentions)
    assert_frame_equal(one.links, other.links)


def test_mentions_below_the_threshold_stay_off_the_timeline() -> None:
    doubtful = CALL[2] | {"confidence": 0.1}
    built = build(frame([*CALL[:2], doubtful]), DOCS, threshold=0.3)
    assert built.timeline.height == 1
    assert built.mentions.filter(pl.col("event_id").is_null())["doc_id"].to_list() == ["c"]


def test_a_late_older_report_takes_the_id_over_and_leaves_an_alias() -> None:
    before = build(frame(CALL[1:]), DOCS)
    after = build(frame(CALL), DOCS, previous=before.mentions.select("mention_id", "event_id"))
    former = before.timeline.row(0, named=True)["event_id"]
    assert after.event_aliases.to_dicts() == [{"former_id": former, "event_id": after.timeline["event_id"][0]}]


def test_nothing_in_nothing_out() -> None:
    built = build(frame(CALL).filter(pl.lit(False)), DOCS)
    assert built.timeline.height == built.links.height == built.actors.height == 0
