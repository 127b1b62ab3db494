"""The folder that a page stands in: replaced in one step, and never over what somebody else put there.

All files but ``index.html`` stand in a folder named after their content.  It is finished before ``index.html`` is
swapped, so a reader finds the former page or the new one, whole, and no cache mixes the two.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from warehouse.errors import WarehouseError
from warehouse.files import reported, swap_in

GENERATOR = '<meta name="generator" content="Dateline">'
_INDEX = "index.html"
_VERSION = re.compile(r"v-[0-9a-f]{12}")
_HOSTING = {"CNAME", "robots.txt"}  # what hosts of static pages look for beside the page
_LISTED = 3  # foreign files named in the error


def version_of(files: Mapping[str, bytes]) -> str:
    """The name of the folder for these files (path in it → content): the same content has the same name."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode())
        digest.update(files[name])
    return f"v-{digest.hexdigest()[:12]}"


def publish(directory: Path, index: bytes, files: Mapping[str, bytes]) -> None:
    """Put a page into ``directory``: its ``index.html`` and the files that it loads from ``version_of(files)``.

    ``WarehouseError`` where the directory holds what is not a page of ours (hidden files and what hosts look for
    are left alone), or cannot be written.
    """
    _refuse_foreign(directory)
    version = version_of(files)
    with reported(directory, "take the page"):
        directory.mkdir(parents=True, exist_ok=True)
        aside = directory / f".{version}.{os.getpid()}.new"
        candidate = directory / f".{_INDEX}.{os.getpid()}.new"
        try:
            if not _holds(directory / version, files):
                for name, content in files.items():
                    path = aside / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)
                shutil.rmtree(directory / version, ignore_errors=True)
                aside.rename(directory / version)
            candidate.write_bytes(index)
            swap_in(candidate, directory / _INDEX)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
            candidate.unlink(missing_ok=True)
        for entry in directory.iterdir():
            if _VERSION.fullmatch(entry.name) and entry.name != version:
                shutil.rmtree(entry, ignore_errors=True)


def _holds(directory: Path, files: Mapping[str, bytes]) -> bool:
    """Whether a folder holds exactly these files."""
    found = {path.relative_to(directory).as_posix() for path in directory.rglob("*") if path.is_file()}
    return found == set(files) and all((directory / name).read_bytes() == files[name] for name in found)


def _refuse_foreign(directory: Path) -> None:
    if not directory.exists():
        return
    if not directory.is_dir():
        raise WarehouseError(f"{directory}: is a file; name a directory for the page")
    with reported(directory, "be read"):
        foreign = sorted(entry.name for entry in directory.iterdir() if not _ours(entry))
    if foreign:
        more = f" and {len(foreign) - _LISTED} more" if len(foreign) > _LISTED else ""
        names = ", ".join(foreign[:_LISTED])
        raise WarehouseError(
            f"{directory}: holds files that are not of a page ({names}{more}); name an empty or a new directory"
        )


def _ours(entry: Path) -> bool:
    if entry.name.startswith(".") or entry.name in _HOSTING:
        return True
    if entry.name == _INDEX:
        return entry.is_file() and GENERATOR.encode() in entry.read_bytes()[:4096]
    return entry.is_dir() and _VERSION.fullmatch(entry.name) is not None
