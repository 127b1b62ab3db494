"""Passing the gate: what is good goes on, what is bad is kept with its reason, and what is doubtful stops the run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import polars as pl

from expectations.check import CheckOutcome, Level, Outcome, Settings, Stage
from expectations.gate import Gate, GateResult
from expectations.hold_back import hold_back
from warehouse.frames import empty_frame, frame_schema
from warehouse.schema import CONTENT_TABLES, QUARANTINE, VALIDATIONS
from warehouse.sessions import Store

_ROUNDS = 3  # holding rows back can show others up; more rounds than tables depend on each other would be a fault
_SYSTEMIC = 0.5  # of a table's rows: more failing than this says something about the program, not about the rows
_ENOUGH = 20  # rows: in a smaller table a few bad rows are soon half of it


@dataclass(frozen=True, slots=True)
class MentionsPassed:
    """Documents and mentions to go on with, what was held back (rows of ``quarantine``), and all outcomes."""

    documents: pl.DataFrame
    mentions: pl.DataFrame
    quarantine: pl.DataFrame
    result: GateResult


@dataclass(frozen=True, slots=True)
class TimelinePassed:
    """What was held back (rows of ``quarantine``) and all outcomes; publish only where ``result.stopping`` is empty."""

    quarantine: pl.DataFrame
    result: GateResult


def pass_mentions(
    gate: Gate,
    store: Store,
    documents: pl.DataFrame,
    mentions: pl.DataFrame,
    *,
    run_id: str,
    settings: Settings | None = None,
) -> MentionsPassed:
    """Check new documents and mentions before they are linked.

    A document that fails is held back with its mentions, and is read again by the next run.
    """
    file = store.stage({"documents": documents, "mentions": mentions})
    result = gate.check(file, Stage.MENTIONS, settings)
    good, held = hold_back(documents, "doc_id", result.failing("documents"), "document", run_id)
    lost = set(documents["doc_id"].to_list()) - set(good["doc_id"].to_list())
    failing = result.failing("mentions")
    orphans = mentions.filter(pl.col("doc_id").is_in(list(lost)))["mention_id"].to_list()
    failing = failing | {each: (*failing.get(each, ()), "its document was held back") for each in map(str, orphans)}
    good_mentions, held_mentions = hold_back(mentions, "mention_id", failing, "mention", run_id)
    return MentionsPassed(good, good_mentions, pl.concat([held, held_mentions]), result)


def pass_timeline(gate: Gate, store: Store, *, run_id: str, settings: Settings | None = None) -> TimelinePassed:
    """Check the prepared candidate, hold failing rows back, and check what remains again.

    Rows that passed the same checks in the release before, and that this run cannot have made bad, are left out.

    The outcomes are those of the first look, with what later rounds found in addition.
    """
    held = empty_frame(QUARANTINE)
    result = gate.check(store.candidate, Stage.TIMELINE, settings, changed_only=True)
    seen = result
    for _ in range(_ROUNDS):
        failing = {table.name: found for table in CONTENT_TABLES if (found := seen.failing(table.name))}
        if result.stopping:
            return TimelinePassed(held, result)
        if not failing:
            store.passed(result.suite)
            return TimelinePassed(held, result)
        if systemic := _systemic(store, failing):
            return TimelinePassed(held, replace(result, outcomes=(*result.outcomes, *systemic)))
        held = pl.concat([held, store.hold_back(failing, run_id)])
        seen = gate.check(store.candidate, Stage.TIMELINE, settings, changed_only=True)
        result = replace(result, outcomes=_merged(result.outcomes, seen.outcomes))
    if any(seen.failing(table.name) for table in CONTENT_TABLES):
        detail = f"rows still fail after {_ROUNDS} rounds of holding back"
        result = replace(result, outcomes=(*result.outcomes, _stop("rows can be held back", detail)))
    elif not result.stopping:
        store.passed(result.suite)
    return TimelinePassed(held, result)


def validations(run_id: str, outcomes: Iterable[tuple[Stage, CheckOutcome]]) -> pl.DataFrame:
    """Outcomes as rows of ``validations``; a check that ran in both stages is one row a stage (``stage/suite``)."""
    rows = [
        {
            "run_id": run_id,
            "suite": f"{stage}/{each.suite}",
            "check_name": each.check_name,
            "level": each.level,
            "outcome": each.outcome,
            "failing_rows": max(len(each.failing_ids), int(each.outcome is Outcome.FAILED)),
            "detail": each.detail,
        }
        for stage, each in outcomes
    ]
    return pl.DataFrame(rows, schema=frame_schema(VALIDATIONS))


def _systemic(store: Store, failing: dict[str, dict[str, tuple[str, ...]]]) -> tuple[CheckOutcome, ...]:
    """Tables of which so many rows fail that holding them back would empty the timeline."""
    counts = store.count_candidate()
    return tuple(
        _stop("most rows are good", f"{len(rows)} of {counts[table]} rows fail; this is a fault of the program", table)
        for table, rows in failing.items()
        if counts[table] >= _ENOUGH and len(rows) > _SYSTEMIC * counts[table]
    )


def _stop(name: str, detail: str, table: str = "timeline") -> CheckOutcome:
    return CheckOutcome(table, name, Level.TABLE, Outcome.FAILED, (), detail)


def _merged(first: tuple[CheckOutcome, ...], later: tuple[CheckOutcome, ...]) -> tuple[CheckOutcome, ...]:
    """The first outcomes, with those of a later round where only that one failed."""
    worse = {(each.suite, each.check_name): each for each in later if each.outcome is not Outcome.PASSED}
    return tuple(
        worse.get((each.suite, each.check_name), each) if each.outcome is Outcome.PASSED else each for each in first
    )
