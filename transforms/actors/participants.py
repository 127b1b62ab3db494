"""Participants of mentions to actors: the rules of ``resolve`` over frames, once per distinct name and context."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import polars as pl

from transforms.actors.fold import fold, spelling_key
from transforms.actors.gazetteer import Gazetteer
from transforms.actors.resolve import Context, Resolved, resolve, take_apart

_COLUMNS = {
    "actor_id": pl.String, "actor_name": pl.String, "kind": pl.String, "rule": pl.String, "known": pl.Boolean,
    "country": pl.String, "stands_for": pl.String, "family_name": pl.String,
}  # fmt: skip


def _family_name(resolved: Resolved, gazetteer: Gazetteer) -> str | None:
    """Spelling key of a person's family name: "Girkin" in one text is "Igor Girkin" in another."""
    if resolved.kind != "person":
        return None
    known = gazetteer.actors.get(resolved.actor_id)
    return spelling_key((known.surname if known else None) or fold(resolved.name).rpartition(" ")[2])


def _contexts(rows: pl.DataFrame) -> pl.DataFrame:
    """doc_id, name, beside: the full names of the same document that hold a name of one word, first or last."""
    full = (
        rows.filter(pl.col("core").str.contains(" ", literal=True)).select("doc_id", beside="core").unique()
        .with_columns(word=pl.concat_list(
            pl.col("beside").str.extract(r"^(\S+)"), pl.col("beside").str.extract(r"(\S+)$")).list.unique())
        .explode("word", empty_as_null=True, keep_nulls=True)
    )  # fmt: skip
    single = rows.filter(~pl.col("core").str.contains(" ", literal=True) & (pl.col("core") != ""))
    return (
        single.join(full, left_on=["doc_id", "core"], right_on=["doc_id", "word"])
        .group_by("doc_id", "name").agg(pl.col("beside").unique().sort())
    )  # fmt: skip


def _resolve_all(rows: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """One row per document and name with its actor; every name is resolved once per context that matters to it.

    ``rows``: doc_id, name, published.  Only a name of one word, or none but a title, or one that several known actors
    have, is read in the light of the month and of the document's other names.
    """
    names = rows["name"].unique().sort()
    cores = [take_apart(name, gazetteer).core for name in names]
    told = pl.DataFrame({"name": names, "core": pl.Series(cores, dtype=pl.String)}).with_columns(
        is_open=~pl.col("core").str.contains(" ", literal=True)
        | pl.Series([len(gazetteer.by_alias.get(core, ())) > 1 for core in cores], dtype=pl.Boolean)
    )
    closed = told.filter(~pl.col("is_open")).select("name")
    by_name = closed.hstack(_resolved(((name, None, ()) for (name,) in closed.iter_rows()), gazetteer))
    in_context = rows.join(told, on="name")
    beside = _contexts(in_context)
    in_context = in_context.filter("is_open").select("doc_id", "name", month=pl.col("published").dt.truncate("1mo"))
    in_context = in_context.join(beside, on=["doc_id", "name"], how="left").with_columns(pl.col("beside").fill_null([]))
    distinct = in_context.select("name", "month", "beside").unique()
    by_context = distinct.hstack(_resolved(distinct.iter_rows(), gazetteer))
    return pl.concat([
        rows.select("doc_id", "name").join(by_name, on="name"),
        in_context.join(by_context, on=["name", "month", "beside"], nulls_equal=True).drop("month", "beside"),
    ])  # fmt: skip


def _resolved(contexts: Iterable[tuple[str, dt.date | None, Sequence[str]]], gazetteer: Gazetteer) -> pl.DataFrame:
    """The actor of each name with its month and the names beside it, in their order."""
    found: list[tuple[str | bool | None, ...]] = []
    for name, month, beside in contexts:
        context = Context((month.year, month.month) if month else None, tuple(beside))
        resolved = resolve(name, context, gazetteer)
        found.append(
            (resolved.actor_id, resolved.name, resolved.kind, resolved.rule, resolved.known, resolved.country,
             resolved.stands_for, _family_name(resolved, gazetteer))
        )  # fmt: skip
    return pl.DataFrame(found, schema=_COLUMNS, orient="row")


def participants_with_actors(mentions: pl.LazyFrame, documents: pl.LazyFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """One row per mention and participant: mention_id, position, name, role, and the actor it was taken for.

    ``mentions`` gives mention_id, doc_id and participants (LIST of STRUCT(name, role)); ``documents`` doc_id and
    published.  A participant without a name is left out.
    """
    long = (
        mentions.select("mention_id", "doc_id", "participants")
        .filter(pl.col("participants").list.len() > 0)
        .sort("mention_id")
        .with_columns(position=pl.int_ranges(pl.col("participants").list.len()))
        .explode("participants", "position", empty_as_null=True, keep_nulls=True)
        .select(
            "mention_id", "doc_id", "position",
            name=pl.col("participants").struct.field("name"),
            role=pl.col("participants").struct.field("role").fill_null("participant"),
        )
        .filter(pl.col("name").fill_null("").str.strip_chars() != "")
        .collect()
    )  # fmt: skip
    distinct = (
        long.lazy().select("doc_id", "name").unique()
        .join(documents.select("doc_id", "published"), on="doc_id", how="left").collect()
    )  # fmt: skip
    resolved = _resolve_all(distinct, gazetteer)
    return long.join(resolved, on=["doc_id", "name"], how="left", maintain_order="left")
