"""Dates that one happening lends to the next: "hours later", "one week after", a participle of the same clause."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace

from flows.extraction.events.dates import NO_DATE, DateLink
from flows.extraction.events.draft import Draft
from flows.extraction.model import DateBasis, Status

REACH = 500  # characters: "hours later" speaks of what was told just before
_SOON = re.compile(
    r"^(?:and )?(?:(?:a few |[a-z-]+ |\d+ )?(?:hours|minutes) (?:later|afterwards?)|"
    r"later (?:that|the same) "
    r"(?:day|evening|night)|(?:that|the) same (?:day|evening|night|afternoon)|shortly (?:afterwards?|thereafter)|"
    r"within (?:hours|minutes)|(?:in|during|by) the (?:evening|afternoon))\b",
    re.IGNORECASE,
)
_SOON_AT_END = re.compile(
    r"\b(?:(?:a few |[a-z-]+ |\d+ )?(?:hours|minutes) (?:later|afterwards?)|"
    r"(?:an hour|moments) later|"
    r"(?:shortly|soon|immediately) (?:afterwards?|thereafter)|later (?:that|the same) (?:day|evening|night)|"
    r"(?:in|during|by) the (?:evening|afternoon))[.,;”\"]?$",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:hours|minutes|moments|shortly) (?:before|after|ahead of) (?:[\w’'-]+ ){0,5}$", re.IGNORECASE
)
_BESIDE_NEXT = re.compile(r"(?<=\s)(?:hours|minutes|moments|shortly) (?:before|after) ", re.IGNORECASE)
_SOON_BEHIND = re.compile(
    r"[^,;.:]{0,60}?\s(?:within (?:hours|minutes)|(?:a few |[a-z-]+ |\d+ )?(?:hours|minutes) (?:later|afterwards?)|"
    r"(?:an hour|moments) later)\b"
)
_APART = re.compile(
    r"\b(a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (days?|weeks?|months?|years?) (after|before) "
    r"(?:[\w’'-]+ ){1,6}$",
    re.IGNORECASE,
)
_NUMBERS = {word: n for n, word in enumerate("zero one two three four five six seven eight nine ten".split())}  # noqa: SIM905


def lend(here: Sequence[Draft], earlier: Sequence[Draft]) -> list[Draft]:
    """The drafts of a sentence, those without a date given the one that its words make theirs."""
    return [_dated(draft, here, earlier) for draft in here]


def _dated(draft: Draft, here: Sequence[Draft], earlier: Sequence[Draft]) -> Draft:
    if draft.link.edtf is not None:
        return draft
    text, sentence = draft.context.text, draft.context.sentence
    before = text[: draft.start - sentence.start]
    beside = _BESIDE.search(before)
    if beside and draft.judgement.status in {Status.OCCURRED, Status.PLANNED}:
        return _hours_apart(draft, beside, [o for o in here if o is not draft])
    follows = _BESIDE_NEXT.search(text, draft.end - sentence.start)
    if follows and draft.judgement.status is Status.OCCURRED:  # "taken into custody hours after the shooting on Monday"
        base = next((o for o in here if o.start - sentence.start >= follows.end() and _day(o)), None)
        near = base is not None and base.start - sentence.start - follows.end() < 60
        return _give(draft, base, _span(base), f"“{follows.group().strip()}”") if base is not None and near else draft
    if draft.judgement.status is not Status.OCCURRED:
        return draft
    done = [o for o in here if o is not draft and o.link.edtf and o.judgement.status is Status.OCCURRED]
    others = [o for o in done if _day(o)]
    apart = _APART.search(before)
    if apart:
        base = _counted_from(draft, apart, done, earlier)
        return _moved(draft, base, apart) if base is not None else draft
    behind = text[draft.end - sentence.start :]
    soon = _SOON.match(text) or _SOON_AT_END.search(text.rstrip()) or _SOON_BEHIND.match(behind)
    if soon and draft.main and not others:
        source = next(
            (o for o in reversed(earlier) if _day(o) and sentence.start - o.end < REACH and not _before_then(o)), None
        )
        if source is not None:
            return _give(draft, source, _span(source), f"“{soon.group()}”")
    head = draft.context.frame.head
    if not draft.context.frame.nominal and head.tag == "VBG" and head.dep in {"advcl", "acl", "xcomp", "conj"}:
        source = next((o for o in reversed(others) if o.end < draft.start and o.link.strength <= 5), None)
        between = text[source.end - sentence.start : draft.start - sentence.start] if source else ""
        if source is not None and between.rstrip().endswith((",", " and")):
            return _give(draft, source, _span(source), "participle of the dated clause")
    return draft


_IT_CAME = re.compile(
    r"^(?:It|This|That|The \w+) (?:came|comes|followed|happened|took place|was (?:held|announced|made))\b",
    re.IGNORECASE,
)


def _counted_from(draft: Draft, apart: re.Match[str], done: Sequence[Draft], earlier: Sequence[Draft]) -> Draft | None:
    """From which happening "four days after" counts.

    The one told before it in the sentence; where it opens the sentence, the one of the main clause that follows
    ("Five days after a drone had killed him, Iran fired"); behind "It came" the one told before.
    """
    start = draft.context.sentence.start
    told = next((o for o in reversed(done) if o.end <= start + apart.start()), None)
    if told is not None:
        return told
    if apart.start() <= len("Only "):
        return next((o for o in done if o.start > draft.end and o.link.strength <= 4 and _day(o)), None)
    if _IT_CAME.match(draft.context.text):
        return next((o for o in reversed(earlier) if _day(o) and start - o.end < REACH and not _before_then(o)), None)
    return None


def _day(draft: Draft) -> dt.date | None:
    """The day of a draft that has one."""
    link = draft.link
    return (
        link.earliest if link.edtf is not None and link.earliest is not None and link.earliest == link.latest else None
    )


def _before_then(draft: Draft) -> bool:
    """ "The agreement had been signed on Tuesday": told as background, the story is not at that day."""
    verb = draft.context.frame.verb
    return verb is not None and any(kid.lower == "had" for kid in draft.context.frame.tree.kids(verb.i, "aux"))


def _span(draft: Draft) -> tuple[dt.date, dt.date, str] | None:
    day = _day(draft)
    return (day, day, day.isoformat()) if day is not None else None


def _hours_apart(draft: Draft, beside: re.Match[str], others: Sequence[Draft]) -> Draft:
    """ "Left on Wednesday, hours before a vote": of the same day, and as done as what it stands beside."""
    start = draft.context.sentence.start
    base = next((o for o in others if o.end <= start + beside.start() and _day(o)), None)
    if base is None or base.judgement.status is not Status.OCCURRED:
        return draft
    found = _give(draft, base, _span(base), f"“{beside.group().split()[0]} {beside.group().split()[1]}”")
    return replace(found, judgement=base.judgement) if draft.judgement.rule == "ahead of it" else found


def _moved(draft: Draft, base: Draft, apart: re.Match[str]) -> Draft:
    """ "resigned yesterday, one week after the army took control"."""
    word = apart.group(1).lower()
    count = int(word) if word.isdigit() else _NUMBERS.get(word, 1)
    unit, sign = apart.group(2).lower().rstrip("s"), -1 if apart.group(3).lower() == "after" else 1
    day = base.link.earliest
    if day is None or (unit in {"day", "week"} and _day(base) is None):
        return draft
    first, last, edtf = _shifted(day, unit, sign * count)
    published = draft.context.document.published
    if published is not None and first > published:
        return draft
    return _give(draft, base, (first, last, edtf), f"{count} {apart.group(2)} {apart.group(3)}: {day} → {edtf}")


def _shifted(day: dt.date, unit: str, count: int) -> tuple[dt.date, dt.date, str]:
    """First and last day and EDTF of the day, week (Monday to Sunday), month or year so far away, never finer."""
    if unit == "day":
        moved = day + dt.timedelta(days=count)
        return moved, moved, moved.isoformat()
    if unit == "week":
        moved = day + dt.timedelta(days=7 * count)
        first = moved - dt.timedelta(days=moved.weekday())
        last = first + dt.timedelta(days=6)
        return first, last, f"{first}/{last}"
    if unit == "year":
        year = day.year + count
        return dt.date(year, 1, 1), dt.date(year, 12, 31), str(year)
    months = day.year * 12 + day.month - 1 + count
    first = dt.date(months // 12, months % 12 + 1, 1)
    return first, dt.date(first.year, first.month, monthrange(first.year, first.month)[1]), f"{first:%Y-%m}"


def _give(draft: Draft, source: Draft, span: tuple[dt.date, dt.date, str] | None, why: str) -> Draft:
    if span is None:
        return draft
    first, last, edtf = span
    text = draft.context.document.text
    link: DateLink = replace(
        NO_DATE,
        edtf=edtf,
        text=source.link.text,
        basis=DateBasis.RELATIVE_TO_CONTEXT,
        rule="date lent by the happening beside it",
        anchor=f"mention at {source.start}",
        derivation=(*source.link.derivation, f"{why}, of “{text[source.start : source.end]}”, {edtf}"),
        earliest=first,
        latest=last,
        strength=5,
    )
    return replace(draft, link=link)


__all__ = ["lend"]
