"""Feeds and sitemaps as servers send them, and runs that read them one after another."""

from flows.ahead import side_by_side
from flows.fetch.client import Client
from flows.fetch.state import FetchState
from flows.ledger import Known, Ledger
from flows.sources.reading import Reading
from flows.watched import Watched
from tests.sources.site import limits


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


def sitemap(*pages):
    lines = "".join(f"<url><loc>{url}</loc>{more}</url>" for url, more in pages)
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{lines}</urlset>'.encode()


def index(*sitemaps):
    lines = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in sitemaps)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{lines}</sitemapindex>'.encode()
