"""Dates that one happening lends to the next: "hours later", "one week after", a participle of the same clause."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from flows.extraction.events.dates import NO_DATE, DateLink
from flows.extraction.events.draft import Draft
from flows.extraction.model import DateBasis, Status

REACH = 500  # characters: "hours later" speaks of what was told just before
_SOON = re.compile(
    r"^(?:and )?(?:(?:a few |some |several |two |three |four )?(?:hours|minutes) (?:later|afterwards?)|"
    r"later (?:that|the same) "
    r"(?:day|evening|night)|(?:that|the) same (?:day|evening|night|afternoon)|shortly (?:afterwards?|thereafter)|"
    r"within (?:hours|minutes))\b",
    re.IGNORECASE,
)
_SOON_AT_END = re.compile(
    r"\b(?:(?:a few |some |several |two |three |four )?(?:hours|minutes) (?:later|afterwards?)|"
    r"(?:an hour|moments) later|"
    r"(?:shortly|soon|immediately) (?:afterwards?|thereafter)|later (?:that|the same) (?:day|evening|night))[.,;”\"]?$",
    re.IGNORECASE,
)
_APART = re.compile(
    r"\b(a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (days?|weeks?) (after|before) "
    r"(?:[\w’'-]+ ){1,6}$",
    re.IGNORECASE,
)
_NUMBERS = {word: n for n, word in enumerate("zero one two three four five six seven eight nine ten".split())}  # noqa: SIM905


def lend(here: Sequence[Draft], earlier: Sequence[Draft]) -> list[Draft]:
    """The drafts of a sentence, those without a date given the one that its words make theirs."""
    return [_dated(draft, here, earlier) for draft in here]


def _dated(draft: Draft, here: Sequence[Draft], earlier: Sequence[Draft]) -> Draft:
    if draft.link.edtf is not None or draft.judgement.status is not Status.OCCURRED:
        return draft
    text, sentence = draft.context.text, draft.context.sentence
    before = text[: draft.start - sentence.start]
    others = [o for o in here if o is not draft and _day(o) and o.judgement.status is Status.OCCURRED]
    apart = _APART.search(before)
    if apart:
        base = next((o for o in others if o.end <= sentence.start + apart.start()), None)
        return _moved(draft, base, apart) if base is not None else draft
    soon = _SOON.match(text) or _SOON_AT_END.search(text.rstrip())
    if soon and draft.main and not others:
        source = next((o for o in reversed(earlier) if _day(o) and sentence.start - o.end < REACH), None)
        if source is not None:
            return _give(draft, source, _day(source), f"“{soon.group()}”")
    head = draft.context.frame.head
    if not draft.context.frame.nominal and head.tag == "VBG" and head.dep in {"advcl", "acl", "xcomp", "conj"}:
        source = next((o for o in reversed(others) if o.end < draft.start and o.link.strength <= 5), None)
        between = text[source.end - sentence.start : draft.start - sentence.start] if source else ""
        if source is not None and between.rstrip().endswith((",", " and")):
            return _give(draft, source, _day(source), "participle of the dated clause")
    return draft


def _day(draft: Draft) -> dt.date | None:
    """The day of a draft that has one."""
    link = draft.link
    return (
        link.earliest if link.edtf is not None and link.earliest is not None and link.earliest == link.latest else None
    )


def _moved(draft: Draft, base: Draft, apart: re.Match[str]) -> Draft:
    """ "resigned yesterday, one week after the army took control"."""
    word = apart.group(1).lower()
    count = int(word) if word.isdigit() else _NUMBERS.get(word, 1)
    days = count * (7 if apart.group(2).lower().startswith("week") else 1)
    day = _day(base)
    if day is None:
        return draft
    moved = day + dt.timedelta(days=-days if apart.group(3).lower() == "after" else days)
    published = draft.context.document.published
    if published is not None and moved > published:
        return draft
    return _give(draft, base, moved, f"{count} {apart.group(2)} {apart.group(3)}: {day} → {moved}")


def _give(draft: Draft, source: Draft, day: dt.date | None, why: str) -> Draft:
    if day is None:
        return draft
    text = draft.context.document.text
    link: DateLink = replace(
        NO_DATE,
        edtf=day.isoformat(),
        text=source.link.text,
        basis=DateBasis.RELATIVE_TO_CONTEXT,
        rule="date lent by the happening beside it",
        anchor=f"mention at {source.start}",
        derivation=(*source.link.derivation, f"{why}, of “{text[source.start : source.end]}”, {day.isoformat()}"),
        earliest=day,
        latest=day,
        strength=5,
    )
    return replace(draft, link=link)


__all__ = ["lend"]
