"""The deployment that the settings describe, on whatever server the environment names."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import State, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.schedules import Cron, Interval
from prefect.states import Crashed
from prefect.types.entrypoint import EntrypointType

from flows.config.model import Config, Schedule
from flows.scheduled import scheduled_build

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

_MOST = 200  # runs looked at in one go: what the engine schedules ahead for a deployment
_UNDER_WAY = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]


def deployment_of(config: Config, **more: Any) -> RunnerDeployment:
    """The deployment: its one parameter is the file, which each run reads anew."""
    made = scheduled_build.to_deployment(
        config.schedule.name,
        schedule=_schedule(config.schedule),
        parameters={"config": str(config.file)},
        description=f"Builds {config.warehouse.name} as {config.file.name} asks.",
        tags=["dateline"],
        entrypoint_type=EntrypointType.MODULE_PATH,
        **more,
    )
    return cast("RunnerDeployment", made)  # its type allows for use in a coroutine


def apply(deployment: RunnerDeployment) -> UUID:
    """Put it on the server; its id there."""
    return cast("UUID", deployment.apply())


def _schedule(schedule: Schedule) -> Any:
    if schedule.cron:
        return Cron(schedule.cron, timezone=schedule.timezone)
    if schedule.every:
        return Interval(dt.timedelta(seconds=schedule.every), timezone=schedule.timezone)
    return None


def run_now(deployment: UUID) -> None:
    """Have the deployment run at once."""
    with get_client(sync_client=True) as client:
        client.create_flow_run_from_deployment(deployment)


def tidy(deployment: UUID, now: dt.datetime) -> int:
    """Clear what a process that is gone left behind: runs that look under way, turns that nobody took.

    Only for the one process that serves the deployment.  Returns how many turns had been missed.
    """
    with get_client(sync_client=True) as client:
        for run in _runs(client, deployment, _UNDER_WAY):
            gone: State[Any] = Crashed(message="the process that ran it is gone")
            client.set_flow_run_state(run.id, gone, force=True)
        late = [
            run
            for run in _runs(client, deployment, [StateType.SCHEDULED])
            if run.auto_scheduled and run.expected_start_time is not None and run.expected_start_time < now
        ]
        for run in late:
            client.delete_flow_run(run.id)
    return len(late)


def _runs(client: SyncPrefectClient, deployment: UUID, states: list[StateType]) -> list[Any]:
    chosen = FlowRunFilter.model_validate(
        {"deployment_id": {"any_": [str(deployment)]}, "state": {"type": {"any_": [each.value for each in states]}}}
    )
    order = FlowRunSort.EXPECTED_START_TIME_ASC  # the server refuses a question without order and number
    return list(client.read_flow_runs(flow_run_filter=chosen, sort=order, limit=_MOST))
