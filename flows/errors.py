"""What can go wrong for a user, as one line and an exit code."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the command line; scripts rely on them."""

    DONE = 0
    QUARANTINED = 1  # only under --strict
    USAGE = 2
    GATE_REFUSED = 3
    UNREADABLE = 4


class DatelineError(Exception):
    """An error that a user can act on: what is wrong, where, what to do, in one line."""

    def __init__(self, message: str, exit_code: ExitCode = ExitCode.UNREADABLE) -> None:
        super().__init__(message)
        self.exit_code = exit_code
