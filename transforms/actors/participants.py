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


def _full_names(names: list[str], gazetteer: Gazetteer) -> tuple[str, ...]:
    """Folded names of two words and more, titles off, in order of the alphabet."""
    return tuple(sorted({core for n in names if " " in (core := take_apart(n, gazetteer).core)}))


def _family_name(resolved: Resolved, gazetteer: Gazetteer) -> str | None:
    """Spelling key of a person's family name: "Girkin" in one text is "Igor Girkin" in another."""
    if resolved.kind != "person":
        return None
    known = gazetteer.actors.get(resolved.actor_id)
    return spelling_key((known.surname if known else None) or fold(resolved.name).rpartition(" ")[2])


def _resolve_all(rows: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """One row per document and name with its actor.  Only a name of one word needs the document's other names."""
    single = {
        name: " " not in take_apart(name, gazetteer).core for name in rows["name"].unique(maintain_order=True).to_list()
    }
    cache: dict[tuple[str, Context], Resolved] = {}
    full: dict[str, tuple[str, ...]] = {}
    alone = pl.Series([name for name, one_word in single.items() if one_word], dtype=pl.String)
    needing = rows.filter(pl.col("name").is_in(alone.implode())).select("doc_id").unique()
    per_document = rows.join(needing, on="doc_id", how="semi").group_by("doc_id").agg("name")
    for doc_id, names in per_document.iter_rows():
        full[doc_id] = _full_names(names, gazetteer)
    found: list[tuple[str | bool | None, ...]] = []
    published: dt.date | None
    for doc_id, name, published in rows.select("doc_id", "name", "published").iter_rows():
        month = (published.year, published.month) if published else None
        context = Context(month, full.get(doc_id, ()) if single[name] else ())
        resolved = cache.get((name, context))
        if resolved is None:
            resolved = cache[name, context] = resolve(name, context, gazetteer)
        found.append(
            (resolved.actor_id, resolved.name, resolved.kind, resolved.rule, resolved.known, resolved.country,
             resolved.stands_for, _family_name(resolved, gazetteer))
        )  # fmt: skip
    return rows.hstack(pl.DataFrame(found, schema=_COLUMNS, orient="row"))


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
