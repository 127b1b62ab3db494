"""Dates without their year, weekdays and named days: which of several is meant, by range, tense, story or nearness."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from flows.extraction.model import DateBasis
from flows.extraction.timex.dates import add_days, bounds, real_day, season_span, shift
from flows.extraction.timex.holiday import holiday_date
from flows.extraction.timex.meaning import Calendar, Direction, NamedDay, Tense, Unit, Weekday
from flows.extraction.timex.scene import Scene, When, anchored, of

_FAR, _NEAR = 300, 45  # days: a day "last year" by its tense is doubted when the same day is this near ahead


def _first_day(c: Calendar, year: int) -> dt.date | None:
    """The first day of a calendar meaning in a given year."""
    if not 1 <= year <= 9998:
        return None
    if c.unit is Unit.DAY:
        return real_day(year, c.month or 1, c.day or 1)
    if c.unit is Unit.MONTH:
        return real_day(year, c.month or 1, 1)
    if c.unit is Unit.SEASON:
        return season_span(year, c.index or 21)[0]
    if c.unit in (Unit.QUARTER, Unit.HALF):
        return dt.date(year, {Unit.QUARTER: 3, Unit.HALF: 6}[c.unit] * ((c.index or 1) - 1) + 1, 1)
    if c.unit is Unit.WEEK:
        try:
            return dt.date.fromisocalendar(year, c.index or 1, 1)
        except ValueError:
            return None
    return dt.date(year, 1, 1)


def calendar_when(c: Calendar, scene: Scene) -> When | None:
    """The stretch of a calendar date, its year found where the text leaves it out."""
    if c.year is not None:
        day = _first_day(c, max(c.year, 1))
        if day is None:
            return None
        implied = ("century",) if c.short_year else ()
        return _fiscal(c, of(c.unit, day, DateBasis.EXPLICIT, None, "as written", implied=implied))
    if c.unit is Unit.DAY and c.month is None:
        return _day_of_month(c, scene)
    speech, basis, name = anchored(scene, context=scene.narrative)
    if speech is None:
        return None
    if c.year_offset is not None:
        speech, basis, name = anchored(scene, context=c.anaphoric)
        if speech is None:
            return None
        day = _first_day(c, speech.year + c.year_offset)
        return None if day is None else _fiscal(c, of(c.unit, day, basis, name, f"year {c.year_offset:+d}"))
    if c.direction is not Direction.NONE:
        speech, basis, name = anchored(scene, context=c.anaphoric)
        if speech is not None and c.anaphoric and scene.context is not None:
            speech = bounds(scene.context_unit, speech)[0 if c.direction is Direction.LAST else 1]
        return None if speech is None else _directed(c, speech, basis, name)
    candidates = [d for y in (-1, 0, 1) if (d := _first_day(c, speech.year + y)) is not None]
    day, why = _choose(c.unit, candidates, speech, scene)
    return None if day is None else of(c.unit, day, basis, name, why, implied=("year",))


def _fiscal(c: Calendar, when: When) -> When:
    """Fiscal years begin where their country or firm says: they keep a value and lose their days."""
    if not c.fiscal:
        return when
    value = f"FY{when.value}"
    return replace(when, value=value, edtf=None, first=None, last=None, steps=(*when.steps[:-1], value))


def _choose(unit: Unit, candidates: list[dt.date], ref: dt.date, scene: Scene) -> tuple[dt.date | None, str]:
    """Which of the same day or month of three years: by the range, the tense, or nearness."""
    spans = [(bounds(unit, d)[0], bounds(unit, d)[1]) for d in candidates]
    if not spans:
        return None, ""
    if scene.after is not None:
        later = [first for first, last in spans if last >= scene.after]
        return (later[0] if later else spans[-1][0]), f"first on or after {scene.after}"
    if scene.narrative and scene.context is not None:
        return _story_year(spans, scene.range_began or ref), "the story goes on"
    nearest = min(spans, key=lambda s: (_distance(s, ref), s[0]))[0]
    past = [s for s in spans if s[0] <= ref]
    future = [s for s in spans if s[1] >= ref]
    tense = scene.tense()
    if tense is Tense.PAST and past:
        doubted = unit is Unit.DAY and _distance(past[-1], ref) > _FAR and future and _distance(future[0], ref) < _NEAR
        return (nearest, "nearest, though past tense") if doubted else (past[-1][0], "past tense")
    if tense is Tense.FUTURE and future:
        doubted = bool(past) and _distance(future[0], ref) > _FAR and _distance(past[-1], ref) < _NEAR
        return (nearest, "nearest, though future tense") if doubted else (future[0][0], "future tense")
    return nearest, "nearest"


def _story_year(spans: list[tuple[dt.date, dt.date]], ref: dt.date) -> dt.date:
    """The year of the story, the next one after a jump back of many months, the last one for "December" in January."""
    same = [first for first, _ in spans if first.year == ref.year] or [spans[0][0]]
    months = same[0].month - ref.month
    year = ref.year + (1 if months <= -7 else -1 if months >= 11 else 0)
    return next((first for first, _ in spans if first.year == year), same[0])


def _distance(span: tuple[dt.date, dt.date], ref: dt.date) -> int:
    first, last = span
    return (first - ref).days if first > ref else (ref - last).days if last < ref else 0


def _directed(c: Calendar, ref: dt.date, basis: DateBasis, name: str) -> When | None:
    days = [d for y in (-2, -1, 0, 1, 2) if (d := _first_day(c, ref.year + y)) is not None]
    spans = [bounds(c.unit, d) for d in days]
    if c.direction is Direction.LAST:
        chosen = [s[0] for s in spans if s[1] < ref][-1:]
    elif c.direction is Direction.NEXT:
        chosen = [s[0] for s in spans if s[0] > ref][:1]
    else:
        chosen = [s[0] for s in spans if s[0].year == ref.year]
        chosen = [min(spans, key=lambda s: _distance(s, ref))[0]] if c.index == 24 else chosen
    return of(c.unit, chosen[0], basis, name, c.direction.value, implied=("year",)) if chosen else None


def _day_of_month(c: Calendar, scene: Scene) -> When | None:
    ref, basis, name = anchored(scene, context=True)
    if ref is None or c.day is None:
        return None
    months = [shift(Unit.MONTH, ref.replace(day=1), n) for n in (-1, 0, 1)]
    days = [d for m in months if (d := real_day(m.year, m.month, c.day)) is not None]
    if scene.after is not None:
        days = [d for d in days if d >= scene.after]
    elif scene.context is not None:
        days = [d for d in days if (d.year, d.month) == (ref.year, ref.month)] or days
    elif scene.tense() is Tense.FUTURE:
        days = [d for d in days if d >= ref] or days
    else:
        days = [d for d in days if d <= ref][-1:] or days
    return of(Unit.DAY, days[0], basis, name, "month of the anchor", implied=("year", "month")) if days else None


def weekday_when(w: Weekday, scene: Scene) -> When | None:
    """The day that a weekday means."""
    then = w.anaphoric and scene.context is not None
    story = then or (scene.narrative and w.direction is Direction.NONE and w.week_offset is None)
    told = replace(scene, context=scene.day) if then and scene.day is not None else scene
    ref, basis, name = anchored(told, context=story)
    if ref is None:
        return None
    back, ahead = (ref.weekday() - w.weekday) % 7, (w.weekday - ref.weekday()) % 7
    if w.week_offset is not None:
        return of(Unit.DAY, add_days(ref, 7 * w.week_offset + w.weekday - ref.weekday()), basis, name, "week named")
    if w.direction is Direction.LAST:
        return of(Unit.DAY, add_days(ref, -(back or 7)), basis, name, "last")
    if w.direction is Direction.NEXT:
        return of(Unit.DAY, add_days(ref, ahead or 7), basis, name, "next")
    if scene.after is not None:
        gap = (w.weekday - scene.after.weekday()) % 7
        return of(
            Unit.DAY, add_days(scene.after, gap), basis, name, f"first on or after {scene.after}", implied=("week",)
        )
    if story and scene.context is not None:
        ahead = (w.weekday - _weekday_then(ref)) % 7
        return of(Unit.DAY, add_days(ref, ahead), basis, name, "the story goes on", implied=("week",))
    tense = scene.tense()
    forward = tense is Tense.FUTURE or (w.direction is Direction.THIS and tense is not Tense.PAST)
    why = "next on or after" if forward else "latest on or before"
    return of(
        Unit.DAY, add_days(ref, ahead if forward else -back), basis, name, f"{tense} tense: {why}", implied=("week",)
    )


_GREGORIAN = dt.date(1582, 10, 15)


def _weekday_then(day: dt.date) -> int:
    """The weekday that a day had for those who lived it: before October 1582 texts date by the Julian calendar."""
    if day >= _GREGORIAN:
        return day.weekday()
    return (day.weekday() + day.year // 100 - day.year // 400 - 2) % 7


def named_when(n: NamedDay, scene: Scene) -> When | None:
    """The day of a feast or holiday."""
    if n.year is not None:
        day = holiday_date(n.key, n.year)
        return None if day is None else of(Unit.DAY, day, DateBasis.EXPLICIT, None, "named day")
    ref, basis, name = anchored(scene, context=scene.narrative and n.direction is Direction.NONE)
    if ref is None:
        return None
    days = [d for y in (-1, 0, 1) if 1 <= ref.year + y <= 9999 and (d := holiday_date(n.key, ref.year + y)) is not None]
    if n.direction is Direction.LAST:
        days = [d for d in days if d < ref][-1:]
    elif n.direction is Direction.NEXT:
        days = [d for d in days if d > ref][:1]
    elif n.direction is Direction.THIS:
        days = [d for d in days if d.year == ref.year]
    day, why = _choose(Unit.DAY, days, ref, scene)
    return None if day is None else of(Unit.DAY, day, basis, name, "named day", why, implied=("year",))
