"""`dateline build`: the main flow, from the command line."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource
from rich.status import Status

from flows.commands.options import lexicon_option, warehouse_option
from flows.config.loading import FILE, load
from flows.config.model import Config
from flows.errors import DatelineError, ExitCode
from flows.output import console, printable
from flows.report import Report, lines
from flows.request import BuildRequest, requested
from flows.settings import prepare_prefect
from flows.sources.base import parse_day
from flows.sources.places import is_address, is_storage
from warehouse.files import look

_FILE = click.Path(exists=True, dir_okay=False)
_PLAIN_LINE_EVERY = 15.0  # seconds; a short run shows its report only


@click.command()
@click.argument("sources", metavar="SOURCE…", nargs=-1)
@click.option("--config", type=_FILE, metavar="TOML", help="The settings; default without SOURCE: ./dateline.toml.")
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
@click.option("--notify", is_flag=True, help="Tell whom the settings name how the run ended.")
@click.option("--strict", is_flag=True, help="Exit with 1 if anything was held back.")
@click.option("-v", "--verbose", is_flag=True, help="Show the flow engine's own log.")
@click.pass_context
def build(
    context: click.Context,
    /,
    sources: tuple[str, ...],
    config: str | None,
    manifest: str | None,
    notify: bool,
    strict: bool,
    verbose: bool,
    **options: Any,
) -> None:
    """Read articles and publish the timeline.

    SOURCE is a file (text, Markdown, HTML, PDF, e-mail, JSON Lines, CSV, Parquet, WARC, feed), a folder, a glob, an
    address (a page, feed or sitemap), a storage path (s3://…), or - for JSON Lines from standard input.
    Without any, the sources and settings of dateline.toml are used; options given here go before it.
    """
    if config is None and not sources and manifest is None:
        if not Path(FILE).exists():
            raise click.UsageError(f"name a SOURCE or a --manifest, or write a {FILE} (dateline init)")
        config = FILE
    for name in (*sources, *filter(None, [manifest])):
        if not name.isascii() and name != name.encode("utf-8", "replace").decode("utf-8"):
            raise DatelineError(f"{printable(ascii(name))}: the name is no UTF-8; rename the file, or name its folder")
    given = {name: value for name, value in options.items() if _was_given(context, name)}
    try:
        parse_day(given.get("published"), "--published")
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if config is None:
        if notify:
            raise click.UsageError("--notify tells whom a dateline.toml names; give --config")
        finish(run(BuildRequest(sources, manifest=manifest, **options), verbose=verbose), strict=strict)
        return
    settings = load(Path(config))
    request = requested(settings)
    if sources or manifest is not None:
        request = replace(request, sources=sources, manifest=manifest, declared=())
    folder = settings.file.parent
    request = replace(request, **given)
    if folder != Path.cwd():
        request = _from_elsewhere(request, given)
    finish(
        _told(request, settings, folder, verbose) if notify else run(request, folder, verbose=verbose), strict=strict
    )


def run(
    request: BuildRequest,
    folder: Path | None = None,
    *,
    verbose: bool = False,
    tell: Callable[[Report | Exception], None] = lambda _: None,
) -> Report:
    """Run the flow, with the slow starters (server, checks) begun before anything slow is imported here.

    ``folder`` is where the sources' relative paths start.  ``tell`` is called with how the run ended, while the
    engine's server is still there: notification blocks are kept in it.
    """
    look(Path(request.warehouse))  # a warehouse that cannot be used is told at once, before anything is started
    prepare_prefect(verbose=verbose)
    from expectations.gate import Gate
    from flows.temporary_server import TemporaryServer

    with TemporaryServer() as server, Gate.start() as gate, _Progress() as progress:
        progress.tell("starting")
        from flows.build_timeline import build_timeline, prepared

        with _model_loading(beside=Path(request.warehouse).exists()):
            server.wait()
        with prepared(gate, progress.tell), contextlib.chdir(folder or Path.cwd()):
            try:
                result = build_timeline(request)
            except Exception as error:
                tell(error)
                raise
        if isinstance(result, Report):
            tell(result)
    if not isinstance(result, Report):
        raise DatelineError("the flow engine gave no report; run again with -v to see why")
    return result


@contextlib.contextmanager
def _model_loading(*, beside: bool) -> Iterator[None]:
    """Load the language model while something else is waited for.

    Not for a first build: that has many documents, which other processes extract, and each loads its own.
    """
    from flows.extraction.events.parser import load_model
    from flows.extraction.pipeline import ExtractionSettings

    def load() -> None:
        with contextlib.suppress(Exception):  # whoever needs it says what is wrong
            load_model(ExtractionSettings().model)

    loading = threading.Thread(target=load, daemon=True)
    if beside:
        loading.start()
    yield
    if beside:
        loading.join()


def _told(request: BuildRequest, settings: Config, folder: Path, verbose: bool) -> Report:
    """Run, and tell whom the settings name; a run that fails is told and fails."""
    from flows.notify import tell_ended, tell_failed

    told: list[Report | Exception] = []

    def tell(end: Report | Exception) -> None:
        if told:
            return
        told.append(end)
        if isinstance(end, Report):
            tell_ended(settings, end)
        else:
            tell_failed(settings, " ".join(str(end).split()))

    try:
        return run(request, folder, verbose=verbose, tell=tell)
    except Exception as error:
        tell(error)  # where it failed before the flow began
        raise


def _was_given(context: click.Context, name: str) -> bool:
    return context.get_parameter_source(name) is not ParameterSource.DEFAULT


def _from_elsewhere(request: BuildRequest, given: dict[str, Any]) -> BuildRequest:
    """Paths of the command line start where the command was given, also where the settings lie elsewhere."""
    whole: dict[str, Any] = {
        name: str(Path(given[name]).resolve()) for name in ("warehouse", "actors", "corrections") if given.get(name)
    }
    whole |= {"sources": tuple(map(_whole, request.sources))}
    if request.manifest:
        whole |= {"manifest": str(Path(request.manifest).resolve())}
    if given.get("lexicons"):
        whole |= {"lexicons": tuple(str(Path(each).resolve()) for each in given["lexicons"])}
    return replace(request, **whole)


def _whole(source: str) -> str:
    """A source that means the same wherever it is read; of a storage path (``zip://::a.zip``) the last part may be one.

    Standard input, addresses and paths of object storage start nowhere.
    """
    if source == "-" or is_address(source):
        return source
    chain, mark, path = source.rpartition("::") if is_storage(source) else ("", "", source)
    return source if "://" in path else f"{chain}{mark}{Path(path).resolve()}"


def finish(report: Report, *, strict: bool) -> None:
    """Tell what became of the run, and end with the exit code that says so."""
    out = console(error=True)
    for style, line in lines(report):
        out.print(printable(line), style=style, soft_wrap=True)
    if report.refused:
        sys.exit(ExitCode.GATE_REFUSED)
    if report.missing or report.unwritten:
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
