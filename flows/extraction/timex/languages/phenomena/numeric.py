"""Days in digits: ISO everywhere, else in the order of the language ("12.05.2014", "12/05/2014", "2014.05.12")."""

from __future__ import annotations

import re

from flows.extraction.timex.languages.evidence import led
from flows.extraction.timex.languages.phenomena.explicit import possible
from flows.extraction.timex.languages.rule import Place
from flows.extraction.timex.meaning import Calendar, Unit

_DOTTED = re.compile(r"(?P<a>\d\d?)\. ?(?P<b>\d\d?)\.(?!\d)")
RULE = "<day>.<month>.<year>"
_END = r"(?!\w)(?![,:]\d)(?!(?P=s)\d)"
_ISO = re.compile(
    r"(?P<y>(?:1\d|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?:t\d\d:\d\d(?::\d\d)?(?:z|[+-]\d\d:?\d\d)?)?(?!\w)(?![.,:/]\d)"
)
_LONG = re.compile(r"(?P<a>\d\d?)(?P<s>[./-]) ?(?P<b>\d\d?)(?P=s) ?(?P<y>(?:1\d|20)\d\d)" + _END)
_SHORT = re.compile(r"(?P<a>\d\d)(?P<s>[./])(?P<b>\d\d)(?P=s)(?P<y>\d\d)" + _END)
_YEAR_FIRST = re.compile(r"(?P<y>(?:1\d|20)\d\d)(?P<s>[./]) ?(?P<m>\d\d?)(?P=s) ?(?P<d>\d\d?)" + _END)
_MONTH = re.compile(r"(?P<b>0[1-9]|1[0-2])(?P<s>[./])(?P<y>(?:19|20)\d\d)" + _END)


def numeric(place: Place, start: int) -> tuple[int, Calendar] | None:
    """End and meaning of a date in digits that begins at ``start``."""
    folded, lexicon = place.folded, place.lexicon
    found = _ISO.match(folded, start) or _YEAR_FIRST.match(folded, start)
    if found:
        return _made(found, int(found["y"]), int(found["m"]), int(found["d"]))
    found = _LONG.match(folded, start) or _SHORT.match(folded, start)
    if found:
        day, month = int(found["a"]), int(found["b"])
        if lexicon.order == "MDY":
            day, month = month, day
        return _made(found, _full(found["y"]), month, day)
    found = _MONTH.match(folded, start)
    if found:
        return found.end(), Calendar(Unit.MONTH, year=int(found["y"]), month=int(found["b"]))
    found = _DOTTED.match(folded, start) if lexicon.flag("dotted_days") else None
    if found and led(place, start, "date_lead") and possible(int(found["a"]), int(found["b"]), None):
        return found.end(), Calendar(Unit.DAY, month=int(found["b"]), day=int(found["a"]))
    return None


def _full(year: str) -> int:
    """Two digits: 00–39 mean the 2000s, 40–99 the 1900s."""
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number < 40 else 1900)


def _made(found: re.Match[str], year: int, month: int, day: int) -> tuple[int, Calendar] | None:
    if not possible(day, month, year):
        return None
    return found.end(), Calendar(Unit.DAY, year=year, month=month, day=day, short_year=len(found["y"]) == 2)
