"""What a run tells the person who started it: counts that add up, what was held back and why, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.ledger import Entry, Outcome

# Beyond this many lines of one kind a terminal is no place to read them; the tables hold them all.
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Undated:
    """A document without a publication date, and the expressions that stay unresolved for want of it."""

    source: str
    expressions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What came of one source: inputs, how many were new or changed, how many held back; seconds spent in it."""

    name: str
    inputs: int
    new: int
    held_back: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a run.  ``refused`` holds the table-level checks that failed: then nothing was published."""

    run_id: str
    warehouse: str
    counts: dict[str, int]
    entries: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()
    undated: tuple[Undated, ...] = ()
    held_back: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    mentions: int = 0
    events: int = 0
    events_new: int = 0
    events_changed: int = 0
    events_removed: int = 0
    release: int | None = None
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()
    resumed: int = 0  # documents that a run which did not end had extracted
    sources: tuple[SourceRow, ...] = ()
    page: str | None = None  # where the checks can be looked at: an address
    unwritten: tuple[str, ...] = ()  # outputs that could not be written, each with its reason
    summary: str = ""  # what is new on the timeline, in Markdown

    @property
    def quarantined(self) -> bool:
        """Whether anything was held back."""
        return bool(self.counts[Outcome.QUARANTINED.value] or self.held_back)

    @property
    def changed(self) -> bool:
        """Whether the run published another timeline than before."""
        return bool(self.events_new or self.events_changed or self.events_removed)

    @property
    def missing(self) -> tuple[Entry, ...]:
        """Sources that were not there or could not be read."""
        return tuple(entry for entry in self.entries if entry.missing)


def lines(report: Report) -> Iterator[tuple[str, str]]:
    """The report as (style, line): what needs attention first, the sum last."""
    bad = [e for e in report.entries if e.outcome is Outcome.QUARANTINED]
    yield from _some("red", [f"{e.source}: {e.reason}" for e in bad], "inputs were held back", "inputs")
    yield from _some("yellow", list(report.notes), "notes", "inputs")
    yield from _some("red", list(report.held_back), "rows were held back", "quarantine")
    for document in report.undated[:_SHOWN]:
        yield "yellow", _undated(document)
    if len(report.undated) > _SHOWN:
        yield "yellow", f"… and {len(report.undated) - _SHOWN} more documents without a publication date"
    for warning in report.warnings:
        yield "yellow", warning
    counts = report.counts
    read = sum(counts.values())
    parts = ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing"
    yield "", f"read {_number(read, 'input')}: {parts}"
    if report.refused:
        for reason in report.refused:
            yield "red", f"check failed: {reason}"
        yield "red", f"not published: {report.warehouse} is as it was before this run"
        return
    changes = [
        f"{count} {name}"
        for name, count in (
            ("new", report.events_new),
            ("changed", report.events_changed),
            ("gone", report.events_removed),
        )
        if count
    ]
    for problem in report.unwritten:
        yield "red", problem
    what = ", ".join(changes) if changes else "nothing new"
    yield "bold", f"{report.warehouse}: {_number(report.events, 'event')} ({what}), in {report.seconds:.1f} s"


def _undated(document: Undated) -> str:
    words = ", ".join(f"“{words}”" for words in document.expressions[:3])
    more = ", …" if len(document.expressions) > 3 else ""
    count = _number(len(document.expressions), "relative date")
    stays = "stays" if len(document.expressions) == 1 else "stay"
    return (
        f"{document.source}: its publication date is unknown, so {count} ({words}{more}) {stays} unresolved; "
        "give it with --published YYYY-MM-DD, in a manifest, or as published: in front matter"
    )


def _some(style: str, texts: Sequence[str], what: str, table: str) -> Iterator[tuple[str, str]]:
    for text in texts[:_SHOWN]:
        yield style, text
    if len(texts) > _SHOWN:
        yield style, f"… and {len(texts) - _SHOWN} more {what}; the table {table} lists them all"


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
