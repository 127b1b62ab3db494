"""One meaning to one stretch of days, seen from one place in one text (a *scene*)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from flows.extraction.model import DateBasis, Grain
from flows.extraction.timex.calendar_when import calendar_when, named_when, weekday_when
from flows.extraction.timex.dates import add_days, bounds, shift
from flows.extraction.timex.meaning import (
    Base,
    Calendar,
    Clock,
    DayPart,
    Deictic,
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
from flows.extraction.timex.scene import Scene, When, anchored, of


def resolve_meaning(meaning: Meaning, scene: Scene) -> When | None:
    """The stretch that ``meaning`` stands for in ``scene``; None where that cannot be told."""
    match meaning:
        case Calendar():
            return calendar_when(meaning, scene)
        case Weekday():
            return weekday_when(meaning, scene)
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
            return named_when(meaning, scene)
        case Clock() | DayPart():
            return _time(meaning, scene)
        case Span():
            return _span(meaning, scene)
        case _:
            return None


def _deictic(d: Deictic, scene: Scene) -> When | None:
    ref, basis, name = anchored(scene)
    told_of_one = d.unit is Unit.MONTH and scene.context_unit is Unit.MONTH  # figures "for the month" of a report
    if d.anaphoric or (d.loose and (scene.narrative or d.unit is Unit.DAY or told_of_one)):
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
        return anchored(scene, context=True)
    near = scene.day is not None and scene.speech is not None and abs((scene.speech - scene.day).days) <= _SAME_NEWS
    if scene.day is None or (loose and not scene.narrative and scene.publication and not near):
        return anchored(scene)
    return anchored(replace(scene, context=scene.day), context=True)


def _shift(s: Shift, scene: Scene) -> When | None:
    if isinstance(s.base, Base):
        ref, basis, name = _of_the_text(s.unit, scene) if s.base is Base.CONTEXT else anchored(scene)
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
    when = of(s.unit, day, basis, name, f"{s.sign * s.amount:+g} {s.unit}")
    if s.unit is not Unit.WEEK:
        return when
    # Weeks are counted from day to day ("a week ago" on a Friday is a Friday), though nobody means it to the day.
    if not isinstance(s.base, Base):
        return of(Unit.DAY, day, basis, name, f"{s.sign * s.amount:+g} {s.unit}")
    return replace(when, value=day.isoformat(), steps=(*when.steps, f"to the day: {day}"))


def _window(w: Window, scene: Scene) -> When | None:
    ref, basis, name = anchored(scene)
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
    day, basis, name = anchored(scene, context=True)
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


def _time(t: Clock | DayPart, scene: Scene) -> When | None:
    if t.day is not None:
        day = resolve_meaning(t.day, scene)
    elif scene.clock_day is not None:
        day = scene.clock_day
    else:
        ref, basis, name = anchored(scene, context=scene.narrative)
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
