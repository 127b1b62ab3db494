"""`dateline validate`: what the checks of a run found."""

from __future__ import annotations

from pathlib import Path

import click
import polars as pl

from expectations.report import report_page
from flows.commands.options import format_option, warehouse_option
from flows.errors import DatelineError
from flows.output import render
from warehouse.queries import query

_CHECKS = """
select suite, check_name, level, outcome, failing_rows, detail from validations
where run_id = coalesce($run, (select run_id from runs join (select distinct run_id from validations) using (run_id)
                               order by started desc limit 1))
order by outcome = 'passed', suite, check_name
"""


@click.command()
@click.option("--report", metavar="HTML", help="Write one self-contained page instead.")
@click.option("--run", "run_id", metavar="RUN", help="The run to show; default: the last that checked.")
@warehouse_option
@format_option
def validate(report: str | None, run_id: str | None, warehouse: str, form: str) -> None:
    """Show each check of the last run, failed ones first; --report writes them as a page that needs no network."""
    if report is None:
        checks = query(warehouse, _CHECKS, parameters={"run": run_id})
        if checks.is_empty():
            raise DatelineError(f"{warehouse}: no checks of {run_id or 'any run'} are written down; build first")
        render(checks, form, fixed=("outcome", "level"))
        if form == "table":
            click.echo(_summary(checks), err=True)
        return
    page = report_page(warehouse, run_id)
    try:
        Path(report).write_text(page, encoding="utf-8")
    except OSError as error:
        raise DatelineError(f"{report}: cannot be written ({error.strerror}); choose another file") from error
    click.echo(f"{report}  {len(page):,} characters")


def _summary(checks: pl.DataFrame) -> str:
    """How the checks ended, in one line."""
    counts = dict(checks.group_by("outcome").len().iter_rows())
    told = ", ".join(f"{counts[outcome]} {outcome}" for outcome in ("error", "failed", "passed") if outcome in counts)
    return f"{checks.height} check{'' if checks.height == 1 else 's'}: {told}"
