"""What the first checks said of several portions is told as of all together."""

import polars as pl

from expectations.check import CheckOutcome, Level, Outcome
from expectations.gate import GateResult
from expectations.passage import MentionsPassed
from flows.screened import Screened
from warehouse.frames import empty_frame
from warehouse.schema import DOCUMENTS, MENTIONS, QUARANTINE


def passed(outcome: Outcome, *failing: str, name: str = "no blank text") -> MentionsPassed:
    said = CheckOutcome("documents", name, Level.ROW, outcome, failing, ", ".join(failing) or None)
    return MentionsPassed(
        empty_frame(DOCUMENTS), empty_frame(MENTIONS), empty_frame(QUARANTINE), GateResult((said,), "suite")
    )


def test_a_check_that_failed_once_has_failed_with_all_its_rows() -> None:
    both = Screened.nothing()
    for part in (passed(Outcome.FAILED, "d-1"), passed(Outcome.PASSED), passed(Outcome.FAILED, "d-2", "d-3")):
        both = both.and_(part, 7)
    (told,) = both.result.outcomes
    assert (told.outcome, told.failing_ids) == (Outcome.FAILED, ("d-1", "d-2", "d-3"))
    assert (both.mentions, both.result.suite) == (21, "suite")


def test_a_check_that_broke_once_stops_the_run() -> None:
    both = Screened.nothing().and_(passed(Outcome.FAILED, "d-1"), 1).and_(passed(Outcome.ERROR), 1)
    assert [each.outcome for each in both.result.stopping] == [Outcome.ERROR]
    assert isinstance(both.quarantine, pl.DataFrame)
