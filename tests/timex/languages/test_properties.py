"""What holds for any text in any language: spans, order, no crash, linear time, and dates read back as written."""

from __future__ import annotations

import datetime as dt
import itertools
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.extraction.timex import find_timexes
from flows.extraction.timex.languages import OWN, recognise
from flows.extraction.timex.languages.lexicon import load
from flows.extraction.timex.languages.slot_table import slot_table
from tests.timex.corpus import load as load_corpus

LANGUAGES = (*OWN, "cs", "fi", "hu", "ja", "zh", "ar", "hi", "vi")
DAY = dt.date(2013, 2, 13)
BITS = {
    language: [word for case in load_corpus(f"{language}.toml") for word in case.text.split()]
    or ["24", "2022", ".", *list(load(language).months)]
    for language in LANGUAGES
}
DAYS = st.dates(dt.date(1400, 1, 1), dt.date(2099, 12, 31))
MONTH_FORMS = {  # the form that a date is written with, by language: which of the lexicon's forms of a month
    "de": "{d}. {m} {y}",
    "fr": "{d} {m} {y}",
    "es": "{d} de {m} de {y}",
    "it": "{d} {m} {y}",
    "pt": "{d} de {m} de {y}",
    "nl": "{d} {m} {y}",
    "pl": "{d} {m} {y} roku",
    "ru": "{d} {m} {y} года",
    "uk": "{d} {m} {y} року",
    "el": "{d} {m} {y}",
}


@given(language=st.sampled_from(LANGUAGES), text=st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_arbitrary_unicode_does_no_harm(language: str, text: str) -> None:
    for item in recognise(text, language):
        assert 0 <= item.start < item.end <= len(text)


@given(language=st.sampled_from(LANGUAGES), data=st.data())
@settings(max_examples=200, deadline=None)
def test_spans_are_ordered_apart_and_equal_the_surface(language: str, data: st.DataObject) -> None:
    text = " ".join(data.draw(st.lists(st.sampled_from(BITS[language]), max_size=40)))
    found = find_timexes(text, published=DAY, language=language)
    assert [text[t.start : t.end] for t in found] == [t.text for t in found]
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))


ODD = ["12", "3.", "1941", "'39", "1941-42", "(", ")", "-", ",", "/", "24.12.", "XIX", "20:30"]
WORDS = {
    language: [*sorted({word for slot in slot_table(load(language)).values() for word in slot.values}), *ODD]
    for language in LANGUAGES
}


@given(language=st.sampled_from(LANGUAGES), data=st.data())
@settings(max_examples=1500, deadline=None)
def test_words_of_time_in_any_order_do_no_harm(language: str, data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from(WORDS[language]), min_size=1, max_size=6))
    text = " ".join(word.capitalize() if data.draw(st.booleans()) else word for word in words)
    found = find_timexes(text, published=DAY, language=language)
    assert [text[t.start : t.end] for t in found] == [t.text for t in found]


@given(language=st.sampled_from(sorted(MONTH_FORMS)), day=DAYS, data=st.data())
@settings(max_examples=300, deadline=None)
def test_a_written_date_is_read_back(language: str, day: dt.date, data: st.DataObject) -> None:
    names = [name for name, number in load(language).months.items() if number == day.month]
    name = data.draw(st.sampled_from(names))
    text = MONTH_FORMS[language].format(d=day.day, m=name.capitalize(), y=day.year)
    found = find_timexes(f"({text})", published=None, language=language)
    assert [(t.text, t.value) for t in found] == [(text, day.isoformat())]


@given(language=st.sampled_from(LANGUAGES), day=DAYS)
@settings(max_examples=100, deadline=None)
def test_an_iso_date_is_read_in_every_language(language: str, day: dt.date) -> None:
    found = find_timexes(f"– {day.isoformat()} –", published=None, language=language)
    assert [t.value for t in found] == [day.isoformat()]


@given(st.sampled_from(OWN), st.integers(-200, 200))
@settings(max_examples=60, deadline=None)
def test_a_week_later_yesterday_is_a_week_later(language: str, weeks: int) -> None:
    words = [word for word, (unit, offset) in load(language).deictic.items() if (unit, offset) == ("day", -1)]
    for word in words:
        first = find_timexes(word, published=DAY, language=language, domain="news")[0]
        moved = find_timexes(word, published=DAY + dt.timedelta(weeks=weeks), language=language, domain="news")[0]
        assert first.first and moved.first
        assert moved.first - first.first == dt.timedelta(weeks=weeks)


NASTY = {
    "digits": "1234567890" * 5000,
    "spaced digits": "12 " * 15000,
    "years": "1941 " * 10000,
    "letters": "a" * 50000,
    "brackets": "([{" * 17000,
    "dashes": "12-" * 17000,
    "years after commas": ". 1941, " * 8000,
    "line breaks": "12 \n " * 10000,
    "quotes": "'" * 50000,
}


@pytest.mark.parametrize("language", ["uk", "el", "de", "fr", "cs"])
@pytest.mark.parametrize("name", sorted(NASTY))
def test_no_input_makes_it_slow(language: str, name: str) -> None:
    """Four times the input may take about four times as long (a generous factor: the machine may be busy)."""
    text = NASTY[name]
    recognise(text[:1000], language)
    short, long = _cost(text[: len(text) // 4], language), _cost(text, language)
    assert long < 12 * short + 0.5


@pytest.mark.parametrize("language", ["uk", "el", "de", "fr", "cs"])
def test_month_names_over_and_over_are_no_slower(language: str) -> None:
    text = " ".join(list(load(language).months) * 200)
    short, long = _cost(text[: len(text) // 4], language), _cost(text, language)
    assert long < 12 * short + 0.5


def _cost(text: str, language: str) -> float:
    start = time.process_time()
    recognise(text, language)
    return time.process_time() - start


def test_importing_loads_no_locale() -> None:
    code = (
        "import sys, flows.extraction.timex.languages;"
        "print(sum('date_translation_data.' in name for name in sys.modules), 'dateparser' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "False"]


def test_an_unknown_language_is_told() -> None:
    with pytest.raises(LookupError, match="xx"):
        recognise("24 mai 2022", "xx")


def test_a_region_is_read_as_its_language() -> None:
    assert recognise("24 de maio de 2022", "pt-BR")[0].meaning == recognise("24 de maio de 2022", "pt")[0].meaning
