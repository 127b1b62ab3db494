"""Feeds from a real server: their entries, the pages behind them, their dates."""

import datetime as dt

import pytest

from flows.extraction.model import PublishedBasis
from flows.sources.feed import Feed
from tests.sources.listings import ATOM, Runs, entry, rss
from tests.sources.site import STORY, page


def test_a_feed_gives_the_pages_behind_its_links_dated_by_their_entries(site):
    site.put("/feed", rss(entry("/a", "One"), entry(site.url("/b"), "Two")), Content_Type="application/rss+xml")
    site.put("/a", page("Page one"), Content_Type="text/html")
    head = "<meta property='article:published_time' content='2025-02-11'>"
    site.put("/b", page("Page two", head), Content_Type="text/html")
    items, _ = Runs().read(Feed(site.url("/feed")))
    one, two = (item.document for item in items)
    assert (one.title, str(one.published), one.published_basis) == ("Page one", "2025-02-12", PublishedBasis.METADATA)
    assert str(two.published) == "2025-02-11"  # what the page says of itself goes before its entry
    assert one.url == one.source == site.url("/a")
    assert one.text.count(STORY.strip()) == 4
    assert "Home" not in one.text


def test_a_feed_is_not_taken_for_done_while_one_of_its_pages_fails(site):
    site.put_known("/feed", rss(entry("/a"), entry("/b")), kind="application/rss+xml")
    site.put("/a", page())
    site.put("/b", b"", 500)
    runs = Runs()
    assert runs.read(Feed(site.url("/feed")))[1] == {"loaded": 1, "quarantined": 1}
    site.put("/b", page("Two", story="Another " + STORY))
    site.asked.clear()
    assert runs.read(Feed(site.url("/feed")))[1] == {"loaded": 1, "unchanged": 1}
    assert site.pages_asked == ["/feed", "/b"]
    assert runs.read(Feed(site.url("/feed")))[1] == {"unchanged": 1}


def test_where_the_page_gives_nothing_the_entry_speaks_and_never_in_place_of_what_was_read(site):
    summary = f"<description>&lt;p&gt;{STORY}&lt;/p&gt;</description>"
    site.put("/feed", rss(entry("/a", more=summary)))
    site.put("/a", b"", 403)
    runs = Runs()
    items, counts = runs.read(Feed(site.url("/feed")))
    assert counts == {"loaded": 1}
    assert items[0].document.text == STORY.strip()
    assert "the server answers 403" in items[0].note

    site.put("/a", page())
    site.put("/feed", rss(entry("/a", "New", more=summary)))
    assert runs.read(Feed(site.url("/feed")))[0][0].document.text.count(STORY.strip()) == 4
    site.put("/a", b"", 500)
    site.put("/feed", rss(entry("/a", "Newer", more=summary)))
    items, counts = runs.read(Feed(site.url("/feed")))
    assert counts == {"quarantined": 1}
    assert "what was read of it before stays" in items[0].problem


def test_an_atom_feed_without_full_text_asks_for_no_page(site):
    site.put("/news/feed", ATOM.encode(), Content_Type="application/atom+xml")
    items, _ = Runs().read(Feed(site.url("/news/feed"), full_text=False))
    assert site.pages_asked == ["/news/feed"]
    document = items[0].document
    assert (document.text, str(document.published), document.url) == (
        "Short & plain.",
        "2025-02-12",
        site.url("/news/a"),
    )


@pytest.mark.parametrize("link", ["file:///etc/passwd", "ftp://example.org/a", "javascript:alert(1)", ""])
def test_a_feed_opens_nothing_but_web_addresses(site, link):
    site.put("/feed", rss(entry(link, more=f"<description>{STORY}</description>")))
    items, _ = Runs().read(Feed(site.url("/feed")))
    assert [item.document.text for item in items] == [STORY.strip()]
    assert items[0].document.url is None
    assert site.pages_asked == ["/feed"]


@pytest.mark.parametrize(
    ("link", "says"),
    [
        ("http://10.0.0.1/a", "no public address"),
        ("/missing", "answers 404"),
        ("/picture", "not an article"),
        ("/menu", "no article"),
        ("/loop", "redirects"),
    ],
)
def test_one_bad_page_is_a_reason_and_the_others_are_read(site, link, says):
    site.put("/feed", rss(entry(link), entry("/a")))
    site.put("/a", page())
    site.put("/picture", b"\xff\xd8\xff", Content_Type="image/jpeg")
    site.put("/menu", b"<html><body><nav><a href=/>Home</a></nav></body></html>")
    site.redirect("/loop", "/loop")
    items, counts = Runs().read(Feed(site.url("/feed")))
    assert counts == {"loaded": 1, "quarantined": 1}
    assert says in items[0].problem


@pytest.mark.parametrize("body", [b"", b"no feed", b"<html><body>x</body></html>", b"\x00\x01\x02", b"{}"])
def test_what_is_no_feed_says_so(site, body):
    site.put("/feed", body)
    items, _ = Runs().read(Feed(site.url("/feed")))
    assert [item.missing for item in items] == [True]
    assert "is no feed" in items[0].problem


def test_a_broken_feed_gives_what_can_be_read_of_it(site):
    whole = rss(entry("/a"), entry("/b"))
    site.put("/feed", whole[: whole.index(b"<link>/b")], Content_Type="application/rss+xml")
    site.put("/a", page())
    items, _ = Runs().read(Feed(site.url("/feed")))
    assert items[0].document is not None


def test_a_guid_that_is_no_address_leads_nowhere(site):
    guids = ("a-17", site.url("/a"), "/b")
    texts = "".join(f"<item><guid>{guid}</guid><description>{STORY}{guid}</description></item>" for guid in guids)
    site.put("/feed", rss(texts))
    for path in ("/a", "/b"):
        site.put(path, page(path))
    items, _ = Runs().read(Feed(site.url("/feed")))
    assert [item.source for item in items] == [site.url("/feed:1"), site.url("/a"), site.url("/b")]
    assert [item.document.url for item in items] == [None, site.url("/a"), site.url("/b")]
    assert site.pages_asked == ["/feed", "/a", "/b"]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Fri, 14 Feb 2025 10:00 EST", "2025-02-14"),
        ("14 February 2025", "2025-02-14"),
        ("Παρ, 14 Φεβ 2025 10:00:00 EET", "2025-02-14"),
        ("20250214", "2025-02-14"),
        ("1739527200", None),
        ("2025-02", None),
        ("2025", None),
        ("2025-045", None),
        ("2025-február-14", None),
        ("-2025", None),
    ],
)
def test_the_parsers_guess_at_a_date_is_taken_only_where_it_stands_there(site, written, day):
    site.put("/feed", rss(f"<item><pubDate>{written}</pubDate><description>{STORY}</description></item>"))
    items, _ = Runs().read(Feed(site.url("/feed")))
    assert items[0].document.published == (day and dt.date.fromisoformat(day))
