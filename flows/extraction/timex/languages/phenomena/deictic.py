"""Expressions that point from the day of writing or from the text's own day: yesterday, last week, the same year."""

from __future__ import annotations

import re

from flows.extraction.model import TimexType
from flows.extraction.timex.languages.evidence import at_sentence_start, last_word
from flows.extraction.timex.languages.fold import TOKEN, fold
from flows.extraction.timex.languages.rule import Found, LanguageRule, Produced
from flows.extraction.timex.meaning import Base, DayPart, Deictic, Mod, Modified, Ref, Reference, Shift, Tense, Unit

_OFFSETS = {"last": -1, "this": 0, "next": 1, "same": 0, "previous": -1, "following": 1}
_ANAPHORIC = ("same", "previous", "following")


def _listed(found: Found) -> Produced:
    if _is_noun(found):
        return None
    unit, offset = found.value("deictic")
    return Deictic(Unit(unit), offset, anaphoric=_told_in_past(found, offset) and unit != "day")


def _is_noun(found: Found) -> bool:
    """ "La mañana", "am Morgen": the morning, not tomorrow."""
    place, start = found.place, found.start
    if last_word(place.folded, start) in place.lexicon.role("deictic_not_after"):
        return True
    capital = place.text[start].isupper() and place.lexicon.flag("names_capital")
    return capital and not at_sentence_start(place, start)


def _anaphoric(found: Found) -> Produced:
    unit, offset = found.value("anaphoric")
    if not _accent_right(found):
        return None
    if unit == "day":
        return Shift(abs(offset), Unit.DAY, -1 if offset < 0 else 1, Base.CONTEXT)
    return Deictic(Unit(unit), offset, anaphoric=True)


def _accent_right(found: Found) -> bool:
    """Greek tells "την επομένη", the next day, from "την επόμενη", the next …, by the accent alone."""
    exact: list[str] = found.place.lexicon.tables.get("exact", [])
    last = found.place.text[found.start : found.end].split()[-1].lower()
    return last in exact or fold(last) not in [fold(word) for word in exact]


def _directed(found: Found) -> Produced:
    """ "Last week".  "Next" with a past tense counts from the text's day: "next year the war ended"."""
    way, unit = found.value("dir") or found.value("dir_after"), found.value("unit")
    offset = _OFFSETS.get(way)
    if offset is None or unit in ("hour", "minute", "second"):
        return None
    if unit == "day":  # "the next day" is the text's; "the last day" is no date
        return None if way == "last" else Shift(abs(offset), Unit.DAY, -1 if offset < 0 else 1, Base.CONTEXT)
    return Deictic(Unit(unit), offset, anaphoric=way in _ANAPHORIC or _told_in_past(found, offset))


def _told_in_past(found: Found, offset: int) -> bool:
    return offset > 0 and found.place.tense(found.start, found.end) is Tense.PAST


def _day_part(found: Found) -> Produced:
    unit, offset = found.value("today")
    return DayPart(found.value("part"), day=Deictic(Unit(unit), offset))


def _one_word(found: Found) -> Produced:
    code, offset = found.value("part_of_day")
    return DayPart(code, day=Deictic(Unit.DAY, offset))


def _this_part(found: Found) -> Produced:
    return DayPart(found.value("part"), day=Deictic(Unit.DAY, 0))


def _edge(found: Found) -> Produced:
    """ "At the end of the year": of the year that the text is at."""
    unit = found.value("unit")
    if unit not in ("month", "year") or _goes_on(found):
        return None
    return Modified(Deictic(Unit(unit), 0), Mod(found.value("mod")))


_YEAR_FOLLOWS = re.compile(r"\s{1,2}(?:\w{1,4}\s)?\d{4}")


def _goes_on(found: Found) -> bool:
    """Whether a year or "last" still belongs to the unit: "the end of the year 1943"."""
    folded, after = found.place.folded, TOKEN.match(found.place.folded, found.end + 1)
    if _YEAR_FOLLOWS.match(folded, found.end, found.end + 14):
        return True
    further = {form.split()[0] for form in found.place.lexicon.table("directions_after")}
    return after is not None and after.group() in further


def _reference(found: Found) -> Produced:
    after = TOKEN.match(found.place.folded, found.end + 1)
    if after and after.group() in found.place.lexicon.units:
        return None  # "in the coming" of "in the coming year"
    return Reference(Ref[found.value("ref").upper()])


RULES = (
    LanguageRule("day_part", "<day> <part of day>", ("<today> <of>? <part>",), _day_part, TimexType.TIME),
    LanguageRule("part_of_day", "tonight", ("<part_of_day>",), _one_word, TimexType.TIME),
    LanguageRule("this_part", "this <part of day>", ("<this_part_lead> <part>",), _this_part, TimexType.TIME),
    LanguageRule("anaphoric", "the same <unit>", ("<anaphoric>",), _anaphoric),
    LanguageRule("deictic", "<deictic>", ("<deictic>",), _listed),
    LanguageRule(
        "directed_unit",
        "last <unit>",
        ("<rel_art>? <dir> <unit>", "<rel_art>? <unit> <dir_after>"),
        _directed,
    ),
    LanguageRule("edge", "<mod> of the <unit>", ("<mod> <of>? <art>? <unit>",), _edge),
    LanguageRule("reference", "<reference>", ("<ref>",), _reference),
)
