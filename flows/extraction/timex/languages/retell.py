"""In a narrative the day of writing is nowhere: what points ahead or at "this" points from the text's own day.

"Next year the war ended", "in two months", "this year" count from the day that the story is at; "today" is the
reader's present and no date.
"""

from __future__ import annotations

import dataclasses

from flows.extraction.timex.meaning import (
    Base,
    Calendar,
    Deictic,
    Direction,
    Meaning,
    Modified,
    Part,
    Recognised,
    Ref,
    Reference,
    Shift,
    Unit,
    Weekday,
)

_FROM_STORY = (Unit.WEEK, Unit.MONTH, Unit.SEASON, Unit.YEAR)


def retell(found: list[Recognised]) -> list[Recognised]:
    """The same expressions as a narrative means them."""
    told = ((item, _told(item.meaning)) for item in found)
    return [item if meaning is item.meaning else dataclasses.replace(item, meaning=meaning) for item, meaning in told]


def _told(meaning: Meaning) -> Meaning:
    match meaning:
        case Deictic(unit=Unit.DAY, offset=0, anaphoric=False):
            return Reference(Ref.PRESENT)
        case Deictic(unit=unit, offset=offset) if unit in _FROM_STORY and offset >= 0:
            return dataclasses.replace(meaning, anaphoric=True)
        case Shift(sign=1, base=Base.SPEECH):
            return dataclasses.replace(meaning, base=Base.CONTEXT)
        case Calendar(direction=Direction.NEXT):
            return dataclasses.replace(meaning, anaphoric=True)
        case Calendar(direction=Direction.THIS):
            return dataclasses.replace(meaning, direction=Direction.NONE)
        case Calendar(year_offset=int()):
            return dataclasses.replace(meaning, year_offset=None)
        case Weekday(direction=Direction.NEXT | Direction.THIS):
            return dataclasses.replace(meaning, direction=Direction.NONE)
        case Modified(base=base):
            return dataclasses.replace(meaning, base=_told(base))
        case Part(whole=whole):
            return dataclasses.replace(meaning, whole=_told(whole))
        case _:
            return meaning
