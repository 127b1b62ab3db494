"""Answers are kept until what came of them is published: a run that was killed has not asked in vain."""

import hashlib
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from flows.fetch.client import Answer
from flows.fetch.kept import HOLDS, Kept
from flows.fetch.state import Fetched, FetchState
from flows.sources.reading import Reading
from flows.sources.urls import Address
from tests.sources.site import limits, page

ADDRESS = "https://example.org/a"
ANSWER = Answer("https://example.org/b?c=é", "Größe\n\0".encode(), "text/html", "utf-8", '"1"', "yesterday")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "pages"


def test_an_answer_comes_back_as_it_was_in_this_run_and_in_the_next(folder):
    kept = Kept(folder)
    assert kept.find(ADDRESS, None) is None
    kept.keep(ADDRESS, ANSWER, None)
    assert kept.find(ADDRESS, None) == ANSWER
    assert Kept(folder).find(ADDRESS, None) == ANSWER
    assert Kept(folder).find(f"{ADDRESS}/", None) is None


def test_what_the_last_run_knew_already_is_unchanged(folder):
    Kept(folder).keep(ADDRESS, ANSWER, None)
    found = Kept(folder).find(ADDRESS, Fetched(ADDRESS, body_hash=ANSWER.body_hash))
    assert (found.unchanged, found.content) == (True, b"")


def test_unchanged_holds_only_against_what_it_was_compared_with(folder):
    before = Fetched(ADDRESS, '"1"', None, "0" * 64, "hint", "d-1")
    unchanged = Answer(ADDRESS, b"", unchanged=True)
    Kept(folder).keep(ADDRESS, unchanged, before)
    assert Kept(folder).find(ADDRESS, replace(before, hint="another")) == unchanged
    assert Kept(folder).find(ADDRESS, replace(before, etag='"2"')) is None
    assert Kept(folder).find(ADDRESS, None) is None


def test_an_answer_of_another_run_counts_for_an_hour_and_one_of_this_run_to_its_end(folder):
    now = [1_000_000_000.0]
    mine = Kept(folder, clock=lambda: now[0])
    mine.keep(ADDRESS, ANSWER, None)
    other, late, early = (Kept(folder, clock=lambda: now[0]) for _ in range(3))
    now[0] += HOLDS
    assert other.find(ADDRESS, None) == ANSWER
    now[0] += HOLDS
    assert late.find(ADDRESS, None) is None
    assert other.find(ADDRESS, None) == ANSWER  # once found, it is the answer of that run
    assert mine.find(ADDRESS, None) == ANSWER
    now[0] = 0.0  # a clock that was set back says nothing about ages
    assert early.find(ADDRESS, None) is None
    assert list(folder.iterdir())
    Kept(folder, clock=lambda: now[0])
    assert list(folder.iterdir()) == []


def test_what_was_fetched_for_another_purpose_is_not_used(folder):
    Kept(folder, "backfill").keep(ADDRESS, ANSWER, None)
    assert Kept(folder, "backfill").find(ADDRESS, None) == ANSWER
    assert Kept(folder, "build").find(ADDRESS, None) is None
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes()[:20]),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(zlib.compress(b"[]\n")),
        lambda path: path.write_bytes(zlib.compress(b"{}\n")),
        lambda path: path.rename(path.with_suffix(".new")),
    ],
    ids=["cut off", "begun", "empty", "of another kind", "of another version", "not moved in"],
)
def test_a_file_that_is_not_whole_counts_as_none(folder, damage):
    Kept(folder).keep(ADDRESS, ANSWER, None)
    damage(*folder.iterdir())
    again = Kept(folder)
    assert again.find(ADDRESS, None) is None
    again.keep(ADDRESS, ANSWER, None)
    assert again.find(ADDRESS, None) == ANSWER
    assert len(list(folder.iterdir())) == 1


def test_no_more_is_kept_than_there_is_room_for(folder):
    kept = Kept(folder, most=1000)
    for number in range(100):
        kept.keep(f"{ADDRESS}/{number}", replace(ANSWER, content=hashlib.sha256(b"%d" % number).digest()), None)
    found = [path.stat().st_size for path in folder.iterdir()]
    assert 1 < len(found) < 10
    assert sum(found) <= 1000
    Kept(folder, most=1000).keep(ADDRESS, replace(ANSWER, content=hashlib.sha512(b"").digest() * 9), None)
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 1000


def test_a_folder_that_cannot_be_written_costs_no_run(folder):
    kept = Kept(folder)
    folder.rmdir()
    kept.keep(ADDRESS, ANSWER, None)
    assert kept.find(ADDRESS, None) is None
    kept.clear()


def test_a_page_that_could_not_be_kept_is_asked_for_again(site, folder):
    site.put("/a", page())
    with Reading(limits(), kept=Kept(folder, most=0)) as reading:
        assert [reading.ask(site.url("/a")).content for _ in range(2)] == [page()] * 2
    assert site.count("/a") == 2


def test_a_run_that_did_not_end_leaves_its_pages_to_the_next_and_no_problem_of_theirs(site, folder):
    site.put("/a", page())
    site.put("/b", b"", 500)
    for _ in range(2):
        with Reading(limits(attempts=1), FetchState(), Kept(folder)) as reading:
            read = [item for path in ("/a", "/b") for item in Address(site.url(path)).read(reading)]
    assert read[0].document is not None
    assert read[1].passing
    assert site.pages_asked == ["/a", "/b", "/b"]


def test_what_is_kept_for_one_reading_alone_is_gone_with_it(site):
    site.put("/a", page())
    reading = Reading(limits())
    reading.ask(site.url("/a"))
    assert reading._own is not None
    folder = Path(reading._own.name)
    assert list(folder.iterdir())
    reading.close()
    assert not folder.exists()
