"""Runs the checks of a stage with Great Expectations.  Importing this costs seconds: only the worker does.

Checks that have a screen are asked in two steps: for each pass, which asks the screens of many checks at once, an
expectation that it suspects nothing, and only where that fails, for each check that is suspected, the one that finds
the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import great_expectations as gx
from great_expectations.data_context.types.base import ProgressBarsConfig

from expectations.answers import Answer, one_by_one, side_by_side
from expectations.changed import changed_rows, fingerprint
from expectations.check import Check, CheckOutcome, Level, Outcome
from expectations.duckdb_in_place import datasource
from expectations.rows_expectation import NothingFound
from expectations.screening import Pass, passes

_MANY = 20  # rows named in a detail; the ids are all kept


def run_checks(database: Path, checks: Iterable[Check], *, changed_only: bool = False) -> tuple[CheckOutcome, ...]:
    """The outcome of each check on a closed DuckDB file, one suite a table.

    With ``changed_only``, checks of rows look only at those that may be bad by what has changed since all passed,
    where the file tells which these are.
    """
    checks = tuple(checks)
    by_table = {
        table: tuple(of_table)
        for table, of_table in groupby(sorted(checks, key=lambda check: check.table), key=lambda check: check.table)
    }
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    outcomes: list[CheckOutcome] = []
    with datasource(context, database) as source:
        engine = source.get_execution_engine()
        changed = changed_rows(partial(_ask, engine), fingerprint(checks)) if changed_only else None
        parts = {table: (changed or {}).get(table, (table, None)) for table in by_table}
        planned = {
            table: passes(of_rows, by_table[table], whole=of_rows == table) for table, (of_rows, _) in parts.items()
        }
        queries = [each.sql for of_table in planned.values() for each in of_table]
        asking = side_by_side(engine, queries) if changed is None else nullcontext(one_by_one(engine, queries))
        with asking as answers:
            for table, of_table in by_table.items():
                asset = source.add_table_asset(table, table_name=table)
                batch = asset.add_batch_definition_whole_table("all").get_batch()
                looks = tuple(_looks(engine, table, planned[table], answers))
                outcomes.extend(_outcomes(batch, of_table, looks, parts[table]))
    return tuple(outcomes)


def _outcomes(
    batch: Any, checks: Sequence[Check], looks: Sequence[_Look], part: tuple[str, int | None]
) -> Iterator[CheckOutcome]:
    """The outcome of each check of a table; ``part`` names the table or some of its rows, and how many these are."""
    of_rows, many = part
    table = checks[0].table
    unscreened = [check for check in checks if all(check not in look.checks for look in looks)]
    asked = [*(look.query for look in looks), *(rendered(check, of_rows) for check in unscreened)]
    first = _validated(batch, table, asked)
    results = {check.name: first.get(len(looks) + at) for at, check in enumerate(unscreened)}
    suspects: list[Check] = []
    clear: set[str] = set()
    for at, look in enumerate(looks):
        found = () if _good(first.get(at)) else look.suspected
        suspects.extend(found)
        clear |= {check.name for check in look.checks if check not in found}
    if suspects:
        again = _validated(batch, table, [rendered(check, of_rows) for check in suspects])
        results |= {check.name: again.get(at) for at, check in enumerate(suspects)}
    for check in checks:
        looked_at = many if check.level is Level.ROW else None
        if check.name in clear:
            yield _passed(check, looked_at)
        else:
            yield _outcome(check, results.get(check.name), looked_at)


def rendered(check: Check, of_rows: str) -> str:
    """The check's query as GX takes it: one row with all ids, or none.

    ``of_rows`` is the table that a check of rows looks at: the one that is checked, or one with some of its rows.

    One row, because GX fetches 200 at most.  Braces are doubled (GX formats the text) and colons before words
    escaped (SQLAlchemy would bind them).
    """
    query = f"SELECT list(id ORDER BY id) AS ids FROM ({check.query}) HAVING count(*) > 0"
    query = query.replace("{", "{{").replace("}", "}}")
    query = re.sub(r"(?<!:):(?=\w)", r"\\:", query)
    part = of_rows != check.table and check.level is Level.ROW
    return query.replace("$batch", of_rows if part else "(SELECT * FROM {batch})")


def _ask(engine: Any, sql: str) -> Sequence[Sequence[Any]]:
    with engine.get_connection() as connection:
        result = connection.exec_driver_sql(sql)
        return result.fetchall() if result.returns_rows else ()


@dataclass(frozen=True, slots=True)
class _Look:
    """A pass and its answer, which also stands in a temporary table for an expectation to look at."""

    name: str
    checks: tuple[Check, ...]
    answer: tuple[bool, ...]

    @property
    def query(self) -> str:
        """A query that finds something where any of the checks is suspected to."""
        return f"SELECT 1 FROM {self.name} WHERE suspicious"

    @property
    def suspected(self) -> tuple[Check, ...]:
        """The checks that may find something."""
        return tuple(check for check, suspicious in zip(self.checks, self.answer, strict=True) if suspicious)


def _looks(engine: Any, table: str, planned: Sequence[Pass], answers: Iterator[Answer]) -> Iterator[_Look]:
    """The passes of a table with their answers, which come in the same order.

    A pass that breaks (a column is missing) is left out: its checks are then asked one by one, and each says itself
    what is wrong.
    """
    for number, (each, answer) in enumerate(zip(planned, answers, strict=False)):
        if answer is None:
            continue
        name = f"screen_{table}_{number}"
        rows = ", ".join(f"({str(suspicious).lower()})" for suspicious in answer)
        _ask(engine, f"CREATE OR REPLACE TEMP TABLE {name} AS FROM (VALUES {rows}) AS answers(suspicious)")
        yield _Look(name, each.checks, answer)


def _validated(batch: Any, table: str, queries: Sequence[str]) -> dict[int, Any]:
    """The result of an expectation for each query, by its position."""
    expectations = [
        NothingFound(unexpected_rows_query=query, meta={"position": position}) for position, query in enumerate(queries)
    ]
    suite = gx.ExpectationSuite(name=table, expectations=expectations)
    results = batch.validate(suite, result_format="COMPLETE").results
    return {result.expectation_config.meta["position"]: result for result in results}


def _good(result: Any) -> bool:
    return result is not None and bool(result.success)


def _passed(check: Check, many: int | None) -> CheckOutcome:
    """A good outcome; ``many`` is how many rows were looked at where these were not all."""
    detail = None if many is None else f"{many:,} rows; the others passed before"
    return CheckOutcome(check.table, check.name, check.level, Outcome.PASSED, detail=detail)


def _outcome(check: Check, result: Any, many: int | None) -> CheckOutcome:
    """What became of a check that was asked; ``many`` as of :func:`_passed`."""

    def outcome(what: Outcome, ids: tuple[str, ...] = (), detail: str | None = None) -> CheckOutcome:
        return CheckOutcome(check.table, check.name, check.level, what, ids, detail)

    if result is None:
        return outcome(Outcome.ERROR, detail="the check gave no result")
    if message := _raised(result.exception_info):
        return outcome(Outcome.ERROR, detail=message)
    if result.success:
        return _passed(check, many)
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
