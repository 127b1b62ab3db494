"""The small machinery: inflected forms written short, folding, templates, tense cues."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.extraction.timex.languages import OWN, tense_of
from flows.extraction.timex.languages.braces import expand, expand_all
from flows.extraction.timex.languages.fold import fold
from flows.extraction.timex.languages.grammar import grammar
from flows.extraction.timex.languages.lexicon import load
from flows.extraction.timex.languages.slots import words_slot
from flows.extraction.timex.languages.template import compile_template
from flows.extraction.timex.meaning import Tense, Unit

SLOTS = {
    name: slot
    for name, words in {"unit": {"Tage": "day", "Woche": "week"}, "dir": {"letzte": -1}, "of": {"l'": None}}.items()
    if (slot := words_slot(words)) is not None
}


def test_forms_written_short_are_spelt_out() -> None:
    assert expand("січ{ень,ня}") == ["січень", "січня"]
    assert expand("{a,b}{,s}") == ["a", "as", "b", "bs"]
    assert expand_all(["x", "x{,y}"]) == ["x", "xy"]


@given(st.text(max_size=100))
def test_folding_moves_no_character(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folding_makes_variants_one() -> None:
    assert fold("П’ЯТНИЦЯ") == "п'ятниця"
    assert fold("Μάϊος–ΜΑΪΟΣ") == "μαιοσ-μαιοσ"


@pytest.mark.parametrize(
    ("template", "text", "matches"),
    [
        ("<dir> <unit>", "letzte woche", True),
        ("<dir> <unit>", "letzte  \nwoche", True),
        ("<dir> <unit>", "letztewoche", False),
        ("<dir>? <unit>", "woche", True),
        ("<dir>, <unit>", "letzte, woche", True),
        ("<of> <unit>", "l'woche", True),
        ("seit|vor_der <unit>", "vor der woche", True),
        ("<unit>", "wochenende", False),
    ],
)
def test_a_template_matches(template: str, text: str, matches: bool) -> None:
    compiled = compile_template(template, SLOTS)
    assert compiled is not None
    assert (compiled.pattern.match(text) is not None) is matches


def test_a_template_knows_where_it_can_begin() -> None:
    compiled = compile_template("<dir>? <unit>", SLOTS)
    assert compiled is not None
    assert compiled.cues == {"letzte", "tage", "woche"}


def test_a_language_without_the_words_goes_without_the_template() -> None:
    assert compile_template("<unit> <ago>", SLOTS) is None


@pytest.mark.parametrize("language", OWN)
def test_each_lexicon_is_whole(language: str) -> None:
    """Twelve months, seven weekdays, the units and "today", "yesterday" at least; no word means two months."""
    lexicon = load(language)
    assert set(lexicon.months.values()) == set(range(1, 13))
    assert set(lexicon.weekdays.values()) == set(range(7))
    assert {"day", "week", "month", "year"} <= {Unit(unit).value for unit in lexicon.units.values()}
    assert {("day", 0), ("day", -1)} <= set(lexicon.deictic.values())
    assert lexicon.order == "DMY"
    assert all(fold(word) == word for word in [*lexicon.months, *lexicon.weekdays, *lexicon.units])
    assert len(grammar(language).cues) > 200


@pytest.mark.parametrize(
    ("language", "past", "future"),
    [
        ("uk", "Він прибув [тоді] до міста.", "Він буде [тоді] в місті."),
        ("ru", "Он прибыл [тогда] в город.", "Он будет [тогда] в городе."),
        ("el", "Έφτασε [τότε] στην πόλη.", "Θα φτάσει [τότε] στην πόλη."),
        ("pl", "Przybył [wtedy] do miasta.", "Będzie [wtedy] w mieście."),
        ("de", "Er kam [damals] in die Stadt.", "Er wird [dann] kommen."),
        ("fr", "Il est arrivé [alors] en ville.", "Il arrivera [alors] en ville."),
        ("es", "Llegó [entonces] a la ciudad.", "Llegará [entonces] a la ciudad."),
        ("it", "Arrivò [allora] in città.", "Arriverà [allora] in città."),
        ("pt", "Chegou [então] à cidade.", "Chegará [então] à cidade."),
        ("nl", "Hij kwam [toen] in de stad.", "Hij zal [dan] komen."),
    ],
)
def test_the_tense_of_a_clause(language: str, past: str, future: str) -> None:
    for marked, expected in ((past, Tense.PAST), (future, Tense.FUTURE)):
        start, end = marked.index("["), marked.index("]") - 1
        assert tense_of(language)(marked.replace("[", "").replace("]", ""), start, end) is expected


def test_no_cue_is_no_tense() -> None:
    assert tense_of("uk")("Місто над річкою тоді", 17, 21) is Tense.UNKNOWN
    assert tense_of("fi")("Hän tuli silloin", 9, 16) is Tense.UNKNOWN
