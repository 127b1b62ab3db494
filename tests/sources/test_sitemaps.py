"""Sitemaps from a real server: indexes, limits, and what is none."""

import gzip

import pytest

from flows.sources.sitemap import Sitemap
from flows.sources.urls import Address
from tests.sources.listings import Runs, index, sitemap
from tests.sources.site import STORY, page


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


def test_what_is_packed_and_no_sitemap_says_what_it_is(site):
    for path, body in (("/a.gz", gzip.compress(page())), ("/b.gz", b"\x1f\x8bdamaged")):
        site.put(path, body, Content_Type="application/gzip")
        items, _ = Runs().read(Address(site.url(path)))
        assert items[0].problem == "is application/gzip, not an article"
