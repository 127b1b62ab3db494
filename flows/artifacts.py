"""What the flow engine's pages show of a run: how far it is, its figures, its sources, what is new, the checks.

Each costs about a tenth of a second, so they are made only where a server stays on after the run to show them.
"""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from flows.report import Report
from flows.temporary_server import TEMPORARY

_log = logging.getLogger(__name__)
_EVERY = 5.0  # seconds between two steps of the progress: each is a request
_SOURCES = 25  # rows; the slowest come first
# How far a run is when it begins with one of these, in percent; reading goes from the first to "linking".
_STEPS = {"linking": 70.0, "checking": 80.0, "publishing": 92.0}
_READ_FROM, _READ_TO = 2.0, 65.0
_READ = re.compile(r"read (\d+) inputs")


class Board:
    """The artifacts of one run, named after its deployment.  Failing to show something never fails the run."""

    def __init__(self, name: str, *, expected: int) -> None:
        """``expected`` is how many inputs the run before read: the only measure there is for how far reading is."""
        self._name = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "timeline"
        self._expected = expected
        self._progress: UUID | None = None
        self._at = 0.0
        self._told = time.monotonic()
        self.shown = os.environ.get(TEMPORARY) != "1"
        if self.shown:
            made = self._try(
                create_progress_artifact, 0.0, key=f"{self._name}-progress", description="How far the run is."
            )
            self._progress = made if isinstance(made, UUID) else None

    def following(self, tell: Callable[[str], None]) -> Callable[[str], None]:
        """Tell as before, and move the progress along."""

        def both(what: str) -> None:
            tell(what)
            self._move(what)

        return both

    def finished(self, report: Report) -> None:
        """Show what came of the run."""
        if not self.shown:
            return
        self._step(100.0)
        self._try(
            create_table_artifact,
            figures(report),
            key=f"{self._name}-run",
            description=f"{report.run_id}: what was read, and what changed on the timeline.",
        )
        if report.sources:
            table = [
                {"source": s.name, "inputs": s.inputs, "new": s.new, "held back": s.held_back, "seconds": s.seconds}
                for s in report.sources[:_SOURCES]
            ]
            self._try(create_table_artifact, table, key=f"{self._name}-sources", description="Sources, slowest first.")
        if report.page:
            self._try(
                create_link_artifact,
                report.page,
                link_text="What the checks found",
                key=f"{self._name}-checks",
                description=verdict(report),
            )
        if report.summary:
            self._try(
                create_markdown_artifact,
                report.summary,
                key=f"{self._name}-news",
                description="What is new on the timeline.",
            )

    def _move(self, what: str) -> None:
        if what in _STEPS:
            self._step(_STEPS[what])
        elif (read := _READ.match(what)) and self._expected and time.monotonic() - self._told > _EVERY:
            share = min(1.0, int(read[1]) / self._expected)
            self._step(_READ_FROM + share * (_READ_TO - _READ_FROM))

    def _step(self, percent: float) -> None:
        if self._progress is not None and percent > self._at:
            self._at, self._told = percent, time.monotonic()
            self._try(update_progress_artifact, self._progress, progress=percent)

    def _try(self, make: Callable[..., Any], *words: Any, **named: Any) -> Any:
        try:
            return make(*words, **named)
        except Exception as error:
            _log.warning("an artifact could not be shown: %s", error)
            return None


def figures(report: Report) -> list[dict[str, str | int]]:
    """The run in numbers, one a row."""
    counts: dict[str, int] = {"read": sum(report.counts.values())} | {
        "new or changed" if name == "loaded" else name: count for name, count in report.counts.items()
    }
    counts |= {"rows held back by checks": len(report.held_back)}
    if report.resumed:
        counts |= {"extracted by a run before that did not end": report.resumed}
    counts |= {
        "mentions": report.mentions,
        "events": report.events,
        "events new": report.events_new,
        "events changed": report.events_changed,
        "events gone": report.events_removed,
    }
    rows: list[dict[str, str | int]] = [{"what": name, "count": count} for name, count in counts.items()]
    return rows


def verdict(report: Report) -> str:
    """The checks in one line."""
    if report.refused:
        return f"Not published: {'; '.join(report.refused)}"
    warned = f"; warnings: {'; '.join(report.warnings)}" if report.warnings else ""
    return f"Published as release {report.release}{warned}"
