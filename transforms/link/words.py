"""What the words of a report say about which happening is meant: names, places, other words, numbers.

How telling a word is, is fixed by its kind, never counted over the archive: a report's features then depend on the
report alone, and a new document changes no old link.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import polars as pl

from transforms.actors.fold import fold
from transforms.actors.gazetteer import Gazetteer

_STOP = tomllib.loads(Path(__file__).with_name("stopwords.toml").read_text("utf-8"))
_SOURCES = r"\((?:[^()]{0,60})\)"  # "(BBC News)": who reported it, not what happened
STEM = 6  # letters of a word that are compared: "convicted", "conviction"


def _folded(text: pl.Expr) -> pl.Expr:
    """Lower case without accents, as an expression."""
    return text.str.to_lowercase().str.normalize("NFKD").str.replace_all(r"\p{M}", "")


def place_codes(gazetteer: Gazetteer) -> dict[str, str]:
    """Folded one- or two-word names of states, their people and capitals -> alpha-3."""
    codes = {name: code for name, code in gazetteer.demonyms.items() if len(name) > 2}
    for actor in gazetteer.actors.values():
        if actor.kind == "metonym" and actor.stands_for and actor.stands_for.startswith("state/"):
            codes |= {fold(n): actor.stands_for[6:] for n, _ in actor.aliases}
    return codes


def tokens(frame: pl.LazyFrame, key: str, text: str, gazetteer: Gazetteer) -> pl.LazyFrame:
    """Per ``key`` the lists ``names``, ``words``, ``numbers`` (hashes) and ``places`` (alpha-3) of column ``text``.

    Names are capitalised words that are neither frequent nor a state's; numbers have two digits and more and are
    no years.
    """
    cleaned = frame.select(key, _text=pl.col(text).str.replace_all(_SOURCES, " "))
    pieces = cleaned.select(key, piece=pl.col("_text").str.extract_all(r"[\p{L}\p{M}]{2,}|\d[\d.,]*\d"))
    long = pieces.explode("piece", empty_as_null=True, keep_nulls=True).drop_nulls("piece")
    codes = place_codes(gazetteer)
    marked = long.with_columns(
        word=_folded(pl.col("piece")), capital=pl.col("piece").str.contains(r"^\p{Lu}"),
        digit=pl.col("piece").str.contains(r"^\d"),
    ).with_columns(
        place=pl.col("word").replace_strict({k: v for k, v in codes.items() if " " not in k}, default=None,
                                            return_dtype=pl.String),
        stop_name=pl.col("word").is_in(_STOP["names"]),
        stem=pl.col("word").str.slice(0, STEM),
    )  # fmt: skip
    stems = sorted({fold(w)[:STEM] for w in _STOP["words"]})
    name = pl.col("capital") & ~pl.col("stop_name") & pl.col("place").is_null() & (pl.col("word").str.len_chars() > 2)
    word = ~pl.col("capital") & ~pl.col("digit") & (pl.col("word").str.len_chars() > 3) & ~pl.col("stem").is_in(stems)
    number = pl.col("digit") & ~pl.col("piece").str.contains(r"^(19|20)\d\d$")
    return marked.group_by(key).agg(
        names=pl.col("word").filter(name).hash().unique(),
        words=pl.col("stem").filter(word).hash().unique(),
        numbers=pl.col("word").filter(number).hash().unique(),
        places=pl.col("place").drop_nulls().unique(),
    )
