"""A run that did not end leaves batches behind; the next one finds them by content."""

import dataclasses

import pytest

from flows import spool
from flows.extract import Extracted, _write, extractor_version
from flows.extraction.model import Document, PublishedBasis
from flows.extraction.pipeline import ExtractionSettings

SETTINGS = ExtractionSettings()


def document(number, text=None):
    return Document(
        doc_id=f"d-{number}",
        text=text or f"President Ana Silva resigned on {number} May 2021.",
        published=None,
        published_basis=PublishedBasis.NONE,
        title=None,
        url=None,
        language="en",
        source=f"{number}.txt",
    )


def write(folder, name, documents, version="v1"):
    paths = (folder / f"{name}.{part}" for part in ("documents.parquet", "mentions.parquet", "failed.json"))
    part = Extracted(*paths)
    _write(tuple(documents), SETTINGS, version, part)
    return part


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "extracted").mkdir()
    return tmp_path / "extracted"


def test_documents_are_found_whatever_batch_they_stood_in(folder):
    write(folder, "one", [document(1), document(2)])
    write(folder, "two", [document(3)])
    opened = spool.opened(folder, "v1")
    assert len(opened.left) == 2
    assert opened.missing([document(3), document(4), document(1)]) == (document(4),)


def test_another_text_other_metadata_or_another_extractor_is_another_document(folder):
    write(folder, "one", [document(1)])
    opened = spool.opened(folder, "v1")
    changed = (document(1, "Another text."), dataclasses.replace(document(1), title="Known now"))
    assert opened.missing(changed) == changed
    later = spool.opened(folder, "v2")
    assert (later.left, later.missing([document(1)])) == ((), (document(1),))
    assert list(folder.iterdir()) == []  # of no use to anyone any more


def test_a_batch_that_is_not_whole_or_not_readable_is_forgotten(folder):
    write(folder, "one", [document(1)]).failed.unlink()
    write(folder, "two", [document(2)]).documents.write_bytes(b"half")
    write(folder, "three", [document(3)]).mentions.write_bytes(b"")
    opened = spool.opened(folder, "v1")
    assert (opened.left, opened.done) == ((), frozenset())


def test_a_document_never_stands_in_two_batches(folder):
    write(folder, "a", [document(1), document(2)])
    write(folder, "b", [document(2), document(3)])
    opened = spool.opened(folder, "v1")
    assert len(opened.left) == 1
    assert opened.missing([document(1), document(2), document(3)]) == (document(3),)


def test_the_version_is_that_of_the_extraction():
    assert extractor_version(SETTINGS)
