import datetime as dt
import itertools

from flows.extraction.model import Document
from flows.ledger import Known, Ledger, Outcome
from flows.sources.base import Input, with_id


def given(text, *, url=None, day=None, source="s"):
    return Input(source, with_id(Document("", text, published=day, url=url, source=source)))


def test_counts_add_up_whatever_comes():
    ledger = Ledger({}, "v1")
    for item in (given("A."), given("A."), given("B."), Input("bad", problem="broken"), Input("gone", missing=True)):
        ledger.take(item)
    counts = ledger.counts()
    assert counts == {
        Outcome.LOADED: 2,
        Outcome.UNCHANGED: 0,
        Outcome.DUPLICATE: 1,
        Outcome.QUARANTINED: 2,
    }
    assert sum(counts.values()) == len(ledger.entries)


def test_a_known_document_is_unchanged_until_text_or_rules_change():
    item = given("A.", url="https://example.org/a")
    known = {item.document.doc_id: Known(item.content_hash, "v1")}
    assert Ledger(known, "v1").take(item) is None
    assert Ledger(known, "v2").take(item) is not None
    assert Ledger(known, "v1").take(given("A, corrected.", url="https://example.org/a")) is not None


def test_of_two_texts_under_one_address_the_same_one_stands_in_any_order():
    items = [
        given(text, url="https://example.org/a", day=dt.date(2025, 2, day), source=f"s{day}")
        for text, day in (("Old.", 1), ("Newer.", 2), ("Newest.", 3))
    ]
    for order in itertools.permutations(items):
        ledger = Ledger({}, "v1")
        for item in order:
            ledger.take(item)
        assert ledger.chosen == {items[2].document.doc_id: items[2].content_hash}
        assert ledger.counts()[Outcome.QUARANTINED] == 2
        assert [e.source for e in ledger.entries if e.outcome is Outcome.LOADED] == ["s3"]


def test_a_name_that_is_no_utf8_is_written_with_escapes():
    ledger = Ledger({}, "v1")
    document = ledger.take(given("A.", source="lat\udcefn.txt"))
    assert document.source == ledger.entries[0].source == "lat\\udcefn.txt"
    assert ledger.take(Input("\udcff", problem="broken")) is None
    assert ledger.entries[1].source == "\\udcff"
