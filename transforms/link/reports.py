"""Reports: what one document says of one happening, its mentions taken together.  Linking compares reports."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import polars as pl

from transforms.actors.gatherings import gatherings_of
from transforms.actors.gazetteer import Gazetteer
from transforms.link.acts import add_acts
from transforms.link.words import lexicon, serials, tokens
from transforms.types import add_family

# The most exact date of a report is its date.
_RANK = {"day": 0, "weekend": 1, "week": 2, "interval": 3, "month": 4, "season": 5, "quarter": 6, "half": 7, "year": 8,
         "decade": 9, "unknown": 10}  # fmt: skip
_BASIS = {"explicit": 0, "relative_to_publication": 1, "relative_to_context": 2, "publication": 3, "none": 4}
_STATUS = {"occurred": 0, "negated": 1, "planned": 2, "hypothetical": 3}
# Roles whose bearer the happening is about, where its type is about one actor.
ABOUT_ONE = ("exit", "appointment", "arrest", "ruling")
SIDE_ROLES = ("authority", "dismisser", "appointer", "court", "successor", "predecessor", "office", "legislature",
              "issuer")  # fmt: skip
SETS = ("actors", "principals", "organisations", "states", "names", "famous", "rare", "common", "numbers", "places",
        "topic", "topic_places", "called", "locations", "serials", "cities", "gatherings")  # fmt: skip
JUST = 20  # code points before a trigger where a number surely belongs to it: "the 17th sanctions package"
NEAR = 60  # code points around a trigger where the number of a series belongs to it
AT_ONCE = 25_000  # mentions that are looked at together
_WORKERS = 2  # such parts at a time
LEAD_TEXT = 400  # code points of a document's beginning that tell its topic


def report_key() -> pl.Expr:
    """Document, key within it, family: the report of a mention, before its dates are looked at."""
    return pl.concat_str("doc_id", "event_key", "family", separator="\x1f")


def add_report(mentions: pl.LazyFrame) -> pl.LazyFrame:
    """Add ``report``: what a document says of one happening; also ``family``.

    The extraction's key says which mentions of a document are one happening.  Where their dates share no day, that
    cannot be ("on 2 December they detained …; on the 4th they raided …"): each group of overlapping dates is a report
    of its own, and an undated mention belongs to the first dated one before it, else to the first of the text.  A day
    that is only that of the publication may be one off.
    """
    keyed = add_family(mentions).with_columns(report=report_key())
    slack = pl.when(pl.col("date_basis") == "publication").then(1).otherwise(0)
    dates = keyed.select("mention_id", "report", "trigger_start", s=pl.col("date_start").cast(pl.Int32) - slack,
                         e=pl.col("date_end").cast(pl.Int32) + slack).drop_nulls(["s", "e"])  # fmt: skip
    several = dates.filter(pl.len().over("report") > 1)
    part = (pl.col("s") > pl.col("e").cum_max().shift(1)).fill_null(False).cum_sum()
    parts = (
        several.sort("report", "s", "e", "mention_id")
        .with_columns(part=part.over("report"))
        .select("mention_id", part=pl.when(pl.col("part").max().over("report") > 0).then("part"))
        .drop_nulls("part")
    )
    split = dates.join(parts, on="mention_id").select("report").unique()
    order = [pl.col("trigger_start"), pl.col("mention_id")]
    renamed = (
        keyed.select("mention_id", "report", "trigger_start").join(split, on="report", how="semi")
        .join(parts, on="mention_id", how="left")
        .with_columns(pl.col("part").forward_fill().backward_fill().over("report", order_by=order))
        .select("mention_id", own=pl.concat_str("report", "part", separator="\x1f"))
    )  # fmt: skip
    return keyed.join(renamed, on="mention_id", how="left").with_columns(
        report=pl.coalesce("own", "report")
    ).drop("own")  # fmt: skip


def short_code(column: str) -> pl.Expr:
    """Members of a set as 32 bits each: enough to compare two sets by, and half the memory."""
    return pl.col(column).list.eval((pl.element().hash() % 2**32).cast(pl.UInt32)).alias(column)


def _own_serials(*texts: pl.Expr) -> pl.Expr:
    """The numbers of the first of the texts that has any: the trigger, what it ends,
    what is near."""
    found = [serials(text) for text in texts]
    chosen = found[-1]
    for numbers in reversed(found[:-1]):
        chosen = pl.when(numbers.list.len() > 0).then(numbers).otherwise(chosen)
    return chosen


def _first(order: list[pl.Expr], column: str) -> pl.Expr:
    return pl.col(column).sort_by(order).first()


def reports(
    mentions: pl.LazyFrame, documents: pl.LazyFrame, participants: pl.LazyFrame, gazetteer: Gazetteer
) -> pl.DataFrame:
    """The reports (``_reports``) of all documents, some documents at a time: what bounds the memory."""
    count = mentions.select(pl.len()).collect().item()
    parts = count // AT_ONCE + 1
    if parts == 1:
        return _reports(mentions, documents, participants, gazetteer)
    some = pl.col("doc_id").hash() % parts

    def done(part: int) -> pl.DataFrame:
        own = some == part
        return _reports(mentions.filter(own), documents.filter(own), participants.filter(own), gazetteer)

    lexicon(gazetteer)  # before both look for it
    with ThreadPoolExecutor(_WORKERS) as workers:
        return pl.concat(workers.map(done, range(parts)))


def _reports(
    mentions: pl.LazyFrame, documents: pl.LazyFrame, participants: pl.LazyFrame, gazetteer: Gazetteer
) -> pl.DataFrame:
    """One row per report; ``lead`` is the id of its first mention.

    Days are integers since 1970-01-01.  ``s``/``e``: first and last day of its date; ``lo``/``hi``: bounds, of
    undated ones too; ``exact``: to the day; ``assumed``: the day is only that of the publication; ``pub``: day of
    publication.  Lists are sets, their members hashed: ``actors`` (persons, organisations, groups), ``principals``
    (those of them that the happening is about), ``states`` (alpha-3), ``locations``, the classes of ``words.tokens``
    of the evidence sentences, ``topic`` and ``topic_places`` (title and lead), ``called`` (names in the trigger),
    ``serials``, ``gatherings`` (by their canonical names).
    """
    window = (pl.col("trigger_start") - pl.col("sentence_start") - NEAR).clip(0)
    just = (pl.col("trigger_start") - pl.col("sentence_start") - JUST).clip(0)
    keyed = (
        add_report(mentions)
        .with_columns(
            near=pl.col("quote").str.slice(window, pl.col("trigger").str.len_chars() + 2 * NEAR),
            just=pl.col("quote").str.slice(just, pl.col("trigger_end") - pl.col("sentence_start") - just),
        )
        .with_columns(
            # of a sentence that tells of several happenings only the part around the trigger is about this one
            told=pl.when(pl.col("report").n_unique().over("doc_id", "sentence_start") > 1)
            .then("near")
            .otherwise("quote"),
        )
    )
    by_date = [
        pl.col("date_precision").replace_strict(_RANK, default=10, return_dtype=pl.Int32),
        pl.col("date_basis").replace_strict(_BASIS, default=4, return_dtype=pl.Int32),
        pl.col("date_start"), pl.col("date_end"), pl.col("trigger_start"),
    ]  # fmt: skip
    by_place = [pl.col("trigger_start"), pl.col("mention_id")]
    firmness = pl.col("status").replace_strict(_STATUS, default=3, return_dtype=pl.Int32)
    day = pl.Int32
    rows = keyed.collect()
    counts = rows.group_by("report").agg(count=pl.len())
    alone = rows.join(counts.filter(pl.col("count") == 1), on="report", how="semi")
    several = rows.join(counts.filter(pl.col("count") > 1), on="report", how="semi")
    single = alone.select(
        "report", lead="mention_id", doc_id="doc_id", family="family", event_type="event_type", subtype="subtype",
        status="status", s=pl.col("date_start").cast(day), e=pl.col("date_end").cast(day),
        lo=pl.col("earliest").cast(day), hi=pl.col("latest").cast(day), precision="date_precision", basis="date_basis",
        location="location", told="told", trigger="trigger",
        serials=_own_serials(*map(pl.col, ("trigger", "just", "near"))),
        lead_start="trigger_start",
    )  # fmt: skip
    grouped = pl.concat(
        [
            single,
            several.group_by("report")
            .agg(
                lead=_first(by_place, "mention_id"),
                doc_id=pl.col("doc_id").first(),
                family=pl.col("family").first(),
                event_type=_first(by_place, "event_type"),
                subtype=pl.col("subtype").sort_by(by_place).drop_nulls().first(),
                status=_first([firmness, *by_place], "status"),
                s=_first(by_date, "date_start").cast(day),
                e=_first(by_date, "date_end").cast(day),
                lo=_first(by_date, "earliest").cast(day),
                hi=_first(by_date, "latest").cast(day),
                precision=_first(by_date, "date_precision"),
                basis=_first(by_date, "date_basis"),
                location=pl.col("location").sort_by(by_place).drop_nulls().first(),
                told=pl.col("told").sort_by(by_place).unique(maintain_order=True).str.join(" "),
                trigger=pl.col("trigger").sort_by(by_place).unique(maintain_order=True).str.join(" "),
                serials=_own_serials(*(pl.col(c).str.join(" ") for c in ("trigger", "just", "near"))),
                lead_start=_first(by_place, "trigger_start"),
            )
            .select(single.columns),
        ]
    )
    acting = (
        keyed.select("report", "mention_id")
        .join(participants, on="mention_id", how="inner")
        .with_columns(
            own=pl.when(pl.col("kind").is_in(["state", "metonym"])).then(None).otherwise("actor_id"),
            state=pl.coalesce(pl.col("stands_for"), pl.col("actor_id")).str.strip_prefix("state/"),
        )
        .with_columns(known_by=pl.when(pl.col("kind") == "person").then("family_name").otherwise("own"))
        .group_by("report")
        .agg(
            actors=pl.col("own").drop_nulls().hash().unique(),
            principals=pl.col("known_by").filter(~pl.col("role").is_in(SIDE_ROLES)).drop_nulls().hash().unique(),
            organisations=pl.col("own").filter(pl.col("kind") == "organisation").drop_nulls().hash().unique(),
            states=pl.when(pl.col("kind").is_in(["state", "metonym"]))
            .then("state").otherwise("country").drop_nulls().unique(),
        )
    )  # fmt: skip
    about = documents.select(
        "doc_id", pub=pl.col("published").cast(day),
        lead_text=pl.concat_str(
            pl.col("title").fill_null(""),
            (pl.col("text") if "text" in documents.collect_schema() else pl.lit("")).str.slice(0, LEAD_TEXT),
            separator=". ",
        ),
    ).collect()  # fmt: skip
    empty = {c: pl.col(c).fill_null([]) for c in SETS}
    own_words = tokens(grouped, "report", "told", gazetteer).drop("all_names")
    called = tokens(grouped, "report", "trigger", gazetteer).select("report", called="names")
    located = tokens(grouped.filter(pl.col("location").is_not_null()), "report", "location", gazetteer).select(
        "report", locations="all_names", located_in="places"
    )
    topic = tokens(about, "doc_id", "lead_text", gazetteer).select("doc_id", topic="names", topic_places="places")
    return (
        add_acts(grouped)
        .join(acting.collect(), on="report", how="left")
        .join(about.select("doc_id", "pub"), on="doc_id", how="left")
        .join(own_words, on="report", how="left")
        .join(called, on="report", how="left")
        .join(located, on="report", how="left")
        .join(topic, on="doc_id", how="left")
        .join(_gatherings(rows, documents), on="report", how="left")
        .with_columns(**empty)
        .with_columns(
            places=pl.concat_list("places", pl.col("located_in").fill_null([])).list.unique(),
            exact=(pl.col("precision") == "day"),
            assumed=(pl.col("basis") == "publication"),
        )
        .with_columns(**_over_days())
        .drop("located_in", "told", "trigger", "location", "held_days")
        .with_columns(short_code(c) for c in SETS)
    )


def _gatherings(mentions: pl.DataFrame, documents: pl.LazyFrame) -> pl.DataFrame:
    """report, gatherings, held_days of the reports that name a gathering which comes again."""
    found = gatherings_of(mentions.lazy(), documents)
    return (
        mentions.select("mention_id", "report").join(found, on="mention_id")
        .group_by("report").agg(gatherings=pl.col("gathering").unique().sort(), held_days=pl.col("days").max())
    )  # fmt: skip


def _over_days() -> dict[str, pl.Expr]:
    """A single day of a gathering that is held on several days in a row may be any of them.

    Its report then has an interval for a date: the days on which the gathering can have been.
    """
    several = (pl.col("exact") & (pl.col("held_days") > 1)).fill_null(False)
    further = pl.when(several).then(pl.col("held_days") - 1).otherwise(0)
    return {
        **{c: pl.col(c) - further for c in ("s", "lo")},
        **{c: pl.col(c) + further for c in ("e", "hi")},
        "exact": pl.col("exact") & ~several,
        "assumed": pl.col("assumed") & ~several,
    }
