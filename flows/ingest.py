"""Ingest: from sources to batches of documents that have to be extracted, with every input written down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from prefect import task
from prefect.cache_policies import NO_CACHE

from flows.extraction.model import Document
from flows.ledger import Ledger
from flows.settings import BATCH_CHARACTERS, BATCH_DOCUMENTS
from flows.sources.base import Input


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
