"""Dates written with 年月日 (Chinese, Japanese) and 년월일 (Korean): "2022年2月24日", "2022년 2월 24일"."""

from __future__ import annotations

import re

from flows.extraction.model import TimexType
from flows.extraction.timex.languages.phenomena.explicit import possible
from flows.extraction.timex.meaning import Calendar, Recognised, Unit

LANGUAGES = frozenset(("zh", "ja", "ko", "yue"))

_DATE = re.compile(
    r"(?<!\d)(?:(?P<year>\d{4}) ?[年년] ?)?(?:(?P<month>\d{1,2}) ?[月월])(?: ?(?P<day>\d{1,2}) ?[日号號일])?"
    r"|(?<!\d)(?P<only>1\d{3}|20\d\d) ?[年년](?![间間])"
)
_NOT_A_DATE = re.compile(r"^(?:间|間|个|個)")


def ideographs(text: str) -> list[Recognised]:
    """All such dates of a text, in order."""
    found = []
    for match in _DATE.finditer(text):
        meaning = _meaning(match)
        if meaning is not None and not _NOT_A_DATE.match(text[match.end() : match.end() + 1]):
            found.append(Recognised(match.start(), match.end(), TimexType.DATE, meaning, "<year>年<month>月<day>日"))
    return found


def _meaning(match: re.Match[str]) -> Calendar | None:
    if match["only"]:
        return Calendar(Unit.YEAR, year=int(match["only"]))
    year = int(match["year"]) if match["year"] else None
    month = int(match["month"])
    if not 1 <= month <= 12:
        return None
    if match["day"] is None:
        return Calendar(Unit.MONTH, year=year, month=month)
    day = int(match["day"])
    return Calendar(Unit.DAY, year=year, month=month, day=day) if possible(day, month, year) else None
