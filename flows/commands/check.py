"""`dateline check`: look a dateline.toml over before it is left to itself."""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
from pathlib import Path

import click
import polars as pl

from flows.config.checking import Finding, findings
from flows.config.loading import load
from flows.config.problems import ConfigError
from flows.errors import ExitCode
from flows.output import console, printable, render


@click.command()
@click.argument("file", metavar="[TOML]", type=click.Path(path_type=Path), default=Path("dateline.toml"))
@click.option("--fetch", is_flag=True, help="Ask the servers of the sources too, each for its first document.")
def check(file: Path, fetch: bool) -> None:
    """Look over the settings: every mistake in the file, its sources, lexicons, outputs and schedule.

    Exit code 2 where the file has mistakes, 4 where something it names cannot be used.
    """
    try:
        config = load(file)
    except ConfigError as error:
        for problem in error.problems:
            console(error=True).print(printable(problem), style="red", soft_wrap=True)
        sys.exit(ExitCode.USAGE)
    with contextlib.chdir(config.file.parent):
        found = list(findings(config, dt.datetime.now(dt.UTC), fetch=fetch))
    _print(found)
    if any(not each.good for each in found):
        sys.exit(ExitCode.UNREADABLE)


def _print(found: list[Finding]) -> None:
    rows = [("ok" if each.good else "PROBLEM", each.what, each.told) for each in found]
    frame = pl.DataFrame(rows, schema=["state", "setting", "found"], orient="row")
    render(frame, "table", fixed=("state", "setting"))
    # A table shortens what is too wide for it; what is wrong has to be read to its end.
    for each in found:
        if not each.good:
            console(error=True).print(printable(f"{each.what}: {each.told}"), style="red", soft_wrap=True)
