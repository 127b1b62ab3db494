"""Extraction over several processes: chunks of documents out, extractions back in order, with bounded memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context

from flows.extraction.model import Document, Extraction
from flows.extraction.pipeline import ExtractionSettings, Extractor
from flows.extraction.published import dated

_CHUNK_CHARACTERS = 200_000  # large enough for the parser's batches, small enough that memory stays bounded
Pair = tuple[Document, Extraction]


def extractions(documents: Iterable[Document], settings: ExtractionSettings, workers: int = 1) -> Iterator[Pair]:
    """Each document, dated from its text where nothing was given, with what was read from it; streamed, in order."""
    if workers == 1:
        for chunk in _chunks(documents):
            yield from _extract(chunk, settings)
        return
    # NOTE: "spawn", since the parser's threads do not survive a fork.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        flying: deque[Future[list[Pair]]] = deque()
        for chunk in _chunks(documents):
            flying.append(pool.submit(_extract, chunk, settings))
            if len(flying) > 2 * workers:
                yield from flying.popleft().result()
        while flying:
            yield from flying.popleft().result()


def _chunks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Documents in chunks of about the same number of characters."""
    chunk: list[Document] = []
    characters = 0
    for document in documents:
        chunk.append(document)
        characters += len(document.text)
        if characters >= _CHUNK_CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


@lru_cache(maxsize=1)
def _extractor(settings: ExtractionSettings) -> Extractor:
    return Extractor(settings)


def _extract(chunk: list[Document], settings: ExtractionSettings) -> list[Pair]:
    ready = [dated(document) for document in chunk]
    return list(zip(ready, _extractor(settings).extract(ready), strict=True))
