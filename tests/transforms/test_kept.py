"""What linking keeps between builds: made anew when it is of no use, and never half changed."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from flows.revisions import carried_over
from tests.transforms.helpers import documents, frame, mention
from transforms.actors.gazetteer import load_gazetteer
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
