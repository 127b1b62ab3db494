"""What a run leaves in the store about itself: its inputs, its counts, what was held back."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

import polars as pl

from expectations.check import Stage
from expectations.gate import GateResult
from expectations.passage import TimelinePassed, validations
from flows.fetch.state import FetchState
from flows.ledger import Entry, Ledger, Outcome
from flows.report import SourceRow
from flows.screened import Screened
from flows.watched import Tally
from warehouse.frames import frame_schema
from warehouse.records import Log, RunRecord
from warehouse.schema import FETCHES, INPUTS, QUARANTINE
from warehouse.sessions import Store


@dataclass(frozen=True, slots=True)
class Stamp:
    """A run's name and beginning.  The clock names runs; it dates no event."""

    run_id: str
    started: dt.datetime
    ticks: float

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self.ticks


def stamp() -> Stamp:
    """A new run, beginning now."""
    now = dt.datetime.now(dt.UTC)
    return Stamp(f"run-{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}", now, time.monotonic())


def run_record(run: Stamp, ledger: Ledger, mentions: int) -> RunRecord:
    """The run's row, without what the store itself counts."""
    counts = ledger.counts()
    return RunRecord(
        run_id=run.run_id,
        started=run.started,
        finished=dt.datetime.now(dt.UTC),
        read=sum(counts.values()),
        loaded=counts[Outcome.LOADED],
        unchanged=counts[Outcome.UNCHANGED],
        duplicate=counts[Outcome.DUPLICATE],
        quarantined=counts[Outcome.QUARANTINED],
        mentions=mentions,
        seconds=run.seconds,
        version=version("dateline"),
    )


def run_log(
    run: Stamp, ledger: Ledger, screened: Screened, checked: TimelinePassed | None, fetches: pl.DataFrame
) -> Log:
    """What the run met on its way."""
    outcomes = [(Stage.MENTIONS, outcome) for outcome in screened.result.outcomes]
    if checked is not None:
        outcomes += [(Stage.TIMELINE, outcome) for outcome in checked.result.outcomes]
    held = held_back(run, ledger, screened, checked)
    return Log(_inputs(run, ledger), validations(run.run_id, outcomes), held, fetches)


def held_back(run: Stamp, ledger: Ledger, screened: Screened, checked: TimelinePassed | None) -> pl.DataFrame:
    """Rows of ``quarantine``: unreadable inputs, and what the checks held back."""
    held = [_inputs_held(run, ledger), screened.quarantine]
    return pl.concat(held if checked is None else [*held, checked.quarantine])


def standing(ledger: Ledger) -> dict[str, str]:
    """Of the documents to take in, the content hash of the text that stands."""
    loaded = {entry.doc_id for entry in ledger.entries if entry.outcome is Outcome.LOADED}
    return {doc_id: content for doc_id, content in ledger.chosen.items() if doc_id in loaded}


def last_read(store: Store) -> int:
    """How many inputs the last run read; 0 where there was none.  What is to be expected of this one."""
    runs = store.read("runs").sort("started")
    return int(runs["read"][-1]) if len(runs) else 0


def fetches(run: Stamp, state: FetchState, version: str, ledger: Ledger, *, refused: bool) -> pl.DataFrame:
    """Rows of ``fetches`` that this run leaves to the next.

    A feed or sitemap is remembered only where no document was held back after it had been read: else "nothing new"
    would hide it from every later run.  Pages that could not be read are the listing's own to judge: a page that may
    be there next time keeps it from being remembered, one that is forbidden or gone does not.
    """
    rows = [] if refused else state.rows(version, run.run_id)
    if any(entry.outcome is Outcome.QUARANTINED and entry.doc_id for entry in ledger.entries):
        rows = [row for row in rows if row["doc_id"] is not None]
    return pl.DataFrame(rows, schema=frame_schema(FETCHES), orient="row")


def source_rows(tallies: Sequence[Tally], entries: Sequence[Entry]) -> tuple[SourceRow, ...]:
    """What became of the inputs of each source, slowest first: inputs stand in the order of the sources."""
    rows, start = [], 0
    for tally in tallies:
        counts = Counter(entry.outcome for entry in entries[start : start + tally.inputs])
        start += tally.inputs
        rows.append(
            SourceRow(
                tally.name,
                tally.inputs,
                counts[Outcome.LOADED],
                counts[Outcome.QUARANTINED],
                round(tally.seconds, 1),
            )
        )
    return tuple(sorted(rows, key=lambda row: -row.seconds))


def reasons(result: GateResult) -> tuple[str, ...]:
    """Why a gate refuses, in words."""
    return tuple(f"{each.suite}: {each.check_name} ({each.detail or each.outcome})" for each in result.stopping)


def warnings(result: GateResult) -> tuple[str, ...]:
    """What a gate only warns of, in words."""
    return tuple(f"{each.suite}: {each.check_name} ({each.detail or each.outcome})" for each in result.warnings)


def _inputs(run: Stamp, ledger: Ledger) -> pl.DataFrame:
    rows = [
        (run.run_id, position, entry.source, entry.outcome.value, entry.doc_id, entry.reason)
        for position, entry in enumerate(ledger.entries)
    ]
    return pl.DataFrame(rows, schema=frame_schema(INPUTS), orient="row")


def _inputs_held(run: Stamp, ledger: Ledger) -> pl.DataFrame:
    rows = [
        (run.run_id, "document", entry.source, entry.reason, None)
        for entry in ledger.entries
        if entry.outcome is Outcome.QUARANTINED
    ]
    return pl.DataFrame(rows, schema=frame_schema(QUARANTINE), orient="row").unique(maintain_order=True)
