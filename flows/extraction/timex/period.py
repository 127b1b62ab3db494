"""Named stretches with a year: decades, centuries, quarters, halves, seasons, weeks, fiscal years."""

from __future__ import annotations

import re

from flows.extraction.rule import Example
from flows.extraction.timex.guards import word_before
from flows.extraction.timex.meaning import Calendar, Deictic, Direction, Holding, Meaning, Mod, Modified, Part, Unit
from flows.extraction.timex.rules import Opener, Produced, Rule
from flows.extraction.timex.words import (
    LEXICON,
    MIXED,
    ORDINAL_CUES,
    SEASONS,
    UNITS,
    YEAR_DIGITS,
    anyhow,
    ordinal,
    pattern,
    year,
)

_NTH_UNITS = {"quarter": Unit.QUARTER, "half": Unit.HALF}


def _decade(match: re.Match[str]) -> Meaning | None:
    word = match["word"] or match["word2"]
    if word:
        return Calendar(Unit.DECADE, year=1900 + int(LEXICON["decades"][word.lower()]), short_year=True)
    digits = (match["y"] or match["y2"]).strip("'’‘`")
    if len(digits) == 4:
        return Calendar(Unit.DECADE, year=int(digits))
    two = int(digits)
    return Calendar(Unit.DECADE, year=(2000 if two < 20 else 1900) + two, short_year=True)


def _century(match: re.Match[str]) -> Meaning | None:
    nth = ordinal(match["n"])
    return Calendar(Unit.CENTURY, year=100 * (nth - 1)) if 2 <= nth <= 30 else None


def _nth(match: re.Match[str]) -> Produced | None:
    """ "the third quarter": of the year that follows, else of the nearest one."""
    word = match["n"].lower()
    unit = _NTH_UNITS[match["u"].lower()]
    limit = 4 if unit is Unit.QUARTER else 2
    nth = limit if word in ("last", "final") else ordinal(word)
    if not 1 <= nth <= limit:
        return None
    if match["y"]:
        fiscal = bool(match["fy"])
        return Calendar(unit, year=int(match["y"]), index=nth, fiscal=fiscal)
    if unit is Unit.HALF and match["money"] is None:
        return None  # of a match, of a book
    return Calendar(unit, index=nth)


def _nth_of(match: re.Match[str]) -> Produced | None:
    word = match["n"].lower()
    unit = _NTH_UNITS.get(match["u"].lower())
    if unit is None:
        counted = Unit(UNITS[match["u"].lower().rstrip("s")])
        nth = -1 if word in ("last", "final", "closing", "latter") else 1 if word == "opening" else ordinal(word)
        if match["u"].lower().endswith("s"):  # "the first days of May": some days at its start
            mod = Mod.START if nth == 1 else Mod.END
            if match["whole"]:
                return Modified(Deictic(Unit(match["whole"].lower()), 0, loose=True), mod)
            return Opener(lambda whole: Modified(whole, mod)) if abs(nth) == 1 else None
        return _in_whole(match, nth, counted)
    limit = 4 if unit is Unit.QUARTER else 2
    nth = limit if word in ("last", "final", "latter", "closing") else 1 if word == "opening" else ordinal(word)
    return _in_whole(match, nth, unit) if nth <= limit else None


def _in_whole(match: re.Match[str], nth: int, unit: Unit) -> Produced:
    """The part of "the year", or of the date that follows."""
    if match["whole"]:
        return Part(nth, unit, Deictic(Unit(match["whole"].lower()), 0, loose=True))
    return Opener(lambda whole: Part(nth, unit, whole))


def _months_of(match: re.Match[str]) -> Produced | None:
    """ "The final three months of 2005": a quarter or half by another name."""
    unit = Unit.QUARTER if match["c"] in ("three", "3") else Unit.HALF
    nth = 1 if match["n"].lower() in ("first", "opening") else -1
    return Opener(lambda year: Part(nth, unit, year) if _is_year(year) else None)


def _is_year(meaning: Meaning) -> bool:
    return isinstance(meaning, Calendar | Deictic) and meaning.unit is Unit.YEAR


def _short_quarter(match: re.Match[str]) -> Meaning | None:
    unit = Unit.QUARTER if (match["k"] or match["k2"]) == "Q" else Unit.HALF
    index = int(match["n"] or match["n2"])
    written = match["y"] or match["y2"]
    if index > (4 if unit is Unit.QUARTER else 2):
        return None
    return Calendar(unit, year=year(written) if written else None, index=index)


def _holding(match: re.Match[str]) -> Produced | None:
    unit = Unit(match["u"].lower())
    return Opener(lambda day: Holding(unit, day) if isinstance(day, Calendar) and day.unit is Unit.DAY else None)


def _season(match: re.Match[str]) -> Meaning | None:
    return Calendar(Unit.SEASON, year=year(match["y"]), index=SEASONS[(match["s"] or match["s2"]).lower()])


def _bare_season(match: re.Match[str]) -> Meaning | None:
    if match["s"][0].isupper() and word_before(match.string, match.start("s"))[:1].isupper():
        return None  # Donna Summer
    return Calendar(Unit.SEASON, index=SEASONS[match["s"].lower()])


def _week(match: re.Match[str]) -> Meaning | None:
    number = int(match["n"])
    return Calendar(Unit.WEEK, year=int(match["y"]), index=number) if 1 <= number <= 53 else None


def _fiscal(match: re.Match[str]) -> Meaning | None:
    written = match["y"]
    return Calendar(Unit.YEAR, year=year(written) if len(written) == 4 else 2000 + int(written[-2:]), fiscal=True)


def _fiscal_side(match: re.Match[str]) -> Meaning | None:
    side = {"last": -1, "this": 0, "next": 1, "current": 0, "the current": 0, "the last": -1, "the next": 1, "the": 0}
    offset = side[" ".join(match["dir"].lower().split())]
    return Calendar(Unit.YEAR, year_offset=offset, direction=Direction.NONE, fiscal=True)


_THE = anyhow(["the"])
_NTH = r"(?:the )?(?P<n>first|second|third|fourth|1st|2nd|3rd|4th|last|final)(?: |{H})(?:fiscal )?(?P<u>quarter|half)"

RULES: tuple[Rule, ...] = (
    Rule(
        "decade",
        _THE + MIXED + ("'",) + anyhow([*LEXICON["decades"], "nineteen"]),
        pattern(
            r"(?:the )?(?:(?P<y>1\d\d0|20\d0|['’‘`]\d0)['’]?s|(?:(?<=\bthe )|(?<=\band )|(?<=early )|(?<=late )"
            r"|(?<=mid-)|(?<=or ))(?P<y2>[2-9]0)['’]?s"
            r"|(?:nineteen{H})(?P<word>{DECADEWORD})|(?:(?<=\bthe )|(?<=early )|(?<=late ))"
            r"(?P<word2>{DECADEWORD}))".replace("{DECADEWORD}", "(?:" + "|".join(LEXICON["decades"]) + ")")
        ),
        lambda match: _decade(match),
        (
            Example("Back in [the 1990s], it was new.", "199"),
            Example("The cars of [the '70s] were big.", "197"),
        ),
    ),
    Rule(
        "century",
        _THE + ORDINAL_CUES,
        pattern(r"(?:the )?(?P<n>{ORD})(?: |{H})century"),
        _century,
        (Example("Since [the 19th century] it stood.", "18"),),
    ),
    Rule(
        "nth quarter or half",
        _THE + ORDINAL_CUES + anyhow(["last", "final"]),
        pattern(
            _NTH
            + r"(?:(?:,? of|,)? (?P<fy>fiscal )?(?P<y>{YEAR}))?(?! of)(?!{S}(?:-|century|time|final))"
            + r"(?P<money>(?={S}(?:net|profit|profits|results|earnings|sales|revenue|revenues|loss|losses"
            r"|figures|pre-tax)\b))?"
        ),
        _nth,
        (
            Example("It lost money in [the first quarter of 2009].", "2009-Q1"),
            Example("Our [third-quarter] results were good.", "2009-Q3", "2009-11-03"),
        ),
    ),
    Rule(
        "nth unit of",
        _THE + ORDINAL_CUES + anyhow(["last", "final", "opening", "closing"]),
        pattern(
            r"(?:the )?(?P<n>{ORD}|last|final|opening|closing|latter)(?: |{H})(?P<u>quarter|half|weeks?|days?"
            r"|weekend|months?)"
            r" (?:of|in) (?:(?:the (?:current )?)(?P<whole>year|month|week|quarter|decade)\b)?",
            open_end=True,
        ),
        _nth_of,
        (
            Example("It rose in [the last week of March].", "2009-W13", "2009-04-01"),
            Example("It lost in [the third quarter of this year].", "2009-Q3", "2009-11-03"),
        ),
    ),
    Rule(
        "first or last months of a year",
        _THE + ORDINAL_CUES + anyhow(["last", "final", "opening", "closing"]),
        pattern(
            r"(?:the )?(?P<n>first|opening|last|final|closing) (?P<c>three|six|3|6) months of "
            r"(?=(?:the (?:year )?)?{YEAR}(?![,.]?\d)|(?:this|last|next) year\b)",
            open_end=True,
        ),
        _months_of,
        (
            Example("It sold well in [the first six months of 2010].", "2010-H1"),
            Example("It sold well in [the final three months of 2005].", "2005-Q4"),
            Example("It fell in [the first three months of this year].", "2009-Q1", "2009-11-03"),
            Example("It was cold for the first six months of his stay in May 2009."),
        ),
    ),
    Rule(
        "Q1 2009",
        ("Q1", "Q2", "Q3", "Q4", "H1", "H2", *YEAR_DIGITS),
        pattern(
            r"(?:(?-i:(?P<k>[QH]))(?P<n>[1-4])(?:,?(?: of)? (?P<y>{YEAR}|{EY}))?|(?P<y2>{YEAR}) (?-i:"
            r"(?P<k2>[QH]))(?P<n2>[1-4]))"
        ),
        lambda match: _short_quarter(match),
        (Example("Sales fell in [Q1 2009].", "2009-Q1"),),
    ),
    Rule(
        "season of a year",
        anyhow(SEASONS) + _THE,
        pattern(
            r"(?:(?:the )?(?P<s>{SEASON}),? of (?:the year )?|(?P<s2>{SEASON}),? )(?P<y>{YEAR}|{EY})"
            r"(?:[-–/]\d\d(?:\d\d)?)?(?![,.]?\d)"
        ),
        _season,
        (Example("Back in [the summer of 1969] it was hot.", "1969-SU"),),
    ),
    Rule(
        "season",
        anyhow(SEASONS) + _THE,
        pattern(
            r"(?:(?:the )?(?P<s>(?-i:summer|winter|autumn|Autumn)|(?-i:Summer|Winter)(?={S}(?-i:[a-z])|[.,;])"
            r"|(?:(?<=\b[iI]n )|(?<=\b[iI]n the )|(?<=\b[bB]y )|(?<=\b[bB]y the )|(?<=since )|(?<=until )|"
            r"(?<=during )|(?<=throughout )"
            r"|(?<=\bthis )|(?<=early )|(?<=late )|(?<=mid-))(?-i:spring|fall)(?!{S}to\b)"
            r"|(?<!\w )(?-i:spring)(?!{S}to\b)))"
            r"(?!{S}(?:of|in|into|from|olympic|olympics|games|palace|coat|coats|camp|camps|school|schools|time"
            r"|house|below|apart"
            r"|sports|sport|solstice|paralympics|onion|roll|rolls|water|back|short|line|for|on|out|through"
            r"|and (?:fall|rise)|guy)\b)"
            r"(?!{H})"
        ),
        _bare_season,
        (
            Example("It opened in [the summer].", "2009-SU", "2009-11-03"),
            Example("Prices fall in a slump."),
        ),
    ),
    Rule(
        "the week of",
        anyhow(["the"]),
        pattern(
            r"the (?P<u>week|weekend|month) (?:of|beginning|starting|commencing|that began(?: on)?)(?: the)? ",
            open_end=True,
        ),
        _holding,
        (
            Example("They met in [the week of March 3, 2013].", "2013-W09"),
            Example("They met on [the weekend of 12 May 2013].", "2013-W19-WE"),
        ),
    ),
    Rule(
        "week of a year",
        anyhow(["week"]),
        pattern(r"week (?P<n>\d\d?)(?:,| of|{S}in)? (?P<y>{YEAR})"),
        _week,
        (Example("In [week 12 of 2009] it rose.", "2009-W12"),),
    ),
    Rule(
        "iso week",
        YEAR_DIGITS + MIXED,
        pattern(r"(?P<y>{YEAR})-?W(?P<n>[0-5]\d)"),
        _week,
        (Example("In [2009-W12] it rose.", "2009-W12"),),
    ),
    Rule(
        "fiscal year",
        (*anyhow(["fiscal", "financial", "the"]), "FY"),
        pattern(r"(?:the )?(?:(?:fiscal|financial)(?: year)?|FY) (?P<y>{YEAR}|{EY})"),
        _fiscal,
        (Example("In [fiscal 2009], it rose.", "FY2009"),),
    ),
    Rule(
        "this fiscal year",
        anyhow(["last", "this", "next", "the", "current"]),
        pattern(r"(?P<dir>last|this|next|the current|the last|the next|the|current) (?:fiscal|financial) year"),
        _fiscal_side,
        (Example("It fell in [the current financial year].", "FY2007", "2007-01-18"),),
    ),
)
