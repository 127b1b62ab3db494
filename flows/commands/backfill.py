"""`dateline backfill`: read what was published in a window of days, once and now."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import click

from flows.commands.build import finish, run
from flows.commands.options import Day, config_option
from flows.config.loading import load
from flows.request import Window, requested


@click.command()
@config_option
@click.option("--since", type=Day(), help="The first day (a month or a year will do).")
@click.option("--until", type=Day(last=True), help="The last day.")
@click.option("--again", is_flag=True, help="Extract documents that are known, too.")
@click.option("--strict", is_flag=True, help="Exit with 1 if anything was held back.")
@click.option("-v", "--verbose", is_flag=True, help="Show the flow engine's own log.")
def backfill(
    config: Path, since: dt.date | None, until: dt.date | None, again: bool, strict: bool, verbose: bool
) -> None:
    """Read the documents of dateline.toml's sources that were published in a window of days.

    Sources are asked in full, also for what has not changed.  What was published on other days is left to
    ordinary runs; so is what does not tell its day.
    """
    if since is None and until is None:
        raise click.UsageError("give --since, --until or both")
    if since and until and since > until:
        raise click.UsageError(f"--since {since} is later than --until {until}")
    settings = load(config)
    request = replace(requested(settings), window=Window(since, until), again=again)
    finish(run(request, folder=settings.file.parent, verbose=verbose), strict=strict)
