"""Language detection: the language of a text that does not say it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.extraction.language import _CYRILLIC, _LATIN, _OTHER, _SAME, detect_language
from flows.extraction.timex.languages import supported

SENTENCES = [
    ("de", "Der Minister trat gestern zurück, weil die Regierung keine Mehrheit mehr hatte."),
    ("de", "Er trat gestern zurück."),
    ("en", "The minister resigned yesterday because the government had lost its majority."),
    ("en", "He resigned on Friday."),
    ("es", "El ministro dimitió ayer porque el gobierno había perdido la mayoría."),
    ("fr", "Le ministre a démissionné hier parce que le gouvernement n'avait plus de majorité."),
    ("it", "Il ministro si è dimesso ieri perché il governo non aveva più la maggioranza."),
    ("pt", "O ministro demitiu-se ontem porque o governo já não tinha maioria."),
    ("nl", "De minister trad gisteren af omdat de regering geen meerderheid meer had."),
    ("pl", "Minister podał się wczoraj do dymisji, ponieważ rząd stracił większość."),
    ("ru", "Министр вчера подал в отставку, потому что правительство потеряло большинство."),
    ("uk", "Міністр учора подав у відставку, бо уряд втратив більшість."),
    ("uk", "Оголошено перемир'я."),
    ("bg", "Министърът подаде оставка вчера, защото правителството загуби мнозинството си."),
    ("el", "Ο υπουργός παραιτήθηκε χθες επειδή η κυβέρνηση έχασε την πλειοψηφία."),
    ("el", "Χθες"),
    ("cs", "Ministr včera odstoupil, protože vláda ztratila většinu."),
    ("sv", "Ministern avgick i går eftersom regeringen hade förlorat sin majoritet."),
    ("da", "Ministeren gik af i går, fordi regeringen havde mistet sit flertal."),
    ("nb", "Statsråden gikk av i går fordi regjeringen ikke lenger hadde flertall i Stortinget."),
    ("fi", "Ministeri erosi eilen, koska hallitus oli menettänyt enemmistönsä."),
    ("tr", "Bakan, hükümet çoğunluğu kaybettiği için dün istifa etti."),
    ("hu", "A miniszter tegnap lemondott, mert a kormány elvesztette a többségét."),
    ("ro", "Ministrul și-a dat demisia ieri, deoarece guvernul a pierdut majoritatea."),
    ("ja", "首相は昨日辞任した。"),
    ("zh", "总理昨天辞职,因为政府失去了多数席位。"),
]
UNDECIDABLE = [
    "",
    "2020-01-01",
    "Putin",
    "12.05.2020",
    "!?",
    "Vladimir Putin, Emmanuel Macron",
    "https://example.org/mai",
]


@pytest.mark.parametrize(("language", "text"), SENTENCES, ids=[f"{name}-{n}" for n, (name, _) in enumerate(SENTENCES)])
def test_a_sentence_is_recognised(language: str, text: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", UNDECIDABLE)
def test_what_no_one_can_tell_is_english(text: str) -> None:
    assert detect_language(text) == "en"


def test_only_the_beginning_is_read() -> None:
    german = "Der Minister trat gestern zurück, weil die Regierung keine Mehrheit mehr hatte. " * 100
    assert detect_language(german + "The minister resigned yesterday. " * 5000) == "de"


def test_the_model_is_loaded_only_when_needed() -> None:
    code = "import sys, flows.extraction.language; print('py3langid' in sys.modules or 'numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_gets_one_answer(text: str) -> None:
    language = detect_language(text)
    assert language == detect_language(text)
    assert language.isalpha()
    assert 2 <= len(language) <= 3


def test_every_language_that_can_be_detected_can_be_read() -> None:
    candidates = f"{_LATIN} {_CYRILLIC} {_OTHER} el".split()
    assert [name for name in candidates if not supported(_SAME.get(name, name))] == []
