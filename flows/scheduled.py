"""The flow that deployments run: the build that ``dateline.toml`` asks for, without a person watching."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect import flow, get_run_logger
from prefect.context import FlowRunContext
from prefect.states import Completed, Failed

from flows.build_timeline import run_build
from flows.config.loading import load
from flows.config.model import Config
from flows.errors import DatelineError
from flows.notify import tell_ended, tell_failed
from flows.report import Report, lines
from flows.request import requested
from warehouse.errors import BusyError
from warehouse.files import Kind, look
from warehouse.reading import read_rows
from warehouse.store import Warehouse

_LEVELS = {"red": logging.ERROR, "yellow": logging.WARNING}
_reports: dict[UUID, Report] = {}  # of the runs of this process, for the hooks


def _ended(flow: Any, flow_run: Any, state: Any) -> None:  # noqa: ARG001 – the engine's own names
    """Hook: tell whom the settings name.  A turn that was skipped is nobody's business."""
    if state.name == SKIPPED:
        return
    try:
        config = load(Path(flow_run.parameters["config"]))
    except (DatelineError, KeyError) as error:
        logging.getLogger(__name__).error("nobody can be told how the run ended: %s", error)
        return
    report = _reports.pop(flow_run.id, None)
    if report is not None:
        tell_ended(config, report)
    else:
        tell_failed(config, state.message or state.name)


SKIPPED = "Skipped"


@flow(
    name="scheduled-build",
    on_completion=[_ended],
    on_failure=[_ended],
    on_crashed=[_ended],
    on_cancellation=[_ended],
)
def scheduled_build(config: str) -> Any:
    """Build what the settings in the file ``config`` ask for.

    A turn is skipped where another run holds the warehouse, or where a run that began after this turn was due has
    done its work already: of turns missed while nothing was up, only the first is made up for.
    """
    logger, context = get_run_logger(), FlowRunContext.get()
    settings = load(Path(config))
    if reason := _made_up(settings, context):
        logger.info(reason)
        return Completed(name=SKIPPED, message=reason)
    try:
        with contextlib.chdir(settings.file.parent):  # sources are named as in the file
            report = run_build(requested(settings))
    except BusyError as error:
        logger.warning("skipped: %s", error)
        return Completed(name=SKIPPED, message=str(error))
    said = list(lines(report))
    for style, line in said:
        logger.log(_LEVELS.get(style, logging.INFO), "%s", line)
    if context is not None and context.flow_run is not None:
        _reports[context.flow_run.id] = report
    if report.refused:
        return Failed(name="Refused", message=said[-1][1])
    return Completed(message=said[-1][1])


def _made_up(settings: Config, context: FlowRunContext | None) -> str | None:
    """Why a turn of the schedule needs no run any more; ``None`` where it does, and for runs that people start."""
    run = context.flow_run if context is not None else None
    if run is None or not run.auto_scheduled or run.expected_start_time is None:
        return None
    last = last_start(settings)
    if last is None or last < run.expected_start_time:
        return None
    return f"due {run.expected_start_time:%Y-%m-%d %H:%M:%S}, made up for by the run of {last:%Y-%m-%d %H:%M:%S} UTC"


def last_start(settings: Config) -> dt.datetime | None:
    """When the last run that is written down began, published or refused."""
    for path in (Warehouse(settings.warehouse).working, settings.warehouse):
        if path.exists() and look(path).kind is Kind.OURS:
            value = read_rows(path, "SELECT max(started) FROM runs")[0][0]
            return value if isinstance(value, dt.datetime) else None
    return None
