"""Sources on the web are read side by side, and what comes of it is as if they had been read in turn."""

import threading
import time
from dataclasses import dataclass, field

import pytest

from flows.ahead import AHEAD, LANES, side_by_side
from flows.config.model import SourceSettings
from flows.config.sources import host_of
from flows.sources.base import Input
from flows.sources.reading import Reading
from flows.sources.urls import Urls
from flows.watched import Watched
from tests.sources.site import limits, page, send, serving

PATIENCE = 60.0


@dataclass
class Gives:
    """A source of some inputs that does something before each."""

    name: str
    count: int = 3
    before: object = lambda: None
    given: list = field(default_factory=list)

    def read(self, reading=None):  # noqa: ARG002
        for number in range(self.count):
            self.before()
            self.given.append(number)
            yield Input(f"{self.name}/{number}")


def read(*sources):
    return [item.source for item in side_by_side([Watched(s.name, [s], host) for s, host in sources], Reading())]


def test_hosts_are_asked_at_the_same_time_and_the_order_is_that_of_the_sources():
    both = threading.Barrier(2, timeout=PATIENCE)  # read in turn, the first would wait here for good
    given = read(
        (Gives("a", before=both.wait), "a.org"), (Gives("file"), None), (Gives("b", before=both.wait), "b.org")
    )
    assert given == [f"{name}/{number}" for name in ("a", "file", "b") for number in range(3)]


def test_real_hosts_are_asked_at_the_same_time_and_each_page_goes_to_its_source():
    with serving() as one, serving() as two:
        both = threading.Barrier(2, timeout=PATIENCE)

        def answer(handler):
            both.wait()
            send(handler, page(handler.headers["Host"] + handler.path), 200, {"Content-Type": "text/html"})

        for site in (one, two):
            site.answers |= {"/1": answer, "/2": answer}
        sources = [
            Watched(str(site.port), [Urls(urls=(site.url("/1"), site.url("/2")))], str(site.port))
            for site in (one, two)
        ]
        with Reading(limits()) as reading:
            read = list(side_by_side(sources, reading))
        assert [item.source for item in read] == [site.url(path) for site in (one, two) for path in ("/1", "/2")]
        titles = [item.document.title for item in read]
        assert titles == [f"127.0.0.1:{site.port}{path}" for site in (one, two) for path in ("/1", "/2")]
        assert [source.tally().inputs for source in sources] == [2, 2]


def test_sources_of_one_host_are_read_one_after_another():
    one, two = Gives("one"), Gives("two")
    two.before = lambda: one.given == [0, 1, 2] or pytest.fail("the first was not at its end")
    assert len(read((one, "a.org"), (two, "a.org"), (Gives("other"), "b.org"))) == 9


def test_more_hosts_than_threads_and_more_inputs_than_fit_come_to_an_end():
    sources = [(Gives(f"s{number}", count=AHEAD * 3), f"{number % 40}.org") for number in range(LANES * 5)]
    given = read(*sources)
    assert given == [f"s{number}/{item}" for number in range(LANES * 5) for item in range(AHEAD * 3)]


def test_a_single_host_takes_no_thread_of_its_own():
    threads = set()
    read((Gives("a", before=lambda: threads.add(threading.current_thread())), "a.org"), (Gives("file"), None))
    assert threads == {threading.current_thread()}


def test_a_source_that_breaks_off_is_one_more_input_and_one_that_is_stopped_stops_the_run():
    def broken():
        raise RuntimeError("no such thing")

    def stopped():
        raise KeyboardInterrupt

    assert read((Gives("a", before=broken), "a.org"), (Gives("b"), "b.org")) == ["a", "b/0", "b/1", "b/2"]
    with pytest.raises(KeyboardInterrupt):
        read((Gives("a"), "a.org"), (Gives("b", before=stopped), "b.org"))


def test_who_stops_reading_early_leaves_no_thread_behind():
    before = threading.active_count()
    sources = [Watched(name, [Gives(name, count=10_000)], f"{name}.org") for name in "abc"]
    inputs = side_by_side(sources, Reading())
    assert next(inputs).source == "a/0"
    assert threading.active_count() > before
    inputs.close()
    until = time.monotonic() + PATIENCE
    while threading.active_count() > before and time.monotonic() < until:
        time.sleep(0.05)
    assert threading.active_count() <= before


@pytest.mark.parametrize(
    ("options", "host"),
    [
        ({"location": "https://News.example/feed.xml"}, "news.example"),
        (
            {"urls": ["https://a.example/1", "https://b.example:8080/2", "https://a.example/3"]},
            "a.example b.example:8080",
        ),
        ({"location": "http://[::bad/x"}, "http://[::bad/x"),
        ({"location": "articles", "published": "2025-01-01"}, None),
        ({"location": "s3://bucket/articles/*.jsonl"}, None),
    ],
)
def test_whom_a_source_asks(options, host):
    assert host_of(SourceSettings(kind="html", options=options)) == host


def test_a_list_of_addresses_in_a_file_asks_whom_it_names():
    assert host_of(SourceSettings(kind="urls", options={"location": "list.txt"})) == "urls list.txt"
