"""Looks at the words around a bare month or a bare year: is this a date at all?

Each check reads at most a few dozen characters to either side.
"""

from __future__ import annotations

import re

_BEFORE = re.compile(r"([\w'’-]+)[ \t\n\u00a0]{1,3}$|([^\s\w])[ ]?$")
_AFTER = re.compile(r"[ \t\n\u00a0]{1,3}([\w'’-]+)|([^\s\w])")

PREPOSITIONS = frozenset(
    [
        "in",
        "since",
        "by",
        "until",
        "till",
        "of",
        "from",
        "to",
        "through",
        "throughout",
        "during",
        "before",
        "after",
        "between",
        "and",
        "or",
        "for",
        "per",
        "around",
        "about",
        "circa",
        "late",
        "early",
        "mid",
        "last",
        "next",
        "this",
        "past",
        "previous",
        "following",
        "every",
        "each",
        "beginning",
        "starting",
        "ending",
        "end",
        "until",
        "than",
        "as",
        "was",
        "is",
        "were",
        "at",
        "on",
        "versus",
        "vs",
        "dated",
        "year",
        "years",
        "coming",
        "and/or",
        "late-",
        "early-",
        "both",
    ]
)
_NAMES_TOO = frozenset({"may", "march", "april", "june", "august"})  # also names of people, or verbs
_DETERMINERS = frozenset(
    ["the", "a", "an", "its", "their", "his", "her", "our", "my", "your", "this", "that", "these", "those", "new"]
)

# Things that are counted in thousands: "in 2000 cases", "1500 soldiers".
_COUNTED = frozenset(
    [
        "people",
        "persons",
        "men",
        "women",
        "children",
        "soldiers",
        "troops",
        "civilians",
        "fighters",
        "police",
        "officers",
        "members",
        "seats",
        "votes",
        "delegates",
        "jobs",
        "workers",
        "employees",
        "students",
        "pupils",
        "homes",
        "houses",
        "households",
        "families",
        "patients",
        "cases",
        "deaths",
        "dead",
        "wounded",
        "injured",
        "victims",
        "refugees",
        "migrants",
        "prisoners",
        "detainees",
        "protesters",
        "demonstrators",
        "dollars",
        "euros",
        "pounds",
        "yen",
        "rubles",
        "roubles",
        "rupees",
        "francs",
        "marks",
        "percent",
        "per",
        "km",
        "kilometers",
        "kilometres",
        "miles",
        "metres",
        "meters",
        "feet",
        "ft",
        "m",
        "cm",
        "mm",
        "tons",
        "tonnes",
        "kg",
        "kilograms",
        "pounds",
        "lbs",
        "litres",
        "liters",
        "gallons",
        "barrels",
        "acres",
        "hectares",
        "square",
        "cubic",
        "mph",
        "kph",
        "hp",
        "horsepower",
        "rpm",
        "mw",
        "megawatts",
        "kw",
        "watts",
        "volts",
        "points",
        "hours",
        "minutes",
        "seconds",
        "days",
        "weeks",
        "months",
        "years",
        "times",
        "units",
        "copies",
        "pages",
        "words",
        "rounds",
        "shells",
        "tanks",
        "vehicles",
        "aircraft",
        "planes",
        "ships",
        "guns",
        "bombs",
        "missiles",
        "rockets",
        "sorties",
        "words",
        "calories",
        "degrees",
        "million",
        "billion",
        "thousand",
        "hundred",
        "yards",
        "inches",
        "rooms",
        "beds",
        "stores",
        "shops",
        "companies",
        "firms",
        "residents",
        "inhabitants",
        "voters",
        "passengers",
        "others",
        "individuals",
        "participants",
        "supporters",
        "islands",
        "villages",
        "towns",
    ]
)
_NUMBERED = frozenset(
    [
        "flight",
        "room",
        "section",
        "route",
        "resolution",
        "no",
        "number",
        "nos",
        "page",
        "chapter",
        "article",
        "line",
        "windows",
        "office",
        "boeing",
        "airbus",
        "bus",
        "model",
        "suite",
        "extension",
        "ext",
        "channel",
        "pier",
        "gate",
        "highway",
        "unit",
        "apartment",
        "apt",
        "box",
        "paragraph",
        "rule",
        "code",
        "level",
        "class",
        "psalm",
        "isbn",
        "issn",
        "order",
        "building",
        "area",
        "phone",
        "tel",
        "lot",
        "form",
        "catalog",
        "asteroid",
        "ngc",
        "mk",
        "mark",
    ]
)


def word_before(text: str, start: int) -> str:
    """The word (or the single sign) right before ``start``, as written; empty at the beginning of a text."""
    found = _BEFORE.search(text[max(0, start - 30) : start])
    return (found[1] or found[2]) if found else ""


def word_after(text: str, end: int) -> str:
    """The word (or the single sign) right after ``end``, as written."""
    found = _AFTER.match(text, end, end + 40)
    return (found[1] or found[2]) if found else ""


def month_alone(match: re.Match[str]) -> bool:
    """Whether a capitalised month name without a number is the month, not a name, a verb or a rally."""
    text, name = match.string, match["x"].rstrip(".").lower()
    before, after = word_before(text, match.start("x")), word_after(text, match.end("x"))
    if name not in _NAMES_TOO:
        return not (name in ("jan", "dec") and before[:1].isupper()) or before.lower() in PREPOSITIONS
    if before.lower() in PREPOSITIONS and before.lower() not in ("and", "or", "was", "is", "were", "both", "this"):
        return not (after[:1].isupper() and name != "march" and after.lower() not in ("and",) and len(after) > 2) or (
            before.lower() in ("in", "since", "last", "next", "early", "late", "until", "by", "during")
        )
    if name == "may":
        return before == "," and after in (",", ".") and False
    if before[:1].isupper() and before.lower() not in PREPOSITIONS:
        return False
    if name == "march" and after.lower() in ("on", "for", "against", "to", "of", "in", "through", "past", "madness"):
        return False
    return not (after[:1].isupper() and after.lower() not in PREPOSITIONS)


def year_alone(match: re.Match[str]) -> bool:
    """Whether a number of four digits is a year: by what stands before it and what it might count."""
    text, value = match.string, int(match["x"])
    before, after = word_before(text, match.start("x")), word_after(text, match.end("x"))
    low, next_low = before.lower(), after.lower()
    if (
        next_low in _COUNTED
        or low in _NUMBERED
        or next_low.startswith(("-strong", "-foot", "-metre", "-meter", "-mile"))
    ):
        return False
    if low in ("to", "of", "for", "than", "as", "about", "around", "at", "was", "is", "were", "on", "per") and not (
        1850 <= value <= 2060
    ):
        return False
    if low in PREPOSITIONS or low in _DETERMINERS or low.endswith(("'s", "’s")):
        return value >= 1300 or low in ("in", "since", "by", "until", "year", "circa", "before", "after")
    if not 1750 <= value <= 2060:
        return False
    return not (after.islower() and after.endswith("s") and not after.endswith(("ss", "'s", "’s", "was", "has", "is")))
