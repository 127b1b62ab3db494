"""Runs the checks of a stage with Great Expectations.  Importing this costs seconds: only the worker does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

import great_expectations as gx
from great_expectations.data_context.types.base import ProgressBarsConfig

from expectations.check import Check, CheckOutcome, Level, Outcome
from expectations.duckdb_in_place import datasource
from expectations.rows_expectation import NothingFound

_MANY = 20  # rows named in a detail; the ids are all kept


def run_checks(database: Path, checks: Iterable[Check]) -> tuple[CheckOutcome, ...]:
    """The outcome of each check on a closed DuckDB file, one suite a table."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    outcomes: list[CheckOutcome] = []
    with datasource(context, database) as source:
        for table, of_table in groupby(sorted(checks, key=lambda check: check.table), key=lambda check: check.table):
            listed = list(of_table)
            expectations = [
                NothingFound(unexpected_rows_query=rendered(check), meta={"position": position})
                for position, check in enumerate(listed)
            ]
            suite = gx.ExpectationSuite(name=table, expectations=expectations)
            batch = source.add_table_asset(table, table_name=table).add_batch_definition_whole_table("all").get_batch()
            results = batch.validate(suite, result_format="COMPLETE").results
            by_position = {result.expectation_config.meta["position"]: result for result in results}
            outcomes.extend(_outcome(check, by_position.get(position)) for position, check in enumerate(listed))
    return tuple(outcomes)


def rendered(check: Check) -> str:
    """The check's query as GX takes it: one row with all ids, or none.

    One row, because GX fetches 200 at most.  Braces are doubled (GX formats the text) and colons before words
    escaped (SQLAlchemy would bind them).
    """
    query = f"SELECT list(id ORDER BY id) AS ids FROM ({check.query}) HAVING count(*) > 0"
    query = query.replace("{", "{{").replace("}", "}}")
    query = re.sub(r"(?<!:):(?=\w)", r"\\:", query)
    return query.replace("$batch", "(SELECT * FROM {batch})")


def _outcome(check: Check, result: Any) -> CheckOutcome:
    def outcome(what: Outcome, ids: tuple[str, ...] = (), detail: str | None = None) -> CheckOutcome:
        return CheckOutcome(check.table, check.name, check.level, what, ids, detail)

    if result is None:
        return outcome(Outcome.ERROR, detail="the check gave no result")
    if message := _raised(result.exception_info):
        return outcome(Outcome.ERROR, detail=message)
    if result.success:
        return outcome(Outcome.PASSED)
    rows = result.result.get("details", {}).get("unexpected_rows") or []
    found = tuple(str(each) for row in rows for each in row["ids"])
    if not found:
        return outcome(Outcome.ERROR, detail="the check failed without saying where")
    shown = ", ".join(found[:_MANY]) + (f" and {len(found) - _MANY} more" if len(found) > _MANY else "")
    return outcome(Outcome.FAILED, found if check.level is Level.ROW else (), shown)


def _raised(info: Any) -> str | None:
    """The message of an exception inside a check; GX keeps one record, or one for each metric."""
    records = [info] if "raised_exception" in info else list(info.values())
    for record in records:
        if record.get("raised_exception"):
            return str(record.get("exception_message")).strip().splitlines()[0]
    return None
