"""Table of docs/languages.md: ``python -m tests.timex.languages.measure``.

For each language: expressions and negatives of the corpus that come out right, how often dateparser's search finds the
day (and finds one where there is none) when told language and reference day, and how much longer it takes.
"""

from __future__ import annotations

import datetime as dt
import time

from dateparser.search import search_dates

from flows.extraction.timex import find_timexes
from flows.extraction.timex.languages import OWN
from tests.timex.corpus import Case, load


def right(case: Case) -> bool:
    found = find_timexes(case.text, published=case.published, language=case.language, domain=case.domain)  # type: ignore[arg-type]
    if case.span is None:
        return not found
    at_span = [t for t in found if (t.start, t.end) == case.span]
    return bool(at_span) and all(str(getattr(at_span[0], key)) == value for key, value in case.expect)


def searched(case: Case) -> set[str]:
    base = dt.datetime.combine(case.published or dt.date(2013, 2, 13), dt.time())
    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
    return {
        day.date().isoformat() for _, day in search_dates(case.text, languages=[case.language], settings=settings) or ()
    }


def row(language: str) -> str:
    cases = load(f"{language}.toml")
    positive, negative = [c for c in cases if c.span], [c for c in cases if not c.span]
    ours = [sum(map(right, part)) for part in (positive, negative)]
    start = time.process_time()
    for case in cases:
        right(case)
    own_time = time.process_time() - start
    searched(cases[0])
    start = time.process_time()
    answers = [searched(case) for case in cases]
    ratio = (time.process_time() - start) / own_time
    days = [(c, a) for c, a in zip(cases, answers, strict=True) if c.span and dict(c.expect).get("grain") == "day"]
    hits = sum(dict(c.expect)["value"] in a for c, a in days)
    false = sum(bool(a) for c, a in zip(cases, answers, strict=True) if not c.span)
    return (
        f"| {language} | {ours[0]}/{len(positive)} | {ours[1]}/{len(negative)} | {hits}/{len(days)} "
        f"| {false}/{len(negative)} | {ratio:.0f}× |"
    )


def main() -> None:
    print("| language | expressions right | negatives left alone | search_dates: days right | false finds | its time |")
    print("|---|---|---|---|---|---|")
    for language in OWN:
        print(row(language))
    other = load("other.toml")
    locales = len({case.language for case in other})
    print(f"\n{locales} further locales: {sum(map(right, other))}/{len(other)} phrasings right.")


if __name__ == "__main__":
    main()
