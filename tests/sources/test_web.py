"""Sources against a real server: addresses, lists, pages; a second run asks for nothing that has not changed."""

import gzip

from flows.ledger import Ledger, Outcome
from flows.sources.articles import Html, Text
from flows.sources.feed import Feed
from flows.sources.folder import sources_of
from flows.sources.registry import make
from flows.sources.sitemap import Sitemap
from flows.sources.urls import Address, Urls
from tests.sources.listings import Runs, entry, rss, sitemap
from tests.sources.site import STORY, page


def test_a_second_run_asks_for_nothing_that_has_not_changed(site):
    for path in ("/a", "/b"):
        site.put_known(path, page(path, story=STORY + path))
    site.put_known("/feed", rss(entry("/a"), entry("/b")), kind="application/rss+xml")
    runs = Runs()
    assert runs.read(Feed(site.url("/feed")))[1] == {"loaded": 2}
    site.asked.clear()
    items, counts = runs.read(Feed(site.url("/feed")))
    assert site.pages_asked == ["/feed"]
    assert counts == {"unchanged": 1}
    assert items[0].unchanged

    site.put_known("/c", page("/c", story=STORY + "/c"))
    site.put_known("/feed", rss(entry("/c"), entry("/a"), entry("/b", "New title")), '"2"', "application/rss+xml")
    site.asked.clear()
    items, counts = runs.read(Feed(site.url("/feed")))
    assert site.pages_asked == ["/feed", "/c", "/b"]  # of "/a" the feed says what it said before
    assert counts == {"loaded": 1, "unchanged": 2}
    assert site.asked[-1][1]["If-None-Match"] == '"1"'


def test_new_rules_of_extraction_ask_for_everything_anew(site):
    site.put_known("/a", page())
    site.put_known("/feed", rss(entry("/a")), kind="application/rss+xml")
    runs = Runs()
    runs.read(Feed(site.url("/feed")))
    runs.version = "v2"
    assert runs.read(Feed(site.url("/feed")))[1] == {"loaded": 1}
    assert runs.read(Feed(site.url("/feed")))[1] == {"unchanged": 1}


def test_the_same_address_in_two_feeds_is_asked_for_once(site):
    site.put("/feed", rss(entry("/a")))
    site.put("/other", rss(entry("/a")))
    site.put("/a", page())
    items, counts = Runs().read(Feed(site.url("/feed")), Feed(site.url("/other")))
    assert counts == {"loaded": 1, "duplicate": 1}
    assert site.count("/a") == 1
    assert items[1].repeats == site.url("/feed")


def test_a_page_that_one_listing_names_twice_is_asked_for_once_and_not_again_in_the_next_run(site):
    site.put_known("/a", page())
    site.put_known("/b", page("B", story=f"B. {STORY}"))
    site.put("/feed", rss(entry("/a", "One"), entry("/a", "Another")))
    site.put("/s.xml", sitemap(*((site.url("/b"), f"<lastmod>2025-01-0{day}</lastmod>") for day in (1, 2))))
    runs, sources = Runs(), (Feed(site.url("/feed")), Sitemap(site.url("/s.xml")))
    items, counts = runs.read(*sources)
    assert counts == {"loaded": 2, "duplicate": 2}
    assert [item.repeats for item in items if item.repeats] == [site.url("/feed"), site.url("/s.xml")]
    site.put("/feed", rss(entry("/a", "One"), entry("/a", "Another"), entry("/none")))
    site.asked.clear()
    assert runs.read(*sources)[1] == {"unchanged": 2, "duplicate": 1, "quarantined": 1}
    assert site.pages_asked == ["/feed", "/none", "/s.xml"]


def test_links_that_differ_behind_the_hash_only_are_one_page(site):
    site.put("/a", page())
    site.put("/one", rss(entry("/a#xtor=RSS-1"), entry("/a#comments", day="Fri, 14 Feb 2025 10:00:00 GMT")))
    site.put("/two", rss(entry("/a#xtor=RSS-2")))
    site.put("/map", sitemap((site.url("/a#top"), "")))
    runs = Runs()
    sources = (Feed(site.url("/one")), Feed(site.url("/two")), Sitemap(site.url("/map")))
    items, counts = runs.read(*sources)
    assert counts == {"loaded": 1, "duplicate": 3}
    assert str(items[0].document.published) == "2025-02-12"
    assert site.count("/a") == 1
    assert runs.read(*sources)[1] == {"unchanged": 3}


def test_an_address_is_read_as_what_it_leads_to(site):
    site.put("/page", page(), Content_Type="text/html; charset=utf-8")
    site.put("/feed", rss(entry("/a")), Content_Type="text/xml")
    site.put("/a", page("A", story="A. " + STORY))
    site.put("/map", sitemap((site.url("/b"), "")), Content_Type="application/xml")
    site.put("/map.gz", gzip.compress(sitemap((site.url("/c"), ""))), Content_Type="application/x-gzip")
    site.put("/b", page("B", story="B. " + STORY))
    site.put("/c", page("C", story="C. " + STORY))
    site.put("/text", f"---\npublished: 2025-02-12\n---\n{STORY}".encode(), Content_Type="text/plain")
    site.put("/rows.jsonl", b'{"text": "One row."}\n{"text": "Two."}\n')
    names = [site.url(path) for path in ("/page", "/feed", "/map", "/text", "/rows.jsonl", "/map.gz")]
    runs = Runs()
    items, counts = runs.read(*sources_of(names))
    assert counts == {"loaded": 7}
    assert str(items[3].document.published) == "2025-02-12"
    assert items[3].document.url == site.url("/text")
    assert runs.read(*sources_of(names))[1] == {"unchanged": 6}


def test_a_list_of_addresses_from_the_settings_and_from_a_file(site, tmp_path):
    for path in ("/a", "/b", "/c"):
        site.put(path, page(story=STORY + path))
    (tmp_path / "list.txt").write_text(
        f"# pages\n{site.url('/b')}  # the second\n\n{site.url('/c')}\nfile:///etc/passwd\n"
    )
    items, counts = Runs().read(Urls((site.url("/a"),), str(tmp_path / "list.txt"), published="2025-02-14"))
    assert counts == {"loaded": 3, "quarantined": 1}
    assert {str(item.document.published) for item in items if item.document} == {"2025-02-14"}


def test_wrong_and_missing_encodings_are_read_right(site):
    story = "Der Außenminister trat am Freitag zurück, hieß es in Köln; die „Lösung“ sei größer als gedacht. " * 2
    body = page(story=story).replace(b"<meta charset=utf-8>", b"")
    latin = body.decode().encode("cp1252")
    site.put("/utf8-said-latin", body, Content_Type="text/html; charset=iso-8859-1")
    site.put("/latin-said-utf8", latin, Content_Type="text/html; charset=utf-8")
    site.put("/latin-said-latin", latin, Content_Type="text/html; charset=iso-8859-1")
    site.put("/latin-silent", latin, Content_Type="text/html")
    site.put("/nonsense", body, Content_Type="text/html; charset=klingon")
    site.put("/utf16", body.decode().encode("utf-16"), Content_Type="text/html")
    for path in ("/utf8-said-latin", "/latin-said-utf8", "/latin-said-latin", "/latin-silent", "/nonsense", "/utf16"):
        items, _ = Runs().read(Html(site.url(path)))
        assert "Außenminister trat am Freitag zurück" in items[0].document.text, path
        assert "„Lösung“" in items[0].document.text, path
    # Too little for a guess: what the server says decides between encodings that read it differently.
    plain = "Le président a été élu à Nîmes.".encode("latin-1")
    for path, charset in (("/plain-latin", "iso-8859-1"), ("/plain-greek", "iso-8859-7")):
        site.put(path, plain, Content_Type=f"text/plain; charset={charset}")
        items, _ = Runs().read(Text(site.url(path)))
        assert items[0].document.text == plain.decode(charset)
        assert items[0].note is None


def test_a_page_that_is_named_and_cannot_be_read_is_missing(site):
    items, _ = Runs().read(Address(site.url("/none")), Html("ftp://example.org/a"), Html("http://10.0.0.1/a"))
    assert [item.missing for item in items] == [True, False, True]
    assert "404" in items[0].problem


def test_declared_sources_are_made_by_name(site):
    site.put("/feed", rss(entry("/a")))
    site.put("/a", page())
    items, _ = Runs().read(make({"kind": "feed", "location": site.url("/feed"), "limit": 5}))
    assert items[0].document is not None


def test_redirected_pages_are_known_by_where_they_ended(site):
    site.redirect("/short", "/long?utm_source=x", 301)
    site.put("/long?utm_source=x", page())
    items, _ = Runs().read(Address(site.url("/short")))
    assert items[0].document.url == site.url("/long")
    assert items[0].source == site.url("/short")


def test_every_outcome_is_counted(site):
    site.put("/a", page())
    runs = Runs()
    ledger = Ledger({}, "v1")
    items, _ = runs.read(Address(site.url("/a")), Address(site.url("/a")), Address(site.url("/none")))
    for item in items:
        ledger.take(item)
    assert ledger.counts() == {
        Outcome.LOADED: 1,
        Outcome.UNCHANGED: 0,
        Outcome.DUPLICATE: 1,
        Outcome.QUARANTINED: 1,
    }
