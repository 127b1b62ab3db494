"""`dateline build` against a real server, from the command line to the published timeline, run after run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import run_dateline
from tests.sources.site import Site, page, serving

pytestmark = pytest.mark.integration

CALL = "President Anna Berg spoke by phone with Prime Minister Marc Duval on 12 February 2025 about the new railway. "
LEFT = "The minister of transport, Jan Kovac, resigned on 14 February 2025 after the talks about the railway. "
MORE = (
    "Neither side gave the wording of what had been said. Officials of both countries had prepared the day for weeks. "
    "The line is to join the two capitals and to be paid for by both. Critics call it too dear and point to the river "
    "that it has to cross twice, while those who plan it speak of a work for a century. Farmers on both sides of the "
    "border went to court, lost there, and have since asked for trees along the line and for bridges for their cattle."
)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


def settings(folder: Path, site: Site, *sources: str) -> None:
    tables = "\n".join(f"[[sources]]\n{source}" for source in sources)
    fetch = '[fetch]\nseconds_per_host = 0.0\nbackoff = 0.01\nallow_private = ["127.0.0.0/8"]\n'
    (folder / "dateline.toml").write_text(f"{tables}\n{fetch}".replace("SITE", site.url("")))


def feed(*links: str) -> bytes:
    day = "Sat, 15 Feb 2025 10:00:00 GMT"
    items = "".join(f"<item><title>T</title><link>{link}</link><pubDate>{day}</pubDate></item>" for link in links)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>N</title>{items}</channel></rss>'.encode()


def rows(folder: Path, environment: dict[str, str], sql: str) -> list[dict[str, object]]:
    run = run_dateline(folder, environment, "query", sql, "--format", "json")
    return json.loads(run.stdout)  # type: ignore[no-any-return]


def test_a_feed_with_good_and_bad_pages_becomes_a_timeline_and_a_second_run_asks_for_nothing_old(
    tmp_path: Path, with_server: dict[str, str], site: Site
) -> None:
    site.put_known("/a", page("Leaders on the phone", story=CALL + MORE))
    site.put_known("/b", page("Minister gone", story=LEFT))
    site.put_known("/reprint", page("Leaders on the phone", story=CALL + MORE, body="<p>From our agency.</p>"))
    site.put("/broken", b"", 404)
    site.redirect("/inside", "http://169.254.169.254/latest/")
    site.put("/robots.txt", b"User-agent: *\nDisallow: /secret\n")
    links = ("/a", "/b", "/reprint", "/broken", "/inside", "/secret/c")
    site.put_known("/feed", feed(*links), kind="application/rss+xml")
    settings(tmp_path, site, 'kind = "feed"\nlocation = "SITE/feed"', 'kind = "urls"\nurls = ["SITE/none"]')

    first = run_dateline(tmp_path, with_server, "build", code=4)  # one source could not be read at all
    assert site.count("/secret/c") == 0
    calls = rows(
        tmp_path, with_server, "select date_edtf, document_count from timeline where event_type = 'phone_call'"
    )
    assert calls == [{"date_edtf": "2025-02-12", "document_count": 1}], first.stderr
    assert rows(tmp_path, with_server, "select count(*) as n from documents")[0]["n"] == 3
    assert rows(tmp_path, with_server, "select count(*) as n from copies")[0]["n"] == 1
    reasons = rows(tmp_path, with_server, "select reason from inputs where outcome = 'quarantined' order by reason")
    said = " | ".join(str(row["reason"]) for row in reasons)
    for reason in ("answers 404", "no public address", "robots.txt"):
        assert reason in said
    counted = rows(tmp_path, with_server, "select read, loaded, duplicate, quarantined from runs")
    assert counted == [{"read": 7, "loaded": 2, "duplicate": 1, "quarantined": 4}]

    before = rows(tmp_path, with_server, "select * from timeline order by event_id")
    site.asked.clear()
    run_dateline(tmp_path, with_server, "build", code=4)
    assert site.pages_asked == ["/feed", "/none"]
    assert rows(tmp_path, with_server, "select * exclude last_run from timeline order by event_id") == [
        {name: value for name, value in row.items() if name != "last_run"} for row in before
    ]

    site.put_known("/b", page("Minister gone", story=LEFT.replace("14", "13")), '"2"')
    site.put_known("/feed", feed("/a", "/b").replace(b"<title>T", b"<title>U"), '"2"', "application/rss+xml")
    site.asked.clear()
    run_dateline(tmp_path, with_server, "build", code=4)
    assert site.pages_asked == ["/feed", "/a", "/b", "/none"]
    left = rows(tmp_path, with_server, "select date_edtf from timeline where event_type = 'resignation'")
    assert left == [{"date_edtf": "2025-02-13"}]


def test_an_address_on_the_command_line_just_works(tmp_path: Path, with_server: dict[str, str], site: Site) -> None:
    site.put("/2025/02/15/a.html", page("Leaders on the phone", story=CALL + MORE), Content_Type="text/html")
    settings(tmp_path, site)
    run_dateline(tmp_path, with_server, "build", site.url("/2025/02/15/a.html"), "--config", "dateline.toml")
    found = rows(tmp_path, with_server, "select url, published, published_basis from documents")
    assert found == [{"url": site.url("/2025/02/15/a.html"), "published": "2025-02-15", "published_basis": "metadata"}]
    run_dateline(tmp_path, with_server, "build", site.url("/2025/02/15/a.html"), code=4)  # private, and not allowed


def test_a_page_that_is_away_keeps_its_text_in_a_backfill(
    tmp_path: Path, with_server: dict[str, str], site: Site
) -> None:
    summary = b"<description>A minister has gone.</description></item>"
    site.put("/feed", feed("/b").replace(b"</item>", summary), Content_Type="application/rss+xml")
    site.put("/b", page("Minister gone", story=LEFT))
    settings(tmp_path, site, 'kind = "feed"\nlocation = "SITE/feed"')
    run_dateline(tmp_path, with_server, "build")
    site.put("/b", b"", 500)
    run_dateline(tmp_path, with_server, "backfill", "--since", "2025-02-01", "--until", "2025-03-01")
    assert LEFT.strip() in str(rows(tmp_path, with_server, "select text from documents")[0]["text"])


def test_the_order_of_sources_decides_nothing(tmp_path: Path, with_server: dict[str, str], site: Site) -> None:
    paths = ("/a", "/b", "/reprint")
    for path, story in zip(paths, (CALL + MORE, LEFT, CALL + MORE), strict=True):
        site.put(path, page(f"Story {path}", story=story))
    made = []
    for order in (paths, paths[::-1]):
        folder = tmp_path / order[0].strip("/")
        folder.mkdir()
        for read in (order[:2], order[2:]):  # in two runs: a page and its reprint never come in one
            settings(folder, site, f'kind = "urls"\nurls = {[f"SITE{path}" for path in read]}')
            run_dateline(folder, with_server, "build")
        every = "select columns(name -> name not in ('first_run', 'last_run')) from {} order by all"
        made.append([rows(folder, with_server, every.format(table)) for table in ("timeline", "mentions", "copies")])
    assert made[0] == made[1]
    assert made[0][2]
