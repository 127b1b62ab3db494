"""A run that takes its documents in in many portions publishes what one that takes them in at once does."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, run_dateline
from tests.property.test_build_increments import article

SMALL = """
import flows.settings
flows.settings.BATCH_DOCUMENTS = 12
flows.settings.PORTION_MENTIONS = 40
from flows.cli import main
main()
"""
COUNT = 150


def rows(numbers: range, draw: random.Random) -> list[dict[str, object]]:
    found = []
    for number in numbers:
        document = article(draw, number)
        day = document.published.isoformat() if document.published else None
        found.append({"doc_id": document.doc_id, "text": document.text, "title": document.title, "published": day})
    return found


def write(path: Path, told: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in told), "utf-8")


def exported(folder: Path, home: dict[str, str], name: str) -> dict[str, bytes]:
    run_dateline(folder, home, "export", name, "--format", "jsonl", "--warehouse", f"{name}.duckdb")
    return {path.name: path.read_bytes() for path in sorted((folder / name).glob("*.jsonl"))}


def build(folder: Path, home: dict[str, str], name: str, *, small: bool) -> None:
    words = ("build", "in.jsonl", "--warehouse", f"{name}.duckdb")
    if not small:
        run_dateline(folder, home, *words)
        return
    environment = os.environ | home | {"PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", SMALL, *words], cwd=folder, env=environment, timeout=300, check=True)


@pytest.mark.integration
def test_portions_publish_what_one_build_publishes(tmp_path: Path, engine_home: dict[str, str]) -> None:
    draw = random.Random(23)
    before, more = rows(range(30), draw), rows(range(30, COUNT), draw)
    edited = [row | {"text": f"{row['text']} The palace said no more."} for row in before[:10]]
    for name in ("once", "portions"):
        for told in (before, [*edited, *before[10:], *more]):
            write(tmp_path / "in.jsonl", told)
            build(tmp_path, engine_home, name, small=name == "portions")
    once, several = (exported(tmp_path, engine_home, name) for name in ("once", "portions"))
    assert set(once) == set(several) >= {"timeline.jsonl", "event_aliases.jsonl", "links.jsonl"}
    assert once["timeline.jsonl"].count(b"\n") > 40
    for name in once:
        assert once[name] == several[name], name
