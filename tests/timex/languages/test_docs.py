"""What docs/languages.md says is so."""

from __future__ import annotations

import re
from pathlib import Path

from flows.extraction.timex.languages import OWN
from tests.timex.corpus import load

PAGE = (Path(__file__).parents[3] / "docs" / "languages.md").read_text(encoding="utf-8")


def test_the_figures_are_those_of_the_corpora() -> None:
    """The table says how many expressions and negatives each corpus has; all of them pass (each is a test)."""
    for language in OWN:
        cases = load(f"{language}.toml")
        positive = sum(1 for case in cases if case.span)
        found = re.search(rf"\| {language} \| (\d+)/(\d+) \| (\d+)/(\d+) \|", PAGE)
        assert found is not None, language
        assert found.groups() == (str(positive),) * 2 + (str(len(cases) - positive),) * 2


def test_the_number_of_further_locales_is_right() -> None:
    cases = load("other.toml")
    locales = len({case.language for case in cases})
    assert f"{locales} further locales: {len(cases)}/{len(cases)} phrasings right" in PAGE
