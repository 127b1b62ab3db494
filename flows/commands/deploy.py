"""`dateline deploy`: hand the schedule to a Prefect server, a work pool and its workers."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import click

from flows.commands.options import config_option
from flows.config.loading import load
from flows.config.schedule import upcoming
from flows.errors import DatelineError, ExitCode
from flows.settings import prepare_prefect


@click.command()
@config_option
@click.option("--pool", default="dateline", show_default=True, metavar="NAME", help="The work pool; made if missing.")
def deploy(config: Path, pool: str) -> None:
    """Put the build of dateline.toml on the Prefect server that PREFECT_API_URL names.

    Deploying again changes the schedule; all other settings are read from the file by each run.
    """
    settings = load(config)
    if "PREFECT_API_URL" not in os.environ:
        raise DatelineError(
            "which server? set PREFECT_API_URL, as in http://127.0.0.1:4200/api (prefect server start starts one)",
            ExitCode.USAGE,
        )
    prepare_prefect(verbose=False)
    import httpx
    from prefect.exceptions import PrefectException

    from flows.deployments import apply, deployment_of
    from flows.pools import ensure_pool

    try:
        ensure_pool(pool)
        deployment = deployment_of(
            settings, work_pool_name=pool, job_variables={"working_dir": str(settings.file.parent)}
        )
        apply(deployment)
    except (httpx.HTTPError, PrefectException) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise DatelineError(f"{os.environ['PREFECT_API_URL']}: the server could not be used ({reason})") from error
    click.echo(f"deployed scheduled-build/{settings.schedule.name} to the pool {pool}")
    for moment in upcoming(settings.schedule, dt.datetime.now(dt.UTC), 1):
        click.echo(f"next run: {moment:%Y-%m-%d %H:%M:%S %Z}, once a worker is up: prefect worker start --pool {pool}")
