"""A window of publication days: a backfill takes what was published in it and leaves the rest to ordinary runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flows.extraction.published import dated
from flows.request import Window
from flows.sources.base import Input


@dataclass(slots=True)
class LeftOut:
    """How many documents a window left out: published on other days, or on no known day."""

    outside: int = 0
    undated: int = 0

    def told(self) -> str | None:
        """What to tell of it; ``None`` where nothing was left out."""
        parts = []
        if self.outside:
            parts.append(f"{self.outside:,} published outside the window")
        if self.undated:
            parts.append(f"{self.undated:,} of unknown publication date")
        return f"left to other runs: {', '.join(parts)}" if parts else None


def within(inputs: Iterator[Input], window: Window | None, left_out: LeftOut) -> Iterator[Input]:
    """The inputs whose documents were published in the window; what is no document passes, as it has to be told."""
    if window is None:
        yield from inputs
        return
    for item in inputs:
        if item.document is None:
            yield item
            continue
        day = dated(item.document).published
        if day is None:
            left_out.undated += 1
        elif (window.since and day < window.since) or (window.until and day > window.until):
            left_out.outside += 1
        else:
            yield item
