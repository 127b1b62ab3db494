"""A happening moved to another day, as one sentence tells it: "postponed from 5 May to 12 May" (``moves.toml``).

Only what says both days counts, or one of them and by how much: two different exact days are two happenings otherwise.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_WORDS = tomllib.loads(Path(__file__).with_name("moves.toml").read_text("utf-8"))
_MONTHS: dict[str, int] = _WORDS["months"]
_WEEKDAYS: dict[str, int] = _WORDS["weekdays"]
FARTHEST = 400  # days between the two
AFTER_VERB = 60  # characters between the verb and the new day
BEFORE_VERB = 50  # characters before the verb in which a guard counts


def _any(words: Sequence[str]) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"


_VERBS = {way: re.compile(r"\b" + _any(words) + r"\w*") for way, words in _WORDS["verbs"].items()}
_GUARD = re.compile(r"(?:\b|(?<=n))" + _any(_WORDS["guards"]["words"]) + r"\b")
_ARTICLE = r"\s*(?:the|le|el|den|dem|am|" + _any(list(_WEEKDAYS)) + r")?,?\s*(?:the|den|dem)?\s*$"
_OLD = re.compile(r"\b" + _any(_WORDS["old"]["words"]) + _ARTICLE)
_NEW = re.compile(r"\b(" + _any(_WORDS["new"]["words"]) + ")" + _ARTICLE)
_ORDINAL = r"(?:st|nd|rd|th|er|\.)?"
_DAY = re.compile(
    rf"\b(?P<d>\d{{1,2}}){_ORDINAL}\s+(?:de\s+|of\s+)?(?P<m>{_any(list(_MONTHS))})\b\.?(?:,?\s+(?:de\s+)?(?P<y>\d{{4}}))?"
    rf"|\b(?P<m2>{_any(list(_MONTHS))})\.?\s+(?P<d2>\d{{1,2}}){_ORDINAL}(?!\d)(?:,?\s+(?P<y2>\d{{4}}))?"
    rf"|\b(?P<w>{_any(list(_WEEKDAYS))})\b(?!,?\s+\d)"
)
# "from 5 to 12 May", "vom 5. auf den 12. Mai": the month stands once
_FIRST_OF_TWO = re.compile(rf"\b(?P<d>\d{{1,2}}){_ORDINAL}\s+{_any(_WORDS['new']['words'])}\s+$")
_BY = re.compile(r"\bby (?P<n>a|one|two|three|four|\d{1,2}) (?P<unit>day|week)s?\b")
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}
# accents as any letter: a first look at many sentences
LIKELY = r"(?i)" + "|".join(re.sub(r"(?<=[a-z])[aecu]", ".", w) for ws in _WORDS["verbs"].values() for w in ws)


@dataclass(frozen=True, slots=True)
class Said:
    """One day as a sentence names it: a day of a month, perhaps of a year, or a day of the week."""

    at: int
    end: int
    day: int | None
    month: int | None
    year: int | None
    weekday: int | None

    def near(self, anchor: dt.date) -> dt.date | None:
        """The day that it means nearest to another one; ``None`` where there is none or it is a day of the week."""
        if self.day is None or self.month is None:
            return None
        years = (self.year,) if self.year else (anchor.year - 1, anchor.year, anchor.year + 1)
        days = [d for y in years if (d := _date(y, self.month, self.day))]
        return min(days, key=lambda d: abs((d - anchor).days), default=None)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _plain(text: str) -> str:
    """Lower case without accents, character for character."""
    return "".join((unicodedata.normalize("NFKD", c)[:1].casefold() or c)[:1] for c in text)


def _days(text: str) -> Iterator[Said]:
    for found in _DAY.finditer(text):
        if found["w"]:
            yield Said(found.start(), found.end(), None, None, None, _WEEKDAYS[found["w"]])
            continue
        day, month = int(found["d"] or found["d2"]), _MONTHS[found["m"] or found["m2"]]
        year = found["y"] or found["y2"]
        if first := _FIRST_OF_TWO.search(text, 0, found.start()):
            yield Said(first.start(), first.end("d"), int(first["d"]), month, int(year) if year else None, None)
        yield Said(found.start(), found.end(), day, month, int(year) if year else None, None)


def verb_in(quote: str) -> tuple[str, int, int] | None:
    """The only verb of moving of a sentence that nothing guards: which way, where it stands."""
    text = _plain(quote)
    found = [(way, m.start(), m.end()) for way, pattern in _VERBS.items() for m in pattern.finditer(text)]
    if len({start for _, start, _ in found}) != 1:
        return None
    way, start, end = found[0]
    before = _plain(quote[max(start - BEFORE_VERB, 0) : start].replace("May", "   "))  # the month is no guard
    return None if _GUARD.search(before) else (way, start, end)


def move_in(quote: str, published: dt.date | None, day: dt.date | None) -> tuple[dt.date, dt.date] | None:
    """The day that was given up and the new one; ``None`` where a sentence does not say both.

    ``day``: the exact day that the mention has, if it has one.  A day without a year is the nearest to the publication.
    """
    verb = verb_in(quote)
    anchor = published or day
    if verb is None or anchor is None:
        return None
    way, start, end = verb
    text = _plain(quote)
    old: list[Said] = []
    new: list[Said] = []
    for said in _days(text):
        before = text[: said.at]
        if _OLD.search(before):
            old.append(said)
        elif (to := _NEW.search(before)) and _follows(to, said, start, end):
            new.append(said)
    if len(new) != 1 or len(old) > 1:
        return None
    sign = {"later": 1, "sooner": -1}.get(way)
    if old:
        days = _two_days(old[0], new[0], anchor, day, sign)
    else:
        by, target = _BY.search(text, end), new[0].near(anchor)
        if not by or target is None or sign is None:
            return None
        count = _NUMBERS.get(by["n"]) or int(by["n"])
        days = target - dt.timedelta(sign * count * (7 if by["unit"] == "week" else 1)), target
    if days is None or days[0] == days[1] or abs((days[1] - days[0]).days) > FARTHEST:
        return None
    return None if sign is not None and (days[1] - days[0]).days * sign < 0 else days


def _follows(to: re.Match[str], said: Said, start: int, end: int) -> bool:
    """Whether a day is where the verb moves something to; "for" only right behind it."""
    gap = to.start() - end
    if to.group(1) == "for":
        return 0 <= gap <= 2
    # "auf den 12. Mai verschoben"
    return 0 <= gap <= AFTER_VERB or 0 <= start - said.end <= 2


def _two_days(
    old: Said, new: Said, anchor: dt.date, day: dt.date | None, sign: int | None
) -> tuple[dt.date, dt.date] | None:
    if old.weekday is None and new.weekday is None:
        target = new.near(anchor)
        given_up = old.near(target) if target else None
        return (given_up, target) if target and given_up else None
    if sign is None:
        return None  # "moved from Thursday to Tuesday" does not say of which week
    given_up = old.near(anchor)
    if old.weekday is not None:
        given_up = day if day and day.weekday() == old.weekday else _weekday(anchor, old.weekday, 1, 0)
    if given_up is None:
        return None
    target = new.near(given_up) if new.weekday is None else _weekday(given_up, new.weekday, sign, 1)
    return (given_up, target) if target else None


def _weekday(day: dt.date, weekday: int, sign: int, least: int) -> dt.date:
    """The nearest such day of the week after (or before) a day, ``least`` days away or more."""
    return next(d for n in range(least, least + 7) if (d := day + dt.timedelta(sign * n)).weekday() == weekday)
