"""Ingest: from sources to batches of documents that have to be extracted, with every input written down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from prefect import task
from prefect.cache_policies import NO_CACHE

from flows.extraction.model import Document
from flows.ledger import Ledger
from flows.settings import BATCH_CHARACTERS, BATCH_DOCUMENTS
from flows.sources.base import Input, Source
from flows.sources.reading import Reading


def inputs_of(sources: tuple[Source, ...], reading: Reading | None = None) -> Iterator[Input]:
    """The inputs of all sources, one source after the other; one that breaks is a reason, and the next is read."""
    for source in sources:
        try:
            yield from source.read(reading)
        except Exception as error:  # a source of a user's own: whatever it raises must not stop the others
            name = getattr(source, "location", None) or type(source).__name__
            yield Input(str(name), problem=f"the source broke ({type(error).__name__}: {error})", missing=True)


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents to extract together; ``last`` where the sources are at their end."""

    documents: tuple[Document, ...]
    last: bool


@task(name="ingest", cache_policy=NO_CACHE)
def ingest_batch(inputs: Iterator[Input], ledger: Ledger) -> Batch:
    """Read on until a batch of new or changed documents is full; what is known costs no more than its reading."""
    documents: list[Document] = []
    characters = 0
    for item in inputs:
        document = ledger.take(item)
        if document is None:
            continue
        documents.append(document)
        characters += len(document.text)
        if len(documents) >= BATCH_DOCUMENTS or characters >= BATCH_CHARACTERS:
            return Batch(tuple(documents), last=False)
    return Batch(tuple(documents), last=True)
