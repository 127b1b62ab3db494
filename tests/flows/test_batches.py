"""Batches that fail for good are held back, and the run goes on."""

import pytest

from flows.batches import _Flight, _in_languages, _landed
from flows.extraction.model import Document, PublishedBasis
from flows.ledger import Ledger, Outcome
from flows.sources.base import Input


def document(name, text="Jan Novak resigned on 3 May 2021.", language="en"):
    return Document(
        doc_id=name, text=text, published=None, published_basis=PublishedBasis.NONE, language=language, source=name
    )


class Future:
    def __init__(self, error):
        self._error = error

    def result(self):
        raise self._error


@pytest.fixture
def ledger():
    ledger = Ledger({}, "v1")
    for name in ("a", "b", "c"):
        ledger.take(Input(name, document(name)))
    return ledger


def test_a_batch_that_fails_is_held_back_with_its_reason(ledger, tmp_path):
    flight = _Flight((document("a"), document("b")), Future(TimeoutError("took longer than 900 s")))
    assert _landed(flight, ledger, tmp_path) == []
    outcomes = [(entry.source, entry.outcome) for entry in ledger.entries]
    assert outcomes == [("a", Outcome.QUARANTINED), ("b", Outcome.QUARANTINED), ("c", Outcome.LOADED)]
    assert "took longer than 900 s" in ledger.entries[0].reason
    assert "the next run tries again" in ledger.entries[0].reason


def test_a_full_disk_is_no_fault_of_the_documents(ledger, tmp_path):
    with pytest.raises(OSError, match="No space left"):
        _landed(_Flight((document("a"),), Future(OSError("No space left on device"))), ledger, tmp_path)


def test_documents_in_other_languages_are_held_back_with_theirs(ledger):
    ledger.take(Input("d", document("d", "Der Minister trat am 3. März 2021 zurück.", None)))
    batch = (document("a"), document("d", "Der Minister trat am 3. März 2021 zurück.", None))
    assert _in_languages(batch, (), ledger) == batch
    assert _in_languages(batch, ("en",), ledger) == (document("a"),)
    (held,) = [entry for entry in ledger.entries if entry.outcome is Outcome.QUARANTINED]
    assert held.reason == "is in the language de; the settings read en only"
