"""Whether there is anything to do: without new documents the timeline is what it was, unless what makes it changed.

What makes it is written down beside the store after each publication: the program's own code and words, the user's
lexicons, actors and corrections.  Where nothing of it changed and nothing new was read, a run links and checks
nothing; it is written down all the same, as a release of the same content.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import polars as pl

from flows.request import BuildRequest
from warehouse.frames import empty_frame
from warehouse.records import Changes
from warehouse.schema import DOCUMENTS, MENTIONS
from warehouse.sessions import Store

_FILE = "made-from.json"
# What turns mentions into a checked timeline; the extraction has a version of its own.
_PACKAGES = ("flows", "transforms", "expectations", "warehouse")
_SUFFIXES = (".py", ".toml", ".sql")


def made_from(request: BuildRequest, extractor: str, threshold: float) -> str:
    """A digest of everything but documents that the timeline follows from.  Raises ``OSError``."""
    parts = [extractor, str(threshold), _program()]
    parts += [
        hashlib.sha256(Path(path).read_bytes()).hexdigest() if path else ""
        for path in (request.actors, request.corrections)
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def stands(store: Store, digest: str) -> bool:
    """Whether the published timeline is what this run would make of it, if no document is new."""
    return _noted(store, digest) is not None


def linked(store: Store, digest: str) -> str | None:
    """The run that linked what is published, if it was made from the same as now; ``None`` where that is not known."""
    noted = _noted(store, digest)
    return None if noted is None else noted.get("linked")


def remember(store: Store, run_id: str, digest: str, linked: str | None) -> None:
    """Note what the release of this run was made from, and the run that linked all of it (``linked``)."""
    path = store.work / _FILE
    aside = path.with_name(f"{_FILE}.new")
    aside.write_text(json.dumps({"run": run_id, "digest": digest, "linked": linked}), "utf-8")
    aside.replace(path)


def _noted(store: Store, digest: str) -> dict[str, str | None] | None:
    """What was noted of the release that is published, if it was made from the same as now."""
    if store.base is None:
        return None
    try:
        noted: dict[str, str | None] = json.loads((store.work / _FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    published = store.read("runs").filter(pl.col("published")).sort("started")
    if not len(published) or not isinstance(noted, dict):
        return None
    same = noted.get("run") == published["run_id"][-1] and noted.get("digest") == digest
    return noted if same else None


def no_changes() -> Changes:
    """What a run writes that has nothing to write but itself."""
    return Changes(empty_frame(DOCUMENTS), empty_frame(MENTIONS), complete=False)


@lru_cache(maxsize=1)
def _program() -> str:
    """The code and the words of this program; hashing them takes a few hundredths of a second."""
    digest = hashlib.sha256()
    for package in _PACKAGES:
        root = Path(str(files(package)))
        for path in sorted(root.rglob("*")):
            if path.suffix in _SUFFIXES and "node_modules" not in path.parts:
                digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()
