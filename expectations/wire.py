"""How a request and its answer travel between the gate and its worker: one JSON object a line."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from expectations.check import CheckOutcome, Level, Outcome, Settings, Stage


def request(database: Path, stage: Stage, settings: Settings, *, changed_only: bool = False) -> str:
    """A request as a line."""
    asked = {"database": str(database), "stage": stage, "settings": asdict(settings), "changed_only": changed_only}
    return json.dumps(asked) + "\n"


def read_request(line: str) -> tuple[Path, Stage, Settings, bool]:
    """What a line asks for; the last: whether rows that have not changed since they passed may be left out."""
    asked = json.loads(line)
    return Path(asked["database"]), Stage(asked["stage"]), Settings(**asked["settings"]), asked["changed_only"]


def answer(outcomes: tuple[CheckOutcome, ...], suite: str) -> str:
    """All outcomes, and the fingerprint of the suite, as a line."""
    return json.dumps({"outcomes": [asdict(outcome) for outcome in outcomes], "suite": suite}) + "\n"


def failure(message: str) -> str:
    """A line that says that the checks could not be run at all."""
    return json.dumps({"failure": message}) + "\n"


def read_answer(line: str) -> tuple[tuple[CheckOutcome, ...], str]:
    """The outcomes and the suite in a line; ``RuntimeError`` with the worker's message where it could not run them."""
    said = json.loads(line)
    if "failure" in said:
        raise RuntimeError(said["failure"])
    outcomes = tuple(
        CheckOutcome(
            suite=each["suite"],
            check_name=each["check_name"],
            level=Level(each["level"]),
            outcome=Outcome(each["outcome"]),
            failing_ids=tuple(each["failing_ids"]),
            detail=each["detail"],
        )
        for each in said["outcomes"]
    )
    return outcomes, said["suite"]
