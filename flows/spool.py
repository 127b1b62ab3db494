"""What a run that did not end had extracted already: found by content, whatever batches it stood in.

Feeds move on between two tries, so the batches of the next run are cut elsewhere; a document is the same as long as
its text, its metadata and the extractor are.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.extract import Extracted
from flows.extraction.model import Document
from flows.sources.base import content_hash

_Key = tuple[str, str]  # id and content hash of a document


@dataclass(frozen=True, slots=True)
class Spool:
    """The folder of extracted batches, and those that stood there when the run began."""

    folder: Path
    left: tuple[Extracted, ...]
    done: frozenset[_Key]

    def missing(self, documents: Iterable[Document]) -> tuple[Document, ...]:
        """The documents that have to be extracted still."""
        return tuple(each for each in documents if (each.doc_id, content_hash(each)) not in self.done)

    def clear(self) -> None:
        """Forget all of it: it has been published."""
        shutil.rmtree(self.folder, ignore_errors=True)


def opened(folder: Path, version: str) -> Spool:
    """The spool in ``folder``; batches that are broken or made by another extractor are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    left: list[Extracted] = []
    done: set[_Key] = set()
    for failed in sorted(folder.glob("*.failed.json")):  # written last: without it the batch is not whole
        name = failed.name.removesuffix(".failed.json")
        part = Extracted(folder / f"{name}.documents.parquet", folder / f"{name}.mentions.parquet", failed)
        keys = _keys(part, version)
        if not keys or keys & done:
            for path in (part.failed, part.documents, part.mentions):
                path.unlink(missing_ok=True)
            continue
        left.append(part)
        done |= keys
    return Spool(folder, tuple(left), frozenset(done))


def _keys(part: Extracted, version: str) -> frozenset[_Key]:
    if not part.done:
        return frozenset()
    try:
        rows = pl.read_parquet(part.documents, columns=["doc_id", "content_hash", "extractor_version"], glob=False)
        pl.scan_parquet(part.mentions, glob=False).collect_schema()
    except (pl.exceptions.PolarsError, OSError):
        return frozenset()
    if (rows["extractor_version"] != version).any():
        return frozenset()
    return frozenset(rows.select("doc_id", "content_hash").iter_rows())
