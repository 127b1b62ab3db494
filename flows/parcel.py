"""Extraction on a worker that may not share our disk: documents travel there, Parquet files come back as bytes."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from flows.errors import DatelineError
from flows.extract import Extracted, extract_into, extractor_version
from flows.extraction.model import Document
from flows.extraction.pipeline import ExtractionSettings


@dataclass(frozen=True, slots=True)
class Parcel:
    """The files of an extracted batch: names and contents."""

    files: tuple[tuple[str, bytes], ...]

    def unpacked(self, folder: Path) -> Extracted:
        """The files in ``folder``, the one that makes the batch whole last."""
        paths = []
        for name, content in self.files:
            path, aside = folder / name, folder / f"{name}.new"
            aside.write_bytes(content)
            aside.replace(path)
            paths.append(path)
        return Extracted(*paths)


@task(name="extract", retries=1, cache_policy=NO_CACHE)
def extract_away(batch: tuple[Document, ...], settings: ExtractionSettings, version: str) -> Parcel:
    """Extract a batch where this task happens to run.

    Raises ``DatelineError`` where the worker would read the documents by other rules than the run expects: one
    timeline must not depend on which worker took which batch.
    """
    here = extractor_version(settings)
    if here != version:
        raise DatelineError(
            f"a worker extracts by version {here}, this run by {version}; install the same Dateline and put the "
            "same lexicon files in the same place on every machine"
        )
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        extracted = extract_into(batch, settings, Path(folder))
        files = (extracted.documents, extracted.mentions, extracted.failed)
        return Parcel(tuple((path.name, path.read_bytes()) for path in files))
