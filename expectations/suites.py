"""All checks of a stage, in one visible order: what the schema implies, then what was written by hand."""

from __future__ import annotations

from expectations.check import Check, Settings, Stage
from expectations.derived import derived_checks
from expectations.written import written_checks


def suite(stage: Stage, settings: Settings) -> tuple[Check, ...]:
    """The checks of a stage."""
    return tuple(check for check in (*derived_checks(), *written_checks(settings)) if stage in check.stages)
