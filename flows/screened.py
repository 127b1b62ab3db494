"""What the checks before linking said, of one portion of a run's documents and of all of them together."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from expectations.check import CheckOutcome, Outcome
from expectations.gate import GateResult
from expectations.passage import MentionsPassed
from flows.report import Undated
from warehouse.frames import empty_frame
from warehouse.schema import QUARANTINE


@dataclass(frozen=True, slots=True)
class Screened:
    """``quarantine``: rows held back; ``undated``: documents with dates that stay unresolved; ``mentions``: how many
    were extracted."""

    quarantine: pl.DataFrame
    result: GateResult
    undated: tuple[Undated, ...]
    mentions: int

    @classmethod
    def nothing(cls) -> Screened:
        """Of no document."""
        return cls(empty_frame(QUARANTINE), GateResult(()), (), 0)

    def and_(self, passed: MentionsPassed, mentions: int) -> Screened:
        """With a further portion, of which so many mentions were extracted."""
        return Screened(
            pl.concat([self.quarantine, passed.quarantine]),
            replace(passed.result, outcomes=_together(self.result.outcomes, passed.result.outcomes)),
            (*self.undated, *_undated(passed.documents, passed.mentions)),
            self.mentions + mentions,
        )


def _together(first: tuple[CheckOutcome, ...], second: tuple[CheckOutcome, ...]) -> tuple[CheckOutcome, ...]:
    """The outcome of each check on both portions: that of the one where it did not pass, the rows of both."""
    before = {(each.suite, each.check_name): each for each in first}
    return tuple(_worse(before.get((each.suite, each.check_name)), each) for each in second)


def _worse(first: CheckOutcome | None, second: CheckOutcome) -> CheckOutcome:
    if first is None or first.outcome is Outcome.PASSED:
        return second
    if second.outcome is Outcome.PASSED:
        return first
    worse = second if second.outcome is Outcome.ERROR else first
    return replace(worse, failing_ids=(*first.failing_ids, *second.failing_ids))


def _undated(documents: pl.DataFrame, mentions: pl.DataFrame) -> tuple[Undated, ...]:
    """Documents without a publication date whose mentions hold expressions that stay unresolved for want of it."""
    unresolved = (
        mentions.filter(pl.col("date_edtf").is_null() & pl.col("date_text").is_not_null())
        .sort("doc_id", "trigger_start")
        .group_by("doc_id", maintain_order=True)
        .agg(pl.col("date_text").unique(maintain_order=True))
        .join(documents.filter(pl.col("published").is_null()).select("doc_id", "source"), on="doc_id")
        .sort("source")
    )
    return tuple(
        Undated(source, tuple(texts)) for source, texts in unresolved.select("source", "date_text").iter_rows()
    )
