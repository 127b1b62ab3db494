"""Participants of mentions to actors: the rules of ``resolve`` over frames, once per distinct name and context."""

from __future__ import annotations

import datetime as dt

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

    Only a name of one word, or none but a title, is read in the light of the month and of the document's other names.
    """
    names = rows["name"].unique().sort()
    cores = [take_apart(name, gazetteer).core for name in names]
    told = rows.join(pl.DataFrame({"name": names, "core": pl.Series(cores, dtype=pl.String)}), on="name")
    open_to_time = ~pl.col("core").str.contains(" ", literal=True) | pl.col("name").is_in(_several(names, gazetteer))
    told = told.join(_contexts(told), on=["doc_id", "name"], how="left").with_columns(
        month=pl.when(open_to_time).then(pl.col("published").dt.truncate("1mo")),
        beside=pl.col("beside").fill_null([]),
    )
    found: list[tuple[str | bool | None, ...]] = []
    month: dt.date | None
    distinct = told.select("name", "month", "beside").unique()
    for name, month, beside in distinct.iter_rows():
        context = Context((month.year, month.month) if month else None, tuple(beside))
        resolved = resolve(name, context, gazetteer)
        found.append(
            (resolved.actor_id, resolved.name, resolved.kind, resolved.rule, resolved.known, resolved.country,
             resolved.stands_for, _family_name(resolved, gazetteer))
        )  # fmt: skip
    resolved_names = distinct.hstack(pl.DataFrame(found, schema=_COLUMNS, orient="row"))
    return told.join(resolved_names, on=["name", "month", "beside"], nulls_equal=True).drop("core", "month", "beside")


def _several(names: pl.Series, gazetteer: Gazetteer) -> list[str]:
    """The names that more than one known actor has: who is meant may depend on the time."""
    return [n for n in names if len(gazetteer.by_alias.get(take_apart(n, gazetteer).core, ())) > 1]


def participants_with_actors(mentions: pl.LazyFrame, documents: pl.LazyFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """One row per mention and participant: mention_id, position, name, role, and the actor it was taken for.

    ``mentions`` gives mention_id, doc_id and participants (LIST of STRUCT(name, role)); ``documents`` doc_id and
    published.  A participant without a name is left out.
    """
    long = (
        mentions.select("mention_id", "doc_id", "participants")
        .filter(pl.col("participants").list.len() > 0)
        .explode("participants", empty_as_null=True, keep_nulls=True)
        .select(
            "mention_id", "doc_id",
            position=pl.int_range(pl.len()).over("mention_id"),
            name=pl.col("participants").struct.field("name"),
            role=pl.col("participants").struct.field("role").fill_null("participant"),
        )
        .filter(pl.col("name").fill_null("").str.strip_chars() != "")
        .join(documents.select("doc_id", "published"), on="doc_id", how="left")
        .collect()
    )  # fmt: skip
    distinct = long.select("doc_id", "name", "published").unique().sort("doc_id", "name")
    resolved = _resolve_all(distinct, gazetteer).drop("published")
    return long.drop("published").join(resolved, on=["doc_id", "name"], how="left").sort("mention_id", "position")


def actor_tables(participants: pl.DataFrame, gazetteer: Gazetteer) -> tuple[pl.DataFrame, pl.DataFrame]:
    """``actors`` and ``actor_aliases``: the actors that take part somewhere, and those that they stand for.

    The name of an actor that no gazetteer knows is its most frequent spelling, then the longest, then the first
    in the alphabet.
    """
    counted = participants.group_by("actor_id", "actor_name", "kind", "country", "stands_for", "known").len()
    actors = (
        counted.with_columns(_length=pl.col("actor_name").str.len_chars())
        .sort(["actor_id", "len", "_length", "actor_name"], descending=[False, True, True, False])
        .unique("actor_id", keep="first", maintain_order=True)
        .select("actor_id", pl.col("actor_name").alias("name"), "kind", "country", "stands_for", "known")
    )
    meant = [
        (a.actor_id, a.name, a.kind, a.country, a.stands_for, True)
        for i in sorted(set(actors["stands_for"].drop_nulls().to_list()) - set(actors["actor_id"].to_list()))
        for a in (gazetteer.actors[i],)
    ]
    actors = pl.concat([actors, pl.DataFrame(meant, schema=actors.schema, orient="row")]).sort("actor_id")
    aliases = (
        participants.select(pl.col("name").alias("alias"), "actor_id", "rule")
        .sort("alias", "actor_id", "rule")
        .unique(["alias", "actor_id"], keep="first", maintain_order=True)
    )
    return actors, aliases
