"""What the page is given: every event, nothing that a machine or a stranger could slip in."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.site.conftest import MERGED
from tests.site.worlds import EVENTS, HOSTILE, event_id
from warehouse.errors import WarehouseError
from warehouse.schema.vocabulary import EVENT_TYPES
from warehouse.site.columns import table
from warehouse.site.evidence import bucket, buckets, digits
from warehouse.site.families import family_of, load
from warehouse.site.news import CHANGED, NEW, TOLD_AGAIN
from warehouse.site.read import file_name, host, read
from warehouse.site.script import script
from warehouse.site.write import site_files


def unpacked(data: bytes) -> Any:
    """What a browser makes of a script of data: here Python reads the same string literals."""
    text = data.decode()
    assert text.startswith("dateline.put('") and text.endswith("');\n")
    *_, value = ast.literal_eval(f"({text[len('dateline.put(') : -len(');') - 1]})")
    return json.loads(value)


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_any_text_survives_the_way_into_the_page_and_ends_nothing(text: str) -> None:
    data = script("events", "0", {"title": [text]})
    assert unpacked(data) == {"title": [text]}
    assert not set("<\u2028\u2029") & set(data.decode())
    assert data.count(b"\n") == 1


def test_every_event_is_there_in_the_order_of_its_days_undated_last(one_release: Path) -> None:
    told = table(read(one_release, None), "T")
    columns = told.chunks[0]
    numbers = {event_id(event.number): event.number for event in EVENTS}
    assert [numbers[key] for key in columns["id"]] == [8, 7, 1, 2, 9, 10, 3, 5, 4, 6]
    assert {len(column) for column in columns.values()} == {len(EVENTS)}
    assert columns["start"][2] == 20131  # 2025-02-12 in days since 1970-01-01
    assert columns["edtf"][-2:] == [None, None]
    assert (columns["earliest"][-2], columns["latest"][-2]) == (None, 20301)
    assert told.quotes[0][2] == EVENTS[0].quote


def test_numbers_lead_to_words(one_release: Path) -> None:
    told = table(read(one_release, None), "T")
    meta, columns = told.meta, told.chunks[0]
    assert meta["types"][columns["type"][2]] == {"key": "meeting", "label": "Meeting", "family": 0}
    assert meta["statuses"][columns["status"][0]] == "hypothetical"
    first, role = columns["people"][2][:2]
    assert meta["people"][first] == ["person/anna-berg", "Anna Berg", "person", None, ["Berh"]]
    assert meta["roles"][role] == "Participant"
    assert [meta["hosts"][host] for host in columns["sources"][2]] == ["example.org"]


def test_every_type_has_a_family_and_a_type_of_the_users_own_is_other() -> None:
    families = load()
    assert [kind for kind in EVENT_TYPES if family_of(kind, families) == len(families) - 1] == []
    assert families[family_of("custom_kind", families)].key == "other"
    assert set(EVENT_TYPES) == {kind for family in families for kind in family.types}


def test_quotes_are_cut_by_code_points(one_release: Path) -> None:
    found = buckets(read(one_release, None))["all"][event_id(1)]
    assert found["reports"][0]["quote"] == ["😀 Berg ", "met", " Duval on 12 February 2025."]
    assert found["reports"][0]["steps"] == ["rule <day>: 2025-02-12"]


def test_folders_of_the_machine_stay_at_home(one_release: Path) -> None:
    files = site_files(read(one_release, None), "T")
    assert not [name for name, data in files.items() if b"somebody" in data]
    assert b"notes.txt" in files["evidence/all.js"]
    assert file_name(r"C:\Users\x\a.md") == "a.md"
    assert file_name("feeds/a.jsonl:12") == "a.jsonl:12"
    assert file_name("https://example.org/a/b") == "https://example.org/a/b"


@pytest.mark.parametrize(
    ("url", "site"),
    [("https://www.example.org/a", "example.org"), ("http://[::1", "Files"), ("javascript:alert(1)", "Files"),
     ("file:///etc/passwd", "Files"), (None, "Files")],
)  # fmt: skip
def test_only_addresses_of_the_web_are_sites(url: str | None, site: str) -> None:
    assert host(url) == site


def test_buckets_hold_each_event_once_and_stay_small(one_release: Path) -> None:
    assert digits(0) == digits(250) == 0
    assert digits(251) == 1
    assert digits(20_000) == 2
    assert bucket("e-00000000abcd", 2) == "cd"
    found = buckets(read(one_release, None))
    assert sorted(found["all"]) == sorted(event_id(event.number) for event in EVENTS)


def test_what_is_new_is_told_from_what_only_has_more_reports(two_releases: Path) -> None:
    news = read(two_releases, None).news
    assert news.release is not None and news.since is not None
    assert (news.release.number, news.since.number) == (2, 1)
    assert dict(news.kinds) == {event_id(2): NEW, event_id(3): TOLD_AGAIN, event_id(5): CHANGED}
    assert dict(news.before[event_id(5)])["date_edtf"] == "2026-05"
    assert [(gone.event_id, gone.merged_into) for gone in sorted(news.gone, key=lambda gone: gone.title)] == [
        (MERGED, event_id(1)), (event_id(12), None),
    ]  # fmt: skip


def test_new_is_counted_from_the_release_asked_for(two_releases: Path) -> None:
    assert read(two_releases, 2).news.since is None
    with pytest.raises(WarehouseError, match="there is no release 7; dateline releases lists them"):
        read(two_releases, 7)


def test_a_first_release_has_no_news(one_release: Path) -> None:
    news = read(one_release, None).news
    assert (news.since, dict(news.kinds), news.gone) == (None, {}, ())


def test_a_hostile_title_stands_in_the_data_as_it_is(one_release: Path) -> None:
    files = site_files(read(one_release, None), HOSTILE)
    assert HOSTILE in unpacked(files["data/events-000.js"])["title"]
    assert unpacked(files["data/meta.js"])["title"] == HOSTILE
    assert not [name for name, data in files.items() if name.endswith(".js") and re.search(rb"<(/script|img)", data)]
