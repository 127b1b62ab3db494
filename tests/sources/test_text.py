import datetime as dt
from pathlib import Path

import pytest

from flows.extraction.model import PublishedBasis
from flows.sources.articles import Text, read_file
from flows.sources.base import Input
from flows.sources.facts import Facts, Known
from flows.sources.places import Place


def read(path: Path, published: str | None = None) -> Input:
    (item,) = Text(str(path), published).read()
    return item


def written(folder: Path, content: bytes | str, name: str = "a.md") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_front_matter_gives_the_metadata_and_is_no_part_of_the_text(tmp_path):
    path = written(
        tmp_path,
        "---\ntitle: A call\npublished: 2025-02-14\nurl: https://example.org/a\nlanguage: en\n---\n"
        "They spoke on Friday.\n",
    )
    document = read(path).document
    assert document is not None
    assert document.text.strip() == "They spoke on Friday."
    assert (document.title, str(document.published), document.url, document.language) == (
        "A call",
        "2025-02-14",
        "https://example.org/a",
        "en",
    )
    assert document.published_basis is PublishedBasis.METADATA


def test_a_manifest_goes_before_front_matter_and_the_command_line_only_fills_in(tmp_path):
    path = written(tmp_path, "---\npublished: 2025-02-14\n---\nText.")
    said = Known(over=Facts(published=dt.date(2025, 3, 1), basis=PublishedBasis.GIVEN))
    document = read_file(Place(str(path), lambda: path.open("rb")), "text", said).document
    assert document is not None
    assert (str(document.published), document.published_basis) == ("2025-03-01", PublishedBasis.GIVEN)
    assert str(read(path, published="2025-03-01").document.published) == "2025-02-14"  # type: ignore[union-attr]
    bare = written(tmp_path, "Text.", "b.txt")
    document = read(bare, published="2025-03-01").document
    assert document is not None
    assert str(document.published) == "2025-03-01"
    assert document.published_basis is PublishedBasis.GIVEN


def test_a_text_that_begins_with_a_rule_has_no_front_matter(tmp_path):
    document = read(written(tmp_path, "---\n\nThe story begins here.")).document
    assert document is not None
    assert "The story begins here." in document.text
    assert document.published is None


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"  \n\n ", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"abc\x00\x01\x02def", "binary"),
        (b"\x80\x00\xff\x00binary", "binary"),
        (b"<!DOCTYPE html><html><body>x</body></html>", "HTML"),
        ("---\ntitle: [broken\n---\nText.", "front matter is broken"),
        ("---\npublished: 2025-02-30\n---\nText.", "front matter is broken"),
        ("---\npublished: '2025-02-30'\n---\nText.", "YYYY-MM-DD"),
        ("---\npublished: next Tuesday\n---\nText.", "YYYY-MM-DD"),
        ("---\ntitle: Nothing below\n---\n", "no text"),
        ("---\n- a list\n---\nText.", "front matter is broken"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path, content, says):
    item = read(written(tmp_path, content))
    assert item.document is None
    assert says in (item.problem or "")
    assert "\n" not in (item.problem or "")


def test_other_encodings_are_read_and_told(tmp_path):
    text = "Der Außenminister sprach am Dienstag in Köln über die Lage. Später trat er zurück, hieß es überall. " * 5
    item = read(written(tmp_path, text.encode("cp1252"), "umlaut.txt"))
    assert item.document is not None
    assert "Außenminister" in item.document.text
    assert "not UTF-8" in (item.note or "")
    wide = read(written(tmp_path, "Text mit Ä.".encode("utf-16"), "wide.txt"))
    assert wide.document is not None
    assert wide.document.text == "Text mit Ä."


def test_a_file_larger_than_any_article_is_not_read_into_memory(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    item = read(path)
    assert "larger than 20 MB" in (item.problem or "")


def test_a_missing_file_is_missing_not_quarantined(tmp_path):
    item = read(tmp_path / "none.txt")
    assert item.missing
    assert item.document is None


def test_ids_depend_on_what_a_document_is_not_on_where_it_lies(tmp_path):
    first = written(tmp_path, "Text.", "a.txt")
    (tmp_path / "sub").mkdir()
    second = written(tmp_path / "sub", "Text.", "b.txt")
    one, two = read(first).document, read(second).document
    assert one is not None
    assert two is not None
    assert one.doc_id == two.doc_id
    dated = read(first, published="2025-01-01").document
    assert dated is not None
    assert dated.doc_id != one.doc_id


def test_an_address_names_the_article_through_its_revisions(tmp_path):
    front = "---\nurl: https://example.org/a\n---\n"
    one = read(written(tmp_path, front + "Old.", "1.md"))
    two = read(written(tmp_path, front + "New.", "2.md"))
    assert one.document is not None
    assert two.document is not None
    assert one.document.doc_id == two.document.doc_id
    assert one.content_hash != two.content_hash
