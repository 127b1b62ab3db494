"""Examples as part of a rule: every rule carries its own, and the tests run them all."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """One executable example of a rule.

    ``text`` marks the expected span with square brackets ("He left [yesterday]."); a negative example marks
    none and expects that this rule finds nothing.  ``expect`` is what must come out (a TIMEX3 value, an event
    type, …: each kind of rule says which); ``published`` pins the publication date as ISO day.
    """

    text: str
    expect: str | None = None
    published: str | None = None

    @property
    def plain(self) -> str:
        """The text without the marks."""
        return self.text.replace("[", "", 1).replace("]", "", 1) if self.span else self.text

    @property
    def span(self) -> tuple[int, int] | None:
        """Start and end of the marked part in ``plain``, ``None`` for a negative example."""
        start, end = self.text.find("["), self.text.find("]")
        return None if start < 0 or end < start else (start, end - 1)
