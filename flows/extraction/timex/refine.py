"""Joins of neighbouring atoms: openers with their date, times with their day, distances with their base, ranges.

``REFINERS`` is the visible order; each takes the text and the atoms in order and returns atoms in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from flows.extraction.timex.meaning import (
    Calendar,
    Clock,
    DayPart,
    Deictic,
    Length,
    Meaning,
    Mod,
    Modified,
    NamedDay,
    Part,
    Shift,
    Unit,
    Weekday,
)
from flows.extraction.timex.rules import Atom, Blocked, Opener

_DAYS = (Calendar, Weekday, Deictic, NamedDay, Shift, Part)
_SIDES = (Mod.BEFORE, Mod.AFTER)
_GAP_DATE_TIME = re.compile(r",?\s| (?:at|around|about) (?:about |around )?")
_GAP_TIME_DATE = re.compile(r",?\s|,? of |,? on (?:the )?")
_GAP_RANGE = re.compile(
    r"(?:,? (?:to|until|till|through|thru|up to)(?: the| about)? )|(?:\s?[-‐‑–—−]\s?)", re.IGNORECASE
)
_GAP_AND = re.compile(r"\s(?:and|&)\s(?:the )?", re.IGNORECASE)
_GAP_LIST = re.compile(r",?\s(?:and|or|&)\s(?:the )?|/|,\s", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween (?:the )?$", re.IGNORECASE)
_GAP_SHIFT = re.compile(r" (before|after|prior to|from|following) (?:the )?", re.IGNORECASE)


def open_up(_: str, atoms: list[Atom]) -> list[Atom]:
    """Openers take the date that follows at once ("the end of" + "last year"); alone they vanish."""
    out: list[Atom] = []
    for atom in reversed(atoms):
        opener = atom.produced
        if not isinstance(opener, Opener):
            out.append(atom)
            continue
        following = out[-1] if out else None
        meaning = None
        if (
            following is not None
            and following.start == atom.end
            and not isinstance(following.produced, Opener | Blocked)
        ):
            meaning = opener.apply(following.produced)
        if meaning is None and atom.fallback is not None:
            out.append(atom.fallback)
        if meaning is not None and following is not None:
            start = following.start if opener.outside else atom.start
            rule = following.rule if opener.outside else f"{atom.rule} + {following.rule}"
            out[-1] = Atom(start, following.end, meaning, rule)
    out.reverse()
    return out


def join_times(text: str, atoms: list[Atom]) -> list[Atom]:
    """A time beside its day is one expression: "Friday morning", "12:00 UTC Monday", "5 May at 3 p.m."."""
    out: list[Atom] = []
    for atom in atoms:
        last = out[-1] if out else None
        if last is not None and 0 < atom.start - last.end < 12:
            gap = text[last.end : atom.start]
            joined = None
            if _GAP_DATE_TIME.fullmatch(gap):
                joined = _with_day(atom, last)
            of_clock = last is not None and (isinstance(last.produced, Clock) or " on " not in gap)
            if joined is None and of_clock and _GAP_TIME_DATE.fullmatch(gap):
                joined = _with_day(last, atom)
            if joined is not None and last is not None:
                out[-1] = Atom(last.start, atom.end, joined, f"{last.rule} + {atom.rule}")
                continue
        out.append(atom)
    return out


def _with_day(time: Atom, day: Atom) -> Meaning | None:
    """The time on that day, if the one is a time without its day and the other a day."""
    meaning, base = time.produced, day.produced
    if not isinstance(base, Calendar | Weekday | Deictic | NamedDay | Shift | Part) or not isinstance(
        meaning, Clock | DayPart
    ):
        return None
    if meaning.day is not None or (not isinstance(base, Weekday | NamedDay) and base.unit is not Unit.DAY):
        return None
    return replace(meaning, day=base)


def join_shifts(text: str, atoms: list[Atom]) -> list[Atom]:
    """ "two days before" + "Christmas" is a distance from that day."""
    out: list[Atom] = []
    for atom in atoms:
        last = out[-1] if out else None
        base = (
            atom.produced.base if isinstance(atom.produced, Modified) and atom.produced.mod in _SIDES else atom.produced
        )
        if last is not None and isinstance(last.produced, Length) and isinstance(base, _DAYS):
            gap = _GAP_SHIFT.fullmatch(text, last.end, atom.start)
            parts = last.produced.parts
            if gap and len(parts) == 1:
                sign = -1 if gap[1].lower() in ("before", "prior to") else 1
                out[-1] = Atom(
                    last.start,
                    atom.end,
                    Shift(parts[0][0], parts[0][1], sign, base),
                    "units before or after a date",
                )
                continue
        out.append(atom)
    return out


def link_ranges(text: str, atoms: list[Atom]) -> list[Atom]:
    """The ends of a range keep their spans, know each other, and share year and month."""
    out = list(atoms)
    for index in range(len(out) - 1):
        left, right = out[index], out[index + 1]
        distance = right.start - left.end
        if not 0 < distance < 16 or not isinstance(left.produced, _DAYS) or not isinstance(right.produced, _DAYS):
            continue
        gap = text[left.end : right.start]
        if _GAP_RANGE.fullmatch(gap) or (
            _GAP_AND.fullmatch(gap) and _BETWEEN.search(text[max(0, left.start - 16) : left.start])
        ):
            if getattr(left.produced, "unit", None) is not getattr(right.produced, "unit", None):
                continue
            out[index] = replace(left, produced=_share(left.produced, right.produced), to_next=True)
        elif _GAP_LIST.fullmatch(gap) and getattr(left.produced, "unit", None) is getattr(right.produced, "unit", None):
            out[index] = replace(left, produced=_share(left.produced, right.produced))
    return out


def _share(left: Meaning, right: Meaning) -> Meaning:
    """ "March to June 2023": the year stands at the end only."""
    if (
        isinstance(left, Calendar)
        and isinstance(right, Calendar)
        and left.year is None
        and right.year
        and left.year_offset is None
    ):
        earlier = (left.month or left.index or 0, left.day or 0) <= (right.month or right.index or 0, right.day or 31)
        return replace(left, year=right.year if earlier else right.year - 1)
    return left


def drop_openers(_: str, atoms: list[Atom]) -> list[Atom]:
    """What found no partner is no expression."""
    return [a for a in atoms if not isinstance(a.produced, Opener)]


REFINERS: tuple[Callable[[str, list[Atom]], list[Atom]], ...] = (
    join_times,
    open_up,
    join_times,
    join_shifts,
    link_ranges,
    drop_openers,
)
