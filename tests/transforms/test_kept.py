"""What linking keeps between builds: made anew when it is of no use, and never half changed."""

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from flows.revisions import carried_over
from tests.transforms.helpers import documents, frame, mention
from transforms.actors.gazetteer import load_gazetteer
from transforms.assemble.timeline import timeline
from transforms.link.archive import SCHEMAS
from transforms.link.kept import linking_version
from transforms.pipeline import build
from warehouse.keyed_tables import keyed_tables

STAMPS = pl.DataFrame({"doc_id": ["d1", "d2"], "stamp": [1, 2]}, schema=SCHEMAS["documents"])
LINK = pl.DataFrame(
    [("m-1", "m-2", None, True, "score", [{"name": "prior", "weight": -4.0}])], schema=SCHEMAS["links"], orient="row"
)


def kept(path: Path, table: str, version: str = "1") -> pl.DataFrame:
    with keyed_tables(path, SCHEMAS, version) as tables:
        return tables.find(table, SCHEMAS[table].names()[0], None)


def test_rows_are_found_counted_and_dropped_by_value(tmp_path: Path) -> None:
    path = tmp_path / "kept.duckdb"
    with keyed_tables(path, SCHEMAS, "1") as tables:
        tables.add("documents", STAMPS)
        tables.add("links", LINK)
        assert tables.find("documents", "doc_id", pl.Series(["d2", "d9"]), ("stamp",))["stamp"].to_list() == [2]
        assert tables.count("documents", "doc_id", pl.Series(["d1"])).rows() == [("d1", 1)]
        tables.drop("documents", ("doc_id",), pl.Series(["d1"]))
    assert kept(path, "documents")["doc_id"].to_list() == ["d2"]
    assert_frame_equal(kept(path, "links"), LINK)


def test_a_run_that_fails_leaves_the_tables_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "kept.duckdb"
    with keyed_tables(path, SCHEMAS, "1") as tables:
        tables.add("documents", STAMPS)
    with pytest.raises(RuntimeError, match="in the middle"), keyed_tables(path, SCHEMAS, "1") as tables:
        tables.drop("documents", ("doc_id",), STAMPS["doc_id"])
        raise RuntimeError("in the middle")
    assert kept(path, "documents").height == 2


def test_a_run_that_fails_leaves_the_tables_as_it_has_settled_them(tmp_path: Path) -> None:
    path = tmp_path / "kept.duckdb"
    with keyed_tables(path, SCHEMAS, "1") as tables:
        tables.add("documents", STAMPS)
        tables.holds("run-1")
    with pytest.raises(RuntimeError, match="in the middle"), keyed_tables(path, SCHEMAS, "1") as tables:
        tables.drop("documents", ("doc_id",), pl.Series(["d1"]))
        tables.settle()
        tables.drop("documents", ("doc_id",), pl.Series(["d2"]))
        raise RuntimeError("in the middle")
    assert kept(path, "documents")["doc_id"].to_list() == ["d2"]
    with keyed_tables(path, SCHEMAS, "1") as tables:
        assert tables.state is None


def test_a_build_goes_on_from_one_that_failed_after_it_had_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, about = tmp_path / "kept.duckdb", documents(("a", "2025-02-14"), ("b", "2025-02-14"), ("c", "2025-06-03"))
    with keyed_tables(path, SCHEMAS, "1") as tables:
        build(frame(told()[:2]), about, archive=tables)
        tables.holds("run-1")
    monkeypatch.setattr("transforms.pipeline.join_moved", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError), keyed_tables(path, SCHEMAS, "1") as tables:
        build(frame(told()), about, archive=tables)
    monkeypatch.undo()
    with keyed_tables(path, SCHEMAS, "1") as tables:
        assert tables.state is None, "the next run would go on from the first as if nothing had been linked since"
        assert tables.find("documents", "doc_id", None)["doc_id"].sort().to_list() == ["a", "b", "c"]
        again = build(frame(told()), about, archive=tables)
    whole = build(frame(told()), about)
    for field in ("mentions", "timeline", "actors", "actor_aliases", "links"):
        assert_frame_equal(getattr(again, field), getattr(whole, field))


@pytest.mark.parametrize("damage", ["another version", "no database", "a database of something else"])
def test_what_cannot_be_used_is_made_anew(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "kept.duckdb"
    with keyed_tables(path, SCHEMAS, "1") as tables:
        tables.add("documents", STAMPS)
    if damage == "no database":
        path.write_bytes(b"not a database, whatever its name says" * 40)
    if damage == "a database of something else":
        path.unlink()
        with keyed_tables(path, {"other": pl.Schema({"x": pl.String()})}, "0"):
            pass
    assert kept(path, "documents", "2").is_empty()


def test_the_version_follows_the_gazetteer(tmp_path: Path) -> None:
    own = tmp_path / "actors.toml"
    own.write_text('[person.jane-doe]\nname = "Jane Doe"\ncountry = "NZL"\n', "utf-8")
    assert linking_version(load_gazetteer()) == linking_version(load_gazetteer())
    assert linking_version(load_gazetteer()) != linking_version(load_gazetteer(own))


def test_a_document_that_becomes_a_copy_leaves_the_links(tmp_path: Path) -> None:
    day, who = "2025-02-12", ["Donald Trump", "Vladimir Putin"]
    rows = [mention(d, "phone_call", "spoke", day, who, quote=f"They spoke of {d}.") for d in ("a", "b")]
    about = documents(("a", day), ("b", day))
    for copies, joined in (((), 2), (("b",), 1), ((), 2)):
        with keyed_tables(tmp_path / "kept.duckdb", SCHEMAS, "1") as tables:
            built = build(frame(rows), about, copies=copies, archive=tables)
        assert built.timeline["mention_count"].to_list() == [joined]
        assert_frame_equal(built.links, build(frame(rows), about, copies=copies).links)


def test_mentions_of_an_edited_text_carry_their_events_on() -> None:
    before = pl.DataFrame(
        {"mention_id": ["m-1", "m-2", "m-3"], "doc_id": ["old", "old", "other"], "event_type": "attack",
         "trigger": ["raid", "raid", "raid"], "trigger_start": [5, 40, 5], "event_id": ["e-1", "e-2", "e-3"]}
    )  # fmt: skip
    now = pl.DataFrame(
        {"mention_id": ["m-8", "m-9"], "doc_id": "new", "event_type": "attack", "trigger": ["raid", "raid"],
         "trigger_start": [9, 60]}
    )  # fmt: skip
    fresh = pl.DataFrame({"doc_id": ["new"], "source": ["a.txt"], "published": [dt.date(2025, 1, 1)]})
    found = carried_over({"old": "a.txt"}, fresh, before, now).sort("mention_id")
    assert found.rows() == [("m-8", "e-1"), ("m-9", "e-2")]


CALL = "They spoke of the gas talks, which had been postponed."
CHANGES: dict[str, dict[str, Any]] = {
    "a quote": {"quote": "They spoke of the grain talks at length."},
    "a confidence": {"confidence": 0.31},
    "a place": {"location": "Oslo"},
    "a status": {"status": "planned"},
    "a gist": {"gist": "leaders spoke of grain"},
    "who took part": {
        "participants": [{"name": "Jane Doe", "role": "caller"}, {"name": "Rui Costa", "role": "callee"}]
    },
    "a move": {"event_type": "meeting", "quote": "The talks, due on 12 February, were postponed to 19 February."},
}


def told() -> list[dict[str, Any]]:
    """Two reports of one call, one of another."""
    return [
        mention("a", "phone_call", "spoke", "2025-02-12", ["Jane Doe", "Rui Costa"], quote=CALL),
        mention("b", "phone_call", "spoke", "2025-02-12", ["Jane Doe", "Rui Costa"], quote="They spoke."),
        mention("c", "phone_call", "phoned", "2025-06-02", ["Ana Silva", "JANE DOE"], quote="They phoned."),
    ]


@pytest.mark.parametrize("change", CHANGES)
def test_a_row_follows_whatever_it_is_made_of(tmp_path: Path, change: str) -> None:
    about, rows = documents(*((d, "2025-02-13") for d in "abc")), told()
    other = [rows[0] | CHANGES[change], *rows[1:]]
    for now in (rows, other, rows):
        with keyed_tables(tmp_path / "kept.duckdb", SCHEMAS, "1") as tables:
            built = build(frame(now), about, archive=tables)
        assert_frame_equal(built.timeline, build(frame(now), about).timeline)


def test_a_row_follows_its_documents_and_what_the_archive_calls_its_actors(tmp_path: Path) -> None:
    rows = told()
    about = documents(*((d, "2025-02-13") for d in "abc"))
    shouted = [mention(d, "vote", "voted", "2025-03-01", ["JANE DOE"]) for d in ("d", "e", "f")]
    every = documents(*((d, "2025-02-13") for d in "abcdef"))
    steps = [
        (rows, about), (rows, about.with_columns(url=pl.lit("https://example.org/x"))),
        (rows, about.with_columns(published=pl.lit(dt.date(2025, 2, 14)))), ([*rows, *shouted], every), (rows, about),
    ]  # fmt: skip
    names = set()
    for now, documents_now in steps:
        with keyed_tables(tmp_path / "kept.duckdb", SCHEMAS, "1") as tables:
            built = build(frame(now), documents_now, archive=tables)
        assert_frame_equal(built.timeline, build(frame(now), documents_now).timeline)
        names |= {p["name"] for p in built.timeline["participants"].explode().to_list()}
    assert {"Jane Doe", "JANE DOE"} <= names  # of one actor the archive as a whole decides on the name


def test_only_events_of_which_something_changed_are_assembled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assembled: list[int] = []

    def counted(mentions: pl.LazyFrame, *rest: Any) -> pl.LazyFrame:
        assembled.append(mentions.select("event_id").unique().collect().height)
        return timeline(mentions, *rest)

    monkeypatch.setattr("transforms.assemble.kept.timeline", counted)
    about = documents(*((d, "2025-02-13") for d in "abc"))
    rows = [*told()[:2], mention("c", "phone_call", "phoned", "2025-06-02", ["Ana Silva"], quote="They phoned.")]
    for now in (rows[1:], rows, rows, [rows[0], rows[1], rows[2] | {"location": "Oslo"}], rows[:2]):
        with keyed_tables(tmp_path / "kept.duckdb", SCHEMAS, "1") as tables:
            built = build(frame(now), about, archive=tables)
    assert assembled == [2, 1, 1]
    assert built.timeline.height == kept(tmp_path / "kept.duckdb", "assembled").height == 1
