"""Extraction as a task over a batch: documents in, two Parquet files out.

The files are named by what they are made of, so that a run that was killed finds the batches it had done.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import polars as pl
from prefect import task
from prefect.cache_policies import NO_CACHE

from flows.extraction.language import detect_language
from flows.extraction.model import Document, Extraction
from flows.extraction.pipeline import ExtractionSettings, Extractor
from flows.extraction.published import dated
from flows.records import Row, document_row, mention_row
from flows.sources.base import content_hash
from transforms.records import MENTION_SCHEMA
from warehouse.frames import frame_schema
from warehouse.schema import DOCUMENTS

_MENTIONS = MENTION_SCHEMA | {"content_hash": pl.String}  # of its document: a revision read in the same run has another


@dataclass(frozen=True, slots=True)
class Extracted:
    """The files of one batch: rows of documents and of mentions, and why documents failed (by id)."""

    documents: Path
    mentions: Path
    failed: Path

    @property
    def done(self) -> bool:
        """Whether a run has written all of it."""
        return self.documents.exists() and self.mentions.exists() and self.failed.exists()

    def failures(self) -> dict[str, str]:
        """The documents that could not be extracted, each with its reason."""
        return dict(json.loads(self.failed.read_text("utf-8")))


@lru_cache(maxsize=2)
def _extractor(settings: ExtractionSettings) -> Extractor:
    """One extractor a process: the language model takes half a second to load."""
    return Extractor(settings)


@task(name="extract", retries=1, cache_policy=NO_CACHE)
def extract_batch(batch: tuple[Document, ...], settings: ExtractionSettings, folder: Path) -> Extracted:
    """Extract a batch into ``folder``, unless a run before has done the very same one."""
    return extract_into(batch, settings, folder)


def extract_into(batch: tuple[Document, ...], settings: ExtractionSettings, folder: Path) -> Extracted:
    """The body of the task: the files of the batch, written if they are not there yet."""
    version = extractor_version(settings)
    parts = [version, *(f"{document.doc_id} {content_hash(document)}" for document in batch)]
    name = hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]
    paths = (folder / f"{name}.{part}" for part in ("documents.parquet", "mentions.parquet", "failed.json"))
    extracted = Extracted(*paths)
    if not extracted.done:
        _write(batch, settings, version, extracted)
    return extracted


def extractor_version(settings: ExtractionSettings) -> str:
    """What documents are extracted with: rules, lexicons and model; a change means reading them again."""
    return _extractor(settings).version


def _write(batch: tuple[Document, ...], settings: ExtractionSettings, version: str, to: Extracted) -> None:
    hashes = {document.doc_id: content_hash(document) for document in batch}  # of what was given, before completing it
    documents: list[Row] = []
    mentions: list[Row] = []
    failed: dict[str, str] = {}
    for document, result in _extractions(batch, settings):
        if isinstance(result, Extraction):
            documents.append(document_row(document, hashes[document.doc_id], version))
            stamp = {"content_hash": hashes[document.doc_id]}
            mentions.extend(mention_row(mention, document, version) | stamp for mention in result.mentions)
        else:
            failed[document.doc_id] = result
    _whole(to.mentions, pl.DataFrame(mentions, schema=_MENTIONS).write_parquet)
    _whole(to.documents, pl.DataFrame(documents, schema=frame_schema(DOCUMENTS, stamps=False)).write_parquet)
    _whole(to.failed, lambda path: path.write_text(json.dumps(failed), "utf-8"))


def _extractions(
    batch: tuple[Document, ...], settings: ExtractionSettings
) -> Iterator[tuple[Document, Extraction | str]]:
    """Each document with what was read from it, or with the reason why nothing could be."""
    extractor = _extractor(settings)
    try:
        ready = [_completed(document) for document in batch]
        yield from zip(ready, list(extractor.extract(ready)), strict=True)
    except Exception:
        # One document broke the batch: take them one by one, so that only that one is held back.
        for document in batch:
            try:
                completed = _completed(document)
                yield completed, next(iter(extractor.extract([completed])))
            except Exception as error:
                yield document, f"the extraction failed ({type(error).__name__}: {error}); please report this text"


def _whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file aside and move it in, so that a killed run leaves no half of one."""
    aside = path.with_name(f"{path.name}.new")
    write(aside)
    aside.replace(path)


def _completed(document: Document) -> Document:
    """The document with its language, and its publication date where the text itself gives it."""
    return dated(replace(document, language=document.language or detect_language(document.text)))
