"""From meanings to dates: one resolver for every language.

``resolve(text, found, published=…, domain=…, tense_of=…)`` takes the recognised expressions of a document in text
order and returns a :class:`~flows.extraction.model.Timex` for each.  It never looks at a clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from flows.extraction.model import Timex
from flows.extraction.timex.meaning import Recognised, Tense

TenseOf = Callable[[str, int, int], Tense]


def resolve(
    text: str,
    found: Sequence[Recognised],
    *,
    published: dt.date | None,
    domain: str | None = None,
    tense_of: TenseOf | None = None,
) -> tuple[Timex, ...]:
    """Resolve ``found`` (sorted, not overlapping) against ``published`` and the text's own dates."""
    return ()
