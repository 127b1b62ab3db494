"""Against a real server: what is dangerous, endless or enormous ends, with a reason, and nothing private is asked."""

import gzip
import time
import zlib

import pytest

from flows.fetch.addresses import checked_url, identity, refusal
from flows.fetch.client import Client
from flows.fetch.decoding import gunzip
from flows.fetch.errors import FetchError, RefusedError
from flows.fetch.limits import FetchLimits
from tests.sources.site import client, limits, page

PRIVATE = [
    "127.0.0.1",
    "127.1.2.3",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.5.4",
    "192.168.1.1",
    "100.64.0.1",
    "100.100.100.200",
    "169.254.169.254",
    "168.63.129.16",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:0:0:0:0:0:80ff:fffe",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "2001:db8::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_that_are_not_public_are_refused(address):
    assert "no public address" in (refusal(address) or "")


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:4700::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_not(address):
    assert refusal(address) is None


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_no_spelling_of_this_machine_is_connected_to(site, host):
    site.put("/a", page())
    http = Client(FetchLimits(seconds_per_host=0), sleep=lambda _: None)
    with pytest.raises(RefusedError, match="no public address"):
        http.get(f"http://{host}:{site.port}/a")
    http.close()
    assert site.asked == []


@pytest.mark.parametrize(
    "to",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://2852039166/",
        "http://[fe80::1]/",
    ],
)
def test_a_redirect_to_a_private_address_is_refused(site, to):
    site.redirect("/a", to)
    with client() as http, pytest.raises(FetchError, match="no public address"):
        http.get(site.url("/a"))


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://example.org/a", "gopher://example.org/"])
def test_a_redirect_to_another_scheme_is_refused(site, to):
    site.redirect("/a", to)
    with client() as http, pytest.raises(FetchError, match="only http and https"):
        http.get(site.url("/a"))


@pytest.mark.parametrize("to", ["data:text/html,x", "http://[broken/", "http://exa\x00mple/", "//:0", "http://"])
def test_a_redirect_to_what_is_no_address_is_a_reason(site, to):
    site.redirect("/a", to)
    with client() as http, pytest.raises(FetchError, match=r"understood|no name|failed|redirects"):
        http.get(site.url("/a"))


def test_a_name_is_resolved_once_and_the_checked_address_is_connected_to(site):
    """A name server that gives a public address to who checks and a private one to who connects (DNS rebinding)."""
    site.put("/a", page())
    answers = [["127.0.0.1"], ["10.9.9.9"], ["10.9.9.9"]]
    asked = []

    def resolver(host, port):
        asked.append((host, port))
        return answers.pop(0)

    http = Client(limits(robots=False), sleep=lambda _: None, resolver=resolver)
    assert http.get(f"http://news.example:{site.port}/a").content == page()
    assert asked == [("news.example", site.port)]
    assert site.asked[-1][1]["Host"] == f"news.example:{site.port}"
    http.close()
    later = Client(limits(robots=False), sleep=lambda _: None, resolver=resolver)
    with pytest.raises(RefusedError, match=r"news\.example leads to 10\.9\.9\.9 is no public"):
        later.get(f"http://news.example:{site.port}/a")
    later.close()


def test_of_a_name_with_public_and_private_addresses_only_the_public_ones_are_used(site):
    site.put("/a", page())
    http = Client(limits(robots=False), sleep=lambda _: None, resolver=lambda *_: ["10.9.9.9", "127.0.0.1"])
    assert http.get(f"http://news.example:{site.port}/a").content == page()
    http.close()


def test_a_name_that_leads_nowhere_is_a_reason():
    def nowhere(host, _):
        raise FetchError(f"the host {host} cannot be found")

    http = Client(limits(), sleep=lambda _: None, resolver=nowhere)
    with pytest.raises(FetchError, match="cannot be found"):
        http.get("http://no-such-host.example/a")
    http.close()


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("ftp://example.org/a", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("/etc/passwd", "only http and https"),
        ("http://", "names no host"),
        ("http://user:secret@example.org/", "user name or password"),
        ("http://exa\nmple.org/", "no address"),
        ("http://0177.0.0.1/", "no address"),
        ("http://ex ample.org/", "no name of a host"),
        ("http://example.org/" + "a" * 5000, "characters"),
    ],
)
def test_what_is_never_asked(address, says):
    with pytest.raises(FetchError, match=says) as refused:
        checked_url(address)
    assert "secret" not in str(refused.value)


def test_redirects_are_followed_a_few_times_only(site):
    site.put("/end", page())
    for number in range(10):
        site.redirect(f"/{number}", f"/{number + 1}" if number else "/end", (301, 302, 303, 307, 308)[number % 5])
    site.redirect("/3", "/2")
    site.redirect("/2", "/1")
    site.redirect("/1", "/0")
    site.redirect("/round", "/round")
    with client() as http:
        assert http.get(site.url("/3")).address == site.url("/end")
        with pytest.raises(FetchError, match="redirects more than 5 times"):
            http.get(site.url("/round"))
    assert site.count("/round") == 6


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress], ids=["gzip", "deflate"])
def test_a_small_body_that_unpacks_to_a_huge_one_is_stopped(site, pack):
    bomb = pack(b"\0" * 5_000_000)
    assert len(bomb) < 100_000
    site.put("/a", bomb, Content_Encoding="gzip" if pack is gzip.compress else "deflate")
    with client(page_bytes=1_000_000) as http, pytest.raises(FetchError, match="larger than 1 MB, packed or not"):
        http.get(site.url("/a"))


def test_packed_bodies_are_unpacked(site):
    bare = zlib.compressobj(wbits=-15)
    site.put("/gzip", gzip.compress(page()), Content_Encoding="gzip")
    site.put("/members", gzip.compress(page()[:100]) + gzip.compress(page()[100:]), Content_Encoding="x-gzip")
    site.put("/zlib", zlib.compress(page()), Content_Encoding="deflate")
    site.put("/bare", bare.compress(page()) + bare.flush(), Content_Encoding="deflate")
    site.put("/plain", page(), Content_Encoding="identity")
    with client() as http:
        for path in ("/gzip", "/members", "/zlib", "/bare", "/plain"):
            assert http.get(site.url(path)).content == page(), path
    assert site.asked[-1][1]["Accept-Encoding"] == "gzip, deflate"


@pytest.mark.parametrize(
    ("body", "encoding", "says"),
    [
        (gzip.compress(page())[:-20], "gzip", "breaks off"),
        (b"\x1f\x8b\x08\x00garbage garbage garbage", "gzip", "damaged"),
        (page(), "br", "packed as 'br'"),
        (page(), "gzip, gzip", "packed as"),
    ],
    ids=["cut short", "garbage", "unknown", "packed twice"],
)
def test_bodies_that_cannot_be_unpacked_are_a_reason(site, body, encoding, says):
    site.put("/a", body, Content_Encoding=encoding)
    with client() as http, pytest.raises(FetchError, match=says):
        http.get(site.url("/a"))


def test_a_gzip_file_is_bounded_too():
    assert gunzip(gzip.compress(b"<urlset/>"), 1000) == b"<urlset/>"
    with pytest.raises(FetchError, match="larger than 1000 bytes when unpacked"):
        gunzip(gzip.compress(b"\0" * 1_000_000), 1000)


def test_a_body_that_says_it_is_huge_is_not_read(site):
    site.put("/a", b"x", Content_Length="99999999999")
    with client() as http, pytest.raises(FetchError, match="larger than 10 MB; nothing was read"):
        http.get(site.url("/a"))


def test_an_endless_body_is_stopped(site):
    site.put_endless("/a", b"<p>more and more</p>" * 2000)
    with client(page_bytes=1_000_000) as http, pytest.raises(FetchError, match="larger than 1 MB"):
        http.get(site.url("/a"))


def test_endless_headers_are_stopped(site):
    site.put_endless("/a", b"X-More: " + b"x" * 1000 + b"\r\n", head=b"HTTP/1.1 200 OK\r\n")
    with client(attempts=1) as http, pytest.raises(FetchError, match="connection failed"):
        http.get(site.url("/a"))


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nX-Slow: "], ids=["body", "header"])
def test_a_byte_now_and_then_does_not_keep_a_request_alive(site, head):
    site.put_endless("/a", b"x", pause=0.05, head=head)
    begun = time.monotonic()
    with (
        client(attempts=1, deadline=0.4, read_timeout=5.0) as http,
        pytest.raises(FetchError, match="too slow") as slow,
    ):
        http.get(site.url("/a"))
    assert slow.value.passing
    assert time.monotonic() - begun < 60  # it ended at all: without the deadline it would not


def test_a_server_that_says_nothing_is_given_up(site):
    site.answers["/a"] = lambda _: site.stopping.wait(30)
    with client(attempts=2, read_timeout=0.2) as http, pytest.raises(FetchError, match="too slow") as slow:
        http.get(site.url("/a"))
    assert slow.value.passing
    assert site.count("/a") == 2


def test_a_body_that_breaks_off_is_no_page(site):
    def short(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        handler.wfile.write(page())
        handler.close_connection = True

    site.answers["/a"] = short
    with client() as http, pytest.raises(FetchError, match="connection failed") as broken:
        http.get(site.url("/a"))
    assert broken.value.passing
    assert site.count("/a") == 3


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"attempts": 0}, '"attempts" must be more than 0'),
        ({"seconds_per_host": -1.0}, "must not be negative"),
        ({"allow_private": ("localhost",)}, "is no network"),
    ],
)
def test_limits_that_make_no_sense_are_told(given, says):
    with pytest.raises(ValueError, match=says):
        FetchLimits(**given)


def test_the_address_of_an_article_is_told_without_the_marks_of_who_counts_clicks():
    assert identity("https://Example.org:443/a?utm_source=feed&id=5#top") == "https://example.org/a?id=5"
