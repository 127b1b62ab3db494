"""The extractor as its users see it: order, laziness, a user's own types, rows, the debugging view, languages."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.extraction.events.explain import explain
from flows.extraction.events.lexical import lexical_languages
from flows.extraction.events.ontology import LexiconError, load_ontology, parse_construction, parse_type
from flows.extraction.events.parser import ModelError, load_model
from flows.extraction.events.told import Told
from flows.extraction.events.words import read_table
from flows.extraction.jsonl import row_from_extraction
from flows.extraction.model import DateBasis, Document, Extraction, Mention, Status
from flows.extraction.pipeline import EXTRACTOR_VERSION, ExtractionSettings, Extractor
from flows.sources.jsonl import document_of

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = ROOT.parent / "shared" / "articles"
RECALL = str(ROOT / "examples" / "product_recall.toml")
DAY = dt.date(2025, 2, 15)
CALL = "President Anna Lind spoke with Prime Minister Marek Nowak by phone on Wednesday."


def read(text: str, published: dt.date | None = DAY, language: str = "en", **settings: object) -> Extraction:
    document = Document("d", text, published, language=language)
    (found,) = Extractor(ExtractionSettings(**settings)).extract([document])  # type: ignore[arg-type]
    return found


def kinds(found: Extraction, threshold: float = 0.5) -> list[str]:
    return [mention.type for mention in found.mentions if mention.confidence >= threshold]


def test_a_call_has_its_people_day_and_status() -> None:
    (mention,) = read(CALL).mentions
    assert (mention.type, mention.date, mention.status) == ("phone_call", "2025-02-12", Status.OCCURRED)
    assert {(p.name, p.role) for p in mention.participants} == {("Anna Lind", "caller"), ("Marek Nowak", "callee")}
    assert mention.date_basis is DateBasis.RELATIVE_TO_PUBLICATION


def test_offsets_are_of_the_text_as_given() -> None:
    text = "  \n– Überblick –\n" + CALL
    for mention in read(text).mentions:
        assert text[mention.start : mention.end] == mention.trigger
        assert mention.sentence_start <= mention.start < mention.end <= mention.sentence_end


def test_no_event_is_dated_by_publication_for_want_of_a_date() -> None:
    text = CALL.replace(" on Wednesday", "") + " The rest is gardening." * 40
    (mention,) = read(text).mentions
    assert mention.date is None
    assert mention.latest == DAY


def test_order_is_kept_and_input_is_streamed() -> None:
    taken = 0

    def documents() -> Iterator[Document]:
        nonlocal taken
        for number in range(3000):
            taken += 1
            yield Document(f"d{number}", CALL, DAY, language="en")

    found = Extractor().extract(documents())
    assert [next(found).doc_id for _ in range(5)] == [f"d{number}" for number in range(5)]
    assert taken < 1500, "the whole input was read before the first answer"


def test_a_text_without_candidates_never_loads_the_parser() -> None:
    code = (
        "import sys; from flows.extraction.pipeline import Extractor; from flows.extraction.model import Document;"
        "list(Extractor().extract([Document('d', 'It rained in the garden.', language='en')]));"
        "sys.exit('spacy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_other_languages_never_load_the_parser() -> None:
    code = (
        "import sys; from flows.extraction.pipeline import Extractor; from flows.extraction.model import Document;"
        "found = list(Extractor().extract([Document('d', 'Der Minister trat am 3. Mai 2021 zurück.', language='de')]));"
        "sys.exit('spacy' in sys.modules or not found[0].mentions)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize(
    ("language", "text", "kind", "date"),
    [
        ("de", "Donald Trump telefonierte am 12. Februar 2025 mit Wladimir Putin.", "phone_call", "2025-02-12"),
        ("de", "Der Innenminister trat am 3. März 2024 zurück.", "resignation", "2024-03-03"),
        (
            "fr",
            "Emmanuel Macron s'est entretenu par téléphone avec Keir Starmer le 3 mai 2024.",
            "phone_call",
            "2024-05-03",
        ),
        ("fr", "Le premier ministre a démissionné le 5 décembre 2024.", "resignation", "2024-12-05"),
        ("es", "Pedro Sánchez habló por teléfono con Gustavo Petro el 3 de mayo de 2024.", "phone_call", "2024-05-03"),
        ("es", "El ministro renunció el 3 de mayo de 2021.", "resignation", "2021-05-03"),
        ("uk", "Президент поговорив телефоном з канцлером 12 лютого 2025 року.", "phone_call", "2025-02-12"),
        ("uk", "Міністр подав у відставку 3 травня 2021 року.", "resignation", "2021-05-03"),
    ],
)
def test_language_by_lexicon_alone(language: str, text: str, kind: str, date: str) -> None:
    found = read(text, language=language)
    assert [(mention.type, mention.date) for mention in found.mentions] == [(kind, date)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Vorschlag liegt auf dem Tisch, und die Pressekonferenz war kurz."),
        ("fr", "La conférence de presse a duré une heure."),
        ("es", "La conferencia de prensa duró una hora."),
        ("uk", "Пресконференція тривала годину."),
    ],
)
def test_language_look_alikes(language: str, text: str) -> None:
    assert read(text, language=language).mentions == ()


def test_every_language_lexicon_compiles() -> None:
    from flows.extraction.events.lexical import language_lexicon

    assert {"de", "fr", "es", "uk"} <= lexical_languages()
    for language in lexical_languages():
        assert len({trigger.type for trigger in language_lexicon(language).triggers}) >= 15


# --- a user's own lexicon ----------------------------------------------------------------------------------------

RECALLS = "Toyota recalled 50,000 cars on Monday over faulty airbags."


def test_a_users_lexicon_adds_a_type() -> None:
    assert "product_recall" not in kinds(read(RECALLS))
    (mention,) = [m for m in read(RECALLS, lexicon_files=(RECALL,)).mentions if m.type == "product_recall"]
    assert (mention.date, [p.name for p in mention.participants]) == ("2025-02-10", ["Toyota"])


@pytest.mark.parametrize(
    "text",
    [
        "Anna Lind recalled her childhood on Monday.",
        "Norway recalled its ambassador on Monday.",
        "She recalled the day when it rained.",
    ],
)
def test_a_users_lexicon_knows_its_look_alikes(text: str) -> None:
    assert "product_recall" not in kinds(read(text, lexicon_files=(RECALL,)))


def test_a_lexicon_changes_the_version() -> None:
    plain = Extractor()
    assert plain.version == EXTRACTOR_VERSION
    assert Extractor(ExtractionSettings(lexicon_files=(RECALL,))).version != plain.version


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("type = 'x'\ncolour = 1", "unknown key 'colour'"),
        ("type = 'x'\n[[triggers]]\nverb = ['run']", "unknown key 'verb'"),
        ("type = 'x'\n[[triggers]]\nprior = 0.5", "needs verbs, nouns or phrases"),
        ("type = 'x'\n[[triggers]]\nverbs = ['run']\nneeds = ['actor']", "no construction"),
        ("type = 'x'\n[[triggers]]\nverbs = ['run']\nneeds = ['obj:@nothing']", "word class @nothing"),
        ("type = ", "not an event type"),
        ("definition = 'x'", "not an event type"),
    ],
)
def test_a_wrong_lexicon_says_what_is_wrong(source: str, message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        parse_type(source, "mine.toml")


def test_an_absent_lexicon_says_so(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="cannot be read"):
        load_ontology((str(tmp_path / "absent.toml"),))


def test_an_absent_model_says_so() -> None:
    with pytest.raises(ModelError, match="not installed"):
        load_model("no_such_model")


def test_constructions_negate_and_alternate() -> None:
    construction = parse_construction("subj:actor & not obj:party|coalition")
    assert [(c.slot, c.tests, c.negated) for c in construction.conditions] == [
        ("subj", ("actor",), False),
        ("obj", ("party", "coalition"), True),
    ]


def test_every_type_is_defined_and_coded_as_the_design_says() -> None:
    types = load_ontology().types
    assert len(types) == 18
    assert all(kind.definition and kind.triggers and kind.lookalikes for kind in types.values())
    assert types["phone_call"].cameo == "041"
    assert types["resignation"].plover == "RETREAT/resign"
    assert types["document"].plover is types["election"].cameo is types["vote"].plover is None


def test_confidence_weights_cover_its_features() -> None:
    weights = read_table("confidence.toml")["weights"]
    found = read(CALL + " The summit planned for May was cancelled. If they meet again, nobody will know.")
    assert {name for mention in found.mentions for name, _ in mention.features} <= set(weights)
    assert all(0.0 <= mention.confidence <= 1.0 for mention in found.mentions)


# --- rows and the debugging view ---------------------------------------------------------------------------------


def test_rows_go_in_and_out() -> None:
    row = {"doc_id": "d", "text": CALL, "published": "2025-02-15", "language": "en"}
    document = document_of(row, "line 1")
    (found,) = Extractor().extract([document])
    (event,) = json.loads(json.dumps(row_from_extraction(found, 0.5)))["events"]
    assert event["type"] == "phone_call"
    assert event["participants"] == ["Anna Lind", "Marek Nowak"]
    assert event["date_basis"] == "relative_to_publication"
    assert event["date_derivation"]


def test_what_is_unsure_is_kept_and_marked() -> None:
    row = row_from_extraction(read(CALL), threshold=1.0)
    assert row["events"] == []
    assert [event["type"] for event in row["below_threshold"]] == ["phone_call"]


def test_the_debugging_view_tells_what_was_taken_and_what_not() -> None:
    text = CALL + " Critics called on Anna Lind to resign."
    document = Document("d", text, DAY, language="en")
    (found,) = Extractor().extract([document])
    view = explain(found, document, 0.5)
    assert "phone_call “spoke”" in view
    assert "caller: Anna Lind; callee: Marek Nowak" in view
    assert "rejected “resign”" in view
    assert "asked for" in view


# --- the two real articles ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def articles() -> dict[str, tuple[Mention, ...]]:
    if not ARTICLES.exists():
        pytest.skip("../shared/articles is absent")
    days = {"peace-plan": dt.date(2025, 12, 17), "trump-putin-call": dt.date(2025, 2, 14)}
    documents = [
        Document(name, (ARTICLES / f"{name}.txt").read_text(encoding="utf-8"), day, language="en")
        for name, day in days.items()
    ]
    settings = ExtractionSettings()
    return {
        found.doc_id: tuple(m for m in found.mentions if m.confidence >= settings.threshold)
        for found in Extractor(settings).extract(documents)
    }


def test_article_of_the_call(articles: dict[str, tuple[Mention, ...]]) -> None:
    found = {(m.type, m.date, m.status) for m in articles["trump-putin-call"]}
    assert ("phone_call", "2025-02-12", Status.OCCURRED) in found
    assert ("summit", "2025-02-14/2025-02-16", Status.PLANNED) in found
    assert ("document", "2025", Status.OCCURRED) in found
    call = next(m for m in articles["trump-putin-call"] if m.date == "2025-02-12")
    assert {p.name.split()[-1] for p in call.participants} == {"Trump", "Putin"}
    assert "2025-02-14" not in {m.date for m in articles["trump-putin-call"]}


def test_article_of_the_peace_plan(articles: dict[str, tuple[Mention, ...]]) -> None:
    found = {(m.type, m.date) for m in articles["peace-plan"]}
    assert {
        ("document", "2025-12-08/2025-12-14"),
        ("protest", "2025-07"),
        ("statement", "2025-12-15/2025-12-17"),
    } <= found
    resignation = next(m for m in articles["peace-plan"] if m.type == "resignation")
    assert (resignation.date, resignation.latest) == (None, dt.date(2025, 12, 17))
    assert [p.name for p in resignation.participants] == ["Andrei Yermak"]
    assert "2025-12-17" not in {m.date for m in articles["peace-plan"]}


def test_looking_only_at_what_shares_something_joins_the_same_mentions(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (ROOT / "tests/events/texts.jsonl").read_text(encoding="utf-8").splitlines()[:12]
    text = "\n\n".join(json.loads(row)["text"] for row in rows)
    quick = [(m.start, m.event_key, m.date) for m in read(text).mentions]
    monkeypatch.setattr("flows.extraction.events.told.Told.akin", Told.backwards)
    assert len(quick) > 20
    assert [(m.start, m.event_key, m.date) for m in read(text).mentions] == quick
