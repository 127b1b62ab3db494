"""Durations and repeated times: "drei Jahre", "кілька днів", "щороку", "chaque année"."""

from __future__ import annotations

from flows.extraction.model import TimexType
from flows.extraction.timex.languages.evidence import before_christ
from flows.extraction.timex.languages.phenomena.offsets import amount_of
from flows.extraction.timex.languages.rule import Found, LanguageRule, Piece, Produced
from flows.extraction.timex.meaning import Length, Mod, Recurring, Unit

_PERIOD = {"day": "P1D", "week": "P1W", "month": "P1M", "year": "P1Y", "hour": "PT1H"}


def _length(found: Found) -> Produced:
    if before_christ(found.place, found.end):
        return None  # "480 році до н. е.": a year
    return Length(((amount_of(found), Unit(found.value("unit"))),))


def _two(found: Found) -> Produced:
    """ "Three years and two months"."""
    first, second = found.value("unit"), found.value("unit2")
    if first == second or before_christ(found.place, found.end):
        return None
    return Length(((found.number("n"), Unit(first)), (found.number("n2"), Unit(second))))


def _whole(found: Found) -> Produced:
    return Length(((amount_of(found), Unit(found.value("unit"))),))


def _bare(found: Found) -> Produced:
    """ "It lasted a month", in languages that need no article: the unit alone is the expression."""
    if found.surface("unit") in found.place.lexicon.table("plurals"):
        return None
    length = Length(((1, Unit(found.value("unit"))),))
    return (Piece(found.match.start("unit"), found.end, length),)


def _more_than(found: Found) -> Produced:
    if found.surface("unit") in found.place.lexicon.table("plurals"):
        return None
    return Length(((1, Unit(found.value("unit"))),), Mod(found.value("amount_mod")))


def _every(found: Found) -> Produced:
    period = _PERIOD.get(found.value("unit"))
    return Recurring(period) if period else None


def _every_n(found: Found) -> Produced:
    number, period = found.number("n"), _PERIOD.get(found.value("unit"))
    return Recurring(period.replace("1", str(number))) if period and number else None


def _listed(found: Found) -> Produced:
    return Recurring(found.value("set"))


RULES = (
    LanguageRule(
        "two_lengths", "<n> <unit> and <n> <unit>", ("<n> <unit> <and> <n:n2> <unit:unit2>",), _two, TimexType.DURATION
    ),
    LanguageRule("whole", "a whole <unit>", ("<n>? <whole> <unit>",), _whole, TimexType.DURATION),
    LanguageRule("lasting", "<unit> long", ("<lasting> <unit>",), _bare, TimexType.DURATION),
    LanguageRule("more_than", "more than a <unit>", ("<amount_mod> <unit>",), _more_than, TimexType.DURATION),
    LanguageRule("length", "<n> <unit>", ("<n> <unit>",), _length, TimexType.DURATION),
    LanguageRule("every_unit", "every <unit>", ("<every> <unit>",), _every, TimexType.SET),
    LanguageRule("every_n_units", "every <n> <unit>", ("<every> <n> <unit>",), _every_n, TimexType.SET),
    LanguageRule("set", "<set>", ("<set>",), _listed, TimexType.SET),
)
