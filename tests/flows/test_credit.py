"""Pages that several sources name: whose they are is decided by the order of the sources, never by who asks first."""

import random
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial

import pytest

from flows.ahead import AHEAD, side_by_side
from flows.fetch.state import FetchState
from flows.ledger import Known, Ledger
from flows.sources.articles import Html
from flows.sources.base import Source
from flows.sources.feed import Feed
from flows.sources.reading import Reading
from flows.sources.sitemap import Sitemap
from flows.sources.urls import Urls
from flows.watched import Watched
from tests.sources.listings import entry, rss, sitemap
from tests.sources.site import STORY, limits, page, serving

PATIENCE = 60.0
ARRIVALS = ("in turn", "the first first", "the second first")


@pytest.fixture
def hosts():
    """Two hosts with sources, and an agency whose pages both name."""
    with serving() as one, serving() as two, serving() as agency:
        yield one, two, agency


@dataclass(frozen=True)
class Telling:
    """A source that tells when it has given its first input."""

    source: Source
    given: threading.Event

    def read(self, reading=None):
        for item in self.source.read(reading):
            self.given.set()
            yield item
        self.given.set()


class Newsroom:
    """Runs of two sources, of which the second to come is held up until the first has asked, and what they leave to
    one another."""

    def __init__(self, one, two, agency):
        self.hosts, self.rows, self.known = (one, two), [], {}
        self.agency = agency

    def read(self, arrival, *sources):
        """All that comes of a run: the inputs, the ledger's entries, the documents, what the next run knows."""
        late = {"the first first": self.hosts[1], "the second first": self.hosts[0]}.get(arrival)
        asked = threading.Event()
        answers = [(site, dict(site.answers)) for site in (*self.hosts, self.agency)]
        for path, answer in self.agency.answers.items():
            self.agency.answers[path] = _first(partial(_tell, asked), answer)
        if late is not None:
            for path, answer in late.answers.items():
                late.answers[path] = _first(partial(asked.wait, PATIENCE), answer)
        for site in (*self.hosts, self.agency):
            site.asked.clear()
        state = FetchState.of(self.rows, set(self.known), "v1")
        ledger = Ledger(self.known, "v1")
        hosts = [None, None] if arrival == "in turn" else ["one", "two"]
        with Reading(limits(attempts=1), state) as reading:
            watched = [
                Watched("", [source if site is late else Telling(source, asked)], host)
                for source, host, site in zip(sources, hosts, self.hosts, strict=True)
            ]
            items = list(side_by_side(watched, reading))
        taken = [document for item in items if (document := ledger.take(item)) is not None]
        for site, before in answers:
            site.answers = before
        return [replace(item, claim=None) for item in items], ledger.entries, taken, state.rows("v1", "r")

    def remember(self, run):
        """Leave to the next run what this one read."""
        items, _, _, rows = run
        self.known |= {i.document.doc_id: Known(i.content_hash, "v1") for i in items if i.document is not None}
        self.rows = [*{row["address"]: row for row in [*self.rows, *rows]}.values()]


def _tell(asked):
    if not asked.is_set():
        asked.set()
        time.sleep(0.1)  # so that who comes second comes while the first waits for its answer


def _first(call, answer):
    def answered(handler):
        call()
        answer(handler)

    return answered


def alike(room, *sources):
    """The run in each order of arrival: the same to the last field."""
    runs = {arrival: room.read(arrival, *sources) for arrival in ARRIVALS}
    assert runs["the first first"] == runs["in turn"]
    assert runs["the second first"] == runs["in turn"]
    return runs["in turn"]


def test_the_first_feed_is_credited_and_dates_the_page_however_slow_its_host(hosts):
    one, two, agency = hosts
    agency.put("/shared", page("Shared"), Content_Type="text/html")
    one.put("/feed", rss(entry(agency.url("/shared"), "One", "Wed, 12 Feb 2025 10:00:00 GMT")))
    two.put("/feed", rss(entry(agency.url("/shared"), "Two", "Thu, 13 Feb 2025 10:00:00 GMT")))
    room = Newsroom(*hosts)
    items, entries, taken, _ = alike(room, Feed(one.url("/feed")), Feed(two.url("/feed")))
    assert [str(document.published) for document in taken] == ["2025-02-12"]
    assert [each.outcome for each in entries] == ["loaded", "duplicate"]
    assert items[1].repeats == one.url("/feed")
    for arrival in ARRIVALS:
        room.read(arrival, Feed(one.url("/feed")), Feed(two.url("/feed")))
        assert agency.count("/shared") == 1

    swapped = alike(Newsroom(two, one, agency), Feed(two.url("/feed")), Feed(one.url("/feed")))
    assert [str(document.published) for document in swapped[2]] == ["2025-02-13"]


def test_a_page_that_is_away_is_away_for_both_and_is_asked_for_once(hosts):
    one, two, agency = hosts
    agency.put("/shared", b"", 500)
    for site in (one, two):
        site.put_known("/feed", rss(entry(agency.url("/shared"))), kind="application/rss+xml")
    room = Newsroom(*hosts)
    items, _, _, rows = alike(room, Feed(one.url("/feed")), Feed(two.url("/feed")))
    assert [item.passing for item in items] == [True, False]
    assert "answers 500" in items[0].problem
    assert items[1].repeats == one.url("/feed")
    assert rows == []  # neither feed is taken for done
    assert agency.count("/shared") == 1


def test_a_feed_with_a_text_of_its_own_speaks_where_the_first_could_not_read_the_page(hosts):
    one, two, agency = hosts
    agency.put("/shared", b"", 403)
    one.put("/feed", rss(entry(agency.url("/shared"))))
    two.put("/feed", rss(entry(agency.url("/shared"), more=f"<description>{STORY}</description>")))
    _, entries, taken, _ = alike(Newsroom(*hosts), Feed(one.url("/feed")), Feed(two.url("/feed")))
    assert [each.outcome for each in entries] == ["quarantined", "loaded"]
    assert [document.text for document in taken] == [STORY.strip()]


def test_what_each_feed_said_is_remembered_so_that_nothing_is_asked_for_again(hosts):
    one, two, agency = hosts
    agency.put_known("/shared", page("Shared"))
    agency.put_known("/more", page("More", story=f"More. {STORY}"))
    feeds = Feed(one.url("/feed")), Feed(two.url("/feed"))
    for arrival in ARRIVALS:
        room = Newsroom(*hosts)
        for site in (one, two):
            site.put("/feed", rss(entry(agency.url("/shared"), str(site.port))))
        room.remember(room.read(arrival, *feeds))
        for site in (one, two):
            site.put("/feed", rss(entry(agency.url("/more")), entry(agency.url("/shared"), str(site.port))))
        items, *_ = alike(room, *feeds)
        assert [item.unchanged for item in items] == [False, True, False, False]
        assert agency.pages_asked == ["/more"]


def test_a_change_that_only_the_second_feed_announces_is_read_for_the_first_in_the_next_run(hosts):
    one, two, agency = hosts
    feeds = Feed(one.url("/feed")), Feed(two.url("/feed"))
    for arrival in ARRIVALS:
        room = Newsroom(*hosts)
        agency.put_known("/shared", page("Shared"))
        for site in (one, two):
            site.put("/feed", rss(entry(agency.url("/shared"), "Old")))
        room.remember(room.read(arrival, *feeds))
        agency.put_known("/shared", page("Shared", story=f"New. {STORY}"), '"2"')
        one.put("/feed", rss(entry(agency.url("/shared"), "Old"), entry(agency.url("/none"))))
        two.put("/feed", rss(entry(agency.url("/shared"), "New")))
        announced = alike(room, *feeds)
        room.remember(announced)
        after = alike(room, *feeds)
        assert [each.outcome for each in announced[1]] == ["unchanged", "quarantined", "duplicate"]
        assert [each.outcome for each in after[1]] == ["loaded", "quarantined", "duplicate"]
        assert ["New. " in document.text for document in after[2]] == [True]


def test_a_feed_that_fetches_no_pages_says_nothing_of_whether_they_have_changed(hosts):
    one, two, agency = hosts
    agency.put_known("/shared", page("Shared"))
    feeds = Feed(one.url("/feed")), Feed(two.url("/feed"), full_text=False)
    text = f"<description>{STORY}</description>"
    for site in (one, two):
        site.put("/feed", rss(entry(agency.url("/shared"), more=text)))
    room = Newsroom(*hosts)
    room.remember(room.read("in turn", *feeds))
    one.put("/feed", rss(entry(agency.url("/shared"), more=text), entry(agency.url("/none"))))
    two.put("/feed", rss(entry(agency.url("/shared"), "Another title", more=text)))
    _, entries, _, rows = alike(room, *feeds)
    assert [each.outcome for each in entries] == ["unchanged", "quarantined", "duplicate"]
    assert {site.url("/feed") for site in (one, two)} <= {row["address"] for row in rows}


def test_two_sources_may_take_different_pages_of_one_sitemap_which_is_known_when_both_are_through(hosts):
    agency = hosts[2]
    pages = [(agency.url(f"/{name}/{number}"), "") for name in ("news", "sports") for number in range(2)]
    for address, _ in pages:
        path = address.removeprefix(agency.url(""))
        agency.put(path, page(path, story=f"{path}. {STORY}"))
    agency.put_known("/map", sitemap(*pages), kind="application/xml")
    news, sports = (Sitemap(agency.url("/map"), include=f"*/{name}/*") for name in ("news", "sports"))
    _, entries, _, rows = alike(Newsroom(*hosts), news, sports)
    assert [each.outcome for each in entries] == ["loaded"] * 4
    assert agency.count("/map") == 1
    assert agency.url("/map") in {row["address"] for row in rows}

    agency.put("/sports/1", b"", 500)
    *_, rows = alike(Newsroom(*hosts), news, sports)
    assert agency.url("/map") not in {row["address"] for row in rows}


def test_a_page_that_is_too_large_for_one_source_is_so_whoever_asks_first(hosts):
    agency = hosts[2]
    agency.put("/map", sitemap((agency.url("/none"), "")) + b" " * 10_000_001, Content_Type="text/html")
    items, *_ = alike(Newsroom(*hosts), Html(agency.url("/map")), Sitemap(agency.url("/map")))
    assert "is larger than 10 MB" in items[0].problem
    assert "answers 404" in items[1].problem


def test_a_source_far_ahead_holds_up_none_that_wants_the_same_page(hosts):
    agency = hosts[2]
    paths = [f"/{number}" for number in range(AHEAD + 8)]
    for path in paths:
        agency.put(path, page(path, story=f"{path}. {STORY}"))
    forward, back = (Urls(tuple(agency.url(path) for path in order)) for order in (paths, paths[::-1]))
    room = Newsroom(*hosts)
    _, entries, _, _ = alike(room, forward, back)
    assert [each.outcome for each in entries] == ["loaded"] * len(paths) + ["duplicate"] * len(paths)
    assert len(agency.pages_asked) == len(paths)


@pytest.mark.parametrize("seed", range(4))
def test_many_hosts_that_answer_as_they_like_give_what_they_give_in_turn(seed):
    draw = random.Random(seed)
    with ExitStack() as stack:
        sites = [stack.enter_context(serving()) for _ in range(6)]
        pages = [site.url(f"/page/{number}") for site in sites for number in range(4)]

        def slowly(answer):
            def answered(handler):
                time.sleep(draw.random() * 0.03)
                answer(handler)

            return answered

        for number, address in enumerate(pages):
            site, path = sites[number // 4], address[address.index("/page") :]
            site.put(path, page(path, story=f"{address}. {STORY}"), 200 if number % 7 else 500)
        for site in sites:
            named = [(link, str(draw.randrange(3)), f"Mon, {draw.randrange(10, 28)} Jan 2025 10:00:00 GMT") for link in
                     draw.sample(pages, 12)]  # fmt: skip
            site.put_known("/feed", rss(*(entry(*each) for each in named)), kind="application/rss+xml")
            site.answers = {path: slowly(answer) for path, answer in site.answers.items()}
        runs = []
        for host in (False, True):
            state, ledger = FetchState(), Ledger({}, "v1")
            watched = [Watched("", [Feed(site.url("/feed"))], str(site.port) if host else None) for site in sites]
            for site in sites:
                site.asked.clear()
            with Reading(limits(attempts=1, failures_per_host=1000), state) as reading:
                items = [replace(item, claim=None) for item in side_by_side(watched, reading)]
            for item in items:
                ledger.take(item)
            asked = sorted(site.url(path) for site in sites for path in site.pages_asked)
            runs.append((items, ledger.entries, state.rows("v1", "r"), asked))
        assert runs[0] == runs[1]
        assert len(runs[0][3]) == len(set(runs[0][3]))
