"""The pages about Python run: every block of docs/python.md in order, and the example in cells."""

from __future__ import annotations

import re
import runpy
import sys

import pytest

from tests.conftest import ROOT, Built

BLOCKS = re.findall(
    r"^```python\n(.+?)^```", (ROOT / "docs" / "python.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
)


def test_every_block_of_the_page_runs(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built.folder)
    assert len(BLOCKS) > 6
    namespace: dict[str, object] = {}
    for block in BLOCKS:
        exec(compile(block, "docs/python.md", "exec"), namespace)
    assert (built.folder / "timeline.png").stat().st_size > 10_000


def test_the_example_runs(built: Built, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(built.folder)
    monkeypatch.setattr(sys, "argv", ["notebook.py", "timeline.duckdb"])
    runpy.run_path(str(ROOT / "examples" / "notebook.py"))
    said = capsys.readouterr().out
    assert "Vladimir Putin" in said
    assert "2025-02-12" in said
