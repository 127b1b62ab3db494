"""The gate before publication: asks the worker, and says what follows from the answers."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO

from expectations import wire
from expectations.check import CheckOutcome, Level, Outcome, Settings, Stage

_ROOT = Path(__file__).resolve().parent.parent


class GateError(Exception):
    """The checks could not be run at all; this says nothing about the data, and nothing may be published."""


@dataclass(frozen=True, slots=True)
class GateResult:
    """The outcomes of all checks of a stage, and what tells this suite of checks from others."""

    outcomes: tuple[CheckOutcome, ...]
    suite: str = ""

    @property
    def stopping(self) -> tuple[CheckOutcome, ...]:
        """What forbids publication: failed checks of whole tables, and checks that broke."""
        return tuple(
            each
            for each in self.outcomes
            if each.outcome is Outcome.ERROR or (each.outcome is Outcome.FAILED and each.level is Level.TABLE)
        )

    @property
    def warnings(self) -> tuple[CheckOutcome, ...]:
        """Failed checks that only warn."""
        return tuple(e for e in self.outcomes if e.outcome is Outcome.FAILED and e.level is Level.WARNING)

    def failing(self, table: str) -> dict[str, tuple[str, ...]]:
        """The rows of a table to be held back: id to the names of the checks that it failed."""
        found: dict[str, tuple[str, ...]] = {}
        for each in self.outcomes:
            if each.suite == table and each.level is Level.ROW and each.outcome is Outcome.FAILED:
                for failing in each.failing_ids:
                    found[failing] = (*found.get(failing, ()), each.check_name)
        return found


class Gate:
    """A worker process and the conversation with it.

    ``with Gate.start() as gate: … gate.check(file, Stage.MENTIONS)``: starting returns at once, and the worker
    loads what it needs while other work goes on.
    """

    def __init__(self, process: subprocess.Popen[str], errors: IO[bytes]) -> None:
        self._process = process
        self._errors = errors

    @classmethod
    def start(cls) -> Gate:
        """Start a worker."""
        errors = tempfile.TemporaryFile()  # noqa: SIM115  # closed by close(), read when the worker dies
        process = subprocess.Popen(
            [sys.executable, "-m", "expectations.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
            cwd=_ROOT,
        )
        return cls(process, errors)

    def check(
        self, database: Path, stage: Stage, settings: Settings | None = None, *, changed_only: bool = False
    ) -> GateResult:
        """Run the checks of a stage on a closed DuckDB file; ``GateError`` where that is not possible.

        With ``changed_only``, checks of single rows leave out rows that have passed the same checks before and that
        nothing which has changed since can have made bad, where the file tells which these are.
        """
        if self._process.stdin is None or self._process.stdout is None:
            raise GateError("the process that runs the checks has no pipes")
        line = ""
        try:
            self._process.stdin.write(
                wire.request(database.resolve(), stage, settings or Settings(), changed_only=changed_only)
            )
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except (BrokenPipeError, ValueError):
            pass  # it is gone: told below, with what it said last
        if not line:
            raise GateError(self._obituary())
        try:
            return GateResult(*wire.read_answer(line))
        except RuntimeError as error:
            raise GateError(f"the checks could not be run on {database}: {error}") from error

    def close(self) -> None:
        """End the worker; it has nothing to lose, so it is not asked to finish."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue  # what was not sent is for nobody any more
        self._errors.close()

    def __enter__(self) -> Gate:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _obituary(self) -> str:
        """What is known of a worker that is gone."""
        code = self._process.wait()
        self._errors.seek(0)
        said = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        last = f": {said[-1]}" if said else ""
        return f"the process that runs the checks ended (code {code}){last}; build again"
