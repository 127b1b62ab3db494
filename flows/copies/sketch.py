"""What is kept of a text to compare it with all others: a MinHash of its word sequences, and its numbers and days.

MinHash (Broder 1997): of many hash functions the least value over a text's sequences of five words; the share of
functions on which two texts agree estimates the share of sequences that they have in common (Jaccard).
"""

from __future__ import annotations

import re
import tomllib
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import polars as pl

HASHES = 64
_WORDS_IN_SEQUENCE = 5
_MOST_WORDS = 20_000
_AT_ONCE = 1024  # sequences hashed together: a larger table would not fit the cache
# Shorter texts are made of set phrases: notices and headlines agree by chance, and their one difference is the news.
LEAST_WORDS = 60

SCHEMA = pl.Schema({"content_hash": pl.String(), "least": pl.List(pl.UInt32()), "marks": pl.List(pl.UInt32())})
_FILE = "sketches-1.parquet"  # a number of its own for each way of making them

# A letter of a script without spaces is a word of its own.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_DIGIT = re.compile(r"\d")
_RANDOM = np.random.Generator(np.random.PCG64(20250212))  # fixed: sketches of different runs are compared
_FACTORS = _RANDOM.integers(1, 2**63, HASHES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_ADDENDS = _RANDOM.integers(0, 2**63, HASHES, dtype=np.uint64)
_STEP = np.uint64(0x9E3779B97F4A7C15)


class Sketches:
    """Sketches of all texts by content hash, kept in a file beside the warehouse; without it they are made anew."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE

    def of(self, documents: pl.DataFrame, texts: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.DataFrame:
        """``content_hash``, ``least``, ``marks`` for each of the documents (content_hash); empty if too short.

        ``texts`` gives content_hash and text of the documents that are not known yet.
        """
        known = self._known().join(documents.select("content_hash"), on="content_hash", how="semi")
        missing = documents.select("content_hash").join(known, on="content_hash", how="anti").unique()
        if missing.is_empty():
            return known
        told = texts(missing).select("content_hash", "text").unique("content_hash").sort("content_hash")
        made = pl.DataFrame(
            [(content, *sketch(text)) for content, text in told.iter_rows()], schema=SCHEMA, orient="row"
        )
        return pl.concat([known, made])

    def keep(self, sketches: pl.DataFrame) -> None:
        """Leave the sketches to the next run."""
        aside = self._path.with_name(f"{_FILE}.new")
        sketches.write_parquet(aside)
        aside.replace(self._path)

    def _known(self) -> pl.DataFrame:
        try:
            return pl.read_parquet(self._path, columns=SCHEMA.names(), glob=False).cast(SCHEMA)
        except (OSError, pl.exceptions.PolarsError):  # not there, or half of one: made anew
            return pl.DataFrame(schema=SCHEMA)


def sketch(text: str) -> tuple[list[int], list[int]]:
    """The least hashes and the marks of a text; both empty where it is too short to be told from others."""
    words = _WORD.findall(text.lower())[:_MOST_WORDS]
    if len(words) < LEAST_WORDS:
        return [], []
    hashed = np.fromiter(map(_hash, words), dtype=np.uint64, count=len(words))
    count = len(words) - _WORDS_IN_SEQUENCE + 1
    sequences = np.zeros(count, dtype=np.uint64)
    for place in range(_WORDS_IN_SEQUENCE):
        sequences = sequences * _STEP + hashed[place : place + count]
    sequences = np.unique(sequences)
    least = np.full(HASHES, np.iinfo(np.uint64).max, dtype=np.uint64)
    for start in range(0, len(sequences), _AT_ONCE):
        hashes = np.multiply.outer(_FACTORS, sequences[start : start + _AT_ONCE]) + _ADDENDS[:, np.newaxis]
        np.minimum(least, hashes.min(axis=1), out=least)
    least >>= np.uint64(32)
    days = _days()
    marks = {_hash(word) for word in set(words) if _DIGIT.search(word) or word in days}
    return least.tolist(), sorted(marks)


@lru_cache(maxsize=100_000)
def _hash(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=1)
def _days() -> frozenset[str]:
    """The names of months and weekdays in all languages of the lexicon, in lower case."""
    words: set[str] = set()
    for file in files("flows.extraction.lexicon").iterdir():
        if file.name.startswith("timex_") and file.name.endswith(".toml"):
            lexicon = tomllib.loads(file.read_text("utf-8"))
            for table in ("months", "weekdays"):
                for name, value in lexicon.get(table, {}).items():
                    forms = [name] if isinstance(value, int) else value
                    words.update(form.lower() for each in forms for form in _expanded(str(each)))
    return frozenset(words)


def _expanded(form: str) -> Iterator[str]:
    """The spellings of "März{,es}": März and Märzes."""
    before, brace, rest = form.partition("{")
    if not brace:
        yield form
        return
    endings, _, after = rest.partition("}")
    for ending in endings.split(","):
        yield from _expanded(before + ending + after)
