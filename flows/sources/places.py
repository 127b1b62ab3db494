"""From a location (a path, a glob, a folder, object storage, an address) to the bytes that lie there."""

from __future__ import annotations

import glob
import io
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from flows.fetch.errors import FetchError
from flows.fetch.state import Fetched
from flows.sources.base import Input
from flows.sources.reading import Reading

_MOST_FILES = 1_000_000
# fsspec would ask these servers by itself, past the limits and checks of our own client.
_ASKING = frozenset({"http", "https", "ftp", "sftp", "ssh", "github", "git", "webhdfs", "dask", "jupyter", "reference"})


@dataclass(frozen=True, slots=True)
class Place:
    """One file, wherever it lies.  ``name`` is what the user would write for it."""

    name: str
    open: Callable[[], BinaryIO]

    def read(self, limit: int) -> bytes:
        """Its bytes.  Raises ``ValueError`` where there are more than ``limit``, ``OSError`` where it is unreadable."""
        with self.open() as stream:
            content = stream.read(limit + 1)
        if len(content) > limit:
            raise ValueError(f"is larger than {limit // 1_000_000} MB; split it, or give it as JSON Lines")
        return content


def is_address(location: str) -> bool:
    """Whether a location is a web address, for the polite client."""
    return location.lower().startswith(("http://", "https://"))


def is_storage(location: str) -> bool:
    """Whether a location is a path of object storage or an archive, for fsspec."""
    return "://" in location and not is_address(location)


def places(location: str, endings: tuple[str, ...]) -> Iterator[Place | Input]:
    """The files at a location, sorted: itself, those of a glob, those below a folder that have one of the endings.

    Hidden files are left out.  What is not there is one input that says so.
    """
    found = _stored(location, endings) if is_storage(location) else _local(location, endings)
    try:
        yield from found
    except OSError as error:
        yield Input(location, problem=f"cannot be read ({error.strerror or error})", missing=True)


def opened(location: str, endings: tuple[str, ...], reading: Reading) -> Iterator[tuple[str, BinaryIO] | Input]:
    """Name and open stream of each large file (archive, table) at a location; it is closed when the next is asked for.

    One that is fetched is not fetched again while it is unchanged.
    """
    if is_address(location):
        yield from _fetched(location, reading)
        return
    for place in places(location, endings):
        if isinstance(place, Input):
            yield place
            continue
        try:
            stream = place.open()
        except Exception as error:
            yield unreadable(place.name, error)
            continue
        with stream:
            yield place.name, stream


def unreadable(name: str, error: BaseException) -> Input:
    """The input of a file that cannot be read; drivers of object storage raise errors of their own."""
    if isinstance(error, FileNotFoundError):
        return Input(name, problem="there is no such file; check the path", missing=True)
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return Input(name, problem=f"cannot be read ({' '.join(str(said).split())[:200]})", missing=True)


def _fetched(location: str, reading: Reading) -> Iterator[tuple[str, BinaryIO] | Input]:
    try:
        answer = reading.client.get(location, reading.state.before(location), limit=reading.limits.archive_bytes)
    except FetchError as error:
        yield Input(location, problem=str(error), missing=True, passing=error.passing)
        return
    if answer.unchanged:
        yield Input(location, unchanged=True)
        return
    yield location, io.BytesIO(answer.content)
    reading.state.learn(Fetched(location, answer.etag, answer.last_modified, answer.body_hash))


def _local(location: str, endings: tuple[str, ...]) -> Iterator[Place | Input]:
    path = Path(location)
    if path.exists():
        found = [path]
    elif glob.has_magic(location):
        found = [Path(match) for match in sorted(glob.glob(location, recursive=True))]  # noqa: PTH207 – absolute ones
        if not found:
            yield Input(location, problem="no file matches this pattern", missing=True)
    else:
        yield Input(location, problem="there is no such file or folder; check the path", missing=True)
        return
    for each in found:
        files, closed = _below(each, endings) if _allowed(each.is_dir, otherwise=False) else ([each], [])
        if not files and not closed:
            kinds = ", ".join(endings)
            yield Input(each.as_posix(), problem=f"holds no file that can be read ({kinds})", missing=True)
        for error in closed:
            yield unreadable(Path(error.filename or each).as_posix(), error)
        for file in files:
            yield Place(file.as_posix(), _opener(file))


def _opener(file: Path) -> Callable[[], BinaryIO]:
    return lambda: file.open("rb")


def _below(folder: Path, endings: tuple[str, ...]) -> tuple[list[Path], list[OSError]]:
    """The files, sorted, and why some of the folders could not be looked into: these never stop the others."""
    closed: list[OSError] = []
    named: list[Path] = []
    for path, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        named += [Path(path, name) for name in files if name.lower().endswith(endings) and not name.startswith(".")]
    closed.sort(key=lambda error: str(error.filename))
    return [path for path in sorted(named) if _allowed(path.is_file, otherwise=True)], closed


def _allowed(ask: Callable[[], bool], *, otherwise: bool) -> bool:
    """What is so; ``otherwise`` where it must not even be asked, which opening the file will tell."""
    try:
        return ask()
    except OSError:
        return otherwise


def _stored(location: str, endings: tuple[str, ...]) -> Iterator[Place | Input]:
    import fsspec  # type: ignore[import-untyped]

    asking = {part.partition("://")[0].lower() for part in location.split("::") if "://" in part} & _ASKING
    if asking:
        name = sorted(asking)[0]
        yield Input(location, problem=f"{name}:// cannot be part of a storage path; give the address itself")
        return
    try:
        system, path = fsspec.core.url_to_fs(location)
        names = _names(system, path, endings)
        folder = not names and system.isdir(path)
    except ImportError as error:
        yield Input(location, problem=f"needs a package that is not installed: {error}", missing=True)
        return
    except Exception as error:
        yield unreadable(location, error)
        return
    if not names:
        kinds = ", ".join(endings)
        reason = (
            f"holds no file that can be read ({kinds})" if folder else "there is nothing to read there; check the path"
        )
        yield Input(location, problem=reason, missing=True)
    chain = location.partition("::")[2]
    for name in names:
        full = system.unstrip_protocol(name) + (f"::{chain}" if chain else "")
        yield Place(full, _storage_opener(system, name))


def _storage_opener(system: Any, name: str) -> Callable[[], BinaryIO]:
    return lambda: system.open(name, "rb")


def _names(system: Any, path: str, endings: tuple[str, ...]) -> list[str]:
    """Paths of the files, sorted.  Names out of archives are only ever read by, never written to.

    As with local paths, what lies there goes before what a pattern means (a folder may be called "[2025]"), and hidden
    is what is hidden below the folder that is named, wherever that lies.
    """
    if system.isfile(path):
        return [path]
    if glob.has_magic(path) and not system.isdir(path):
        found = [name for name in system.glob(path) if not system.isdir(name)]
        root = re.split(r"[*?[]", path, maxsplit=1)[0].rpartition("/")[0]
    else:
        found = [name for name in system.find(path) if name.lower().endswith(endings)]
        root = path
    if len(found) > _MOST_FILES:
        raise ValueError(f"holds {len(found)} files; up to {_MOST_FILES} are read")
    below = {name: name.removeprefix(root).split("/") for name in found}
    return sorted(name for name, parts in below.items() if not any(part.startswith(".") for part in parts))
