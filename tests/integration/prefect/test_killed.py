"""A build killed half-way continues: what was extracted is not extracted again."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

from flows.settings import BATCH_DOCUMENTS
from tests.conftest import ROOT, run_dateline

pytestmark = pytest.mark.integration

DOCUMENTS = 5 * BATCH_DOCUMENTS
# The command line, with every document that is extracted written down.  Slow enough to be caught half-way.
COUNTING = """
import os, sys, time
import flows.extraction.pipeline as pipeline
extract = pipeline.Extractor.extract
def counted(self, documents):
    documents = list(documents)
    with open(os.environ["COUNTED"], "a") as log:
        log.writelines(f"{each.doc_id}\\n" for each in documents)
    time.sleep(float(os.environ["PAUSE"]))
    return extract(self, documents)
pipeline.Extractor.extract = counted
from flows.cli import main
main()
"""


def test_what_was_extracted_before_the_kill_is_not_extracted_again(tmp_path, with_server):
    (tmp_path / "articles").mkdir()
    for number in range(DOCUMENTS):
        rest = " ".join(f"word{number}n{place}" for place in range(40))  # nearly equal texts would count as copies
        text = f"---\npublished: 2024-03-14\n---\nMinister Ana Silva met Jan Novak on Wednesday. {rest}.\n"
        (tmp_path / "articles" / f"{number:03}.md").write_text(text)
    log = tmp_path / "counted"
    environment = os.environ | with_server | {"COUNTED": str(log), "PYTHONPATH": str(ROOT)}
    # Threads, so that what counts is in the process that extracts.
    (tmp_path / "dateline.toml").write_text(
        '[runner]\nkind = "threads"\nworkers = 2\n[[sources]]\nkind = "folder"\nlocation = "articles"\n'
    )
    command = [sys.executable, "-c", COUNTING, "build"]

    # PAUSE: while the second pair of batches waits, the first is done.
    process = subprocess.Popen(command, cwd=tmp_path, env=environment | {"PAUSE": "8"}, start_new_session=True)
    spool = tmp_path / "timeline.duckdb.work" / "extracted"
    end = time.monotonic() + 300
    while len(done := sorted(spool.glob("*.failed.json"))) < 2:
        assert process.poll() is None, "the build ended before it could be killed"
        assert time.monotonic() < end, "no batch was extracted"
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert not (tmp_path / "timeline.duckdb").exists()
    before = log.read_text().split()
    assert 2 * BATCH_DOCUMENTS <= len(before) < DOCUMENTS

    # Meanwhile another article came in front of all: the batches are cut elsewhere now.
    (tmp_path / "articles" / "!first.md").write_text(
        "---\npublished: 2024-03-14\n---\nJan Novak resigned on Tuesday.\n"
    )
    log.unlink()
    done = sorted(spool.glob("*.failed.json"))
    again = subprocess.run(command, cwd=tmp_path, env=environment | {"PAUSE": "0"}, capture_output=True, check=True)
    said = again.stderr.decode()
    kept = BATCH_DOCUMENTS * len(done)
    after = Counter(log.read_text().split())
    assert set(after.values()) == {1}
    assert len(after) == DOCUMENTS + 1 - kept
    assert f"{kept} documents were extracted by a run before that did not end" in said
    assert f"read {DOCUMENTS + 1} inputs: {DOCUMENTS + 1} loaded" in said

    # And the dataset is that of a build that nobody killed.
    run_dateline(tmp_path, with_server, "build", "--warehouse", "whole.duckdb")
    for name in ("timeline", "whole"):
        run_dateline(tmp_path, with_server, "export", name, "--format", "jsonl", "--warehouse", f"{name}.duckdb")
    for file in (tmp_path / "whole").iterdir():
        assert file.read_bytes() == (tmp_path / "timeline" / file.name).read_bytes(), file.name
