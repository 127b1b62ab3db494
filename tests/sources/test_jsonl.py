import gzip
import io
import json
import sys

import pytest

from flows.sources.base import MAX_DOCUMENT_BYTES
from flows.sources.jsonl import JsonLines


def lines(tmp_path, *rows, name="a.jsonl"):
    path = tmp_path / name
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return list(JsonLines(str(path)).read())


def test_each_line_is_a_document_and_knows_its_line(tmp_path):
    items = lines(tmp_path, {"doc_id": "x", "text": "One.", "published": "2025-02-14T10:00:00Z"}, "", {"text": "Two."})
    documents = [item.document for item in items]
    assert documents[0].doc_id == "x"
    assert str(documents[0].published) == "2025-02-14"
    assert [item.source.rsplit(":", 1)[1] for item in items] == ["1", "3"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("[1, 2]", "no JSON object"),
        ("{broken", "no JSON"),
        ('"text"', "no JSON object"),
        ({"doc_id": "x"}, 'no "text"'),
        ({"text": "   "}, 'no "text"'),
        ({"text": 5}, 'no "text"'),
        ({"text": "T.", "published": "2025-13-01"}, "YYYY-MM-DD"),
        ({"text": "T.", "published": 20250101}, "YYYY-MM-DD"),
        ({"text": "T.", "title": ["a"]}, '"title" must be text'),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_a_bad_line_says_why_and_the_others_are_read(tmp_path, row, says):
    good, bad, after = lines(tmp_path, {"text": "One."}, row, {"text": "Two."})
    assert good.document is not None
    assert after.document is not None
    assert bad.document is None
    assert says in (bad.problem or "")
    assert len(bad.problem or "") < 300


def test_half_a_character_is_replaced_not_kept(tmp_path):
    (item,) = lines(tmp_path, '{"text": "A \\ud83d broken pair, and \\ud83d\\ude00 a whole one."}')
    assert item.document is not None
    assert item.document.text.encode("utf-8").decode() == "A \ufffd broken pair, and 😀 a whole one."


def test_gzip_and_standard_input_read_the_same(tmp_path, monkeypatch):
    content = json.dumps({"text": "One."}).encode()
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(content))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    (zipped,), (piped,) = JsonLines(str(path)).read(), JsonLines("-").read()
    assert zipped.document is not None
    assert piped.document is not None
    assert zipped.document.doc_id == piped.document.doc_id
    assert piped.source == "standard input:1"


def test_a_gzip_that_breaks_off_keeps_what_was_read(tmp_path):
    content = b"".join(json.dumps({"text": f"Text {n} {n * 7919}."}).encode() + b"\n" for n in range(20_000))
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(content)[:-4000])
    items = list(JsonLines(str(path)).read())
    assert items[0].document is not None
    assert items[-1].missing
    assert "cannot be read to its end" in (items[-1].problem or "")


def test_an_endless_line_is_one_problem(tmp_path):
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b"x" * (2 * MAX_DOCUMENT_BYTES + 10) + b"\n")
        file.write(b'{"text": "After."}\n')
    items = list(JsonLines(str(path)).read())
    assert [item.document is None for item in items] == [True, False]
    assert "longer than" in (items[0].problem or "")
