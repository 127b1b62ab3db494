"""`dateline extract` on lines: what is wrong is told and skipped, rows keep their order, a reader may stop early."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
QUIET = "The garden of the school is green."
TOLD = "Anna Lind resigned on Monday."


def _extract(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flows", "extract", *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def _row(number: int, text: str) -> str:
    return json.dumps({"doc_id": f"d{number}", "published": "2022-06-15", "text": text}) + "\n"


def test_bad_lines_are_told_and_the_others_keep_their_order(tmp_path):
    lines = [_row(n, QUIET) for n in range(40)]
    lines[7:7] = ["{not json\n", '{"doc_id": "no-text"}\n']
    (tmp_path / "in.jsonl").write_text("".join(lines))
    run = _extract(tmp_path, "in.jsonl")
    assert run.returncode == 0
    assert [json.loads(line)["doc_id"] for line in run.stdout.splitlines()] == [f"d{n}" for n in range(40)]
    assert "2 of the lines could not be used" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.integration
def test_a_reader_that_has_enough_ends_it_quietly(tmp_path):
    (tmp_path / "in.jsonl").write_text("".join(_row(n, QUIET) for n in range(6000)))
    with subprocess.Popen(
        [sys.executable, "-m", "flows", "extract", "in.jsonl"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        first = run.stdout.readline()
        run.stdout.close()
        told = run.stderr.read()
    assert json.loads(first)["doc_id"] == "d0"
    assert told == b""
    assert run.returncode == 0


@pytest.mark.integration
def test_two_workers_give_the_same_rows_in_the_same_order(tmp_path):
    (tmp_path / "in.jsonl").write_text("".join(_row(n, TOLD if n % 7 == 0 else QUIET) for n in range(60)))
    one, two = (_extract(tmp_path, "in.jsonl", "--workers", count) for count in ("1", "2"))
    assert two.returncode == 0
    assert one.stdout == two.stdout
    assert [json.loads(line)["doc_id"] for line in two.stdout.splitlines()] == [f"d{n}" for n in range(60)]
