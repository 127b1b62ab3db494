"""`dateline build`: the main flow, from the command line."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click
from rich.status import Status

from flows.commands.options import lexicon_option, warehouse_option
from flows.errors import DatelineError, ExitCode
from flows.output import console, printable
from flows.report import Report, lines
from flows.request import BuildRequest
from flows.settings import prepare_prefect
from flows.sources.base import parse_day
from warehouse.files import look

_FILE = click.Path(exists=True, dir_okay=False)
_PLAIN_LINE_EVERY = 15.0  # seconds; a short run shows its report only


@click.command()
@click.argument("sources", metavar="SOURCE…", nargs=-1)
@click.option("--manifest", metavar="CSV", help="Files to read, with their title, published, url, language.")
@click.option("--published", metavar="DAY", help="Publication date (YYYY-MM-DD) of documents that give none.")
@warehouse_option
@lexicon_option
@click.option("--actors", type=_FILE, metavar="TOML", help="Actors and spellings of your own.")
@click.option(
    "--corrections", type=_FILE, metavar="TOML", help="What people decided: accept, reject, merge, split, set."
)
@click.option("--wait", type=float, default=0.0, metavar="SECONDS", help="Wait for another run on this warehouse.")
@click.option("--keep", type=click.IntRange(1), default=5, show_default=True, metavar="N", help="Releases to keep.")
@click.option("--strict", is_flag=True, help="Exit with 1 if anything was held back.")
@click.option("-v", "--verbose", is_flag=True, help="Show the flow engine's own log.")
def build(
    sources: tuple[str, ...],
    manifest: str | None,
    published: str | None,
    warehouse: str,
    lexicons: tuple[str, ...],
    actors: str | None,
    corrections: str | None,
    wait: float,
    keep: int,
    strict: bool,
    verbose: bool,
) -> None:
    """Read articles and publish the timeline.

    SOURCE is a text or Markdown file, a JSON Lines file (also .gz; - is standard input), a folder, or a glob.
    """
    if not sources and manifest is None:
        raise click.UsageError("name at least one SOURCE, or a --manifest")
    try:
        parse_day(published, "--published")
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    request = BuildRequest(sources, warehouse, manifest, published, lexicons, actors, corrections, wait=wait, keep=keep)
    finish(run(request, verbose=verbose), strict=strict)


def run(request: BuildRequest, *, verbose: bool = False) -> Report:
    """Run the flow, with the slow starters (server, checks) begun before anything slow is imported here."""
    look(Path(request.warehouse))  # a warehouse that cannot be used is told at once, before anything is started
    prepare_prefect(verbose=verbose)
    from expectations.gate import Gate
    from flows.temporary_server import TemporaryServer

    with TemporaryServer() as server, Gate.start() as gate, _Progress() as progress:
        progress.tell("starting")
        from flows.build_timeline import build_timeline, prepared

        server.wait()
        with prepared(gate, progress.tell):
            result = build_timeline(request)
    if not isinstance(result, Report):
        raise DatelineError("the flow engine gave no report; run again with -v to see why")
    return result


def finish(report: Report, *, strict: bool) -> None:
    """Tell what became of the run, and end with the exit code that says so."""
    out = console(error=True)
    for style, line in lines(report):
        out.print(printable(line), style=style, soft_wrap=True)
    if report.refused:
        sys.exit(ExitCode.GATE_REFUSED)
    if report.missing:
        sys.exit(ExitCode.UNREADABLE)
    if strict and report.quarantined:
        sys.exit(ExitCode.QUARANTINED)


class _Progress:
    """A moving line on a terminal; elsewhere a plain line now and then, so that a long run's log shows it lives."""

    def __init__(self) -> None:
        self._status = Status("", console=console(error=True)) if sys.stderr.isatty() else None
        self._told = time.monotonic()

    def __enter__(self) -> _Progress:
        if self._status is not None:
            self._status.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._status is not None:
            self._status.stop()

    def tell(self, what: str) -> None:
        """Say what the run is at."""
        if self._status is not None:
            self._status.update(printable(what))
        elif time.monotonic() - self._told > _PLAIN_LINE_EVERY:
            self._told = time.monotonic()
            click.echo(printable(what), err=True)
