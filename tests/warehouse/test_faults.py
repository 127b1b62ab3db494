"""Whatever ends a build, the published file opens and is one complete release, and the next build makes up for it."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.builder import build, started
from warehouse.errors import WarehouseError
from warehouse.files import reported
from warehouse.fingerprint import content_hash
from warehouse.queries import query
from warehouse.store import Warehouse

ROOT = Path(__file__).parents[2]


def complete_release(path: Path) -> int:
    """The number of the published release, having made sure that the file is wholly that release."""
    with duckdb.connect(str(path), read_only=True) as connection:
        number, said, events = connection.execute(
            "SELECT release, content_hash, events FROM releases ORDER BY release DESC LIMIT 1"
        ).fetchall()[0]
        assert content_hash(connection) == said
        assert connection.execute("SELECT count(*) FROM timeline").fetchall() == [(events,)]
    return int(number)


def _next_run(path: Path) -> int:
    with duckdb.connect(str(Warehouse(path).working), read_only=True) as connection:
        return 1 + int(connection.execute("SELECT max(run_id[3:]::INTEGER) FROM runs").fetchall()[0][0])


def kill_builds(path: Path, kills: int, seed: int) -> None:
    """Kill a process that builds in a loop at ``kills`` random moments."""
    chance = random.Random(seed)
    started(path, "world")
    last = complete_release(path)
    for _ in range(kills):
        first = _next_run(path)
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.warehouse.builder", str(path), str(first)],
            stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        assert child.stdout is not None
        with child.stdout:
            assert child.stdout.readline().strip() == str(first)
            time.sleep(chance.random())
            child.kill()
        assert child.wait() == -9
        now = complete_release(path)
        assert now >= last
        last = now
    number = _next_run(path)
    undisturbed = path.with_name("undisturbed.duckdb")
    assert build(path, number).content_hash == build(undisturbed, number).content_hash
    assert complete_release(path) > last
    leftovers = [each.name for each in path.parent.iterdir() if each.name.startswith(".")]
    leftovers += [each.name for each in Warehouse(path).work.iterdir() if each.name.startswith(("candidate", "."))]
    assert leftovers == []


def test_builds_killed_at_random_moments_leave_a_complete_release(tmp_path: Path) -> None:
    kill_builds(tmp_path / "t.duckdb", kills=4, seed=20260101)


@pytest.mark.faults
def test_sixty_builds_killed_at_random_moments_leave_a_complete_release(tmp_path: Path) -> None:
    kill_builds(tmp_path / "t.duckdb", kills=60, seed=7)


READER = """
import sys, time, duckdb, pathlib
path, stop = sys.argv[1], pathlib.Path(sys.argv[2])
seen = set()
print("reading", flush=True)
while not stop.exists():
    with duckdb.connect(path, read_only=True) as connection:
        found = connection.execute(
            "SELECT (SELECT count(*) FROM timeline), (SELECT count(*) FROM mentions), (SELECT count(*) FROM documents),"
            " release, events, mentions, documents FROM releases ORDER BY release DESC LIMIT 1").fetchall()[0]
    assert found[:3] == found[4:], found
    assert found[3] >= max(seen, default=0), "an older release came back"
    seen.add(found[3])
    time.sleep(0.01)
print(len(seen))
"""


@pytest.mark.parametrize("publishes", [5, pytest.param(20, marks=pytest.mark.faults)])
def test_a_reader_in_a_loop_sees_no_error_and_never_a_mixture(tmp_path: Path, publishes: int) -> None:
    path, stop = tmp_path / "t.duckdb", tmp_path / "stop"
    started(path, "world")
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(path), str(stop)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert reader.stdout is not None
    assert reader.stdout.readline() == "reading\n"
    try:
        for number in range(2, publishes + 2):
            build(path, number)
    finally:
        stop.touch()
        out, err = reader.communicate(timeout=60)
    assert (reader.returncode, err) == (0, "")
    assert int(out) > 2, "the reader was never there while releases changed"


FULL = """
import resource, sys
from pathlib import Path
from tests.warehouse.builder import build, started
from warehouse.errors import WarehouseError
from warehouse.files import reported
path, limit = Path(sys.argv[1]), int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    build(path, 2)
except WarehouseError as error:
    print(error)
    sys.exit(4)
"""


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_when_the_disk_takes_no_more_one_line_says_so_and_the_release_stays(tmp_path: Path, share: float) -> None:
    """A limit on the size of files stands for a full disk: writing fails in the middle."""
    path = tmp_path / "t.duckdb"
    started(path, "world")
    before = path.read_bytes()
    ran = subprocess.run(
        [sys.executable, "-c", FULL, str(path), str(int(share * len(before)))],
        capture_output=True, text=True, cwd=ROOT, timeout=120,
    )  # fmt: skip
    assert ran.returncode == 4, ran.stderr
    assert "the published timeline is as it was" in ran.stdout
    assert ran.stdout.count("\n") == 1
    assert path.read_bytes() == before
    assert build(path, 2).number == 2


SPILLING = """
import sys
from pathlib import Path
from warehouse.queries import query
print("reading", flush=True)
told = query(Path(sys.argv[1]), sys.argv[2], memory_limit="100MB")
print(told.item())
"""
SORTED = (
    "SELECT count(text) FROM (SELECT n, repeat(md5(n::VARCHAR), 12) AS text FROM range(400000) r(n)"
    " ORDER BY text LIMIT 399999)"
)


def test_readers_that_need_the_disk_at_the_same_time_do_not_disturb_each_other_nor_a_new_release(
    tmp_path: Path,
) -> None:
    path = tmp_path / "t.duckdb"
    started(path, "world")
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", SPILLING, str(path), SORTED],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        )
        for _ in range(3)
    ]  # fmt: skip
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "reading\n"
    assert build(path, 2).number == 2
    told = [(*reader.communicate(timeout=120), reader.returncode) for reader in readers]
    assert [(out.split()[-1:], err, code) for out, err, code in told] == [(["399999"], "", 0)] * 3
    assert sorted(each.name for each in tmp_path.iterdir()) == ["t.duckdb", "t.duckdb.work"]


def test_what_killed_readers_have_left_is_swept_when_it_is_old(tmp_path: Path) -> None:
    path = tmp_path / "t.duckdb"
    started(path, "world")
    old, new = tmp_path / ".t.duckdb.1-1.tmp", tmp_path / ".t.duckdb.2-1.tmp"
    for left in (old, new):
        left.mkdir()
        (left / "block").touch()
    os.utime(old, (1, 1))
    build(path, 2)
    assert (old.exists(), new.exists()) == (False, True)


def test_when_the_disk_has_no_room_for_what_memory_cannot_hold_one_line_says_so_and_the_release_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.duckdb"
    started(path, "world")
    before = path.read_bytes()
    connect = duckdb.connect
    tight = {"memory_limit": "32MB", "threads": "1", "max_temp_directory_size": "256KB"}
    with monkeypatch.context() as patch:
        patch.setattr(duckdb, "connect", lambda *args, **kwargs: connect(*args, **kwargs, config=tight))
        with pytest.raises(WarehouseError, match=r"cannot be written: .*; the published timeline is as it was") as told:
            build(path, 3000)
    assert "\n" not in str(told.value)
    assert path.read_bytes() == before
    assert build(path, 2).number == 2
    error = duckdb.OutOfMemoryException("Out of Memory Error: failed to offload data block of size 256.0 KiB")
    with pytest.raises(WarehouseError, match="the disk has no room"), reported(path, "be written"):
        raise error
    at_commit = duckdb.TransactionException("TransactionContext Error: Failed to commit: failed to offload data block")
    with pytest.raises(WarehouseError, match="the disk has no room"), reported(path, "be written"):
        raise at_commit
    conflict = duckdb.TransactionException("TransactionContext Error: Conflict on update!")
    with pytest.raises(duckdb.TransactionException), reported(path, "be written"):
        raise conflict


def test_a_read_only_working_file_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "t.duckdb"
    started(path, "world")
    Warehouse(path).working.chmod(0o444)
    assert build(path, 2).number == 2


def test_a_published_file_held_open_for_writing_elsewhere_does_not_stop_the_next_release(tmp_path: Path) -> None:
    path = tmp_path / "t.duckdb"
    started(path, "world")
    program = f"import duckdb, sys; c = duckdb.connect({str(path)!r}); print('open', flush=True); sys.stdin.read()"
    other = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(WarehouseError, match="open for writing in another program"):
            query(path, "SELECT 1")
        assert build(path, 2).number == 2
        assert complete_release(path) == 2
    finally:
        other.communicate("")
