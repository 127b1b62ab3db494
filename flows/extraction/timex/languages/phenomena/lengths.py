"""Durations and repeated times: "drei Jahre", "кілька днів", "щороку", "chaque année"."""

from __future__ import annotations

from flows.extraction.model import TimexType
from flows.extraction.timex.languages.evidence import before_christ
from flows.extraction.timex.languages.phenomena.offsets import amount_of
from flows.extraction.timex.languages.rule import Found, LanguageRule, Produced
from flows.extraction.timex.meaning import Length, Recurring, Unit

_PERIOD = {"day": "P1D", "week": "P1W", "month": "P1M", "year": "P1Y", "hour": "PT1H"}


def _length(found: Found) -> Produced:
    if before_christ(found.place, found.end):
        return None  # "480 році до н. е.": a year
    return Length(((amount_of(found), Unit(found.value("unit"))),))


def _every(found: Found) -> Produced:
    period = _PERIOD.get(found.value("unit"))
    return Recurring(period) if period else None


def _every_n(found: Found) -> Produced:
    number, period = found.number("n"), _PERIOD.get(found.value("unit"))
    return Recurring(period.replace("1", str(number))) if period and number else None


def _listed(found: Found) -> Produced:
    return Recurring(found.value("set"))


RULES = (
    LanguageRule("length", "<n> <unit>", ("<n> <unit>",), _length, TimexType.DURATION),
    LanguageRule("every_unit", "every <unit>", ("<every> <unit>",), _every, TimexType.SET),
    LanguageRule("every_n_units", "every <n> <unit>", ("<every> <n> <unit>",), _every_n, TimexType.SET),
    LanguageRule("set", "<set>", ("<set>",), _listed, TimexType.SET),
)
