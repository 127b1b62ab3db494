"""Dates that a parse reads better than a pattern: the tense of the trigger's own clause, and who says "last night".

A timex is resolved before anything is parsed, by the words around it.  Here the clause is known: a day without year
beside a past verb lies in the past, and "last night" inside a quotation is the night before the day of speaking.
Both are resolved anew by the same timex rules, in a sentence that says what the parser knows.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from flows.extraction.events.context import Context
from flows.extraction.events.fallback import finite_verb
from flows.extraction.events.frame import is_verb
from flows.extraction.events.inflect import lemmas
from flows.extraction.events.tree import Token
from flows.extraction.model import DateBasis, Status, Timex
from flows.extraction.timex import find_timexes

_DEICTIC = re.compile(r"\b(?:today|tonight|yesterday|tomorrow|last|this|next|ago|now|earlier)\b", re.IGNORECASE)
_SET_FOR = re.compile(
    r"\b(?:(?:planned|set|scheduled|due|meant|slated|fixed|listed|booked|billed) (?:\w+ )?(?:for|on)|"
    r"(?:called|announced|promised) (?:\w+ ){0,4}for) (?:the )?$"
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_THAT_YEAR = re.compile(r" of (?:that|the same) year\b")
_HELD_BY_APPOINTMENT = frozenset(
    {"election", "summit", "meeting", "vote", "appointment", "ceasefire", "protest", "ruling"}
)
_BARE_YEAR = re.compile(r"mentioned \d{4}-01-01")
_AHEAD = frozenset({"plan", "set", "schedule", "due", "mean", "slate", "expect", "bill", "call"})
_FUTURE = frozenset({"will", "'ll", "’ll", "shall", "wo"})
_PAST_AUXILIARIES = frozenset({"has", "have", "had", "was", "were", "did", "'ve", "’ve", "'d"})


def reread(context: Context, timex: Timex, status: Status, spoken: dt.date | None) -> Timex:
    """The timex as the clause has it: anew against the day of speaking, or with the clause's tense."""
    if spoken is not None and _DEICTIC.search(timex.text):
        return _against(timex, spoken, "spoken on")
    published = context.document.published
    if published is not None and timex.implied == ("week",) and _BARE_YEAR.fullmatch(timex.anchor or ""):
        return _in_sentence(timex, "It happened {}.", published, "a year dates no weekday")
    if (
        published is None
        or not {"year", "week"} & set(timex.implied)
        or timex.basis is not DateBasis.RELATIVE_TO_PUBLICATION
    ):
        return timex
    same_year = _of_that_year(context, timex)
    if same_year is not None:
        return same_year
    fitting = _weekday_fits(timex, published)
    if fitting is not None:
        return fitting
    before = context.document.text[max(context.sentence.start, timex.start - 48) : timex.start]
    tense = "future" if status is Status.PLANNED or _SET_FOR.search(before) else clause_tense(context)
    if tense == "past" and timex.first and timex.first > published:
        return _in_sentence(timex, "It happened {}.", published, "past tense of its clause")
    if tense == "present" and _timetabled(context, timex, published):
        tense = "future"  # "Norway votes on Sunday"
    if tense == "future" and timex.last and timex.last < published:
        return _in_sentence(timex, "It will happen {}.", published, "future of its clause")
    return timex


def _timetabled(context: Context, timex: Timex, published: dt.date) -> bool:
    """Things held by appointment, told in the present with a weekday just past: they are still to come."""
    return (
        context.candidate.trigger.type in _HELD_BY_APPOINTMENT
        and not context.discourse.listed
        and not context.discourse.headings
        and timex.implied == ("week",)
        and timex.last is not None
        and published - timex.last < dt.timedelta(days=7)
    )


def _of_that_year(context: Context, timex: Timex) -> Timex | None:
    """ "On 3 June of that year": the year that the sentence has named before."""
    after = context.document.text[timex.end : timex.end + 22]
    earlier = [t for t in context.timexes if t.end <= timex.start and t.first is not None and "year" not in t.implied]
    if timex.first is None or timex.last is None or not earlier or not _THAT_YEAR.match(after):
        return None
    year = earlier[-1].first.year if earlier[-1].first else timex.first.year
    first, last = _in_year(timex.first, year), _in_year(timex.last, year)
    if first is None or last is None or timex.edtf is None or not timex.edtf.startswith(str(timex.first.year)):
        return None
    edtf = timex.edtf.replace(str(timex.first.year), str(year))
    step = f"of that year: {timex.edtf} → {edtf}"
    return replace(
        timex, edtf=edtf, value=edtf, first=first, last=last, basis=DateBasis.RELATIVE_TO_CONTEXT,
        anchor=f"year of “{earlier[-1].text}”", derivation=(*timex.derivation, step),
    )  # fmt: skip


def _weekday_fits(timex: Timex, published: dt.date) -> Timex | None:
    """ "Sunday, 23 February": a day and month without year, in the year in which it is that day of the week.

    ``None`` where no weekday is named or no year near publication fits.
    """
    named = _WEEKDAY.search(timex.text)
    if named is None or "year" not in timex.implied or timex.first is None or timex.first != timex.last:
        return None
    weekday = _WEEKDAYS.index(named.group().lower())
    years = (published.year, published.year + 1, published.year - 1)
    days = [day for year in years if (day := _in_year(timex.first, year)) is not None and day.weekday() == weekday]
    if not days or timex.first.weekday() == weekday:
        return timex if days else None
    fitting = days[0].isoformat()
    step = f"{named.group()}: {timex.edtf} → {fitting}"
    return replace(
        timex, edtf=fitting, value=fitting, first=days[0], last=days[0], derivation=(*timex.derivation, step)
    )


def _in_year(day: dt.date, year: int) -> dt.date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None  # 29 February


def clause_tense(context: Context) -> str | None:
    """ "past", "future" or "present" of the finite verb over the trigger; ``None`` where there is none."""
    verb: Token | None = finite_verb(context)
    while verb is not None:
        auxiliaries = context.frame.tree.kids(verb.i, "aux", "auxpass")
        if any(kid.lower in _FUTURE for kid in auxiliaries):
            return "future"
        if verb.tag == "VBD" or any(kid.lower in _PAST_AUXILIARIES for kid in auxiliaries):
            return "past"
        if verb.tag == "VBN" and verb.dep == "acl" and not lemmas(verb.text) & _AHEAD:
            return "past"  # "the pact, announced on Wednesday, costs …"
        if verb.tag in {"VBZ", "VBP"} or any(kid.tag in {"VBZ", "VBP"} for kid in auxiliaries):
            return "present"
        verb = next((above for above in context.frame.tree.ancestors(verb) if is_verb(above)), None)
    return None


def _in_sentence(timex: Timex, frame: str, published: dt.date, why: str) -> Timex:
    for text in (frame.format(timex.text), frame.format(f"in {timex.text}"), frame.format(f"on {timex.text}")):
        for found in find_timexes(text, published=published):
            if found.edtf is not None and found.edtf != timex.edtf and timex.text in found.text:
                step = f"{why}: {timex.edtf} → {found.edtf}"
                return replace(found, start=timex.start, end=timex.end, derivation=(*found.derivation, step))
    return timex


def _against(timex: Timex, day: dt.date, why: str) -> Timex:
    for text in (f"It happened {timex.text}.", timex.text):
        for found in find_timexes(text, published=day):
            if found.edtf is not None:
                return replace(
                    found,
                    start=timex.start,
                    end=timex.end,
                    basis=DateBasis.RELATIVE_TO_CONTEXT,
                    anchor=f"{why} {day.isoformat()}",
                    derivation=(*found.derivation, f"inside a quotation {why} {day.isoformat()}"),
                )
    return timex
