"""What the words of a report say about which happening is meant: names, places, other words, numbers.

How telling a word is, is fixed by its kind, never counted over the archive: a report's features then depend on the
report alone, and a new document changes no old link.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

from transforms.actors.fold import fold, spelling_key
from transforms.actors.gazetteer import Gazetteer

_HERE = Path(__file__).parent
_STOP = tomllib.loads((_HERE / "stopwords.toml").read_text("utf-8"))
_ORDINALS: dict[str, int] = tomllib.loads((_HERE / "ordinals.toml").read_text("utf-8"))
_SOURCES = r"\((?:[^()]{0,60})\)"  # "(BBC News)": who reported it, not what happened
_PIECE = r"[\p{L}\p{M}][\p{L}\p{M}\d]+|\d[\d.,]*\d"
# "the 17th package", "a fifteenth round"; not "for the first time", "First Minister"
_SERIAL = (
    r"(?i)\b(?:(\d{1,2})(?:st|nd|rd|th)|(" + "|".join(_ORDINALS) + r"))\s+"
    r"(?:(?:\p{L}+[\s-]){0,2})(?:package|round|summit|meeting|session|vote|attempt|ballot|reading|tranche|conference|"
    r"congress|edition|time|ceasefire|truce|paket|runde|paquet|ronda|anniversary|signing)"
)
_SERIAL_NOT = r"(?i)\bfor the (?:first|second|third) time (?:since|in|ever)|\bthe first time\b"
STEM = 6  # letters of a word that are compared: "convicted", "conviction"


@dataclass(frozen=True)
class Lexicon:
    """Lookups made once per gazetteer: places by folded word, their names of several words, leaders' surnames."""

    places: dict[str, str]
    cities: frozenset[str]  # folded names of capitals
    phrases: dict[str, str]  # name of several words as written -> one code word
    famous: frozenset[str]  # spelling keys


@lru_cache(maxsize=4)
def _lexicon(gazetteer_id: int) -> Lexicon:
    gazetteer = _KNOWN[gazetteer_id]
    places: dict[str, str] = {}
    phrases: dict[str, str] = {}
    famous: set[str] = set()
    cities: set[str] = set()
    for actor in gazetteer.actors.values():
        code = actor.actor_id[6:] if actor.kind == "state" else (actor.stands_for or "")[6:]
        if actor.kind == "person":
            famous |= {spelling_key(t) for t in fold(actor.name).split()}
        if actor.kind not in ("state", "metonym") or len(code) != 3:
            continue
        for name, _ in actor.aliases:
            folded = fold(name)
            if " " in folded or "." in name:
                phrases[name] = f" Xq{code.lower()} "
            elif len(folded) > 2:
                places[folded] = code
                if actor.kind == "metonym" and actor.actor_id[8:] in gazetteer.capitals:
                    cities.add(folded)
        places[f"xq{code.lower()}"] = code
    return Lexicon(places, frozenset(cities), phrases, frozenset(famous))


_KNOWN: dict[int, Gazetteer] = {}


def lexicon(gazetteer: Gazetteer) -> Lexicon:
    """The lookups of a gazetteer."""
    _KNOWN[id(gazetteer)] = gazetteer
    return _lexicon(id(gazetteer))


def _folded(text: pl.Expr) -> pl.Expr:
    """Lower case without accents, as an expression."""
    return text.str.to_lowercase().str.normalize("NFKD").str.replace_all(r"\p{M}", "")


def _classified(pieces: pl.Series, lookups: Lexicon) -> pl.DataFrame:
    """Each distinct word once: what class it is of and the hash by which it is compared."""
    stems = {fold(w)[:STEM] for w in _STOP["words"]}
    common = set(_STOP["common"])
    frame = pl.DataFrame({"piece": pieces}).with_columns(
        word=_folded(pl.col("piece")), capital=pl.col("piece").str.contains(r"^\p{Lu}"),
        digit=pl.col("piece").str.contains(r"^\d"),
    ).with_columns(
        place=pl.col("word").replace_strict(lookups.places, default=None, return_dtype=pl.String),
        stem=pl.col("word").str.slice(0, STEM), length=pl.col("word").str.len_chars(),
        key=pl.col("word").map_elements(lambda w: spelling_key(fold(w)), return_dtype=pl.String),
    )  # fmt: skip
    name = pl.col("capital") & (pl.col("length") > 1) & ~pl.col("word").is_in(_STOP["names"])
    kind = (
        pl.when(pl.col("place").is_not_null()).then(pl.lit("place"))
        .when(pl.col("digit")).then(
            pl.when(pl.col("piece").str.contains(r"^(19|20)\d\d$")).then(None).otherwise(pl.lit("number")))
        .when(name & pl.col("key").is_in(list(lookups.famous))).then(pl.lit("famous"))
        .when(name).then(pl.lit("name"))
        .when(pl.col("capital") | (pl.col("length") < 4) | pl.col("stem").is_in(list(stems))).then(None)
        .when(pl.col("stem").is_in(list(common))).then(pl.lit("common"))
        .otherwise(pl.lit("rare"))
    )  # fmt: skip
    shown = (
        pl.when(kind.is_in(["name", "famous"]))
        .then("key")
        .when(kind.is_in(["common", "rare"]))
        .then("stem")
        .otherwise("word")
    )
    return frame.select(
        "piece", "place", kind=kind, token=shown.hash(), city=pl.col("word").is_in(list(lookups.cities)),
        spoken=pl.col("key").hash(),
    )  # fmt: skip


def _tokens(frame: pl.DataFrame, key: str, text: str, gazetteer: Gazetteer) -> pl.DataFrame:
    """Per ``key`` the sets that column ``text`` gives, as hashes; ``places`` are alpha-3 codes.

    ``names``: capitalised words that are neither frequent, nor a place, nor (``famous``) part of a known person's
    name; transliterations are one.  ``cities``: capitals; ``all_names``: names and places as written.  ``rare`` and
    ``common``: other words by their beginnings.  ``numbers``: of two digits and more, without years.
    """
    lookups = lexicon(gazetteer)
    cleaned = frame.select(
        key,
        _text=pl.col(text).str.replace_all(_SOURCES, " ")
        .str.replace_many(list(lookups.phrases), list(lookups.phrases.values()), leftmost=True),
    )  # fmt: skip
    long = (
        cleaned.select(key, piece=pl.col("_text").str.extract_all(_PIECE))
        .explode("piece", empty_as_null=True, keep_nulls=True).drop_nulls("piece")
    )  # fmt: skip
    classes = _classified(long["piece"].unique().sort(), lookups)
    marked = long.join(classes, on="piece").drop_nulls("kind")

    def of(kind: str) -> pl.Expr:
        return pl.col("token").filter(pl.col("kind") == kind).unique()

    return marked.group_by(key).agg(
        names=of("name"), famous=of("famous"), rare=of("rare"), common=of("common"), numbers=of("number"),
        places=pl.col("place").drop_nulls().unique(),
        cities=pl.col("spoken").filter("city").unique(),
        all_names=pl.col("spoken").filter(pl.col("kind").is_in(["name", "place"])).unique(),
    )  # fmt: skip


def tokens(frame: pl.DataFrame, key: str, text: str, gazetteer: Gazetteer) -> pl.DataFrame:
    """``key`` with the sets of ``_tokens`` of the column ``text``; every distinct text is read once."""
    rows = frame.select(key, text).drop_nulls(text).with_columns(number=pl.col(text).rank("dense"))
    return rows.drop(text).join(_tokens(rows.unique("number"), "number", text, gazetteer), on="number").drop("number")


def serials(text: pl.Expr) -> pl.Expr:
    """Numbers of a series that a text gives near its trigger: {17} for "the 17th package"; empty where none."""
    found = text.str.replace_all(_SERIAL_NOT, " ").str.extract_all(_SERIAL)
    number = _folded(pl.element()).str.extract(r"^(\d+|\p{L}+)").str.replace_all(r"^(\d+)(st|nd|rd|th)$", "$1")
    words = {k: str(v) for k, v in _ORDINALS.items()}
    return found.list.eval(number.replace(words).str.extract(r"^(\d+)").cast(pl.Int64)).list.drop_nulls().list.unique()
