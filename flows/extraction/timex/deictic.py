"""Units seen from the day of speaking: "yesterday", "last week", "this year", "earlier this month", "last March"."""

from __future__ import annotations

import re

from flows.extraction.rule import Example
from flows.extraction.timex.meaning import (
    Base,
    Calendar,
    DayPart,
    Deictic,
    Direction,
    Meaning,
    Mod,
    Modified,
    SamePeriod,
    Shift,
    Unit,
)
from flows.extraction.timex.rules import Rule
from flows.extraction.timex.words import MONTH_CUES, ORDINAL_CUES, SEASONS, anyhow, month, number, pattern, unit

_STEP = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1, "upcoming": 1}
_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}
_WHERE = {"early": Mod.START, "earlier": Mod.BEFORE, "late": Mod.END, "later": Mod.AFTER, "mid": Mod.MID}
_SIDE = {"last": Direction.LAST, "past": Direction.LAST, "previous": Direction.LAST, "this past": Direction.LAST}
_ANAPHORIC_YEARS = {
    "that": 0,
    "the same": 0,
    "that same": 0,
    "the following": 1,
    "the next": 1,
    "the previous": -1,
}
_SIDE |= {"this": Direction.THIS, "next": Direction.NEXT, "coming": Direction.NEXT, "this coming": Direction.NEXT}


def _day(match: re.Match[str]) -> Meaning | None:
    text = " ".join(match["x"].lower().split())
    if text.endswith("before yesterday"):
        return Deictic(Unit.DAY, -2)
    if text.endswith("after tomorrow"):
        return Deictic(Unit.DAY, 2)
    day = Deictic(Unit.DAY, _DAYS[text.split()[-1]])
    return Modified(day, _WHERE[match["mod"].lower()]) if match["mod"] else day


def _unit(match: re.Match[str]) -> Meaning | None:
    counted, times = unit(match["u"])
    step = _STEP[match["dir"].lower().split()[-1]]
    base: Meaning = Deictic(counted, step * times)
    return Modified(base, _WHERE[match["mod"].lower()]) if match["mod"] else base


def _after_next(match: re.Match[str]) -> Meaning | None:
    return Deictic(unit(match["u"])[0], 2 if "after" in match.group().lower() else -2)


def _same_period(match: re.Match[str]) -> Meaning | None:
    text = match.group().lower()
    unit_of = {"month": Unit.MONTH, "quarter": Unit.QUARTER, "week": Unit.WEEK}.get(match["p"].lower())
    if match["n"]:
        count = number(match["n"])
        return SamePeriod(-int(count), unit_of) if count else None
    if "year" not in text:
        return SamePeriod(0, unit_of) if text.startswith("the same") and unit_of else None
    return SamePeriod(-1, unit_of, of_speech=match["last"] is not None)


def _in_a_row(match: re.Match[str]) -> Meaning | None:
    return Deictic(unit(match["u"] or match["u2"] or match["u3"])[0], 0, anaphoric=False)


def _weekend(_: re.Match[str]) -> Meaning | None:
    return Deictic(Unit.WEEKEND, 0)


def _the_unit(match: re.Match[str]) -> Meaning | None:
    counted, _ = unit(match["u"] or match["u2"])
    that = "that" in match.group().lower().split()
    base: Meaning = Deictic(counted, 0, anaphoric=that, loose=not that)
    if that and counted is Unit.DAY:
        base = Shift(0, Unit.DAY, 1, Base.CONTEXT)
    return Modified(base, _WHERE[match["mod"].lower()]) if match["mod"] else base


def _same(match: re.Match[str]) -> Meaning | None:
    word = match["u"].lower()
    counted = Unit.DAY if word == "date" else unit(word)[0]
    if counted is Unit.DAY:
        return Shift(0, Unit.DAY, 1, Base.CONTEXT)
    return Deictic(counted, 0, anaphoric=True)


def _anaphoric(match: re.Match[str]) -> Meaning | None:
    counted, _ = unit(match["u"])
    word = match["dir"].lower()
    step = -1 if word in ("previous", "preceding", "prior", "before", "previously") else 1
    if counted is Unit.DAY:
        return Shift(1, Unit.DAY, step, Base.CONTEXT)
    return Deictic(counted, step, anaphoric=True)


def _named(match: re.Match[str]) -> Meaning | None:
    words = " ".join(match["dir"].lower().split())
    if words == "that":
        if match["s"]:
            return Calendar(Unit.SEASON, index=SEASONS[match["s"].lower()], year_offset=0, anaphoric=True)
        return Calendar(Unit.MONTH, month=month(match["m"]), year_offset=0, anaphoric=True)
    then = words in ("the following", "the previous")  # counted from where the text is
    side = Direction.NEXT if words == "the following" else _SIDE[words.removeprefix("the ")]
    base: Meaning
    if match["s"]:
        base = Calendar(Unit.SEASON, index=SEASONS[match["s"].lower()], direction=side, anaphoric=then)
    else:
        base = Calendar(Unit.MONTH, month=month(match["m"]), direction=side, anaphoric=then)
    return Modified(base, _WHERE[match["mod"].lower()]) if match["mod"] else base


def _of_year(match: re.Match[str]) -> Meaning | None:
    word = " ".join(match["dir"].lower().split())
    if word in _ANAPHORIC_YEARS:
        offset = _ANAPHORIC_YEARS[word]
        if match["s"]:
            return Calendar(Unit.SEASON, index=SEASONS[match["s"].lower()], year_offset=offset, anaphoric=True)
        day = int(match["d"]) if match["d"] else None
        return Calendar(
            Unit.DAY if day else Unit.MONTH, month=month(match["m"]), day=day, year_offset=offset, anaphoric=True
        )
    offset = {"last": -1, "this": 0, "next": 1}[word]
    if match["s"]:
        return Calendar(Unit.SEASON, index=SEASONS[match["s"].lower()], year_offset=offset)
    if match["d"]:
        return Calendar(Unit.DAY, month=month(match["m"]), day=int(match["d"]), year_offset=offset)
    return Calendar(Unit.MONTH, month=month(match["m"]), year_offset=offset)


def _part(match: re.Match[str]) -> Meaning | None:
    word = match["p"].lower()
    code = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "lunchtime": "MI"}[word]
    first = match["dir"].lower()
    offset = {"this": 0, "yesterday": -1, "tomorrow": 1, "last": -1, "today": 0, "earlier this": 0}[first]
    return DayPart(code, Deictic(Unit.DAY, offset))


def _next_part(match: re.Match[str]) -> Meaning | None:
    code = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}[match["p"].lower()]
    step = {"that": 0, "same": 0, "next": 1, "following": 1, "previous": -1}[match["dir"].lower().split()[-1]]
    return DayPart(code, Shift(abs(step), Unit.DAY, -1 if step < 0 else 1, Base.CONTEXT))


def _night_before(match: re.Match[str]) -> Meaning | None:
    code = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}[match["p"].lower()]
    return DayPart(code, Shift(1, Unit.DAY, -1 if match["dir"].lower() == "before" else 1, Base.CONTEXT))


def _year_end(match: re.Match[str]) -> Meaning | None:
    return Modified(Deictic(Unit(match["u"].lower()), 0), Mod.END)


def _tonight(_: re.Match[str]) -> Meaning | None:
    return DayPart("NI", Deictic(Unit.DAY, 0))


_MODS = r"(?:(?P<mod>early|earlier|late|later|mid)(?:{S}|{H})(?:in )?)?"

RULES: tuple[Rule, ...] = (
    Rule(
        "today",
        anyhow(["today", "yesterday", "tomorrow", "early", "earlier", "late", "later", "the", "mid"]),
        pattern(
            r"(?P<x>(?:the )?day before yesterday|(?:the )?day after tomorrow|"
            + _MODS
            + r"(?:today|yesterday|tomorrow))"
        ),
        _day,
        (
            Example("He resigned [yesterday].", "2013-02-11", "2013-02-12"),
            Example("It fell [earlier today].", "2009-06-04", "2009-06-04"),
            Example("It was [the day before yesterday].", "2013-02-10", "2013-02-12"),
        ),
    ),
    Rule(
        "last unit",
        anyhow(["last", "this", "next", "early", "earlier", "late", "later", "mid", "the", "past", "coming"]),
        pattern(
            _MODS + r"(?P<dir>last|this past|this|next|this coming|the current|the coming|the upcoming"
            r"|the last) (?P<u>week|weekend|month|quarter|year|decade|century|fortnight)"
        ),
        _unit,
        (
            Example("He spoke [last week].", "2004-W47", "2004-11-24"),
            Example("Sales rose [earlier this month].", "2009-01", "2009-01-20"),
            Example("It starts [next year].", "2010", "2009-01-20"),
        ),
    ),
    Rule(
        "year before last",
        anyhow(["the"]),
        pattern(r"the (?P<u>week|weekend|month|quarter|year) (?:before last|after next)"),
        _after_next,
        (Example("It began [the year before last].", "2007", "2009-01-20"),),
    ),
    Rule(
        "same unit",
        anyhow(["the", "that"]),
        pattern(
            r"(?:that(?: same)?|the(?: very)? same) (?P<u>day|date|week|weekend|month|year)(?! (?:ago|earlier"
            r"|later|before))"
        ),
        _same,
        (Example("It began on 5 May 2009. [That year] was wet."),),
    ),
    Rule(
        "same period a year before",
        anyhow(["the"]),
        pattern(
            r"the (?:same|corresponding|comparable|equivalent|year-earlier|year-ago) (?P<p>period|month|quarter"
            r"|time|week|stage|span|point)"
            r"(?:,? (?:(?:of |in |during )?(?:the )?(?P<last>last|previous|prior|preceding) (?:fiscal )?year|"
            r"(?:a|one) year"
            r" (?:ago|earlier|before|previously)|the year before|(?P<n>{NUM}) years (?:ago|earlier|before)))?"
        ),
        _same_period,
        (Example("In February 2010 sales rose from [the same period last year].", "2009-02", "2010-03-03"),),
    ),
    Rule(
        "nth unit in a row",
        anyhow(["a", "the", "its", "their", "his", "her"]) + ORDINAL_CUES,
        pattern(
            r"(?:(?:the|an?|its|their|his|her) )?(?P<n>{ORD})(?:(?:{S}|{H})(?:straight|consecutive|successive)"
            r" (?P<u>day|week|month|quarter|year)| (?P<u2>day|week|month|quarter|year)(?= (?:in a row"
            r"|running)))(?!{H})|(?<=[fF]or )a (?P<n3>{ORD}) (?P<u3>day|week|month|year)(?=[.,;]"
            r"|{S}(?:on|as|in|at|of)\b)"
        ),
        _in_a_row,
        (
            Example("Roads were shut for [a fifth day].", "2008-09-17", "2008-09-17"),
            Example("He ran for a second term on the fifth day."),
            Example("Trading stopped for [a second consecutive day].", "2008-09-17", "2008-09-17"),
            Example("It rose for [the fourth week] in a row.", "2009-W14", "2009-04-04"),
        ),
    ),
    Rule(
        "the weekend",
        anyhow(["the", "over"]),
        pattern(r"the weekend(?! (?:of|before|after|edition|warrior|getaway))"),
        _weekend,
        (Example("They met over [the weekend].", "2008-W41-WE", "2008-10-13"),),
    ),
    Rule(
        "the day that the text is at",
        anyhow(["the", "late", "later", "early", "earlier"]),
        pattern(
            r"(?:(?P<mod>late|later|early|earlier) (?:in|on|that) )(?:the )?(?P<u>day|week|month|year)(?! of)"
            r"|(?:(?<=\bend )|(?<=ended )|(?<=ending )|(?<=finish )|(?<=finished )|(?<=finishing )|(?<=close )|"
            r"(?<=closed )"
            r"|(?<=closing )|(?<=begin )|(?<=began )|(?<=started )|(?<=start )|(?<=throughout )|(?<=\b[fF]or ))"
            r"the (?P<u2>day|week|month|year)(?= (?:at|up|down|with|on|in|by|higher|lower|unchanged|ahead|and"
            r"|as)\b|[.,;])"
        ),
        _the_unit,
        (
            Example("Shares ended [the day] at 7,114.", "2009-02-24", "2009-02-24"),
            Example("He spoke [later in the day].", "2009-02-24", "2009-02-24"),
        ),
    ),
    Rule(
        "following unit",
        anyhow(["the"]),
        pattern(r"the (?:very )?(?P<dir>following|next|previous|preceding|prior) (?P<u>day|week|weekend|month|year)"),
        _anaphoric,
        (Example("He left [the following day].", "2009-01-21", "2009-01-20"),),
    ),
    Rule(
        "unit before",
        anyhow(["the"]),
        pattern(
            r"the (?P<u>day|week|month|year) (?P<dir>before|previous|previously|after|following)(?=[.,;:)\]]|$"
            r"|{S}(?:and|but|when|after|with|in|at|to)\b)"
        ),
        _anaphoric,
        (Example("It fell, as it had [the day before].", "2009-01-19", "2009-01-20"),),
    ),
    Rule(
        "last month name or season",
        anyhow(["last", "this", "next", "early", "earlier", "late", "later", "mid", "past", "coming", "the", "that"]),
        pattern(
            _MODS + r"(?P<dir>last|this past|this coming|this|next|(?:the )?(?:past|coming|previous)|the following"
            r"|(?<!said )(?<!says )(?<!told )(?<!noted )(?<!added )that) "
            r"(?:(?P<s>spring|summer|autumn|fall|winter)|(?P<m>{MONTH}))(?! {DD}\b)"
        ),
        _named,
        (
            Example("He was elected [last March].", "2019-03", "2019-07-01"),
            Example("It opens [this summer].", "2025-SU", "2025-04-01"),
            Example("They met [last summer].", "2024-SU", "2025-04-01"),
            Example("In May 2011 he resigned. [The previous December] he had won.", "2010-12", "2012-06-01"),
            Example("They had won in May 2017. [That June] they lost.", "2017-06", "2020-02-20"),
            Example("He left in 2011. [The previous May] he had won.", "2010-05", "2012-06-01"),
        ),
    ),
    Rule(
        "month of last year",
        MONTH_CUES + anyhow(["spring", "summer", "autumn", "winter", "the"]),
        pattern(
            r"(?:(?:the )?(?P<s>spring|summer|autumn|fall|winter)|(?P<m>{MON})(?: (?P<d>{DD})(?:{TH})?)?),?"
            r"(?: of| in| -| –)? (?P<dir>last|this|next|that|the same|that same|the following|the next"
            r"|the previous) year"
        ),
        _of_year,
        (
            Example("It opened in [March last year].", "2018-03", "2019-07-01"),
            Example("It ends in [October of next year].", "2010-10", "2009-05-15"),
        ),
    ),
    Rule(
        "this morning",
        anyhow(["this", "yesterday", "tomorrow", "last", "today", "earlier"]),
        pattern(
            r"(?P<dir>earlier this|this|yesterday|tomorrow|last|today) (?P<p>morning|afternoon|evening|night"
            r"|lunchtime)"
        ),
        _part,
        (
            Example("It rained [last night].", "2019-01-13TNI", "2019-01-14"),
            Example("It rained [this morning].", "2019-01-14TMO", "2019-01-14"),
        ),
    ),
    Rule(
        "that night",
        anyhow(["that", "the"]),
        pattern(
            r"(?P<dir>that|the same|that same|the next|the following|the previous) (?P<p>morning|afternoon"
            r"|evening|night)"
        ),
        _next_part,
        (Example("He died [that night].", "2019-01-14TNI", "2019-01-14"),),
    ),
    Rule(
        "the night before",
        anyhow(["the"]),
        pattern(
            r"the (?P<p>morning|afternoon|evening|night) (?P<dir>before|after)(?=[.,;:)]|{S}(?:and|in|at|with|to)\b)"
        ),
        _night_before,
        (Example("He had fled [the night before].", "2019-01-13TNI", "2019-01-14"),),
    ),
    Rule(
        "year-end",
        anyhow(["year", "month", "by"]),
        pattern(r"(?P<u>year|month)(?:['’]s|{H})(?: |{H})?end(?! \d)"),
        _year_end,
        (
            Example("It will close by [year-end].", "2019", "2019-01-14"),
            Example("It will close by [year's end].", "2019", "2019-01-14"),
        ),
    ),
    Rule(
        "tonight",
        anyhow(["tonight"]),
        pattern(r"tonight"),
        _tonight,
        (Example("They play [tonight].", "2019-01-14TNI", "2019-01-14"),),
    ),
)
