"""`dateline serve`: one process that runs the build on its schedule."""

from __future__ import annotations

import datetime as dt
import logging
import sys
from ipaddress import ip_address
from pathlib import Path

import click

from flows.commands.options import config_option
from flows.config.loading import load
from flows.config.model import Config
from flows.config.schedule import missed, upcoming
from flows.errors import DatelineError, ExitCode
from flows.interruption import Interruption
from flows.settings import keep_temporary_files_apart, prepare_prefect
from flows.temporary_server import LOOPBACK, LastingServer

_PORT = 4200  # where the flow engine's pages are by custom


def _address(_context: click.Context, _option: click.Parameter, value: str) -> str:
    try:
        return str(ip_address(value))
    except ValueError:
        raise click.BadParameter(f"{value!r} is no IP address, such as {LOOPBACK} or 0.0.0.0") from None


@click.command()
@config_option
@click.option("--port", type=click.IntRange(1, 65535), default=_PORT, show_default=True, help="Of the server's pages.")
@click.option(
    "--host",
    metavar="ADDRESS",
    callback=_address,
    default=LOOPBACK,
    show_default=True,
    help="Address to listen on; 0.0.0.0 is every one of this machine.  The pages have no password, and whoever reaches "
    "them can start runs: only where the network is trusted.",
)
def serve(config: Path, port: int, host: str) -> None:
    """Run the build on the schedule of dateline.toml until stopped, and show the runs in the browser.

    Starts a Prefect server of its own, unless PREFECT_API_URL names one.  Runs never overlap; what was missed while
    nothing was up is made up for once.
    """
    settings = load(config)
    if not (settings.schedule.cron or settings.schedule.every):
        raise DatelineError(
            f"{config.name}: schedule: has neither cron nor every; without one there is nothing to serve",
            ExitCode.USAGE,
        )
    prepare_prefect(verbose=True)
    server = LastingServer(port, host)
    with server:
        server.wait()
        click.echo(f"runs are shown at {server.address}; stop with Ctrl-C", err=True)
        with Interruption() as interruption:
            _serve(settings, interruption)


def _serve(settings: Config, interruption: Interruption) -> None:
    from prefect.runner import Runner

    from flows.deployments import apply, deployment_of, run_now, tidy
    from flows.scheduled import last_start

    # It says every ten seconds that a turn waits while a run is under way.
    logging.getLogger("prefect.runner").setLevel(logging.WARNING)
    now = dt.datetime.now(dt.UTC)
    deployment = deployment_of(settings)
    interruption.heed()
    identity = apply(deployment)
    tidy(identity, now)
    interruption.heed()
    if settings.schedule.catch_up and missed(settings.schedule, last_start(settings), now):
        click.echo("a run is due since before this start: running once now", err=True)
        run_now(identity)
    for moment in upcoming(settings.schedule, now, 1):
        click.echo(f"next by the schedule: {moment:%Y-%m-%d %H:%M:%S %Z}", err=True)
    sys.stderr.flush()
    keep_temporary_files_apart()
    runner = Runner(limit=1)
    runner.add_deployment(deployment)
    if interruption.run(runner.start()):
        click.echo("stopped", err=True)
