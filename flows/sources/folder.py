"""From what the user names (a file, a folder, a glob, storage, an address, ``-``) to sources, in a stable order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from flows.sources import jsonl, warc
from flows.sources.articles import PUBLISHED, read_file
from flows.sources.base import Input, Source
from flows.sources.facts import Known, given
from flows.sources.jsonl import JsonLines
from flows.sources.manifest import Manifest
from flows.sources.options import doc
from flows.sources.places import Place, is_address, is_storage, places, unreadable
from flows.sources.readers import SUFFIXES, format_of_content, format_of_name
from flows.sources.reading import Reading
from flows.sources.registry import kind

# What a folder is searched for.  Tables and feeds are read where they are named: a folder's CSV may be anything.
ENDINGS = (*(ending for endings in SUFFIXES.values() for ending in endings), *jsonl.ENDINGS, *warc.ENDINGS)
# Endings that stand for a kind of their own, with many documents in a file.
_KINDS = {
    "jsonl": jsonl.ENDINGS,
    "warc": warc.ENDINGS,
    "csv": (".csv", ".tsv"),
    "parquet": (".parquet",),
    "feed": (".rss", ".atom"),
}
_XML = (".xml", ".xml.gz")


@dataclass(frozen=True, slots=True)
class Folder:
    """Files of any kind by their endings: a folder with all below it, a glob, a storage path, or one file."""

    location: str = field(metadata=doc("A folder, a glob, a storage path (s3://…, zip://…::a.zip) or a file."))
    published: str | None = field(default=None, metadata=PUBLISHED)

    def __post_init__(self) -> None:
        """``ValueError`` where ``published`` is no day."""
        given(self.published)

    def read(self, reading: Reading | None = None) -> Iterator[Input]:
        """The inputs of each file, in the order of their paths; hidden files are left out."""
        yield from read_files([self.location], self.published, reading or Reading(), frozenset())


@dataclass(frozen=True, slots=True)
class Named:
    """What is named on the command line: each file once, without those that a manifest lists."""

    names: tuple[str, ...]
    published: str | None
    listed: frozenset[str]

    def read(self, reading: Reading | None = None) -> Iterator[Input]:
        """The inputs, in the order of the names."""
        yield from read_files(self.names, self.published, reading or Reading(), self.listed)


def sources_of(
    names: Sequence[str], *, manifest: str | None = None, published: str | None = None
) -> tuple[Source, ...]:
    """The sources that the names on the command line stand for.

    A folder gives the articles, JSON Lines and web archives below it, sorted by path; hidden ones are left out.
    A manifest reads its own rows; files of the named sources that it does not list are read as well.
    """
    listed: frozenset[str] = frozenset()
    sources: list[Source] = []
    if manifest is not None:
        table = Manifest(Path(manifest), _root(names, manifest), published)
        listed = table.files() | {Path(manifest).as_posix()}
        sources.append(table)
    if names:
        sources.append(Named(tuple(names), published, listed))
    return tuple(sources)


def read_files(
    names: Sequence[str], published: str | None, reading: Reading, listed: frozenset[str]
) -> Iterator[Input]:
    """The inputs of all that the names stand for, each file once."""
    taken = set(listed)
    for name in names:
        if name == "-":
            yield from JsonLines(name, published).read(reading)
        elif is_address(name):
            yield from _address(name, published, reading)
        else:
            for place in places(name, ENDINGS):
                if isinstance(place, Input):
                    yield place
                elif place.name not in taken:
                    taken.add(place.name)
                    yield from _file(place, published, reading)


def _root(names: Sequence[str], manifest: str) -> Path:
    """Where a manifest's file names start: the one folder named, else the manifest's own."""
    folders = [Path(name) for name in names if not is_storage(name) and Path(name).is_dir()]
    return folders[0] if len(folders) == 1 else Path(manifest).parent


def _address(address: str, published: str | None, reading: Reading) -> Iterator[Input]:
    """Archives and tables by the ending of the path; whatever else by what the server sends."""
    path = address.partition("?")[0].partition("#")[0].lower()
    for name in ("jsonl", "warc", "csv", "parquet"):
        if path.endswith(_KINDS[name]):
            yield from kind(name)(address, published=published).read(reading)
            return
    from flows.sources.urls import Address

    yield from Address(address, published).read(reading)


def _file(place: Place, published: str | None, reading: Reading) -> Iterator[Input]:
    """The inputs of one file, by its ending, else by its first bytes."""
    name = place.name.partition("::")[0].lower()
    for each, endings in _KINDS.items():
        if name.endswith(endings):
            yield from kind(each)(place.name, published=published).read(reading)
            return
    if name.endswith(_XML):
        yield from _xml(place, published, reading)
        return
    form = format_of_name(name)
    if form is None:
        try:
            with place.open() as stream:
                form = format_of_content(_head(stream)) or "text"
        except Exception as error:  # drivers of object storage raise errors of their own
            yield unreadable(place.name, error)
            return
    yield read_file(place, form, Known(under=given(published)))


def _xml(place: Place, published: str | None, reading: Reading) -> Iterator[Input]:
    """A saved feed or sitemap: what it is stands at its beginning."""
    from flows.sources.feed import Feed
    from flows.sources.sitemap import Sitemap, looks_like_sitemap

    try:
        with place.open() as stream:
            head = _head(stream)
    except Exception as error:
        yield unreadable(place.name, error)
        return
    is_sitemap = head.startswith(b"\x1f\x8b") or looks_like_sitemap(head)
    source: Source = Sitemap(place.name, published=published) if is_sitemap else Feed(place.name, published=published)
    yield from source.read(reading)


def _head(stream: BinaryIO) -> bytes:
    return stream.read(4096)
