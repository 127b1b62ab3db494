"""A directory that holds one export, whole: written aside, then moved in; what is not ours is never touched.

``SHA256SUMS`` lists every file of an export and is what tells our files from others.  It is put in place before the
first file and again after the last, so that an export which is cut off can be repeated, and ``sha256sum -c`` says
of every directory whether it is one export.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.errors import WarehouseError
from warehouse.files import reported

SUMS = "SHA256SUMS"
_MARK = "# Files of a Dateline export; check them with: sha256sum -c SHA256SUMS\n"  # both tools skip comments
_ASIDE = ".dateline-export-"


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """An empty directory to write an export into; it takes the place of the export in ``target`` at the end.

    Files of an earlier export that the new one does not have are removed.  ``WarehouseError``, with nothing changed,
    where a file stands in the way that is of no export, or the place cannot be written.
    """
    with reported(target, "export"):
        target.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        aside = target / f"{_ASIDE}{os.getpid()}"
        aside.mkdir()
    try:
        with reported(target, "export"):
            yield aside
            _move_in(aside, target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def listed(target: Path) -> dict[str, str]:
    """The files of the export in a directory, by their path in it, with their sums; empty where there is none."""
    try:
        text = (target / SUMS).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return {}
    if not text.startswith(_MARK):
        return {}
    return {name: digest for digest, _, name in (line.partition("  ") for line in text.splitlines()[1:])}


def _move_in(aside: Path, target: Path) -> None:
    new = {path.relative_to(aside).as_posix(): sha256(path) for path in _files(aside)}
    old = listed(target)
    for name in (*new, SUMS):
        if (target / name).exists() and name not in old and not (name == SUMS and old):
            raise WarehouseError(
                f"{target / name}: is there already and is not of an export; move it away or name another directory"
            )
    _write_sums(aside, target, old | new)
    for name in new:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (aside / name).replace(target / name)
    for name in old.keys() - new.keys():
        _remove(target, name)
    _write_sums(aside, target, new)


def _files(directory: Path) -> list[Path]:
    return sorted(path for path in directory.rglob("*") if path.is_file())


def _write_sums(aside: Path, target: Path, sums: dict[str, str]) -> None:
    text = _MARK + "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
    (aside / SUMS).write_text(text, encoding="utf-8")
    (aside / SUMS).replace(target / SUMS)


def _remove(target: Path, name: str) -> None:
    """Remove a file of an earlier export, and the directories that this leaves empty.  Never outside the target."""
    path = target / name
    if not path.resolve().is_relative_to(target.resolve()):
        return
    path.unlink(missing_ok=True)
    for parent in path.parents:
        if parent == target or any(parent.iterdir()):
            return
        parent.rmdir()


def _sweep(target: Path) -> None:
    """Remove what exports that were killed have left behind, unless their process still lives."""
    for left in target.glob(f"{_ASIDE}*"):
        number = left.name.removeprefix(_ASIDE)
        gone = Path("/proc/self").exists() and not Path(f"/proc/{number}").exists()
        if gone or number == str(os.getpid()):
            shutil.rmtree(left, ignore_errors=True)
