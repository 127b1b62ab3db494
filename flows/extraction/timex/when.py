"""One meaning to one stretch of days, seen from one place in one text (a *scene*)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from flows.extraction.model import DateBasis, Grain
from flows.extraction.timex.dates import add_days, bounds, edtf_of, real_day, season_span, shift, value_of
from flows.extraction.timex.holiday import holiday_date
from flows.extraction.timex.meaning import (
    Base,
    Calendar,
    Clock,
    DayPart,
    Deictic,
    Direction,
    Holding,
    Meaning,
    Mod,
    Modified,
    NamedDay,
    Part,
    SamePeriod,
    Shift,
    Span,
    Tense,
    Unit,
    Weekday,
    Window,
)

_GRAINS = {unit: Grain(unit.value) for unit in Unit if unit.value in set(Grain)}
_FAR, _NEAR = 300, 45  # days: a day "last year" by its tense is doubted when the same day is this near ahead


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


def resolve_meaning(meaning: Meaning, scene: Scene) -> When | None:
    """The stretch that ``meaning`` stands for in ``scene``; None where that cannot be told."""
    match meaning:
        case Calendar():
            return _calendar(meaning, scene)
        case Weekday():
            return _weekday(meaning, scene)
        case Deictic():
            return _deictic(meaning, scene)
        case Shift():
            return _shift(meaning, scene)
        case Window():
            return _window(meaning, scene)
        case Part():
            return _part(meaning, scene)
        case SamePeriod():
            return _same_period(meaning, scene)
        case Holding():
            return _holding(meaning, scene)
        case Modified():
            return _modified(meaning, scene)
        case NamedDay():
            return _named(meaning, scene)
        case Clock() | DayPart():
            return _time(meaning, scene)
        case Span():
            return _span(meaning, scene)
        case _:
            return None


def of(
    unit: Unit, day: dt.date, basis: DateBasis, anchor: str | None, *steps: str, implied: tuple[str, ...] = ()
) -> When:
    """The whole ``unit`` that holds ``day``."""
    first, last = bounds(unit, day)
    value = value_of(unit, day)
    return When(
        unit, first, last, value, edtf_of(unit, day), _GRAINS[unit], basis, anchor, None, implied, (*steps, value)
    )


def _anchored(scene: Scene, context: bool = False) -> tuple[dt.date | None, DateBasis, str]:
    """The day to count from, what basis that gives, and its name."""
    if context and scene.context is not None:
        return scene.context, DateBasis.RELATIVE_TO_CONTEXT, f"{scene.context_name} {scene.context}"
    basis = DateBasis.RELATIVE_TO_PUBLICATION if scene.publication else DateBasis.RELATIVE_TO_CONTEXT
    return scene.speech, basis, f"{scene.speech_name} {scene.speech}"


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


def _calendar(c: Calendar, scene: Scene) -> When | None:
    if c.year is not None:
        day = _first_day(c, max(c.year, 1))
        if day is None:
            return None
        implied = ("century",) if c.short_year else ()
        return _fiscal(c, of(c.unit, day, DateBasis.EXPLICIT, None, "as written", implied=implied))
    if c.unit is Unit.DAY and c.month is None:
        return _day_of_month(c, scene)
    speech, basis, name = _anchored(scene, context=scene.narrative)
    if speech is None:
        return None
    if c.year_offset is not None:
        speech, basis, name = _anchored(scene, context=c.anaphoric)
        if speech is None:
            return None
        day = _first_day(c, speech.year + c.year_offset)
        return None if day is None else _fiscal(c, of(c.unit, day, basis, name, f"year {c.year_offset:+d}"))
    if c.direction is not Direction.NONE:
        speech, basis, name = _anchored(scene, context=c.anaphoric)
        if speech is not None and c.anaphoric and scene.context is not None:
            speech = bounds(scene.context_unit, speech)[1]
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
        return _story_year(spans, ref), "the story goes on"
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
    ref, basis, name = _anchored(scene, context=True)
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


def _weekday(w: Weekday, scene: Scene) -> When | None:
    story = scene.narrative and w.direction is Direction.NONE and w.week_offset is None
    ref, basis, name = _anchored(scene, context=story)
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
        return of(Unit.DAY, add_days(ref, ahead), basis, name, "the story goes on", implied=("week",))
    tense = scene.tense()
    forward = tense is Tense.FUTURE or (w.direction is Direction.THIS and tense is not Tense.PAST)
    why = "next on or after" if forward else "latest on or before"
    return of(
        Unit.DAY, add_days(ref, ahead if forward else -back), basis, name, f"{tense} tense: {why}", implied=("week",)
    )


def _deictic(d: Deictic, scene: Scene) -> When | None:
    ref, basis, name = _anchored(scene)
    if d.anaphoric or (d.loose and (scene.narrative or d.unit is Unit.DAY)):
        ref, basis, name = _of_the_text(d.unit, scene, d.loose)
    if ref is None:
        return None
    offset = d.offset
    start = bounds(d.unit, ref)[0]
    if d.unit is Unit.WEEKEND and offset == 0 and ref.weekday() < 3 and scene.tense() is not Tense.FUTURE:
        offset = -1  # Monday to Wednesday: "this weekend" is the one just gone
    when = of(d.unit, shift(d.unit, start, offset), basis, name, f"{d.unit} {offset:+d}")
    this_week = d.unit is Unit.WEEK and offset == 0 and not d.anaphoric
    if this_week and when.first and ref != when.last and scene.tense() is Tense.PAST:
        return _clip(when, when.first, ref)  # what has happened this week cannot be later than the report
    return when


def _clip(when: When, first: dt.date, last: dt.date) -> When:
    edtf = f"{first}/{last}" if first != last else f"{first}"
    return replace(when, first=first, last=last, edtf=edtf, steps=(*when.steps, f"so far: {edtf}"))


_DAYS = (Unit.DAY, Unit.WEEK, Unit.WEEKEND)
_SAME_NEWS = 7  # days: in news "the day" is one of the last week, or that of publication


def _of_the_text(unit: Unit, scene: Scene, loose: bool = False) -> tuple[dt.date | None, DateBasis, str]:
    """The anchor of "later", "the following …": days count from a day, months and years from any date."""
    if unit not in _DAYS:
        return _anchored(scene, context=True)
    near = scene.day is not None and scene.speech is not None and abs((scene.speech - scene.day).days) <= _SAME_NEWS
    if scene.day is None or (loose and not scene.narrative and scene.publication and not near):
        return _anchored(scene)
    return _anchored(replace(scene, context=scene.day), context=True)


def _shift(s: Shift, scene: Scene) -> When | None:
    if isinstance(s.base, Base):
        ref, basis, name = _of_the_text(s.unit, scene) if s.base is Base.CONTEXT else _anchored(scene)
    else:
        base = resolve_meaning(s.base, scene)
        if base is None or base.first is None or base.last is None:
            return None
        ref, basis, name = (base.first if s.sign < 0 else base.last), base.basis, base.value
    if s.unit is Unit.HOUR and s.amount is not None and s.amount % 24 == 0:
        return _shift(replace(s, amount=s.amount / 24, unit=Unit.DAY), scene)
    if ref is None or s.amount is None or s.unit in (Unit.HOUR, Unit.MINUTE, Unit.SECOND):
        return None
    day = shift(s.unit, ref, s.sign * s.amount)
    exact = not isinstance(s.base, Base) and s.unit is Unit.WEEK
    return of(Unit.DAY if exact else s.unit, day, basis, name, f"{s.sign * s.amount:+g} {s.unit}")


def _window(w: Window, scene: Scene) -> When | None:
    ref, basis, name = _anchored(scene)
    if ref is None or w.amount is None or w.unit in (Unit.HOUR, Unit.MINUTE, Unit.SECOND):
        return None
    other = shift(w.unit, ref, w.sign * w.amount)
    first, last = min(ref, other), max(ref, other)
    edtf = f"{first}/{last}"
    return When(
        w.unit, first, last, edtf, edtf, Grain.INTERVAL, basis, name, steps=(f"{w.sign * w.amount:+g} {w.unit}", edtf)
    )


def _part(p: Part, scene: Scene) -> When | None:
    whole = resolve_meaning(p.whole, scene)
    if whole is None or whole.first is None or whole.last is None:
        return None
    first, last = whole.first, whole.last
    if p.unit in (Unit.QUARTER, Unit.HALF) and whole.unit is not Unit.YEAR:
        return replace(whole, mod=Mod.START if p.nth == 1 else Mod.END)
    pieces = list(_pieces(p, first, last))
    index = p.nth if p.nth < 0 else p.nth - 1
    if not -len(pieces) <= index < len(pieces):
        return None
    unit = Unit.DAY if p.weekday is not None else p.unit
    return of(unit, pieces[index], whole.basis, whole.anchor, *whole.steps, f"{p.nth}. {p.unit}")


def _pieces(p: Part, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """First days of the units within a stretch; a week counts where its Thursday lies (ISO), the last one whole."""
    if (last - first).days > 370:
        return
    day = first
    if p.weekday is not None:
        day = add_days(first, (p.weekday - first.weekday()) % 7)
    elif p.unit is Unit.WEEK:
        day = add_days(first, -first.weekday()) if first.weekday() <= 3 else add_days(first, 7 - first.weekday())
    elif p.unit is Unit.WEEKEND:
        day = add_days(first, (5 - first.weekday()) % 7)
    step = Unit.WEEK if p.weekday is not None else p.unit
    while bounds(p.unit if p.weekday is None else Unit.DAY, day)[1] <= last:
        yield day
        day = shift(step, day, 1)


_FINENESS = (Unit.DAY, Unit.WEEKEND, Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.SEASON, Unit.HALF, Unit.YEAR)


def _same_period(s: SamePeriod, scene: Scene) -> When | None:
    day, basis, name = _anchored(scene, context=True)
    if day is None:
        return None
    years = s.years
    if s.of_speech and scene.speech is not None:
        years += scene.speech.year - day.year
    unit = s.unit or scene.context_unit
    told = scene.context is not None and scene.context_unit in _FINENESS and unit in _FINENESS
    if not told or _FINENESS.index(unit) < _FINENESS.index(scene.context_unit):
        unit = Unit.YEAR  # which month is not said: no more than the year is known
    return of(unit, shift(Unit.YEAR, day, years), basis, name, f"year {years:+d}")


def _holding(h: Holding, scene: Scene) -> When | None:
    day = resolve_meaning(h.day, scene)
    if day is None or day.first is None or day.unit is not Unit.DAY:
        return None
    return of(h.unit, day.first, day.basis, day.anchor, *day.steps, f"the {h.unit} that holds it")


def _modified(m: Modified, scene: Scene) -> When | None:
    base = resolve_meaning(m.base, scene)
    if base is None:
        return None
    if m.mod is Mod.APPROX:
        approximate = base.edtf and base.unit in (Unit.DAY, Unit.MONTH, Unit.YEAR) and "/" not in base.edtf
        return replace(base, mod=m.mod, edtf=f"{base.edtf}~" if approximate else base.edtf)
    this_week = isinstance(m.base, Deictic) and m.base.unit is Unit.WEEK and m.base.offset == 0 and scene.speech
    if this_week and base.first and base.last and scene.speech:
        monday, sunday = bounds(Unit.WEEK, scene.speech)
        if m.mod is Mod.BEFORE:
            return replace(_clip(base, monday, scene.speech), mod=m.mod)
        if m.mod is Mod.AFTER:
            return replace(_clip(base, scene.speech, sunday), mod=m.mod)
    return replace(base, mod=m.mod)


def _named(n: NamedDay, scene: Scene) -> When | None:
    if n.year is not None:
        day = holiday_date(n.key, n.year)
        return None if day is None else of(Unit.DAY, day, DateBasis.EXPLICIT, None, "named day")
    ref, basis, name = _anchored(scene, context=scene.narrative and n.direction is Direction.NONE)
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


def _time(t: Clock | DayPart, scene: Scene) -> When | None:
    if t.day is not None:
        day = resolve_meaning(t.day, scene)
    elif scene.clock_day is not None:
        day = scene.clock_day
    else:
        ref, basis, name = _anchored(scene, context=scene.narrative)
        day = None if ref is None else of(Unit.DAY, ref, basis, name, "the day the text is at", implied=("day",))
    if day is None or day.unit is not Unit.DAY:
        return None
    value = f"{day.value}T{time_value(t)}"
    mod = day.mod if t.day is not None else None
    return replace(day, value=value, grain=Grain.TIME, mod=mod, steps=(*day.steps, value))


def time_value(t: Clock | DayPart) -> str:
    """The part of a TIMEX3 value after the T; only UTC is written with its zone."""
    if isinstance(t, DayPart):
        return t.code
    text = f"{t.hour:02d}" if t.minute is None else f"{t.hour:02d}:{t.minute:02d}"
    if t.second is not None:
        text += f":{t.second:02d}"
    return text + ("Z" if t.zone == 0 else "")


def _span(s: Span, scene: Scene) -> When | None:
    begin = resolve_meaning(s.begin, scene)
    if begin is None or begin.first is None:
        return None
    end = resolve_meaning(s.end, replace(scene, after=begin.first))
    if end is None or end.last is None or end.last < begin.first or not begin.edtf or not end.edtf:
        return None
    edtf = f"{begin.edtf.split('/')[0]}/{end.edtf.split('/')[-1]}"
    value = f"{begin.value}/{end.value}"
    implied = tuple(dict.fromkeys(begin.implied + end.implied))
    return When(
        begin.unit,
        begin.first,
        end.last,
        value,
        edtf,
        Grain.INTERVAL,
        begin.basis,
        begin.anchor,
        None,
        implied,
        (*begin.steps, *end.steps),
    )
