"""The plain word lists of ``lexicon/``, each read once."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

LEXICON = files("flows.extraction") / "lexicon"


@lru_cache(maxsize=32)
def read_table(name: str) -> dict[str, Any]:
    """The TOML file ``lexicon/<name>``."""
    return tomllib.loads((LEXICON / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def irregular_verbs() -> dict[str, tuple[str, ...]]:
    """Lemma -> the forms that spelling rules do not give."""
    return {lemma: tuple(forms) for lemma, forms in read_table("irregular_verbs.toml").items()}


@lru_cache(maxsize=1)
def word_classes() -> dict[str, frozenset[str]]:
    """The classes that constructions name with "@"."""
    return {name: frozenset(words) for name, words in read_table("word_classes.toml").items()}


@lru_cache(maxsize=1)
def titles() -> frozenset[str]:
    """Words and word groups that stand before a person's name, lower case."""
    return frozenset(read_table("actors/titles.toml")["titles"])


@lru_cache(maxsize=1)
def offices() -> frozenset[str]:
    """Offices that alone may point to a person named elsewhere."""
    return frozenset(read_table("actors/titles.toml")["offices"])


@lru_cache(maxsize=1)
def organisation_words() -> dict[str, frozenset[str]]:
    """``organisations``, ``groups`` (as written), ``nouns``, ``collectives``, ``representatives`` (lower case)."""
    return {name: frozenset(words) for name, words in read_table("actors/organisations.toml").items()}


@lru_cache(maxsize=1)
def not_names() -> frozenset[str]:
    """Words that are capitalised where a sentence begins, and are no names, lower case."""
    return frozenset(read_table("actors/not_names.toml")["words"])


@lru_cache(maxsize=1)
def adjectives() -> frozenset[str]:
    """Capitalised adjectives and common words that name nobody, lower case."""
    return frozenset(read_table("actors/not_names.toml")["adjectives"])
