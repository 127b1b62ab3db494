"""The settings of ``dateline.toml``: each once, with its type, its default, and what it means.

The reader, the checks and the reference page (docs/configuration.md) all follow from these classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from flows.config.marks import Duration, Least, OneOf, Says, Secret
from flows.fetch.limits import FetchLimits
from flows.runners import KINDS as RUNNERS
from flows.settings import DEFAULT_WAREHOUSE
from warehouse.exports import FORMATS


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """One thing to read.

    Each kind has settings of its own ([sources](sources.md)); `dateline check` names what a kind takes.
    """

    kind: Annotated[str, Says("What kind of source it is; `dateline check` lists the kinds that are known.", '"feed"')]
    name: Annotated[str, Says("How reports call it; default: its kind and what it reads.", '"agency"')] = ""
    options: Mapping[str, object] = field(default_factory=dict)  # the settings of its kind, as they stand in the file
    place: str = ""  # in the file, for messages


@dataclass(frozen=True, slots=True)
class Output:
    """A copy of the dataset in other formats, written after each publication."""

    path: Annotated[Path, Says("The folder to write into.", '"dataset"')]
    formats: Annotated[
        tuple[str, ...], Says("Formats of `dateline export`.", '["parquet", "csv"]'), OneOf(tuple(FORMATS))
    ] = ("parquet",)


@dataclass(frozen=True, slots=True)
class Checks:
    """The page that shows what the checks of the last run found."""

    page: Annotated[Path | None, Says("Where to write it; default: `checks.html` in the folder of the store.")] = None
    address: Annotated[
        str | None,
        Says("Where people can read the page, for links to it.", '"https://intranet.example.org/checks.html"'),
    ] = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """When `dateline serve` and deployments run; either `cron` or `every`."""

    cron: Annotated[str | None, Says("Minute, hour, day of month, month, day of week.", '"5 * * * *"')] = None
    every: Annotated[float | None, Says("A time span between the starts of runs.", '"1h"'), Duration(), Least(10)] = (
        None
    )
    timezone: Annotated[str, Says("Of `cron`: a name of the time zone database.", '"Europe/Berlin"')] = "UTC"
    catch_up: Annotated[
        bool, Says("Run once at the start of `dateline serve` if a run was missed while nothing was up.")
    ] = True
    name: Annotated[str, Says("Of the deployment on the Prefect server.")] = "timeline"


@dataclass(frozen=True, slots=True)
class Runner:
    """Where batches are extracted."""

    kind: Annotated[
        str,
        Says("How batches are spread ([scale](scale.md)); a single batch starts no process."),
        OneOf(tuple(RUNNERS)),
    ] = "processes"
    workers: Annotated[int | None, Says("Batches at once; default: as many as this machine has cores."), Least(1)] = (
        None
    )
    address: Annotated[
        str | None, Says("Of a Dask cluster that runs already; default: one is started here.", '"tcp://127.0.0.1:8786"')
    ] = None


@dataclass(frozen=True, slots=True)
class Tasks:
    """How long a step may take, and how often it is tried again.

    A batch that fails for good is held back, document by document with the reason, and the others go on.
    """

    retries: Annotated[int, Says("How often a batch that failed is extracted again."), Least(0)] = 1
    retry_delay: Annotated[float, Says("Before trying again."), Duration(), Least(0)] = 1.0
    extract_timeout: Annotated[float, Says("For one batch."), Duration(), Least(1)] = 900.0
    link_timeout: Annotated[float, Says("For linking all mentions."), Duration(), Least(1)] = 14_400.0
    check_timeout: Annotated[float, Says("For each of the two rounds of checks."), Duration(), Least(1)] = 14_400.0


WHEN = ("failed", "refused", "held_back", "changed", "unchanged")


@dataclass(frozen=True, slots=True)
class Notify:
    """Whom to tell when a run has ended; give a `webhook` or a `block`."""

    webhook: Annotated[
        str | None, Says("An address that takes a JSON message by POST.", '"$DATELINE_WEBHOOK"'), Secret()
    ] = None
    block: Annotated[
        str | None,
        Says("A Prefect notification block by type and name (Slack, e-mail, …).", '"slack-webhook/newsroom"'),
    ] = None
    on: Annotated[
        tuple[str, ...],
        Says(
            "Which ends are told: `failed`, `refused` by the checks, something `held_back`, the timeline `changed`, "
            "`unchanged`."
        ),
        OneOf(WHEN),
    ] = ("failed", "refused", "held_back")


@dataclass(frozen=True, slots=True)
class Config:
    """Settings at the top of the file, before any table."""

    file: Path  # where all this stands
    warehouse: Annotated[Path, Says("The published timeline, a DuckDB file.")] = Path(DEFAULT_WAREHOUSE)
    languages: Annotated[
        tuple[str, ...],
        Says("Hold documents in other languages back; empty: read all.", '["en", "de"]'),
    ] = ()
    lexicons: Annotated[tuple[Path, ...], Says("Event types and triggers of your own.", '["my-events.toml"]')] = ()
    actors: Annotated[Path | None, Says("Actors and spellings of your own.", '"actors.toml"')] = None
    corrections: Annotated[Path | None, Says("What people decided.", '"corrections.toml"')] = None
    published: Annotated[
        str | None, Says("Publication date (YYYY-MM-DD) of documents that give none.", '"2025-02-14"')
    ] = None
    keep: Annotated[int, Says("Releases to keep for `dateline diff`."), Least(1)] = 5
    wait: Annotated[float, Says("How long to wait for another run on the warehouse."), Duration(), Least(0)] = 0.0
    sources: tuple[SourceSettings, ...] = ()
    outputs: tuple[Output, ...] = ()
    checks: Checks = field(default_factory=Checks)
    schedule: Schedule = field(default_factory=Schedule)
    runner: Runner = field(default_factory=Runner)
    tasks: Tasks = field(default_factory=Tasks)
    notify: tuple[Notify, ...] = ()
    fetch: FetchLimits = field(default_factory=FetchLimits)
