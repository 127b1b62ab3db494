"""The one expectation that all checks are: a query that finds nothing."""

from __future__ import annotations

from typing import Any, ClassVar

from great_expectations.expectations.core.unexpected_rows_expectation import UnexpectedRowsExpectation


class NothingFound(UnexpectedRowsExpectation):
    """An ``UnexpectedRowsExpectation`` that asks the database once.

    The general one runs the query twice, to fetch 200 rows and to count all.  Ours give one row with all ids, or
    none, so the rows are the count.
    """

    metric_dependencies: ClassVar[tuple[str, ...]] = ("unexpected_rows_query.table",)

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: Any = None,
    ) -> dict[str, Any]:
        """As GX asks of every expectation; always complete, whatever the result format."""
        del runtime_configuration, execution_engine
        rows = metrics["unexpected_rows_query.table"]
        return {
            "success": not rows,
            "result": {"observed_value": len(rows), "details": {"unexpected_rows": rows}},
        }
