"""What a temporal expression means, before anyone asks when that is.

Recognisers of every language produce these values; one resolver (:mod:`flows.extraction.timex.resolve`) turns them
into calendar dates.  A meaning holds what the words say and nothing else: no publication date, no tense, no
guess.  All are frozen and hashable; numbers are plain (months 1–12, weekdays 0 = Monday … 6 = Sunday).

How to say things::

    17 December 2025            Calendar(Unit.DAY, year=2025, month=12, day=17)
    17 December                 Calendar(Unit.DAY, month=12, day=17)          (the year is left to the resolver)
    Wednesday, 17 December      Calendar(Unit.DAY, month=12, day=17, weekday=2)
    the 14th                    Calendar(Unit.DAY, day=14)
    May 2024, May               Calendar(Unit.MONTH, year=2024, month=5), Calendar(Unit.MONTH, month=5)
    last March, next March      Calendar(Unit.MONTH, month=3, direction=Direction.LAST / NEXT)
    March last year             Calendar(Unit.MONTH, month=3, year_offset=-1)
    summer 2024                 Calendar(Unit.SEASON, year=2024, index=22)
    this summer                 Calendar(Unit.SEASON, index=22, direction=Direction.THIS)
    the first quarter of 2009   Calendar(Unit.QUARTER, year=2009, index=1)
    2024, '82                   Calendar(Unit.YEAR, year=2024), Calendar(Unit.YEAR, year=1982)
    the 1990s, the 19th century Calendar(Unit.DECADE, year=1990), Calendar(Unit.CENTURY, year=1800)
    Friday, last Friday         Weekday(4), Weekday(4, direction=Direction.LAST)
    Friday next week            Weekday(4, week_offset=1)
    today, yesterday            Deictic(Unit.DAY, 0), Deictic(Unit.DAY, -1)
    last year, this week        Deictic(Unit.YEAR, -1), Deictic(Unit.WEEK, 0)
    three years ago             Shift(3, Unit.YEAR, -1, Base.SPEECH)
    two days later              Shift(2, Unit.DAY, +1, Base.CONTEXT)
    three days before 5 May     Shift(3, Unit.DAY, -1, Calendar(...))
    the following day           Shift(1, Unit.DAY, +1, Base.CONTEXT);   the same day: Shift(0, Unit.DAY, +1, CONTEXT)
    the past two weeks          Window(2, Unit.WEEK, -1);  recent days: Window(None, Unit.DAY, -1)
    early 2016, late July       Modified(<2016>, Mod.START), Modified(<July>, Mod.END)
    around 1990, before 2014    Modified(<1990>, Mod.APPROX), Modified(<2014>, Mod.BEFORE)
    Christmas Eve               NamedDay("christmas_eve")
    8:30 p.m. on Monday         Clock(20, 30, day=Weekday(0));  Friday morning: DayPart("MO", day=Weekday(4))
    two years and a half        Length(((2.5, Unit.YEAR),));  several years: Length(((None, Unit.YEAR),))
    every Monday, annual        Recurring("XXXX-WXX-1"), Recurring("P1Y")
    now, recently, in future    Reference(Ref.PRESENT), Reference(Ref.PAST), Reference(Ref.FUTURE)
    12–14 February              Span(Calendar(Unit.DAY, month=2, day=12), Calendar(Unit.DAY, month=2, day=14))
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from flows.extraction.model import TimexType


class Unit(StrEnum):
    """Units of time that texts count in."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEKEND = "weekend"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


class Direction(StrEnum):
    """Where the words themselves point: "last March", "this March", "next March"; bare words point nowhere."""

    NONE = "none"
    LAST = "last"
    THIS = "this"
    NEXT = "next"


class Tense(StrEnum):
    """Tense of the governing verb, as far as cheap cues tell."""

    PAST = "past"
    FUTURE = "future"
    UNKNOWN = "unknown"


class Mod(StrEnum):
    """TIMEX3 ``mod`` (TimeML 1.2.1)."""

    START = "START"
    MID = "MID"
    END = "END"
    APPROX = "APPROX"
    BEFORE = "BEFORE"
    AFTER = "AFTER"
    ON_OR_BEFORE = "ON_OR_BEFORE"
    ON_OR_AFTER = "ON_OR_AFTER"
    LESS_THAN = "LESS_THAN"
    MORE_THAN = "MORE_THAN"
    EQUAL_OR_LESS = "EQUAL_OR_LESS"
    EQUAL_OR_MORE = "EQUAL_OR_MORE"


class Ref(StrEnum):
    """TIMEX3 values of references without a calendar date."""

    PAST = "PAST_REF"
    PRESENT = "PRESENT_REF"
    FUTURE = "FUTURE_REF"
    UNKNOWN = "XXXX-XX-XX"


class Base(StrEnum):
    """What an offset counts from when the expression does not name it."""

    SPEECH = "speech"  # the day of writing or speaking: "ago", "from now"
    CONTEXT = "context"  # the day that the text is at: "later", "earlier", "the following day"


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar date at ``unit``, with or without its year.

    ``index`` counts seasons (EDTF 21 spring … 24 winter), quarters 1–4, halves 1–2 and ISO weeks 1–53.  ``year`` is
    the first year of a decade or century.  ``year_offset`` stands for "last year" (-1), "this year" (0), "next
    year" (+1) in place of a year.  ``short_year``: the century was left out ("'82", "the 70s") and has been implied.
    """

    unit: Unit
    year: int | None = None
    month: int | None = None
    day: int | None = None
    index: int | None = None
    weekday: int | None = None
    direction: Direction = Direction.NONE
    year_offset: int | None = None
    short_year: bool = False
    fiscal: bool = False
    anaphoric: bool = False  # with a direction: seen from the day that the text is at ("the following spring")


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week; ``week_offset`` where the week is named ("Friday next week" = 1, "of this week" = 0).

    ``anaphoric``: counted from the day that the text is at ("that Friday", "the previous Friday").
    """

    weekday: int
    direction: Direction = Direction.NONE
    week_offset: int | None = None
    anaphoric: bool = False


@dataclass(frozen=True, slots=True)
class Deictic:
    """``offset`` whole units from the unit that holds the day of speaking: yesterday = (DAY, -1).

    ``anaphoric``: counted from the day that the text is at rather than the day of speaking ("that week", "the
    previous month").  ``loose``: "the month", "the day", which a story counts from its own day and news from the
    day of writing.
    """

    unit: Unit
    offset: int
    anaphoric: bool = False
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """``amount`` units before (``sign`` -1) or after (+1) ``base``; ``amount`` None = "a few"."""

    amount: float | None
    unit: Unit
    sign: int
    base: Base | Meaning = Base.SPEECH


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of ``amount`` units up to (``sign`` -1) or from (+1) the day of speaking: "the past two weeks"."""

    amount: float | None
    unit: Unit
    sign: int


@dataclass(frozen=True, slots=True)
class Part:
    """The ``nth`` ``unit`` within ``whole``, -1 = the last: "the last week of March", "the first Monday of May"."""

    nth: int
    unit: Unit
    whole: Meaning
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class SamePeriod:
    """The last-mentioned stretch moved by whole years: "the same period a year earlier" (-1).

    ``unit`` where the words name it ("the same month"); ``of_speech``: the year is counted from the day of
    speaking ("the same period last year") rather than from the stretch.
    """

    years: int
    unit: Unit | None = None
    of_speech: bool = False


@dataclass(frozen=True, slots=True)
class Holding:
    """The ``unit`` that holds a day: "the week of 3 March"."""

    unit: Unit
    day: Meaning


@dataclass(frozen=True, slots=True)
class Modified:
    """``base`` with a TIMEX3 modifier."""

    base: Meaning
    mod: Mod


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A named day (key of ``holiday.py``), with the year where the text gives it."""

    key: str
    year: int | None = None
    direction: Direction = Direction.NONE
    year_offset: int | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day on ``day`` (None = the day that the text is at); ``zone`` minutes east of UTC, None = not said."""

    hour: int
    minute: int | None = None
    second: int | None = None
    zone: int | None = None
    day: Meaning | None = None


@dataclass(frozen=True, slots=True)
class DayPart:
    """A part of ``day``: MO morning, MI midday, AF afternoon, EV evening, NI night, DT daytime (TIMEX3 codes)."""

    code: str
    day: Meaning | None = None


@dataclass(frozen=True, slots=True)
class Length:
    """A duration as a sum of amounts; ``None`` = vague ("several")."""

    parts: tuple[tuple[float | None, Unit], ...]
    mod: Mod | None = None


@dataclass(frozen=True, slots=True)
class Recurring:
    """A repeated time (type SET) with its finished TIMEX3 value."""

    value: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to past, present or future without a date."""

    ref: Ref


@dataclass(frozen=True, slots=True)
class Span:
    """One expression that names both ends of a stretch: "12–14 February", "2014-15"."""

    begin: Meaning
    end: Meaning


Meaning: TypeAlias = (
    Calendar
    | Weekday
    | Deictic
    | Shift
    | Window
    | Part
    | SamePeriod
    | Holding
    | Modified
    | NamedDay
    | Clock
    | DayPart
    | Length
    | Recurring
    | Reference
    | Span
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """An expression found in a text: where, of which TIMEX3 type, what it means, and which rule says so.

    ``tense``: filled by a recogniser that knows the tense of the governing verb, else None (the resolver then asks
    the language's tense function if it has one).  ``to_next``: this expression and the next one in the text are the
    two ends of one range ("from **Friday** to **Sunday**"), each a timex of its own as TIMEX3 wants it.
    """

    start: int
    end: int
    type: TimexType
    meaning: Meaning
    rule: str
    tense: Tense | None = None
    to_next: bool = False
