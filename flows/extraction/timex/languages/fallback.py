"""Single phrases that no rule covers go to dateparser: it knows the small words of 200 locales.

A candidate is a month name with digits on either side, joined by at most a few short words ("24 ta' Frar 2022",
"2022 m. vasario 24").  dateparser is always told the language, the order and a reference day; only a
result that names the very year and day that stand in the phrase is taken, so it can neither guess nor reach for the
clock.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from flows.extraction.model import TimexType
from flows.extraction.timex.languages.fold import TOKEN, fold
from flows.extraction.timex.languages.lexicon import Lexicon, load
from flows.extraction.timex.meaning import Calendar, Recognised, Unit

RULE = "dateparser phrase"
_REFERENCE = dt.datetime(2000, 1, 15, 12)  # noqa: DTZ001 - dateparser wants a naive day; no result may rest on it
_BEFORE = re.compile(r"(?:(?<!\w)(?:1\d|20)\d\d(?!\d)[^\d\n]{1,12})?(?:(?<!\w)(?:3[01]|[12]?\d)(?!\d)[^\d\n]{1,8})?$")
_AFTER = re.compile(r"(?:[^\d\n]{1,8}(?:3[01]|[12]?\d)(?!\d))?(?:[^\d\n]{1,12}(?:1\d|20)\d\d(?!\d))?")
_YEAR = re.compile(r"(?<!\d)(?:1\d|20)\d\d(?!\d)")
_DAY = re.compile(r"(?<!\d)(?:3[01]|[12]?\d)(?!\d)")


def phrases(text: str, language: str, known: list[Recognised]) -> list[Recognised]:
    """Day phrases around month names that the rules left alone."""
    lexicon = load(language)
    names = {form.split()[0] for form in {**lexicon.months, **lexicon.month_abbreviations} if len(form) > 2}
    folded = fold(text)
    taken = iter(sorted((item.start, item.end) for item in known))
    current = next(taken, None)
    found: list[Recognised] = []
    for token in TOKEN.finditer(folded):
        if token.group() not in names:
            continue
        while current is not None and current[1] <= token.start():
            current = next(taken, None)
        floor = found[-1].end if found else 0
        if (current is not None and current[0] < token.end()) or token.start() < floor:
            continue
        item = _phrase(text, folded, token.start(), token.end(), floor, lexicon)
        if item is not None:
            found.append(item)
    return found


def _phrase(text: str, folded: str, start: int, end: int, floor: int, lexicon: Lexicon) -> Recognised | None:
    before = _BEFORE.search(folded, max(floor, start - 30), start)
    after = _AFTER.match(folded, end)
    begin = before.start() if before else start
    finish = after.end() if after else end
    phrase = text[begin:finish]
    years, days = _YEAR.findall(phrase), _DAY.findall(_YEAR.sub(" ", phrase))
    if len(years) != 1 or len(days) > 2:  # two: a month with a number of its own ("24 tháng 2 năm 2022")
        return None
    meaning = _parsed(phrase, lexicon.language, lexicon.order, int(years[0]), tuple(map(int, days)))
    return None if meaning is None else Recognised(begin, finish, TimexType.DATE, meaning, RULE)


@lru_cache(maxsize=4096)
def _parsed(phrase: str, language: str, order: str, year: int, days: tuple[int, ...]) -> Calendar | None:
    """What dateparser makes of a phrase, if it is what stands there."""
    read = _parser(language, order).get_date_data(phrase)
    if read.date_obj is None or read.date_obj.year != year:
        return None
    month: int = read.date_obj.month
    if not days:
        return Calendar(Unit.MONTH, year=year, month=month)
    day: int = read.date_obj.day
    sure = day in days and (len(days) == 1 or month in days)
    return Calendar(Unit.DAY, year=year, month=month, day=day) if sure else None


@lru_cache(maxsize=64)
def _parser(language: str, order: str):  # type: ignore[no-untyped-def]
    from dateparser.date import DateDataParser

    settings = {
        "RELATIVE_BASE": _REFERENCE,
        "PREFER_DATES_FROM": "past",
        "DATE_ORDER": order,
        "PARSERS": ["absolute-time"],
        "REQUIRE_PARTS": ["month", "year"],
    }
    return DateDataParser(languages=[language], settings=settings)
