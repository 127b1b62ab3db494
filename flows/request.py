"""What a run is asked to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flows.config.model import Config, Output, Runner, SourceSettings, Tasks
from flows.fetch.limits import FetchLimits

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True)
class Window:
    """Days, both included, that documents must be published in; ``None`` leaves that end open."""

    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What to build: plain values, so that a deployment can hold them."""

    sources: tuple[str, ...]
    warehouse: str
    manifest: str | None = None
    published: str | None = None
    lexicons: tuple[str, ...] = ()
    actors: str | None = None
    corrections: str | None = None
    wait: float = 0.0
    keep: int = 5  # releases
    retry: bool = False  # read documents again of which a mention was held back
    declared: tuple[SourceSettings, ...] = ()  # those of dateline.toml, beside the ones named
    languages: tuple[str, ...] = ()
    window: Window | None = None
    again: bool = False  # extract documents that are known, too
    outputs: tuple[Output, ...] = ()
    page: str | None = None  # of the checks
    page_address: str | None = None
    name: str = "timeline"  # of the deployment; names the artifacts
    runner: Runner = field(default_factory=Runner)
    tasks: Tasks = field(default_factory=Tasks)
    fetch: FetchLimits = field(default_factory=FetchLimits)


def requested(config: Config) -> BuildRequest:
    """The run that the settings ask for."""
    return BuildRequest(
        (),
        str(config.warehouse),
        published=config.published,
        lexicons=tuple(str(path) for path in config.lexicons),
        actors=str(config.actors) if config.actors else None,
        corrections=str(config.corrections) if config.corrections else None,
        wait=config.wait,
        keep=config.keep,
        declared=config.sources,
        languages=config.languages,
        outputs=config.outputs,
        page=str(config.checks.page) if config.checks.page else None,
        page_address=config.checks.address,
        name=config.schedule.name,
        runner=config.runner,
        tasks=config.tasks,
        fetch=config.fetch,
    )
