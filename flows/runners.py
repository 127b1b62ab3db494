"""Where batches are extracted: the task runner that the settings name."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows.errors import DatelineError, ExitCode
from flows.workers import end_with_parent

if TYPE_CHECKING:
    from prefect.futures import PrefectFuture
    from prefect.task_runners import TaskRunner

    from flows.config.model import Runner

    AnyRunner = TaskRunner[PrefectFuture[Any]]


@dataclass(frozen=True, slots=True)
class Kind:
    """How to make a runner; ``away`` where its workers may not share our disk, so that results come as bytes."""

    make: Callable[[Runner], AnyRunner]
    away: bool = False


def workers_of(settings: Runner) -> int:
    """Batches in work at once: as given, else as many as there are cores."""
    return settings.workers or os.cpu_count() or 1


def kind_of(settings: Runner, *, one_batch: bool) -> Kind:
    """The kind that the settings name; a single batch is not worth the start of other processes."""
    return KINDS["threads" if one_batch and settings.kind == "processes" else settings.kind]


def _threads(settings: Runner) -> AnyRunner:
    from prefect.task_runners import ThreadPoolTaskRunner

    return ThreadPoolTaskRunner(max_workers=workers_of(settings))  # type: ignore[return-value]


def _processes(settings: Runner) -> AnyRunner:
    from prefect.task_runners import ProcessPoolTaskRunner

    return ProcessPoolTaskRunner(  # type: ignore[return-value]
        max_workers=workers_of(settings), initializer=end_with_parent
    )


def _dask(settings: Runner) -> AnyRunner:
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        message = "the runner dask needs further packages: pip install 'dateline[dask]'"
        raise DatelineError(message, ExitCode.USAGE) from error
    if settings.address:
        return DaskTaskRunner(address=settings.address)  # type: ignore[return-value]
    local = {"n_workers": workers_of(settings), "threads_per_worker": 1}
    return DaskTaskRunner(cluster_kwargs=local)  # type: ignore[return-value]


# Each is a line here; its name is what `[runner] kind` takes.
KINDS: Mapping[str, Kind] = {
    "processes": Kind(_processes),
    "threads": Kind(_threads),
    "dask": Kind(_dask, away=True),
}
