"""What stands between and before expressions: modifiers ("Ende Mai") and ranges ("vom 3. Mai bis 5. Juni 1943")."""

from __future__ import annotations

import dataclasses
import re
from functools import lru_cache

from flows.extraction.model import TimexType
from flows.extraction.timex.languages.evidence import halves, last_word, modifiers
from flows.extraction.timex.languages.fold import fold
from flows.extraction.timex.languages.lexicon import load
from flows.extraction.timex.languages.phenomena.dayparts import PART_ALONE
from flows.extraction.timex.languages.slots import JOIN, alternation, key
from flows.extraction.timex.meaning import (
    Calendar,
    Clock,
    DayPart,
    Deictic,
    Length,
    Meaning,
    Mod,
    Modified,
    Part,
    Recognised,
    Shift,
    Unit,
    Weekday,
)

_REACH = 40  # characters before an expression where its modifier can stand
_GAP = 24  # characters between the two ends of a range
_NEVER = re.compile(r"(?!)")


def join_modifiers(text: str, found: list[Recognised], language: str) -> list[Recognised]:
    """ "Early", "mid", "late" before a week, month, season, year, decade or century become part of it."""
    pattern, meanings, lasts = _modifiers(language)
    joined: list[Recognised] = []
    for item in found:
        floor = joined[-1].end if joined else 0
        before = fold(text[max(floor, item.start - _REACH) : item.start])
        match = pattern.search(before) if _modifiable(item) and last_word(before, len(before)) in lasts else None
        if match is None:
            joined.append(item)
            continue
        said = meanings[key(match["mod"])]
        if isinstance(said, int):
            meaning: Meaning = Part(said, Unit.HALF, item.meaning)
            start = item.start - len(before) + match.start("mod")
            joined.append(dataclasses.replace(item, start=start, meaning=meaning, rule=f"half of {item.rule}"))
            continue
        mod = Mod(said)
        start = item.start if mod is Mod.APPROX else item.start - len(before) + match.start("mod")
        rule = f"<mod> {item.rule}"
        joined.append(dataclasses.replace(item, start=start, meaning=Modified(item.meaning, mod), rule=rule))
    return joined


def _modifiable(item: Recognised) -> bool:
    meaning = item.meaning
    return isinstance(meaning, Calendar | Deictic) and meaning.unit is not Unit.DAY


@lru_cache(maxsize=64)
def _modifiers(language: str) -> tuple[re.Pattern[str], dict[str, str | int], frozenset[str]]:
    lexicon = load(language)
    words: dict[str, str | int] = {**modifiers(lexicon), **halves(lexicon)}
    if not words:
        return _NEVER, {}, frozenset()
    small = dict.fromkeys([*lexicon.role("of"), *lexicon.role("art")])
    between = f"(?:{alternation(small)}{JOIN}){{0,2}}" if small else ""
    pattern = re.compile(rf"(?<!\w)(?P<mod>{alternation(words)})(?:{JOIN}|(?<=-)){between}$")
    return pattern, words, frozenset(form.split()[-1] for form in [*words, *small])


def join_amounts(text: str, found: list[Recognised], language: str) -> list[Recognised]:
    """ "Over two months", "майже три роки": the words that bend an amount belong to it."""
    pattern, meanings = _amount_mods(language)
    joined: list[Recognised] = []
    for item in found:
        meaning, floor = item.meaning, joined[-1].end if joined else 0
        if isinstance(meaning, Length) and meaning.mod is None:
            before = fold(text[max(floor, item.start - _REACH) : item.start])
            match = pattern.search(before)
            if match is not None:
                start = item.start - len(before) + match.start("mod")
                bent = dataclasses.replace(meaning, mod=Mod(meanings[key(match["mod"])]))
                item = dataclasses.replace(item, start=start, meaning=bent, rule=f"<mod> {item.rule}")
        joined.append(item)
    return joined


@lru_cache(maxsize=64)
def _amount_mods(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    meanings = {fold(form): mod for form, mod in load(language).table("amount_mods").items()}
    if not meanings:
        return _NEVER, {}
    return re.compile(rf"(?<!\w)(?P<mod>{alternation(meanings)}){JOIN}$"), meanings


def join_parts(text: str, found: list[Recognised], language: str) -> list[Recognised]:
    """ "Увечері 5 травня", "το πρωί της 20ής Μαΐου": a part of the day and the day behind it are one time."""
    of = {fold(word) for word in load(language).role("of")} | {""}
    joined: list[Recognised] = []
    for item in found:
        last = joined[-1] if joined else None
        if last is not None and last.rule == PART_ALONE and _is_day(item.meaning) and item.start - last.end < _GAP:
            between = fold(text[last.end : item.start])
            if between[:1] == " " and between.strip(" ") in of and isinstance(last.meaning, Clock | DayPart):
                meaning = dataclasses.replace(last.meaning, day=item.meaning)
                joined[-1] = dataclasses.replace(last, end=item.end, meaning=meaning, rule=f"{last.rule} {item.rule}")
                continue
        joined.append(item)
    return joined


def _is_day(meaning: Meaning) -> bool:
    return (isinstance(meaning, Calendar | Deictic | Shift) and meaning.unit is Unit.DAY) or isinstance(
        meaning, Weekday
    )


def drop_articles(text: str, found: list[Recognised], language: str) -> list[Recognised]:
    """Take the leading article off, where a language says that it belongs to no expression (``not_in_span``)."""
    articles = tuple(f"{fold(word)} " for word in load(language).role("not_in_span"))
    if not articles:
        return found
    return [_without(text, item, articles) for item in found]


def _without(text: str, item: Recognised, articles: tuple[str, ...]) -> Recognised:
    surface = fold(text[item.start : item.end])
    article = next((word for word in articles if surface.startswith(word)), "")
    return dataclasses.replace(item, start=item.start + len(article)) if article else item


def join_ranges(text: str, found: list[Recognised], language: str) -> list[Recognised]:
    """Mark the two ends of a range, and give the first the year that only the second names."""
    pattern = _between(language)
    joined = list(found)
    for place in range(len(joined) - 1, 0, -1):  # from the end, so that a year travels through a chain
        first, last = joined[place - 1], joined[place]
        gap = text[first.end : last.start]
        if len(gap) > _GAP or first.to_next or not {first.type, last.type} <= {TimexType.DATE}:
            continue
        match = pattern.fullmatch(fold(gap))
        if match is None or not _comparable(first, last):
            continue
        meaning = _with_year(first.meaning, last.meaning)
        joined[place - 1] = dataclasses.replace(
            first, meaning=meaning, to_next=_makes_range(match, text, first, language)
        )
    return joined


def join_weekdays(text: str, found: list[Recognised], language: str) -> list[Recognised]:
    """ "On 9 May, a Thursday" / "22 червня, у неділю": the weekday behind a full day belongs to it."""
    pattern = _before_weekday(language)
    joined: list[Recognised] = []
    for item in found:
        last = joined[-1] if joined else None
        if (
            last is not None
            and isinstance(last.meaning, Calendar)
            and last.meaning.unit is Unit.DAY
            and last.meaning.weekday is None
            and isinstance(item.meaning, Weekday)
            and pattern.fullmatch(fold(text[last.end : item.start][:_GAP]))
        ):
            meaning = dataclasses.replace(last.meaning, weekday=item.meaning.weekday)
            joined[-1] = dataclasses.replace(last, end=item.end, meaning=meaning, rule=f"{last.rule} <weekday>")
        else:
            joined.append(item)
    return joined


@lru_cache(maxsize=64)
def _before_weekday(language: str) -> re.Pattern[str]:
    lexicon = load(language)
    small = dict.fromkeys([*lexicon.role("weekday_lead"), *lexicon.role("art"), *lexicon.role("of")])
    lead = f"(?:{alternation(small)}{JOIN})?" if small else ""
    return re.compile(rf",{JOIN}{lead}")


def _makes_range(match: re.Match[str], text: str, first: Recognised, language: str) -> bool:
    """ "To" and a dash do, "and" only after "between"; a stroke stands between old and new style of one day."""
    if match["old"] is not None:
        return False
    return match["and"] is None or _opened(text, first, language)


def _opened(text: str, first: Recognised, language: str) -> bool:
    """Whether "between" stands before the first: then "and" makes a range."""
    before = fold(text[max(0, first.start - _GAP) : first.start])
    return _between_word(language).search(before) is not None


@lru_cache(maxsize=64)
def _between_word(language: str) -> re.Pattern[str]:
    lexicon = load(language)
    words = dict.fromkeys(lexicon.role("between"))
    small = dict.fromkeys([*lexicon.role("art"), *lexicon.role("of")])
    more = f"(?:{alternation(small)}{JOIN}){{0,2}}" if small else ""
    return re.compile(rf"(?<!\w){alternation(words)}{JOIN}{more}$") if words else _NEVER


def _comparable(first: Recognised, last: Recognised) -> bool:
    return type(_core(first.meaning)) is type(_core(last.meaning))


def _core(meaning: Meaning) -> Meaning:
    return meaning.base if isinstance(meaning, Modified) else meaning


def _with_year(first: Meaning, last: Meaning) -> Meaning:
    """The year of ``last`` for ``first``; the year before where the months run over New Year."""
    begin, end = _core(first), _core(last)
    if not isinstance(begin, Calendar) or not isinstance(end, Calendar):
        return first
    if end.year is None or begin.year is not None or begin.year_offset is not None:
        return first
    if begin.unit not in (Unit.DAY, Unit.MONTH) or end.unit not in (Unit.DAY, Unit.MONTH):
        return first
    if begin.month is None or end.month is None:
        return first
    later = (begin.month, begin.day or 0) > (end.month, end.day or 31)
    dated = dataclasses.replace(begin, year=end.year - later)
    return Modified(dated, first.mod) if isinstance(first, Modified) else dated


@lru_cache(maxsize=64)
def _between(language: str) -> re.Pattern[str]:
    """A dash, or "to" (with an article or a preposition behind it), or "and"."""
    lexicon = load(language)
    to, joined = (
        dict.fromkeys([*lexicon.role("to"), *lexicon.role("over")]),
        dict.fromkeys([*lexicon.role("and"), *lexicon.role("and_to")]),
    )
    small = dict.fromkeys(
        [*lexicon.role("art"), *lexicon.role("of"), *lexicon.role("to"), *lexicon.role("range_small")]
    )
    more = f"(?:{alternation(small)}{JOIN}){{0,2}}" if small else ""
    ways = [r",? ?-\n? ?", r"(?P<old>/)"]
    if to:
        ways.append(rf"{JOIN}{alternation(to)}{JOIN}{more}")
    ways.append(rf"(?P<and>{JOIN}{alternation(joined)}{JOIN}{more})" if joined else r"(?P<and>(?!))")
    return re.compile("(?:" + "|".join(ways) + ")")
