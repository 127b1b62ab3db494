"""Checks written by hand, each with the reason it is there; one file a subject."""

from __future__ import annotations

from expectations.check import Check, CheckMaker, Settings
from expectations.written import dates, participants, quotes, reports, volume

MAKERS: tuple[CheckMaker, ...] = (quotes.checks, dates.checks, participants.checks, reports.checks, volume.checks)


def written_checks(settings: Settings) -> tuple[Check, ...]:
    """All hand-written checks."""
    return tuple(check for make in MAKERS for check in make(settings))
