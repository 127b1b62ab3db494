"""Every phrasing of the corpora of further languages: span, type, value, EDTF, grain; and the negatives."""

from __future__ import annotations

from collections import Counter

import pytest

from flows.extraction.timex import find_timexes
from flows.extraction.timex.languages import OWN
from tests.timex.corpus import Case, load

CASES = [case for language in (*OWN, "other*") for case in load(f"{language}.toml")]
POSITIVE = [case for case in CASES if case.span]
NEGATIVE = [case for case in CASES if not case.span]


@pytest.mark.parametrize("case", POSITIVE, ids=lambda c: c.id)
def test_expression(case: Case) -> None:
    found = find_timexes(case.text, published=case.published, language=case.language, domain=case.domain)  # type: ignore[arg-type]
    at_span = [t for t in found if (t.start, t.end) == case.span]
    assert at_span, f"found {[(t.text, t.value) for t in found]}"
    got = at_span[0]
    assert {key: str(getattr(got, key)) for key, _ in case.expect} == dict(case.expect), got.derivation


@pytest.mark.parametrize("case", NEGATIVE, ids=lambda c: c.id)
def test_nothing_to_find(case: Case) -> None:
    found = find_timexes(case.text, published=case.published, language=case.language)
    assert [(t.text, t.rule) for t in found] == []


@pytest.mark.parametrize("language", OWN)
def test_each_corpus_is_large_enough(language: str) -> None:
    assert sum(1 for case in POSITIVE if case.file == language) >= 60
    assert sum(1 for case in NEGATIVE if case.file == language) >= 25


def test_many_further_locales_are_read() -> None:
    assert len({case.language for case in CASES if case.file.startswith("other")}) >= 12


def test_no_phrasing_stands_twice() -> None:
    assert [phrasing for phrasing, count in Counter(case.id for case in CASES).items() if count > 1] == []
