"""What a user can get wrong: one line that says what, where, and what to do; the rest is done; the counts add up."""

import json
import os
import sqlite3

import duckdb
import pytest

from tests.conftest import run_dateline

GOOD = "---\npublished: 2025-02-14\n---\nPresident Ana Silva met Prime Minister Jan Novak in Lisbon on Wednesday.\n"


@pytest.fixture(scope="module")
def mess(tmp_path_factory, with_server):
    """One run over everything that can be wrong with a source, beside two good articles."""
    folder = tmp_path_factory.mktemp("mess")
    articles = folder / "in"
    articles.mkdir()
    (articles / "good.md").write_text(GOOD)
    (articles / "copy.md").write_text(GOOD)
    (articles / "empty.txt").write_text("")
    (articles / "binary.txt").write_bytes(bytes(range(256)) * 40)
    with (articles / "huge.txt").open("wb") as file:
        file.truncate(200_000_000)
    (articles / "latin.txt").write_bytes(
        ("Der Außenminister trat am 3. März 2021 zurück, wie die Behörde in München später bestätigte. " * 3).encode(
            "cp1252"
        )
    )
    (articles / "front.md").write_text("---\ntitle: [broken\n---\nText.")
    (articles / "impossible.md").write_text("---\npublished: 2025-02-30\n---\nText.")
    (articles / "rows.jsonl").write_text(
        '{"text": "Jan Novak resigned on 3 May 2021."}\n[1]\n{"doc_id": "x"}\n{broken\n'
    )
    (articles / "name with “quotes” ; and 'more'.txt").write_text("Ana Silva resigned on 4 May 2021.")
    (folder / "m.csv").write_text("file,title,published\nin/none.txt,N,2025-01-01\nin/front.md,F,\nin/front.md,F2,\n")
    words = ("build", "in", "missing.txt", "--manifest", "m.csv")
    return folder, run_dateline(folder, with_server, *words, code=4)


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("in/empty.txt", "empty"),
        ("in/binary.txt", "binary"),
        ("in/huge.txt", "larger than 20 MB"),
        ("in/front.md", "front matter is broken"),
        ("in/impossible.md", "front matter is broken"),
        ("in/rows.jsonl:2", "no JSON object"),
        ("in/rows.jsonl:3", 'no "text"'),
        ("in/rows.jsonl:4", "no JSON"),
        ("in/latin.txt", "not UTF-8"),
        ("missing.txt", "no such file"),
        ("m.csv:2", "none.txt"),
        ("m.csv:4", "stands in row 3 already"),
    ],
)
def test_each_has_one_line(mess, where, says):
    _, run = mess
    told = [line for line in run.stderr.splitlines() if line.startswith(f"{where}:")]
    assert len(told) == 1, run.stderr
    assert says in told[0]


def test_the_good_ones_are_loaded_and_the_counts_add_up(mess, with_server):
    folder, _ = mess
    sql = "select read, loaded, unchanged, duplicate, quarantined from runs"
    (counts,) = json.loads(run_dateline(folder, with_server, "query", sql, "--format", "json").stdout)
    assert counts["read"] == sum(count for name, count in counts.items() if name != "read")
    assert counts["loaded"] == 4
    assert counts["duplicate"] == 1
    sql = "select outcome, count(*) as n from inputs group by all"
    listed = json.loads(run_dateline(folder, with_server, "query", sql, "--format", "json").stdout)
    assert {row["outcome"]: row["n"] for row in listed} == {k: v for k, v in counts.items() if k != "read" and v}


def test_what_was_held_back_is_kept_with_its_reason(mess, with_server):
    folder, _ = mess
    sql = "select item, reason from quarantine"
    held = json.loads(run_dateline(folder, with_server, "query", sql, "--format", "json").stdout)
    assert {"in/binary.txt", "in/huge.txt", "missing.txt", "in/rows.jsonl:4"} <= {row["item"] for row in held}
    assert all(row["reason"] for row in held)


def test_strict_ends_with_1(tmp_path, with_server):
    (tmp_path / "a.txt").write_text("")
    (tmp_path / "b.txt").write_text("Ana Silva resigned on 4 May 2021.")
    run_dateline(tmp_path, with_server, "build", ".", "--strict", code=1)
    assert run_dateline(tmp_path, with_server, "timeline").stdout.strip(), "what was good is published all the same"


def test_warehouses_that_cannot_be_used(tmp_path, with_server):
    (tmp_path / "a.txt").write_text("Ana Silva resigned on 4 May 2021.")
    (tmp_path / "text.duckdb").write_text("this is no database")
    sqlite3.connect(tmp_path / "lite.duckdb").execute("create table t (a)").connection.close()
    with duckdb.connect(str(tmp_path / "other.duckdb")) as other:
        other.execute("create table customers (name varchar)")
    (tmp_path / "dir.duckdb").mkdir()
    before = {path.name: path.read_bytes() for path in tmp_path.glob("*.duckdb") if path.is_file()}
    for name in ("text.duckdb", "lite.duckdb", "other.duckdb", "dir.duckdb", "a.txt/t.duckdb"):
        run = run_dateline(tmp_path, with_server, "build", "a.txt", "--warehouse", name, code=4)
        lines = run.stderr.strip().splitlines()
        assert len(lines) == 1, run.stderr
        assert name.split("/")[0] in lines[0]
        if name != "a.txt/t.duckdb":
            assert run_dateline(tmp_path, with_server, "timeline", "--warehouse", name, code=4).stderr.count("\n") == 1
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.duckdb") if path.is_file()} == before


def test_a_folder_may_be_called_what_means_a_pattern_an_address_or_a_quote_elsewhere(tmp_path, with_server):
    folder = tmp_path / 'it\'s [1] #a*b%41 "c" ü'
    folder.mkdir()
    (folder / "a.txt").write_text("---\npublished: 2025-02-14\n---\nThe minister resigned on Friday.\n")
    whole = ("--warehouse", str(folder / "timeline.duckdb"))
    assert "1 loaded" in run_dateline(folder, with_server, "build", "a.txt", *whole).stderr
    assert "1 unchanged" in run_dateline(folder, with_server, "build", str(folder / "a.txt"), *whole).stderr
    run_dateline(folder, with_server, "export", "out", "--format", "all")
    assert "Resignation" in run_dateline(folder, with_server, "timeline").stdout


def test_an_unwritable_folder_is_said(tmp_path, with_server):
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere, so nothing is unwritable here")
    (tmp_path / "a.txt").write_text("Ana Silva resigned on 4 May 2021.")
    (tmp_path / "locked").mkdir(mode=0o500)
    run = run_dateline(tmp_path, with_server, "build", "a.txt", "--warehouse", "locked/t.duckdb", code=4)
    assert len(run.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("build",), 2),
        (("build", "x.txt", "--published", "yesterday"), 2),
        (("build", "x.txt", "--nonsense"), 2),
        (("nonsense",), 2),
        (("timeline", "--since", "soon"), 2),
        (("timeline",), 4),
        (("explain", "e-1"), 4),
        (("query", "select 1"), 4),
        (("export", "out"), 4),
        (("timex", "none.jsonl"), 4),
        (("extract", "none.jsonl"), 4),
        (("link", "none.jsonl"), 4),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_wrong_words_and_missing_files(tmp_path, words, code, engine_home):
    run = run_dateline(tmp_path, engine_home, *words, code=code)
    assert "Traceback" not in run.stderr
    assert run.stderr.strip()
