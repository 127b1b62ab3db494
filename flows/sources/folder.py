"""From what the user names (a file, a folder, a glob, ``-``) to sources, in a stable order."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.sources.base import Input, Source
from flows.sources.jsonl import JsonLines
from flows.sources.manifest import Manifest
from flows.sources.reading import Reading
from flows.sources.text import TextFile

TEXT_SUFFIXES = (".txt", ".md", ".markdown", ".text")
JSON_LINES_SUFFIXES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")


@dataclass(frozen=True, slots=True)
class NotThere:
    """Something named that does not exist, or that no source can read."""

    name: str
    problem: str

    def read(self, reading: Reading | None = None) -> Iterator[Input]:  # noqa: ARG002 – a file asks nobody
        """The one input that says so."""
        yield Input(self.name, problem=self.problem, missing=True)


_Kind = TextFile | JsonLines | NotThere


def sources_of(
    names: Sequence[str], *, manifest: str | None = None, published: str | None = None
) -> tuple[Source, ...]:
    """The sources that the names on the command line stand for.

    A folder gives the text, Markdown and JSON Lines files below it, sorted by path; hidden ones are left out.
    A manifest reads its own rows; files of the named sources that it does not list are read as well.
    """
    listed: frozenset[str] = frozenset()
    sources: list[Source] = []
    if manifest is not None:
        table = Manifest(Path(manifest), _root(names, manifest), published)
        listed = table.files()
        sources.append(table)
    taken = {Path(manifest).as_posix()} if manifest else set()
    for name in names:
        for source in _expand(name, published):
            path = source.name if isinstance(source, NotThere) else Path(source.path).as_posix()
            if path not in listed and path not in taken:
                taken.add(path)
                sources.append(source)
    return tuple(sources)


def _root(names: Sequence[str], manifest: str) -> Path:
    """Where a manifest's file names start: the one folder named, else the manifest's own."""
    folders = [Path(name) for name in names if Path(name).is_dir()]
    return folders[0] if len(folders) == 1 else Path(manifest).parent


def _expand(name: str, published: str | None) -> Iterator[_Kind]:
    path = Path(name)
    if name == "-":
        yield JsonLines("-", published)
    elif path.exists():
        yield from _folder(path, published) if path.is_dir() else (_file(path, published),)
    elif glob.has_magic(name):
        matches = sorted(glob.glob(name, recursive=True))  # noqa: PTH207 – Path.glob refuses absolute patterns
        if not matches:
            yield NotThere(name, "no file matches this pattern")
        for match in matches:
            found = Path(match)
            yield from _folder(found, published) if found.is_dir() else (_file(found, published),)
    else:
        yield NotThere(name, "there is no such file or folder; check the path")


def _folder(folder: Path, published: str | None) -> Iterator[_Kind]:
    files = [
        path
        for path in sorted(folder.rglob("*"))
        if path.name.lower().endswith(TEXT_SUFFIXES + JSON_LINES_SUFFIXES)
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
    ]
    if not files:
        kinds = ", ".join(TEXT_SUFFIXES + JSON_LINES_SUFFIXES)
        yield NotThere(folder.as_posix(), f"holds no file that can be read ({kinds})")
    for path in files:
        yield _file(path, published)


def _file(path: Path, published: str | None) -> TextFile | JsonLines:
    if path.name.lower().endswith(JSON_LINES_SUFFIXES):
        return JsonLines(str(path), published)
    return TextFile(path, published=published)
