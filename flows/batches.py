"""Read batch after batch and extract them beside the reading, with a bounded number in flight."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prefect import Task
from prefect.futures import PrefectFuture

from flows.ahead import side_by_side
from flows.config.model import Tasks
from flows.config.sources import host_of, name_of, source_of
from flows.errors import DatelineError
from flows.extract import Extracted, extract_batch, extractor_version
from flows.extraction.language import detect_language
from flows.extraction.model import Document
from flows.extraction.pipeline import ExtractionSettings
from flows.ingest import ingest_batch
from flows.ledger import Ledger
from flows.parcel import Parcel, extract_away
from flows.request import BuildRequest
from flows.runners import kind_of, workers_of
from flows.sources.base import Input
from flows.sources.folder import sources_of
from flows.sources.options import OptionError
from flows.sources.reading import Reading
from flows.spool import Spool
from flows.watched import Tally, Watched
from flows.window import LeftOut, within

if TYPE_CHECKING:
    from flows.runners import AnyRunner


@dataclass(frozen=True, slots=True)
class Extraction:
    """The batches of a run; ``resumed`` counts documents that an earlier run, which did not end, had extracted."""

    parts: tuple[Extracted, ...]
    resumed: int
    tallies: tuple[Tally, ...]


def watched_sources(request: BuildRequest) -> tuple[Watched, ...]:
    """What the request reads: the names of the command line as one, and each source of the settings."""
    named = sources_of(request.sources, manifest=request.manifest, published=request.published)
    watched = [Watched(", ".join([*request.sources, *filter(None, [request.manifest])]), named)] if named else []
    for settings in request.declared:
        try:
            source = source_of(settings, "dateline.toml")
            watched.append(Watched(name_of(settings), [source], host_of(settings)))
        except OptionError as error:
            watched.append(Watched(name_of(settings), [_Broken(name_of(settings), str(error))]))
    return tuple(watched)


def read_and_extract(
    request: BuildRequest,
    settings: ExtractionSettings,
    ledger: Ledger,
    spool: Spool,
    reading: Reading,
    tell: Callable[[str], None],
) -> Extraction:
    """Read all sources; documents that cannot be extracted are held back in the ledger."""
    watched, left_out, resumed = watched_sources(request), LeftOut(), 0
    inputs = within(side_by_side(watched, reading), request.window, left_out)
    flying: deque[_Flight] = deque()
    parts: list[Extracted] = []
    batch = ingest_batch(inputs, ledger)
    kind = kind_of(request.runner, one_batch=batch.last)
    with kind.make(request.runner) as runner:
        submit = partial(_submit_away if kind.away else _submit, runner, settings, spool.folder, request.tasks)
        while True:
            documents = _in_languages(batch.documents, request.languages, ledger)
            fresh = spool.missing(documents)
            resumed += len(documents) - len(fresh)
            if fresh:
                flying.append(_Flight(fresh, submit(fresh)))
            tell(f"read {len(ledger.entries)} inputs")
            while flying and (batch.last or len(flying) > 2 * workers_of(request.runner)):
                parts += _landed(flying.popleft(), ledger, spool.folder)
            if batch.last:
                break
            batch = ingest_batch(inputs, ledger)
    if told := left_out.told():
        ledger.notes.append(told)
    if resumed:
        ledger.notes.append(f"{resumed:,} documents were extracted by a run before that did not end")
    # What an earlier run left is taken whole; of a document in it that is not read this time nothing stands.
    return Extraction((*spool.left, *parts), resumed, tuple(each.tally() for each in watched))


@dataclass(frozen=True, slots=True)
class _Flight:
    """A batch that is being extracted."""

    documents: tuple[Document, ...]
    future: PrefectFuture[Any]


@dataclass(frozen=True, slots=True)
class _Broken:
    """A declared source that cannot be made: one input that says so, so that the others are read."""

    name: str
    problem: str

    def read(self, reading: Reading | None = None) -> Iterator[Input]:  # noqa: ARG002 – as every source
        yield Input(self.name, problem=self.problem, missing=True)


def _submit(
    runner: AnyRunner, settings: ExtractionSettings, folder: Path, limits: Tasks, documents: tuple[Document, ...]
) -> PrefectFuture[Any]:
    return runner.submit(_limited(extract_batch, limits), {"batch": documents, "settings": settings, "folder": folder})


def _submit_away(
    runner: AnyRunner, settings: ExtractionSettings, _: Path, limits: Tasks, documents: tuple[Document, ...]
) -> PrefectFuture[Any]:
    version = extractor_version(settings)
    return runner.submit(_limited(extract_away, limits), {"batch": documents, "settings": settings, "version": version})


def _limited(task: Task[..., Any], limits: Tasks) -> Task[..., Any]:
    return task.with_options(
        retries=limits.retries, retry_delay_seconds=limits.retry_delay, timeout_seconds=limits.extract_timeout
    )


def _landed(flight: _Flight, ledger: Ledger, folder: Path) -> list[Extracted]:
    """The part of a batch, if it could be made; a batch that failed for good is held back, and the run goes on."""
    try:
        result: Extracted | Parcel = flight.future.result()
    except (DatelineError, MemoryError):
        raise
    except BrokenExecutor as error:
        message = "a worker process was ended from outside (out of memory?); run again: what was extracted is kept"
        raise DatelineError(message) from error
    except Exception as error:
        # A full disk is no fault of these documents.  (A time-out counts as an OSError.)
        if isinstance(error, OSError) and not isinstance(error, TimeoutError):
            raise
        reason = f"its batch could not be extracted ({type(error).__name__}: {error}); the next run tries again"
        ledger.hold_back([each.doc_id for each in flight.documents], reason)
        return []
    part = result.unpacked(folder) if isinstance(result, Parcel) else result
    for doc_id, reason in part.failures().items():
        ledger.hold_back([doc_id], reason)
    return [part]


def _in_languages(documents: tuple[Document, ...], languages: Sequence[str], ledger: Ledger) -> tuple[Document, ...]:
    """The documents in one of the languages asked for; the others are held back with theirs."""
    if not languages:
        return documents
    taken = []
    for document in documents:
        language = document.language or detect_language(document.text)
        if language in languages:
            taken.append(document)
        else:
            asked = ", ".join(languages)
            ledger.hold_back([document.doc_id], f"is in the language {language}; the settings read {asked} only")
    return tuple(taken)
