"""Where batches are extracted: the task runner that the settings name."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from prefect.futures import PrefectFuture
    from prefect.task_runners import TaskRunner

    from flows.config.model import Runner

    AnyRunner = TaskRunner[PrefectFuture[Any]]


def workers_of(settings: Runner) -> int:
    """Batches in work at once: as given, else as many as there are cores."""
    return settings.workers or os.cpu_count() or 1


def task_runner(settings: Runner) -> AnyRunner:
    """The runner, to be entered; its ``submit`` takes a task and its parameters."""
    return KINDS[settings.kind](settings)


def _threads(settings: Runner) -> AnyRunner:
    from prefect.task_runners import ThreadPoolTaskRunner

    return ThreadPoolTaskRunner(max_workers=workers_of(settings))  # type: ignore[return-value]


# A kind is a line here; its name is what `[runner] kind` takes.
KINDS: Mapping[str, Callable[[Runner], AnyRunner]] = {"threads": _threads}
