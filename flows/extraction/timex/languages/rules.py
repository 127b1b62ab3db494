"""The order in which rules are tried: the longest match wins, the earlier rule on a tie."""

from __future__ import annotations

from flows.extraction.timex.languages.lexicon import Lexicon
from flows.extraction.timex.languages.phenomena import (
    centuries,
    clock,
    dayparts,
    deictic,
    explicit,
    lengths,
    months,
    offsets,
    seasons,
    two_styles,
    weekdays,
    years,
)
from flows.extraction.timex.languages.rule import LanguageRule

OWN: tuple[LanguageRule, ...] = (
    *explicit.RULES,
    explicit.SAME_MONTH,
    *two_styles.RULES,
    *months.RULES,
    *centuries.RULES,
    *seasons.RULES,
    *years.RULES,
    *weekdays.RULES,
    *deictic.RULES,
    *offsets.RULES,
    *dayparts.RULES,
    *clock.RULES,
    *lengths.RULES,
    months.BARE,
)
"""For languages with a lexicon of ours."""

_PLAIN = ("weekday_day_month", "day_month", "month_year", "deictic")
_EXPLICIT = tuple(rule for rule in OWN if rule.key in _PLAIN)


def rules_for(lexicon: Lexicon) -> tuple[LanguageRule, ...]:
    """All rules where we have the words; explicit dates and "today" where there is only the locale's data."""
    order = {"YMD": (explicit.YEAR_FIRST, explicit.YEAR_FIRST_MONTH), "MDY": (explicit.MONTH_FIRST,)}.get(
        lexicon.order, ()
    )
    return (*order, *(OWN if lexicon.own else (explicit.YEAR_WORD, *_EXPLICIT)))
