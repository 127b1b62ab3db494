"""Named days: "Christmas Eve", "Good Friday", "Thanksgiving", "last Easter"; the dates from the library `holidays`."""

from __future__ import annotations

import datetime as dt
import functools
import re

from flows.extraction.rule import Example
from flows.extraction.timex.dates import add_days, real_day
from flows.extraction.timex.guards import word_after, word_before
from flows.extraction.timex.meaning import Direction, Meaning, NamedDay
from flows.extraction.timex.rules import Rule
from flows.extraction.timex.words import LEXICON, anyhow, pattern, year

HOLIDAYS: dict[str, str] = LEXICON["holidays"]
_BY_NAME = {name.lower().replace("’", "'"): rule for name, rule in HOLIDAYS.items()}
_EASTER_YEARS = range(1583, 4100)  # Gregorian Easter


@functools.lru_cache(maxsize=2048)
def holiday_date(key: str, of_year: int) -> dt.date | None:
    """The day of a holiday rule (``12-25``, ``easter-2``, ``US:Labor Day``) in a year; None where there was none."""
    if ":" in key:
        return _from_library(key, of_year)
    if key.startswith("easter"):
        if of_year not in _EASTER_YEARS:
            return None
        return add_days(_easter(of_year), int(key.removeprefix("easter")))
    return real_day(of_year, int(key[:2]), int(key[3:]))


def _easter(of_year: int) -> dt.date:
    """Western Easter Sunday (the algorithm of Meeus, Jones and Butcher)."""
    a, (b, c) = of_year % 19, divmod(of_year, 100)
    d, e = divmod(b, 4)
    f = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - f + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return dt.date(of_year, month, day + 1)


def _from_library(key: str, of_year: int) -> dt.date | None:
    import holidays  # costs 0.1 s: only texts that name such a day pay for it

    country, name = key.split(":", 1)
    table = holidays.country_holidays(country, years=of_year, observed=False)
    days = [day for day, names in table.items() if name in names.split("; ")]
    return min(days) if days else None


def _named(match: re.Match[str]) -> Meaning | None:
    name = match["h"]
    if " " not in name and not match["y"]:  # "Father Christmas", "Easter Parade", "Christmas Carol"
        before, after = word_before(match.string, match.start("h")), word_after(match.string, match.end())
        if before in ("Father", "Mother", "Merry", "Happy") or (after[:1].isupper() and len(after) > 2):
            return None
    key = _BY_NAME[" ".join(match["h"].lower().replace("’", "'").split())]
    side = (match["dir"] or "none").lower()
    written = match["y"]
    if written and key == "01-01" and match["h"].lower() == "new year":
        return None
    return NamedDay(key, year=year(written) if written else None, direction=Direction(side))


_NAMES = "|".join(
    re.escape(n).replace(r"\ ", " ").replace("'", "['’]") for n in sorted(HOLIDAYS, key=len, reverse=True)
)

RULES: tuple[Rule, ...] = (
    Rule(
        "named day",
        tuple(dict.fromkeys(word for name in HOLIDAYS for word in re.findall(r"\w+", name)[:1]))
        + anyhow(["last", "this", "next", "the"]),
        pattern(
            r"(?:(?P<dir>last|this|next) )?(?P<h>(?-i:" + _NAMES + r"))(?:,? (?:of |in )?(?P<y>{YEAR}|{EY}))?"
            r"(?!{S}(?-i:" + "|".join(LEXICON["guards"]["titles"]) + r")\b)"
        ),
        _named,
        (
            Example("They met on [Christmas Eve].", "2008-12-24", "2008-12-30"),
            Example("They met on [Good Friday 2010].", "2010-04-02"),
            Example("They dined on [Thanksgiving].", "2008-11-27", "2008-11-30"),
        ),
    ),
)
