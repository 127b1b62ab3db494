"""Types of happenings: families, title words and codes (``codes.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

_FILE = Path(__file__).with_name("codes.toml")


@dataclass(frozen=True, slots=True)
class TypeCode:
    """One event type (``subtype`` None) or a finer kind of it."""

    event_type: str
    subtype: str | None
    family: str
    title: str
    plover: str | None
    cameo: str | None


@lru_cache(maxsize=8)
def load_codes(path: Path = _FILE) -> tuple[TypeCode, ...]:
    """All types of a code file; a key that is missing raises ``KeyError`` with the type's name."""
    codes = []
    for name, entry in tomllib.loads(path.read_text("utf-8")).items():
        base = TypeCode(name, None, entry["family"], entry["title"], entry.get("plover"), entry.get("cameo"))
        codes.append(base)
        codes.extend(
            TypeCode(name, sub, base.family, finer["title"], finer.get("plover"), finer.get("cameo"))
            for sub, finer in entry.get("subtype", {}).items()
        )
    return tuple(codes)


def family_of(event_type: str) -> str:
    """The family of a type; a type of the user's own, unknown to the code file, is a family by itself."""
    return next((c.family for c in load_codes() if c.event_type == event_type), event_type)


def codes_frame() -> pl.DataFrame:
    """The codes as a frame: event_type, subtype ("" = none), family, title_word, plover, cameo."""
    return pl.DataFrame(
        [(c.event_type, c.subtype or "", c.family, c.title, c.plover, c.cameo) for c in load_codes()],
        schema={
            "event_type": pl.String, "subtype": pl.String, "family": pl.String,
            "title_word": pl.String, "plover": pl.String, "cameo": pl.String,
        },
        orient="row",
    )  # fmt: skip


def add_family(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Add ``family``; a type that the code file does not know is its own family."""
    families = {c.event_type: c.family for c in load_codes()}
    return frame.with_columns(family=pl.col("event_type").replace(families))


def add_codes(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Add ``title_word``, ``plover`` and ``cameo`` for ``event_type`` and ``subtype``, the finer kind first.

    A subtype without an entry takes the codes of its type; an unknown type has no codes and its own name as title.
    """
    codes = codes_frame().lazy().drop("family")
    finer = codes.rename({"title_word": "_t", "plover": "_p", "cameo": "_c"}).with_columns(_finer=pl.lit(True))
    plain = codes.filter(pl.col("subtype") == "").drop("subtype")
    own_name = pl.col("event_type").str.replace_all("_", " ").str.to_titlecase()
    has = pl.col("_finer").is_not_null() & (pl.col("subtype").fill_null("") != "")
    return (
        frame.join(plain, on="event_type", how="left", maintain_order="left")
        .with_columns(_subtype=pl.col("subtype").fill_null(""))
        .join(finer, left_on=["event_type", "_subtype"], right_on=["event_type", "subtype"], how="left",
              maintain_order="left")
        .with_columns(
            title_word=pl.when(has).then("_t").otherwise("title_word").fill_null(own_name),
            plover=pl.when(has).then("_p").otherwise("plover"),
            cameo=pl.when(has).then("_c").otherwise("cameo"),
        )
        .drop("_subtype", "_t", "_p", "_c", "_finer")
    )  # fmt: skip
