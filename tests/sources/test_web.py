"""Sources against a real server: feeds, sitemaps, lists, pages; a second run asks for nothing that has not changed."""

import datetime as dt
import gzip

import pytest

from flows.ahead import side_by_side
from flows.extraction.model import PublishedBasis
from flows.fetch.client import Client
from flows.fetch.state import FetchState
from flows.ledger import Known, Ledger, Outcome
from flows.sources.articles import Html, Text
from flows.sources.feed import Feed
from flows.sources.folder import sources_of
from flows.sources.reading import Reading
from flows.sources.registry import make
from flows.sources.sitemap import Sitemap
from flows.sources.urls import Address, Urls
from flows.watched import Watched
from tests.sources.site import STORY, limits, page


class Runs:
    """Run after run with what the one before has left, as the flow does it."""

    def __init__(self, **given):
        self.known, self.rows, self.version, self.given = {}, {}, "v1", given

    def read(self, *sources):
        current = {doc_id for doc_id, each in self.known.items() if each.extractor_version == self.version}
        state = FetchState.of(self.rows.values(), current, self.version)
        ledger = Ledger(self.known, self.version)
        with Reading(limits(**self.given), state) as reading:
            reading._client = Client(reading.limits, sleep=lambda _: None)
            items = list(side_by_side([Watched("", [source]) for source in sources], reading))
        taken = [ledger.take(item) for item in items]
        for item, document in zip(items, taken, strict=True):
            if document is not None:
                self.known[document.doc_id] = Known(item.content_hash, self.version)
        self.rows |= {row["address"]: row for row in state.rows(self.version, "r")}
        assert sum(ledger.counts().values()) == len(items)
        return items, {outcome.value: count for outcome, count in ledger.counts().items() if count}


def entry(link, title="A story", day="Wed, 12 Feb 2025 23:30:00 -0500", more=""):
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{day}</pubDate>{more}</item>"


def rss(*entries):
    channel = f"<channel><title>News</title>{''.join(entries)}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'.encode()


ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><id>x</id>
<entry><id>1</id><title>A story</title><link rel="alternate" href="a"/><published>2025-02-12T23:30:00-05:00</published>
<updated>2025-03-01T00:00:00Z</updated>
<content type="html">&lt;p&gt;Short &amp;amp; plain.&lt;/p&gt;</content></entry></feed>"""


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


def sitemap(*pages):
    lines = "".join(f"<url><loc>{url}</loc>{more}</url>" for url, more in pages)
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{lines}</urlset>'.encode()


def index(*sitemaps):
    lines = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in sitemaps)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{lines}</sitemapindex>'.encode()


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


def test_a_sitemap_index_leads_through_packed_sitemaps_to_the_pages(site):
    news = "<news:news xmlns:news='n'><news:publication_date>2025-02-12T08:00:00Z</news:publication_date></news:news>"
    lastmod = "<lastmod>2025-03-01</lastmod>"
    site.put("/sitemap.xml", index(site.url("/1.xml.gz"), site.url("/2.xml")))
    site.put("/1.xml.gz", gzip.compress(sitemap((site.url("/a"), news + lastmod))), Content_Type="application/gzip")
    site.put("/2.xml", sitemap((site.url("/b"), lastmod)))
    for path in ("/a", "/b"):
        site.put(path, page(path, story=STORY + path))
    runs = Runs()
    items, counts = runs.read(Sitemap(site.url("/sitemap.xml")))
    assert counts == {"loaded": 2}
    assert str(items[0].document.published) == "2025-02-12"
    assert items[1].document.published is None  # the day of a change is no day of publication

    site.asked.clear()
    site.put("/2.xml", sitemap((site.url("/b"), lastmod.replace("03", "04")), (site.url("/a"), lastmod)))
    assert runs.read(Sitemap(site.url("/sitemap.xml")))[1]["unchanged"] >= 1
    assert "/a" not in site.pages_asked


def test_a_sitemap_can_be_narrowed_down(site):
    pages = [(site.url(f"/news/{n}"), f"<lastmod>2025-0{n}-01</lastmod>") for n in (1, 2, 3)]
    site.put("/s.xml", sitemap((site.url("/about"), ""), *pages))
    for number in (1, 2, 3):
        site.put(f"/news/{number}", page(story=f"{STORY} {number}"))
    Runs().read(Sitemap(site.url("/s.xml"), include="*/news/*", since="2025-02-01"))
    assert site.pages_asked == ["/s.xml", "/news/2", "/news/3"]


def test_a_long_sitemap_is_read_further_in_each_run(site):
    site.put_known("/s.xml", sitemap(*((site.url(f"/{n}"), "<lastmod>2025-01-01</lastmod>") for n in range(5))))
    for number in range(5):
        site.put(f"/{number}", page(story=f"{STORY} {number}"))
    runs = Runs()
    assert runs.read(Sitemap(site.url("/s.xml"), limit=2))[1] == {"loaded": 2, "quarantined": 1}
    assert runs.read(Sitemap(site.url("/s.xml"), limit=2))[1] == {"loaded": 2, "unchanged": 2, "quarantined": 1}
    assert runs.read(Sitemap(site.url("/s.xml"), limit=2))[1] == {"loaded": 1, "unchanged": 4}
    assert runs.read(Sitemap(site.url("/s.xml"), limit=2))[1] == {"unchanged": 1}


def test_an_index_is_read_on_where_the_limit_ended_between_two_sitemaps(site):
    for name in ("1", "2"):
        site.put_known(f"/{name}.xml", sitemap((site.url(f"/{name}"), "")), kind="application/xml")
        site.put_known(f"/{name}", page(story=f"{STORY} {name}"))
    site.put_known("/s.xml", index(site.url("/1.xml"), site.url("/2.xml")), kind="application/xml")
    runs = Runs()
    assert runs.read(Sitemap(site.url("/s.xml"), limit=1))[1] == {"loaded": 1, "quarantined": 1}
    assert runs.read(Sitemap(site.url("/s.xml"), limit=1))[1] == {"loaded": 1, "unchanged": 1}
    assert runs.read(Sitemap(site.url("/s.xml"), limit=1))[1] == {"unchanged": 1}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"<html/>", "no sitemap"),
        (b"", "no sitemap"),
        (gzip.compress(b"\0" * 53_000_000), "larger than"),
        (b'<!DOCTYPE u [<!ENTITY a SYSTEM "file:///etc/passwd">]><urlset><url><loc>&a;</loc></url></urlset>', None),
        (b"<urlset><url><loc>file:///etc/passwd</loc></url></urlset>", "no web address"),
    ],
    ids=["a page", "empty", "a bomb", "an entity", "a file"],
)
def test_a_sitemap_that_is_none_or_means_harm(site, body, says):
    site.put("/s.xml", body)
    items, _ = Runs().read(Sitemap(site.url("/s.xml")))
    assert [item.document for item in items] == [None] * len(items)
    assert all(says in item.problem for item in items) if says else items == []


def test_sitemaps_that_name_each_other_end(site):
    site.put("/s.xml", index(site.url("/s.xml"), site.url("/t.xml")))
    site.put("/t.xml", index(site.url("/s.xml"), site.url("/u.xml")))
    site.put("/u.xml", index(site.url("/v.xml")))
    items, counts = Runs().read(Sitemap(site.url("/s.xml")))
    assert counts == {"duplicate": 2, "quarantined": 1}
    assert "3 deep" in items[-1].problem


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


def test_what_is_packed_and_no_sitemap_says_what_it_is(site):
    for path, body in (("/a.gz", gzip.compress(page())), ("/b.gz", b"\x1f\x8bdamaged")):
        site.put(path, body, Content_Type="application/gzip")
        items, _ = Runs().read(Address(site.url(path)))
        assert items[0].problem == "is application/gzip, not an article"


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
