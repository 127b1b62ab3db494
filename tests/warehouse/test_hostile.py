"""Whatever stands in documents is data: it is kept to the character, found again, and does no harm."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from tests.warehouse.samples import changes, run_record, world
from warehouse.exports import export
from warehouse.frames import conform
from warehouse.queries import query
from warehouse.records import Log
from warehouse.schema import ACTORS
from warehouse.store import Warehouse
from warehouse.timeline import timeline

NASTY = {
    "an apostrophe": "Conor O'Brien",
    "SQL": "x'); DROP TABLE timeline; --",
    "a semicolon and double quotes": 'a;"b"; SELECT 1',
    "a dollar and braces": "$run {batch} %s ?1",
    "a script": "<script>alert(1)</script>",
    "right to left": "\u202eelif\u202c \u05d0\u05d1",
    "zero-width characters": "Ber\u200bg\ufeff \u2060",
    "a backslash and newlines": "a\\b\nc\td",
    "control characters": "a\x1fb\x1ec\x00d".replace("\x00", ""),
    "combining and astral characters": "e\u0301 𝔘𝔫𝔦 👩‍👩‍👧",
    "a path": "../../etc/passwd",
    "a formula": '=HYPERLINK("https://example.org")',
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An event for each nasty text, which is its title, its place, its only participant and its document's title."""
    path = tmp_path_factory.mktemp("hostile") / 'it\'s; "nasty".duckdb'
    texts = list(NASTY.values())
    rows = world(len(texts))
    someone = [[{"actor_id": f"person/{text}", "name": text, "role": text}] for text in texts]
    people = conform(
        pl.DataFrame(
            {"actor_id": [f"person/{text}" for text in texts], "name": texts, "kind": "person", "known": False}
        ),
        ACTORS,
        optional=("country", "stands_for"),
    )
    spoiled = replace(
        rows,
        documents=rows.documents.with_columns(title=pl.Series(texts), source=pl.Series(texts), url=pl.Series(texts)),
        timeline=rows.timeline.with_columns(
            title=pl.Series(texts),
            location=pl.Series(texts),
            participants=pl.Series(someone, dtype=rows.timeline.schema["participants"]),
        ),
        actors=people,
        actor_aliases=people.select("actor_id", alias="name", rule=pl.lit("exact")),
    )
    with Warehouse(path).writer() as store:
        run = run_record(1, loaded=len(texts))
        store.prepare(run.run_id, run.started, spoiled)
        store.finish(run, Log())
    return path


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_nasty_words_are_kept_to_the_character_and_found_again(hostile: Path, text: str) -> None:
    found = timeline(hostile, actor=text)
    assert text in found["title"].to_list()
    assert text in [person["name"] for people in found["participants"] for person in people]
    (event,) = found.filter(title=text)["event_id"]
    assert [each["title"] for each in query(hostile, f"FROM evidence('{event}')").to_dicts()] == [text]


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_nasty_words_to_look_up_find_nothing_where_there_is_nothing_and_do_no_harm(small: Path, text: str) -> None:
    before = small.read_bytes()
    assert timeline(small, actor=text).is_empty()
    assert timeline(small, event_type=text, status=text).is_empty()
    assert query(small, "SELECT * FROM evidence($e)", parameters={"e": text}).is_empty()
    assert query(small, "SELECT * FROM search($w)", parameters={"w": text}).height in (0, 1)  # "Marc", "a": real words
    assert small.read_bytes() == before


def test_a_title_of_ten_megabytes_goes_through(tmp_path: Path) -> None:
    path, rows = tmp_path / "t.duckdb", changes()
    huge = ("word" + "long" * 20 + " ") * 120_000
    first = pl.when(pl.int_range(pl.len()) == 0).then(pl.lit(huge)).otherwise("title").alias("title")
    big = replace(rows, documents=rows.documents.with_columns(first), timeline=rows.timeline.with_columns(first))
    with Warehouse(path).writer() as store:
        run = run_record(1)
        store.prepare(run.run_id, run.started, big)
        assert store.finish(run, Log()).events == 3
    assert query(path, "SELECT max(length(title)) FROM timeline").row(0) == (len(huge),)
    assert query(path, "SELECT count(*) FROM search($w)", parameters={"w": huge[:84]}).row(0) == (1,)
    export(path, tmp_path / "out", ["jsonl"])
    assert sum(file.stat().st_size for file in (tmp_path / "out").rglob("*") if file.is_file()) > len(huge)
