"""The slots that templates are made of, filled with the words of one language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flows.extraction.timex.languages.evidence import halves, modifiers
from flows.extraction.timex.languages.lexicon import Lexicon, turned
from flows.extraction.timex.languages.slots import (
    JOIN,
    NUMBERS,
    SHORT,
    YEAR,
    Slot,
    Value,
    alternation,
    cue_of,
    words_slot,
)

_DIRECTED = {"last": -1, "this": 0, "next": 1}
_SHORT = frozenset((SHORT,))
_LONG = frozenset((YEAR,))
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
_YEAR = r"(?:1[0-9]|20)\d\d(?!\d)"
_ROMANS: Final = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi"
_CYRILLIC_X = str.maketrans("xi", "хі")  # centuries are often typed in letters that only look Roman
_GREEK_X = str.maketrans("xiv", "χιν")


def slot_table(lexicon: Lexicon) -> dict[str, Slot]:
    """All slots that the language has words for."""
    day_suffix, year_suffix = _suffix(lexicon, "day_suffix"), _suffix(lexicon, "year_suffix")
    year_after = _after(lexicon, "year_after")
    slots: dict[str, Slot | None] = {
        "day": Slot(_DAY + (day_suffix if lexicon.own else r"\.?"), _SHORT),
        "day_plain": Slot(_DAY, _SHORT),
        "year": Slot(_YEAR + year_suffix + year_after, _LONG),
        "year4": Slot(_YEAR + year_suffix, _LONG),
        "year2": Slot(r"'?\d\d(?!\d)" + year_suffix + year_after, _SHORT),
        "short_year": Slot(_short_year(year_suffix, year_after), _SHORT),
        "same_month": words_slot(_same_month(lexicon)),
        "mod": words_slot(modifiers(lexicon)),
        "half_of": words_slot(halves(lexicon)),
        "dash": Slot(r" ?- ?", frozenset()),
        "slash": Slot(r"/", frozenset()),
        "month": words_slot(lexicon.months),
        "mon": _abbreviated(lexicon.months, lexicon.month_abbreviations),
        "weekday": words_slot(lexicon.weekdays),
        "wd": _abbreviated(lexicon.weekdays, lexicon.weekday_abbreviations),
        "unit": words_slot(lexicon.units),
        "plural": words_slot(lexicon.table("plurals")),
        "season": words_slot({form: int(index) for form, index in lexicon.table("seasons").items()}),
        "deictic": words_slot(lexicon.deictic),
        "anaphoric": words_slot({form: _offset(name) for form, name in lexicon.table("anaphoric").items()}),
        "lastyear": words_slot(_year_phrases(lexicon)),
        "today": words_slot({form: value for form, value in lexicon.deictic.items() if value[0] == "day"}),
        "dir": words_slot(lexicon.table("directions")),
        "dir_after": words_slot(lexicon.table("directions_after")),
        "part": words_slot(lexicon.table("day_parts")),
        "weekday_part": words_slot(_compounds(lexicon)),
        "part_alone": words_slot(lexicon.table("parts_alone")),
        "clock_part": words_slot(lexicon.table("clock_parts")),
        "whole": words_slot(dict.fromkeys(lexicon.role("whole"))),
        "lasting": words_slot(dict.fromkeys(lexicon.role("lasting"))),
        "amount_mod": words_slot(lexicon.table("amount_mods")),
        "hour_word": words_slot({form: None for form, unit in lexicon.units.items() if unit == "hour"}),
        "hour_nth": _nth_hour(lexicon),
        "part_of_day": words_slot({form: (k[:2], int(k[2:])) for form, k in lexicon.table("parts_of_days").items()}),
        "dayword": words_slot({form: int(number) for form, number in lexicon.table("day_words").items()}),
        "nth": words_slot({form: int(number) for form, number in lexicon.table("ordinals").items()}),
        "ref": words_slot(lexicon.table("references")),
        "set": words_slot(lexicon.table("sets")),
        "vague": words_slot(dict.fromkeys(lexicon.role("vague"))),
        "n": _count(lexicon),
        "roman": words_slot(_romans(lexicon)),
        "century_number": Slot(r"(?:2[01]|1\d|[1-9])(?!\d)" + _suffix(lexicon, "century_suffix"), _SHORT),
        "decade": Slot(r"(?:(?:1\d|20)?\d0)(?!\d)" + _suffix(lexicon, "decade_suffix"), _SHORT | _LONG),
        "decade_word": words_slot({form: int(number) for form, number in lexicon.table("decades").items()}),
        "hour": Slot(r"(?:2[0-3]|1\d|0?\d)(?!\d)", _SHORT),
        "minute": Slot(r"[0-5]\d(?!\d)", _SHORT),
    }
    for role in lexicon.tables.get("roles", {}):
        if not role.endswith("_suffix"):
            slots.setdefault(role, words_slot(dict.fromkeys(lexicon.role(role))))
    return {name: slot for name, slot in slots.items() if slot is not None}


def _short_year(suffix: str, after: str) -> str:
    """ "'41" everywhere; "41-го року" where years take an ending."""
    apostrophe = r"'\d\d(?!\d)"
    return f"(?:{apostrophe}{after}|\\d\\d(?!\\d){suffix[:-1]}{after})" if suffix else apostrophe


def _compounds(lexicon: Lexicon) -> dict[str, tuple[int, str]]:
    """Weekday and part of the day in one word, where the language does so."""
    if not lexicon.flag("compounds"):
        return {}
    parts = lexicon.table("day_parts")
    return {f"{day}{part}": (number, code) for day, number in lexicon.weekdays.items() for part, code in parts.items()}


def _nth_hour(lexicon: Lexicon) -> Slot | None:
    """ "4-й", "5-ї": an hour with the ending of an ordinal."""
    endings = dict.fromkeys(lexicon.role("hour_suffix"))
    return Slot(rf"(?:2[0-4]|1\d|0?\d)(?!\d){alternation(endings)}", _SHORT) if endings else None


def _same_month(lexicon: Lexicon) -> dict[str, None]:
    """ "Of the same month" behind a day: the text's own month."""
    same = [form for form, name in lexicon.table("anaphoric").items() if name == "month+0"]
    return dict.fromkeys([*same, *lexicon.role("of_month")])


def _suffix(lexicon: Lexicon, role: str) -> str:
    """Endings glued to digits ("1er", "28η", "1941-го", "12.")."""
    endings = dict.fromkeys(lexicon.role(role))
    return f"(?: ?{alternation(endings)})?" if endings else ""


def _after(lexicon: Lexicon, role: str) -> str:
    words = dict.fromkeys(lexicon.role(role))
    return f"(?:(?:{JOIN})?{alternation(words)}(?!\\w))?" if words else ""


def _abbreviated(full: Mapping[str, int], short: Mapping[str, int]) -> Slot | None:
    """Full names and abbreviations, the latter with or without a full stop."""
    both = {**short, **full}
    dotted = {f"{form}.": value for form, value in both.items() if form in short}
    return words_slot({**both, **dotted})


def _count(lexicon: Lexicon) -> Slot:
    """A count in digits or words; "several" counts nothing (None)."""
    numbers: dict[str, Value] = {form: int(number) for form, number in lexicon.table("numbers").items()}
    numbers |= dict.fromkeys(lexicon.role("vague"))
    pattern = r"\d{1,3}(?!\d)"
    if numbers:
        pattern = f"(?:{pattern}|{alternation(numbers)})"
    return Slot(pattern, (NUMBERS - _LONG) | frozenset(cue_of(form) for form in numbers), numbers)


def _offset(name: str) -> tuple[str, int]:
    """ "day+1" -> ("day", 1)."""
    sign = "-" if "-" in name else "+"
    unit, _, amount = name.partition(sign)
    return unit, int(sign + amount)


def _year_phrases(lexicon: Lexicon) -> dict[str, int | None]:
    """ "Of last year" behind a month: phrase -> offset; None for "of the same year", which the text's own day gives."""
    years = [form for form, unit in lexicon.units.items() if unit == "year"]
    before, after = lexicon.table("directions"), lexicon.table("directions_after")
    phrases = {f"{word} {year}": _DIRECTED.get(way) for word, way in before.items() for year in years}
    phrases |= {f"{year} {word}": _DIRECTED.get(way) for word, way in after.items() for year in years}
    phrases |= {form: value[1] for form, value in lexicon.deictic.items() if value[0] == "year"}
    phrases |= {form: None for form, name in lexicon.table("anaphoric").items() if name == "year+0"}
    return phrases | {form: int(offset) for form, offset in turned(lexicon.tables.get("year_offsets", {})).items()}


def _romans(lexicon: Lexicon) -> dict[str, int]:
    """Roman numerals, in the letters of the language too, with an ordinal ending where it has one ("XIXe")."""
    plain = {numeral: number for number, numeral in enumerate(_ROMANS.split(), 1)}
    forms = {
        form: number
        for numeral, number in plain.items()
        for form in (numeral, numeral.translate(_CYRILLIC_X), numeral.translate(_GREEK_X))
    }
    return {**{f"{form}{end}": n for form, n in forms.items() for end in lexicon.role("roman_suffix")}, **forms}
