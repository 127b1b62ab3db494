"""The main flow: articles in, a published timeline out."""

from __future__ import annotations

import contextlib
import shutil
from collections import deque
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import polars as pl
from prefect import flow
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from expectations.gate import Gate
from flows import bookkeeping
from flows.errors import DatelineError
from flows.extract import Extracted, extract_batch, extractor_version
from flows.extraction.pipeline import ExtractionSettings
from flows.ingest import ingest_batch, inputs_of
from flows.ledger import Known, Ledger
from flows.publish import Linking, changes_of, check_mentions, check_timeline, gather, link
from flows.report import Report
from flows.request import BuildRequest
from flows.sources.folder import sources_of
from transforms.actors.gazetteer import load_gazetteer
from transforms.corrections import load_corrections
from warehouse.sessions import Store
from warehouse.store import Warehouse

# Extraction is bound by the cores; more batches in flight would only hold more memory.
_WORKERS = 2
_gate: ContextVar[Gate | None] = ContextVar("gate", default=None)
_progress: ContextVar[Callable[[str], None]] = ContextVar("progress", default=lambda _: None)


@contextlib.contextmanager
def prepared(gate: Gate, progress: Callable[[str], None]) -> Iterator[None]:
    """Give the flow a gate that was started while the engine was still being imported, and someone to tell."""
    tokens = _gate.set(gate), _progress.set(progress)
    try:
        yield
    finally:
        _gate.reset(tokens[0])
        _progress.reset(tokens[1])


# The decorator's type asks for futures in general, the runner's for its own kind.
_runner = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=_WORKERS))


@flow(name="build-timeline", task_runner=_runner, validate_parameters=False)
def build_timeline(request: BuildRequest) -> Report:
    """Read the sources, extract what is new or changed, link, check, publish; says what became of everything.

    Raises ``WarehouseError`` where the warehouse cannot be used and ``GateError`` where nothing can be checked.  A
    single bad input never stops the others; a failed check leaves the published timeline as it was.
    """
    with contextlib.ExitStack() as stack:
        store = stack.enter_context(Warehouse(request.warehouse, keep=request.keep).writer(wait=request.wait))
        gate = _gate.get() or stack.enter_context(Gate.start())
        return _build(request, store, gate)


def _build(request: BuildRequest, store: Store, gate: Gate) -> Report:
    run, tell = bookkeeping.stamp(), _progress.get()
    settings = ExtractionSettings(lexicon_files=request.lexicons)
    linking = _linking(request, settings)
    ledger = Ledger(_known(store, retry=request.retry), extractor_version(settings))
    spool = store.work / "extracted"
    spool.mkdir(exist_ok=True)

    extracted = _read_and_extract(request, settings, ledger, spool)
    for part in extracted:
        for doc_id, reason in part.failures().items():
            ledger.hold_back([doc_id], reason)
    fresh = gather(extracted, ledger.chosen)
    tell(f"{len(fresh.mentions)} mentions in {len(fresh.documents)} new or changed documents")

    passed = check_mentions(gate, store, fresh, run.run_id)
    held = set(fresh.documents["doc_id"]) - set(passed.documents["doc_id"])
    ledger.hold_back(held, "failed a check; the table quarantine says which")
    report = Report(
        run_id=run.run_id,
        warehouse=request.warehouse,
        counts={},
        notes=tuple(ledger.notes),
        undated=bookkeeping.undated(passed.documents, passed.mentions),
        mentions=len(fresh.mentions),
    )
    checked = None
    stopping = passed.result
    if not stopping.stopping:
        tell("linking")
        linked = link(store, passed, linking, frozenset(ledger.chosen))
        missed = linked.built.corrections["warning"].drop_nulls().to_list()
        notes = [f"{request.corrections}: {each}" for each in missed]
        notes += [f"{source}: replaces its earlier version" for source in linked.replaced.values()]
        report = replace(report, notes=(*report.notes, *notes))
        store.prepare(run.run_id, run.started, changes_of(linked, passed))
        tell("checking")
        checked = check_timeline(gate, store, run.run_id)
        stopping = checked.result
    record = bookkeeping.run_record(run, ledger, len(fresh.mentions))
    log = bookkeeping.run_log(run, ledger, passed, checked)
    report = replace(
        report,
        counts={outcome.value: count for outcome, count in ledger.counts().items()},
        entries=ledger.entries,
        held_back=tuple(
            f"{kind} {item}: {reason}"
            for kind, item, reason in log.quarantine.filter(pl.col("row").is_not_null())
            .select("kind", "item", "reason")
            .iter_rows()
        ),
        warnings=bookkeeping.warnings(stopping),
    )
    if stopping.stopping:
        store.refuse(record, log)
        return replace(report, refused=bookkeeping.reasons(stopping), seconds=run.seconds)
    release = store.finish(record, log)
    shutil.rmtree(spool, ignore_errors=True)
    return replace(
        report,
        events=release.events,
        events_new=release.events_new,
        events_changed=release.events_changed,
        events_removed=release.events_removed,
        release=release.number,
        seconds=run.seconds,
    )


def _linking(request: BuildRequest, settings: ExtractionSettings) -> Linking:
    try:
        return Linking(
            load_gazetteer(Path(request.actors) if request.actors else None),
            load_corrections(Path(request.corrections)) if request.corrections else (),
            settings.threshold,
        )
    except (OSError, ValueError) as error:
        raise DatelineError(str(error)) from error


def _known(store: Store, *, retry: bool) -> dict[str, Known]:
    columns = store.known_documents(retry=retry).select("doc_id", "content_hash", "extractor_version")
    return {doc_id: Known(content, extractor) for doc_id, content, extractor in columns.iter_rows()}


def _read_and_extract(
    request: BuildRequest, settings: ExtractionSettings, ledger: Ledger, spool: Path
) -> list[Extracted]:
    """Read batch after batch and extract them beside the reading, with a bounded number in flight."""
    inputs = inputs_of(sources_of(request.sources, manifest=request.manifest, published=request.published))
    tell, flying, done = _progress.get(), deque[PrefectFuture[Extracted]](), list[Extracted]()
    while True:
        batch = ingest_batch(inputs, ledger)
        if batch.documents:
            flying.append(extract_batch.submit(batch.documents, settings, spool))
        if len(ledger.entries):
            tell(f"read {len(ledger.entries)} inputs")
        while flying and (batch.last or len(flying) > 2 * _WORKERS):
            done.append(flying.popleft().result())
        if batch.last:
            return done
