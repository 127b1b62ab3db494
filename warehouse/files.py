"""Files that readers may open at any time: looked at without harm, replaced in one step.

No file that anyone else can open is ever written in place.  Everything is written aside under a name of its
own, flushed to the disk and swapped in with ``os.replace``; a process killed at any moment leaves either the
old file or the new one, and rubbish that the next writer sweeps away.
"""

from __future__ import annotations

import errno
import itertools
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError
from warehouse.migrations import VERSION, version_of

_NUMBERS = itertools.count(1)
_A_DAY = 86_400  # seconds
_MAGIC = b"DUCK"  # at offset 8 of every DuckDB file (storage format, main header)


class Kind(Enum):
    """What stands at the path of a warehouse."""

    ABSENT = "absent"  # nothing, or an empty file
    OURS = "ours"
    DAMAGED = "damaged"  # a DuckDB file that does not open: cut short or overwritten
    BUSY = "busy"  # another program has it open for writing


@dataclass(frozen=True, slots=True)
class Look:
    """What stands at a path and, of a file of ours, its layout and the release that it holds."""

    kind: Kind
    version: int | None = None
    release: ReleaseMark | None = None


@dataclass(frozen=True, slots=True)
class ReleaseMark:
    """Which release a file holds."""

    number: int
    run_id: str
    content_hash: str


def followed(path: str | Path) -> Path:
    """The warehouse that a path means: a link is followed, so that it stays one, and its working directory is found."""
    return Path(path).resolve() if Path(path).is_symlink() else Path(path)


def glance(path: Path) -> Kind | None:
    """What a look at the first bytes tells: ``None`` where the file has to be opened to know more.

    Whatever must not be overwritten raises ``WarehouseError``.
    """
    try:
        if path.is_dir():
            raise WarehouseError(f"{path}: is a directory; name a file, for instance {path / 'timeline.duckdb'}")
        if path.exists() and not path.is_file():  # a pipe would be waited for without end
            raise WarehouseError(f"{path}: is no regular file; name another one with --warehouse")
        if not path.exists() or path.stat().st_size == 0:
            return Kind.ABSENT
        with path.open("rb") as file:
            head = file.read(12)
    except OSError as error:
        raise WarehouseError(f"{path}: cannot be read ({error.strerror}); check its permissions") from error
    if head[8:12] != _MAGIC:
        if len(head) < 12:
            return Kind.DAMAGED
        raise WarehouseError(f"{path}: is no DuckDB file; name another file with --warehouse")
    return None


def look(path: Path) -> Look:
    """What stands at ``path``, all told.  Whatever must not be overwritten raises ``WarehouseError``."""
    if (kind := glance(path)) is not None:
        return Look(kind)
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            return Look(Kind.BUSY)
        return Look(Kind.DAMAGED)
    except duckdb.Error:
        return Look(Kind.DAMAGED)
    with connection:
        version = recognised(path, connection)
        try:
            row = connection.execute(
                "SELECT release, run_id, content_hash FROM releases ORDER BY release DESC LIMIT 1"
            ).fetchone()
        except duckdb.Error:
            return Look(Kind.DAMAGED)
    return Look(Kind.OURS, version, ReleaseMark(*row) if row else None)


def recognised(path: Path, connection: duckdb.DuckDBPyConnection) -> int:
    """The layout of an open file of ours; ``WarehouseError`` where it is another program's or too new."""
    version = version_of(connection)
    if version is None:
        raise WarehouseError(f"{path}: is the database of another program; name another file with --warehouse")
    if version > VERSION:
        raise WarehouseError(
            f"{path}: has layout {version} of a newer Dateline, this one knows {VERSION}; update Dateline to open it"
        )
    return version


@contextmanager
def reported(path: Path, doing: str) -> Iterator[None]:
    """Turn the errors of disks and of DuckDB's files into one line."""
    try:
        yield
    except OSError as error:
        what = "the disk is full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else error.strerror or str(error)
        raise WarehouseError(f"{path}: cannot {doing}: {what}; the published timeline is as it was") from error
    except (
        duckdb.IOException,
        duckdb.OutOfMemoryException,
        duckdb.FatalException,
        duckdb.TransactionException,
    ) as error:
        first = str(error).splitlines()[0]
        if isinstance(error, duckdb.TransactionException) and not re.search("offload|[Ww]rite|IO Error", first):
            raise  # no fault of the disk
        if "failed to offload" in first:  # DuckDB takes it for a lack of memory
            first = "the disk has no room for what does not fit into memory"
        raise WarehouseError(f"{path}: cannot {doing}: {first}; the published timeline is as it was") from error


def spilling(path: Path) -> Path:
    """A directory for what a connection that reads ``path`` cannot keep in memory; DuckDB makes and removes it.

    NOTE: left to itself DuckDB takes one name for all processes that read a file (or, in memory, that run in a
    directory); two of them that need it at the same time crash each other.
    """
    return path.with_name(f".{path.name}.{os.getpid()}-{next(_NUMBERS)}.tmp")


def sweep_spilled(path: Path) -> None:
    """Remove what readers of ``path`` that were killed have left there: what is older than any query."""
    for left in path.parent.glob(f".{path.name}.*.tmp"):
        with suppress(OSError):  # its reader has just ended
            if time.time() - left.stat().st_mtime > _A_DAY:
                remove(left)


def flush(path: Path) -> None:
    """Make sure that a file's, or a directory's, content has reached the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(path: Path) -> None:
    """Remove a file, or the directory that DuckDB puts beside one while it sorts more than memory holds."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def swap_in(candidate: Path, target: Path) -> None:
    """Put a finished file in the place of ``target`` (same file system), in one step and to stay."""
    if Path(f"{candidate}.wal").exists():
        raise WarehouseError(f"{candidate}: was not closed properly and is not published")
    flush(candidate)
    candidate.replace(target)
    flush(target.parent)


def copy_in(source: Path, target: Path) -> None:
    """Put a copy of ``source`` in the place of ``target``, in one step and to stay."""
    aside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        shutil.copyfile(source, aside)
        swap_in(aside, target)
    finally:
        aside.unlink(missing_ok=True)
