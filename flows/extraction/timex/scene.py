"""A scene (what is known where an expression stands) and a resolved stretch of days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from flows.extraction.model import DateBasis, Grain
from flows.extraction.timex.dates import bounds, edtf_of, value_of
from flows.extraction.timex.meaning import Mod, Tense, Unit

_GRAINS = {unit: Grain(unit.value) for unit in Unit if unit.value in set(Grain)}


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known where an expression stands.

    ``speech`` is the day of speaking (publication, a heading, a quoted speaker's day), ``context`` the day that the
    text is at; each with words that say which it is.  ``after``: the expression ends a range that begins that day.
    """

    speech: dt.date | None
    speech_name: str
    context: dt.date | None
    context_name: str
    tense: Callable[[], Tense]
    narrative: bool = False
    publication: bool = True
    after: dt.date | None = None
    clock_day: When | None = None
    context_unit: Unit = Unit.DAY
    day: dt.date | None = None  # the last day named in the text
    range_began: dt.date | None = None  # the first day of the range that the text has just named


@dataclass(frozen=True, slots=True)
class When:
    """A resolved stretch of days."""

    unit: Unit
    first: dt.date | None
    last: dt.date | None
    value: str
    edtf: str | None
    grain: Grain
    basis: DateBasis
    anchor: str | None = None
    mod: Mod | None = None
    implied: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


def of(
    unit: Unit, day: dt.date, basis: DateBasis, anchor: str | None, *steps: str, implied: tuple[str, ...] = ()
) -> When:
    """The whole ``unit`` that holds ``day``."""
    first, last = bounds(unit, day)
    value = value_of(unit, day)
    return When(
        unit, first, last, value, edtf_of(unit, day), _GRAINS[unit], basis, anchor, None, implied, (*steps, value)
    )


def anchored(scene: Scene, context: bool = False) -> tuple[dt.date | None, DateBasis, str]:
    """The day to count from, what basis that gives, and its name."""
    if context and scene.context is not None:
        return scene.context, DateBasis.RELATIVE_TO_CONTEXT, f"{scene.context_name} {scene.context}"
    basis = DateBasis.RELATIVE_TO_PUBLICATION if scene.publication else DateBasis.RELATIVE_TO_CONTEXT
    return scene.speech, basis, f"{scene.speech_name} {scene.speech}"
