"""When runs are due: pure arithmetic on a cron expression or an interval."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError

from flows.config.model import Schedule


def cron_mistake(schedule: Schedule) -> tuple[str, str] | None:
    """Which setting of the schedule is wrong and why; ``None`` where all is well."""
    if schedule.timezone not in available_timezones():
        return "timezone", f'unknown time zone "{schedule.timezone}"; write a name such as Europe/Berlin'
    if schedule.cron is None:
        return None
    if len(schedule.cron.split()) != 5:
        return "cron", f'"{schedule.cron}" has {len(schedule.cron.split())} fields; five are needed: ' + _FIELDS
    try:
        next(CronSim(schedule.cron, dt.datetime(2024, 1, 1, tzinfo=dt.UTC)))
    except (CronSimError, StopIteration) as error:
        return "cron", f'"{schedule.cron}" is no cron expression ({str(error).lower() or "no such day"}); ' + _FIELDS
    return None


_FIELDS = "minute hour day-of-month month day-of-week, as in 5 * * * *"


def upcoming(schedule: Schedule, now: dt.datetime, count: int) -> list[dt.datetime]:
    """The next moments at which a run is due; an interval is counted from now."""
    if schedule.cron:
        ticks = CronSim(schedule.cron, now.astimezone(ZoneInfo(schedule.timezone)))
        return [next(ticks) for _ in range(count)]
    if schedule.every:
        return [now + dt.timedelta(seconds=schedule.every * n) for n in range(1, count + 1)]
    return []


def missed(schedule: Schedule, last: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a run was due since ``last`` began (``None``: there was none) that nobody started."""
    if schedule.cron:
        due = next(CronSim(schedule.cron, now.astimezone(ZoneInfo(schedule.timezone)), reverse=True))
        return last is None or last < due
    if schedule.every:
        return last is None or now - last > dt.timedelta(seconds=schedule.every)
    return False
