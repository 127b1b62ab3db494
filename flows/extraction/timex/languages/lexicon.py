"""The words of time of one language: dateparser's locale data, and our own file where there is one.

``lexicon/timex_<language>.toml`` holds what dateparser lacks.  Its tables: ``months`` and ``weekdays`` (all inflected
full forms by number), ``units``, ``plurals``, ``seasons``, ``numbers``, ``ordinals``, ``deictic`` and ``anaphoric``
(keys like "day-1"), ``directions``, ``mods``, ``day_parts``, ``sets``, ``references``, ``roles`` (small words by what
they do), ``tense``, ``templates`` (word orders) and a few flags.  Forms may be written short (see ``braces``).
"""

from __future__ import annotations

import importlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from flows.extraction.timex.languages.braces import expand_all
from flows.extraction.timex.languages.fold import fold

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_UNITS = ("day", "week", "month", "year", "hour", "minute", "second")
_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words by kind; every mapping goes from a folded surface to its value."""

    language: str
    order: str  # of numeric dates: "DMY", "MDY", "YMD"
    own: bool  # we have a file of our own for it
    spaced: bool  # words are separated by spaces
    months: Mapping[str, int]  # full names, all cases
    month_abbreviations: Mapping[str, int]
    weekdays: Mapping[str, int]
    weekday_abbreviations: Mapping[str, int]
    units: Mapping[str, str]
    deictic: Mapping[str, tuple[str, int]]
    tables: Mapping[str, Any]  # the rest of our own file, as written
    roles: Mapping[str, tuple[str, ...]]  # small words by the part they play ("of", "to", "art", …), folded
    ago: tuple[tuple[str, str, int], ...]  # dateparser's counted phrases: ("\\1 päivää sitten", "day", -1)

    def table(self, name: str) -> Mapping[str, str]:
        """A table of our file turned round: folded surface -> key."""
        return turned(self.tables.get(name, {}))

    def role(self, name: str) -> tuple[str, ...]:
        """The small words that play a part; none where the language has no such word."""
        return self.roles.get(name, ())

    def flag(self, name: str) -> bool:
        """A yes or no of our file, no where it does not say."""
        return bool(self.tables.get(name, False))


def turned(table: Mapping[str, Any]) -> dict[str, str]:
    """``{key: forms}`` as ``{folded form: key}``; the first key wins."""
    found: dict[str, str] = {}
    for key, forms in table.items():
        for form in expand_all(forms):
            found.setdefault(fold(form), key)
    return found


@lru_cache(maxsize=64)
def load(language: str) -> Lexicon:
    """The lexicon of a language.

    Raises:
        LookupError: neither we nor dateparser know the language.
    """
    own, locale = _own(language), _locale(language)
    if own is None and locale is None and "-" in language:
        return load(language.split("-")[0])  # "pt-BR" is read as "pt"
    if own is None and locale is None:
        raise LookupError(f"no words of time for language {language!r}: neither a lexicon file nor a dateparser locale")
    tables, data = own or {}, locale or {}
    months = {form: int(key) for form, key in turned(tables.get("months", {})).items()}
    weekdays = {form: int(key) for form, key in turned(tables.get("weekdays", {})).items()}
    spaced = not data.get("no_word_spacing")
    if own is None:
        more = _more_months().get(language, {})
        months = _named(data, MONTHS, first=1) | {f: int(k) for f, k in turned(more.get("months", {})).items()}
        weekdays = _named(data, WEEKDAYS, first=0)
        tables = {"roles": more.get("roles", {})}
    units = turned(tables.get("units", {})) or {fold(w): u for u in _UNITS for w in data.get(u, ()) if len(w) > 1}
    return Lexicon(
        language=language,
        order=tables.get("order") or data.get("date_order") or "DMY",
        own=own is not None,
        spaced=spaced,
        months=months,
        month_abbreviations={k: v for k, v in _named(data, MONTHS, first=1).items() if k not in months},
        weekdays=weekdays,
        weekday_abbreviations={k: v for k, v in _named(data, WEEKDAYS, first=0).items() if k not in weekdays},
        units=units,
        deictic=_deictic(data, tables),
        tables=tables,
        roles={name: tuple(map(fold, expand_all(forms))) for name, forms in tables.get("roles", {}).items()},
        ago=() if own is not None else tuple(_counted(data)),
    )


def _own(language: str) -> dict[str, Any] | None:
    if not _CODE.fullmatch(language):
        return None
    file = resources.files("flows.extraction.lexicon").joinpath(f"timex_{language}.toml")
    tables = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return tables if tables.get("language") == language else None  # English has a file of another form


@lru_cache(maxsize=1)
def _more_months() -> dict[str, Any]:
    """Inflected month names for locales that have only the basic form."""
    file = resources.files("flows.extraction.lexicon").joinpath("timex_locales.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _locale(language: str) -> dict[str, Any] | None:
    """dateparser's data of one locale; only that one is imported."""
    if not _CODE.fullmatch(language):
        return None
    try:
        module = importlib.import_module(f"dateparser.data.date_translation_data.{language}")
    except ModuleNotFoundError:
        return None
    data: dict[str, Any] = module.info
    return data


def _named(data: Mapping[str, Any], names: list[str], first: int) -> dict[str, int]:
    """Names of months or weekdays; a name that two of them share ("mar" for both) belongs to neither."""
    found: dict[str, int] = {}
    shared: set[str] = set()
    for number, name in enumerate(names, first):
        for form in data.get(name, ()):
            surface = fold(form).rstrip(".")
            if surface.isdigit() or len(surface) < 2 or re.fullmatch(r"[ivx]+", surface):
                continue
            if found.setdefault(surface, number) != number:
                shared.add(surface)
    return {surface: number for surface, number in found.items() if surface not in shared}


def _deictic(data: Mapping[str, Any], tables: Mapping[str, Any]) -> dict[str, tuple[str, int]]:
    """ "Yesterday", "last week": surface -> (unit, offset).  Hours and shorter are no dates."""
    found: dict[str, tuple[str, int]] = {}
    for form, key in turned(tables.get("deictic", {})).items():
        unit, sign, amount = re.fullmatch(r"([a-z]+)([+-])(\d+)", key).groups()  # type: ignore[union-attr]
        found[form] = (unit, int(sign + amount))
    if "deictic" in tables:
        return found
    for key, forms in data.get("relative-type", {}).items():
        read = re.fullmatch(r"(in )?(\d+) (day|week|month|year)( ago)?", key)
        for form in forms if read else ():
            amount = int(read[2]) * (-1 if read[4] else 1)  # type: ignore[index]
            if len(form) > 2 or not form.isascii():
                found.setdefault(fold(form), (read[3], amount))  # type: ignore[index]
    return found


def _counted(data: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    """dateparser's "(\\d+) days ago" phrases, the number written ``#``; only whole phrases with a long word."""
    found = []
    for key, forms in data.get("relative-type-regex", {}).items():
        read = re.fullmatch(r"(in )?\\1 (day|week|month|year)( ago)?", key)
        for form in forms if read else ():
            phrase = re.sub(r"\(\\d.*?\)", "#", form)
            if phrase.count("#") == 1 and not re.search(r"[\\()?+*\[\]]", phrase):
                found.append((fold(phrase), read[2], -1 if read[3] else 1))  # type: ignore[index]
    return found
