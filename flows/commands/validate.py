"""`dateline validate`: what the checks of a run found."""

from __future__ import annotations

from pathlib import Path

import click

from expectations.report import report_page
from flows.commands.options import format_option, warehouse_option
from flows.errors import DatelineError
from flows.output import render
from warehouse.queries import query

_LAST = """
select suite, check_name, level, outcome, failing_rows, detail from validations
where run_id = (select run_id from runs join (select distinct run_id from validations) using (run_id)
                order by started desc limit 1)
order by outcome = 'passed', suite, check_name
"""


@click.command()
@click.option("--report", metavar="HTML", help="Write one self-contained page instead.")
@click.option("--run", "run_id", metavar="RUN", help="The run to report on; default: the last that checked.")
@warehouse_option
@format_option
def validate(report: str | None, run_id: str | None, warehouse: str, form: str) -> None:
    """Show each check of the last run, failed ones first; --report writes them as a page that needs no network."""
    if report is None:
        render(query(warehouse, _LAST), form, fixed=("outcome", "level"))
        return
    page = report_page(warehouse, run_id)
    try:
        Path(report).write_text(page, encoding="utf-8")
    except OSError as error:
        raise DatelineError(f"{report}: cannot be written ({error.strerror}); choose another file") from error
    click.echo(f"{report}  {len(page):,} characters")
