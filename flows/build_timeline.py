"""The main flow: articles in, a published timeline out."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path

import polars as pl
from prefect import flow

from expectations.gate import Gate, GateResult
from expectations.passage import TimelinePassed
from flows import bookkeeping, spool, standstill
from flows.artifacts import Board
from flows.batches import Extraction, read_and_extract
from flows.errors import DatelineError
from flows.extract import extractor_version
from flows.extraction.pipeline import ExtractionSettings
from flows.fetch.kept import Kept
from flows.fetch.state import FetchState
from flows.ledger import Known, Ledger
from flows.linking import Linking
from flows.memory import buffers_given_back
from flows.outputs import with_outputs
from flows.publish import check_timeline
from flows.report import Report
from flows.request import BuildRequest
from flows.settings import hush
from flows.sources.reading import Reading
from flows.taking_in import Intake, TakenIn
from transforms.actors.gazetteer import load_gazetteer
from transforms.corrections import load_corrections
from warehouse.records import Release
from warehouse.sessions import Store
from warehouse.store import Warehouse

hush()
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


@flow(name="build-timeline", validate_parameters=False)
def build_timeline(request: BuildRequest) -> Report:
    """Read the sources, extract what is new or changed, link, check, publish; says what became of everything.

    Raises ``WarehouseError`` where the warehouse cannot be used and ``GateError`` where nothing can be checked.  A
    single bad input never stops the others; a failed check leaves the published timeline as it was.
    """
    return run_build(request)


def run_build(request: BuildRequest) -> Report:
    """The body of the flow, shared by all that run it; needs a flow run around it."""
    with contextlib.ExitStack() as stack:
        store = stack.enter_context(Warehouse(request.warehouse, keep=request.keep).writer(wait=request.wait))
        gate = _gate.get() or stack.enter_context(Gate.start())
        return _build(request, store, gate)


def _build(request: BuildRequest, store: Store, gate: Gate) -> Report:
    run, board = bookkeeping.stamp(), Board(request.name, expected=bookkeeping.last_read(store))
    tell = board.following(_progress.get())
    settings = ExtractionSettings(lexicon_files=request.lexicons)
    linking = _linking(request, settings)
    version = _version(settings)
    known = {} if request.again else _known(store, retry=request.retry)
    ledger = Ledger(known, version)
    spooled = spool.opened(store.work / "extracted", version)
    pages = Kept(store.work / "pages", _purpose(request))

    with Reading(request.fetch, _fetched(request, store, known, version), pages) as reading:
        extracted = read_and_extract(request, settings, ledger, spooled, reading, tell)
    digest = standstill.made_from(request, version, settings.threshold)
    with buffers_given_back():
        taken = Intake(request, run, store, gate, ledger, linking, tell).take(extracted.parts, digest)
    checked, since = None, taken.since
    if not taken.stands and not taken.screened.result.stopping:
        tell("checking")
        checked = check_timeline.with_options(timeout_seconds=request.tasks.check_timeout)(gate, store, run.run_id)
        # what was held back is in what was linked, but not in the store
        since = since if checked.quarantine.is_empty() else None

    result = taken.screened.result if checked is None else checked.result
    record = bookkeeping.run_record(run, ledger, taken.screened.mentions)
    fetches = bookkeeping.fetches(run, reading.state, version, ledger, refused=bool(result.stopping))
    log = replace(bookkeeping.run_log(run, ledger, taken.screened, checked, fetches), copies=taken.copies)
    release = None
    tell("publishing")
    if result.stopping:
        store.refuse(record, log)
    else:
        release = store.finish(record, log)
        spooled.clear()
        standstill.remember(store, run.run_id, digest, since)
    pages.clear()  # what was refused is asked for again, as it may be put right
    report = _report(run, request, ledger, extracted, taken, checked, release)
    report = replace(with_outputs(request, store.work, report, looked=not taken.stands), seconds=run.seconds)
    board.finished(report)
    return report


def _report(
    run: bookkeeping.Stamp,
    request: BuildRequest,
    ledger: Ledger,
    extracted: Extraction,
    taken: TakenIn,
    checked: TimelinePassed | None,
    release: Release | None,
) -> Report:
    screened = taken.screened
    result: GateResult = screened.result if checked is None else checked.result
    held = bookkeeping.held_back(run, ledger, screened, checked).filter(pl.col("row").is_not_null())
    report = Report(
        run_id=run.run_id,
        warehouse=request.warehouse,
        counts={outcome.value: count for outcome, count in ledger.counts().items()},
        entries=ledger.entries,
        notes=(*ledger.notes, *taken.notes),
        undated=screened.undated,
        held_back=tuple(
            f"{kind} {item}: {reason}" for kind, item, reason in held.select("kind", "item", "reason").iter_rows()
        ),
        refused=bookkeeping.reasons(result),
        warnings=bookkeeping.warnings(result),
        mentions=screened.mentions,
        resumed=extracted.resumed,
        sources=bookkeeping.source_rows(extracted.tallies, ledger.entries),
    )
    if release is None:
        return report
    return replace(
        report,
        events=release.events,
        events_new=release.events_new,
        events_changed=release.events_changed,
        events_removed=release.events_removed,
        release=release.number,
    )


def _version(settings: ExtractionSettings) -> str:
    try:
        return extractor_version(settings)
    except ValueError as error:  # a lexicon of the user's
        raise DatelineError(str(error)) from error


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


def _purpose(request: BuildRequest) -> str:
    """Which runs may go on with the pages of one that did not end: those that ask for the same, by the same manners.

    A backfill asks for everything anew, so that it takes up a backfill only.
    """
    return repr((request.window, request.again, request.retry, request.fetch))


def _fetched(request: BuildRequest, store: Store, known: dict[str, Known], version: str) -> FetchState:
    """What need not be fetched again; a run over a window or over known documents asks for everything anew."""
    if request.window or request.again or request.retry:
        return FetchState(stale=store.read("fetches", ("address",))["address"])
    current = {doc_id for doc_id, each in known.items() if each.extractor_version == version}
    return FetchState.of(store.read("fetches").iter_rows(named=True), current, version)
