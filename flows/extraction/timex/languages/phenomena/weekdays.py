"""Days of the week: "am Montag", "lundi dernier", "в минулу п'ятницю", "Friday next week"."""

from __future__ import annotations

from flows.extraction.model import TimexType
from flows.extraction.timex.languages.evidence import closed, led, lower_where_due
from flows.extraction.timex.languages.phenomena.months import DIRECTIONS
from flows.extraction.timex.languages.rule import Found, LanguageRule, Produced
from flows.extraction.timex.meaning import DayPart, Recurring, Weekday


def _weekday(found: Found) -> Produced:
    place, surface = found.place, found.surface("weekday") or ""
    if not lower_where_due(place, found.match.start("weekday")):
        return None
    following = place.folded[found.end + 1 : found.end + 16]
    if led(place, found.start, "weekday_not_after") or following.startswith(
        place.lexicon.role("weekday_not_before") or ("\0",)
    ):
        return None  # Good Friday and other days with a name of their own
    weak = place.lexicon.flag("weekdays_need_lead") or surface in place.lexicon.role("weak_weekdays")
    if weak and not led(place, found.start, "weekday_lead"):
        return None
    if surface in place.lexicon.role("ordinal_weekdays") and not closed(place, found.end):
        return None  # Portuguese "na segunda tentativa": the second, not Monday
    return Weekday(found.value("weekday"))


def _directed(found: Found) -> Produced:
    way = found.value("dir") or found.value("dir_after")
    return Weekday(found.value("weekday"), direction=DIRECTIONS[way])


def _of_week(found: Found) -> Produced:
    offset = found.value("deictic")
    if found.value("unit") == "week":
        way = found.value("dir") or found.value("dir_after")
        offset = ("week", {"last": -1, "this": 0, "next": 1}.get(way))
    if offset is not None and offset[1] is None:
        return None
    return Weekday(found.value("weekday"), week_offset=offset[1]) if offset and offset[0] == "week" else None


def _part(found: Found) -> Produced:
    if not lower_where_due(found.place, found.start):
        return None
    joined = found.value("weekday_part")  # German and Dutch write one word: "Montagabend"
    weekday, part = joined or (found.value("weekday"), found.value("part"))
    return DayPart(part, day=Weekday(weekday))


def _every(found: Found) -> Produced:
    return Recurring(f"XXXX-WXX-{found.value('weekday') + 1}")


RULES = (
    LanguageRule("every_weekday", "every <weekday>", ("<every> <weekday>",), _every, TimexType.SET),
    LanguageRule(
        "weekday_part", "<weekday> <part of day>", ("<weekday> <part>", "<weekday_part>"), _part, TimexType.TIME
    ),
    LanguageRule(
        "weekday_of_week",
        "<weekday> <week>",
        (
            "<weekday> <of>? <deictic>",
            "<dir> <unit> <weekday>",
            "<weekday> <of>? <art>? <dir> <unit>",
            "<weekday> <of>? <art>? <unit> <dir_after>",
        ),
        _of_week,
    ),
    LanguageRule("directed_weekday", "last <weekday>", ("<dir> <weekday>", "<weekday> <dir_after>"), _directed),
    LanguageRule("weekday", "<weekday>", ("<weekday>",), _weekday),
)
