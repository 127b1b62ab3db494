"""Against a real server: its rules, its pace and its wishes are obeyed, and nothing is asked twice without need."""

import datetime as dt
from email.utils import format_datetime

import pytest

from flows.fetch.errors import FetchError
from flows.fetch.retry import retry_after
from flows.fetch.state import Fetched
from tests.sources.site import client, page


def test_what_robots_txt_forbids_is_not_asked_for_and_the_rest_is(site):
    site.put("/robots.txt", b"User-agent: *\nDisallow: /private/\n\nUser-agent: dateline\nDisallow: /mine/\n")
    site.put("/private/a", page())
    site.put("/mine/a", page())
    with client() as http:
        assert http.get(site.url("/private/a")).content == page()  # our own group goes before that for all
        with pytest.raises(FetchError, match=r"robots\.txt of 127\.0\.0\.1 does not allow it") as refused:
            http.get(site.url("/mine/a"))
    assert not refused.value.passing
    assert site.count("/mine/a") == 0
    assert site.count("/robots.txt") == 1


def test_a_redirect_to_what_robots_txt_forbids_is_not_followed(site):
    site.put("/robots.txt", b"User-agent: *\nDisallow: /hidden\n")
    site.redirect("/a", "/hidden")
    with client() as http, pytest.raises(FetchError, match="does not allow it"):
        http.get(site.url("/a"))
    assert site.count("/hidden") == 0


def test_while_the_rules_cannot_be_read_nothing_is_asked(site):
    site.put("/robots.txt", b"", 503)
    site.put("/a", page())
    with client() as http, pytest.raises(FetchError, match=r"its robots\.txt answers 503") as refused:
        http.get(site.url("/a"))
    assert refused.value.passing
    assert site.count("/a") == 0


@pytest.mark.parametrize("rules", [b"<!doctype html><p>Not a rule</p>", b"\xff\xfe\x00garbage", b""])
def test_a_robots_txt_without_rules_forbids_nothing(site, rules):
    site.put("/robots.txt", rules)
    site.put("/a", page())
    with client() as http:
        assert http.get(site.url("/a")).content == page()


def test_of_an_endless_robots_txt_the_beginning_counts(site):
    site.put_endless("/robots.txt", b"User-agent: *\nDisallow: /private/\n" + b"# more\n" * 2000)
    site.put("/a", page())
    with client() as http:
        assert http.get(site.url("/a")).content == page()
        with pytest.raises(FetchError, match="does not allow it"):
            http.get(site.url("/private/a"))


def test_one_request_a_second_and_host_and_more_slowly_where_the_host_asks_for_it(site):
    for path in ("/a", "/b", "/c"):
        site.put(path, page())
    slept = []
    with client(slept.append, seconds_per_host=1.0) as http:
        for path in ("/a", "/b", "/c"):
            http.get(site.url(path))
    assert [round(seconds) for seconds in slept] == [1, 2, 3]  # nobody really slept, so the turns add up
    site.put("/robots.txt", b"User-agent: *\nCrawl-delay: 7\n")
    slept.clear()
    with client(slept.append, seconds_per_host=1.0) as http:
        for path in ("/a", "/b", "/c"):
            http.get(site.url(path))
    assert [round(seconds) for seconds in slept] == [7, 14, 21]


def test_a_host_that_wants_hours_between_requests_is_not_asked(site):
    site.put("/robots.txt", b"User-agent: *\nCrawl-delay: 3600\n")
    with client() as http, pytest.raises(FetchError, match="asks for 3600 seconds between requests"):
        http.get(site.url("/a"))
    assert site.count("/a") == 0


def test_what_is_known_is_asked_for_with_its_marks(site):
    site.put_known("/a", page())
    with client() as http:
        first = http.get(site.url("/a"))
        known = Fetched(site.url("/a"), first.etag, first.last_modified, first.body_hash)
        again = http.get(site.url("/a"), known)
    assert (first.etag, again.unchanged, again.content) == ('"1"', True, b"")
    assert site.asked[-1][1]["If-None-Match"] == '"1"'


def test_last_modified_is_a_mark_too(site):
    day = "Wed, 12 Feb 2025 10:00:00 GMT"
    site.put("/a", page(), Last_Modified=day)
    with client() as http:
        first = http.get(site.url("/a"))
        site.put("/a", b"", 304)
        assert http.get(site.url("/a"), Fetched("a", None, first.last_modified)).unchanged
    assert site.asked[-1][1]["If-Modified-Since"] == day


def test_the_same_body_from_a_server_without_marks_is_unchanged(site):
    site.put("/a", page())
    with client() as http:
        first = http.get(site.url("/a"))
        assert http.get(site.url("/a"), Fetched("a", body_hash=first.body_hash)).unchanged
        site.put("/a", page("Another"))
        assert not http.get(site.url("/a"), Fetched("a", body_hash=first.body_hash)).unchanged


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_waited_for_in_both_forms(site, form):
    later = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=20)
    asked = "20" if form == "seconds" else format_datetime(later, usegmt=True)
    site.put_in_turn("/a", (429, b"", {"Retry-After": asked}), (200, page(), {}))
    slept = []
    with client(slept.append) as http:
        assert http.get(site.url("/a")).content == page()
    assert 15 < max(slept) <= 20
    assert site.count("/a") == 2


def test_a_server_that_wants_us_back_in_hours_is_left_alone_for_this_run(site):
    site.put("/a", b"", 429, Retry_After="7200")
    site.put("/b", page())
    with client() as http:
        with pytest.raises(FetchError, match="asks to come back later") as refused:
            http.get(site.url("/a"))
        with pytest.raises(FetchError, match="left alone: it answers 429 and asks to come back in 7200 seconds"):
            http.get(site.url("/b"))
    assert refused.value.passing
    assert site.count("/a") == 1
    assert site.count("/b") == 0


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429])
def test_what_may_pass_is_tried_again(site, status):
    site.put_in_turn("/a", (status, b"", {}), (200, page(), {}))
    with client() as http:
        assert http.get(site.url("/a")).content == page()
    assert site.count("/a") == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 501])
def test_what_will_not_pass_is_asked_once(site, status):
    site.put("/a", b"no", status)
    with client() as http, pytest.raises(FetchError, match=f"the server answers {status}") as refused:
        http.get(site.url("/a"))
    assert not refused.value.passing
    assert site.count("/a") == 1


def test_tries_end_and_the_waits_between_them_double(site):
    site.put("/a", b"", 500)
    slept = []
    with client(slept.append, backoff=10.0, attempts=4) as http, pytest.raises(FetchError, match="500") as refused:
        http.get(site.url("/a"))
    assert refused.value.passing
    assert site.count("/a") == 4
    assert [round(seconds, -1) for seconds in slept] == [10, 20, 40]


def test_a_host_that_fails_again_and_again_is_left_alone_and_the_others_are_asked(site):
    site.put("/a", b"", 500)
    with client(attempts=1, failures_per_host=2) as http:
        for _ in range(2):
            with pytest.raises(FetchError, match="500"):
                http.get(site.url("/a"))
        with pytest.raises(FetchError, match="left alone: it failed 2 times in a row"):
            http.get(site.url("/a"))
        site.put("/b", page())
        elsewhere = site.url("/b").replace("127.0.0.1", "127.0.0.2")
        with pytest.raises(FetchError, match="connection failed"):  # nobody listens there, but it was asked
            http.get(elsewhere)
    assert site.count("/a") == 2


def test_a_connection_that_breaks_is_tried_again(site):
    def broken(handler):
        handler.close_connection = True

    site.put("/a", page())
    good, left = site.answers["/a"], [broken]
    site.answers["/a"] = lambda handler: left.pop()(handler) if left else good(handler)
    with client() as http:
        assert http.get(site.url("/a")).content == page()
    assert site.count("/a") == 2


def test_servers_are_told_who_asks(site):
    site.put("/a", page())
    with client(contact="news@example.org") as http:
        http.get(site.url("/a"))
    assert site.asked[-1][1]["User-Agent"].startswith("dateline/")
    assert site.asked[-1][1]["User-Agent"].endswith("(+news@example.org)")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("0", 0.0),
        ("120", 120.0),
        ("-5", None),
        ("soon", None),
        ("9" * 40, 1e9),
        ("Wed, 12 Feb 2025 10:00:30 GMT", 30.0),
        ("Wed, 12 Feb 2025 09:00:00 GMT", 0.0),
        ("Wed, 99 Feb 2025 09:00:00 GMT", None),
    ],
)
def test_retry_after_means(value, seconds):
    assert retry_after(value, dt.datetime(2025, 2, 12, 10, 0, tzinfo=dt.UTC)) == seconds
