"""What speaks for or against two reports being one happening: each feature a named function with its weights.

A feature takes the two reports side by side (columns of ``reports`` with ``_l`` and ``_r``) and gives log-odds.
They are added; from 0 on the two are taken for one.  The weights were set on reports of our own
(``tests/corpus/linking``) and checked on the gold data; ``docs/linking.md`` explains them.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from transforms.link.reports import ABOUT_ONE

Feature = Callable[[], pl.Expr]


def _l(column: str) -> pl.Expr:
    return pl.col(f"{column}_l")


def _r(column: str) -> pl.Expr:
    return pl.col(f"{column}_r")


def shared(column: str) -> pl.Expr:
    """How many members two sets share."""
    return _l(column).list.set_intersection(_r(column)).list.len().cast(pl.Float64)


def _count(column: str, side: Callable[[str], pl.Expr]) -> pl.Expr:
    return side(column).list.len()


def _both_have(column: str) -> pl.Expr:
    return (_count(column, _l) > 0) & (_count(column, _r) > 0)


def dated() -> tuple[pl.Expr, pl.Expr]:
    """Whether each has a date."""
    return _l("s").is_not_null() | _l("e").is_not_null(), _r("s").is_not_null() | _r("e").is_not_null()


def prior() -> pl.Expr:
    """Two reports of a family that share a time and a name are rarely one happening without more."""
    return pl.lit(-4.2)


def date_agreement() -> pl.Expr:
    """Dates: the same day says most, a shared month or year little; an undated report must be near in time."""
    have_l, have_r = dated()
    same_day = _l("exact") & _r("exact") & (_l("s") == _r("s"))
    first, last = pl.max_horizontal(_l("s"), _r("s")), pl.min_horizontal(_l("e"), _r("e"))
    width = pl.max_horizontal(_l("e") - _l("s"), _r("e") - _r("s")) + 1
    wide = (
        pl.when(width.is_null()).then(0.0)
        .when(last < first).then(0.0)  # a day apart, where one day is only assumed
        .when(width <= 3).then(2.5).when(width <= 7).then(2.0).when(width <= 14).then(1.4)
        .when(width <= 31).then(1.0).when(width <= 92).then(0.5).when(width <= 366).then(0.2).otherwise(0.0)
    )  # fmt: skip
    identical = (_l("s") == _r("s")) & (_l("e") == _r("e"))
    return (
        pl.when(same_day).then(pl.when(_l("assumed") & _r("assumed")).then(2.6).otherwise(3.0))
        .when(have_l & have_r).then(wide + pl.when(identical.fill_null(False)).then(0.5).otherwise(0.0))
        .when(have_l | have_r).then(_gap_to_dated())
        .otherwise(_gap_of_undated())
    )  # fmt: skip


def _gap_to_dated() -> pl.Expr:
    """One dated, one not: days from the dated happening to the publication of the undated report."""
    undated_pub = pl.when(_l("s").is_null() & _l("e").is_null()).then(_l("pub")).otherwise(_r("pub"))
    gap = undated_pub - pl.coalesce(
        pl.when(_l("s").is_null() & _l("e").is_null()).then(pl.coalesce(_r("s"), _r("e"))), _l("s"), _l("e")
    )
    size = gap.abs()
    return (
        pl.when(size.is_null()).then(-1.5)
        .when(size <= 3).then(1.2).when(size <= 10).then(0.5).when(size <= 45).then(-0.5)
        .when(size <= 400).then(-1.5).otherwise(-2.5)
    )  # fmt: skip


def _gap_of_undated() -> pl.Expr:
    """Neither dated: days between their publications."""
    size = (_l("pub") - _r("pub")).abs()
    return (
        pl.when(size.is_null()).then(-1.5)
        .when(size <= 3).then(1.0).when(size <= 10).then(0.2).when(size <= 45).then(-1.0).otherwise(-2.5)
    )


def same_actors() -> pl.Expr:
    """Persons, organisations and groups in common."""
    n = shared("actors")
    return pl.when(n >= 3).then(3.8).when(n == 2).then(3.2).when(n == 1).then(1.8).otherwise(0.0)


def other_actors() -> pl.Expr:
    """Each names actors and they are not the same: decisive where the type is about one person or one pair."""
    n = shared("principals")
    both = _both_have("principals")
    full = (_count("principals", _l) >= 2) & (_count("principals", _r) >= 2)
    one = _l("family").is_in(ABOUT_ONE)
    return (
        pl.when(one & both & (n == 0)).then(-4.0)
        .when((_l("family") == "phone_call") & full & (n < 2)).then(-4.0)
        .when((_l("family") == "meeting") & full & (n == 1)).then(-1.5)
        .when(both & (n == 0)).then(-1.5)
        .otherwise(0.0)
    )  # fmt: skip


def same_states() -> pl.Expr:
    """States of the participants."""
    n = shared("states")
    return pl.when(n >= 2).then(0.8).when(n == 1).then(0.4).when(_both_have("states")).then(-1.0).otherwise(0.0)


def same_location() -> pl.Expr:
    """Named places of the happening."""
    return pl.when(shared("locations") > 0).then(0.8).when(_both_have("locations")).then(-1.0).otherwise(0.0)


def same_places() -> pl.Expr:
    """States and capitals named in the sentences."""
    n = shared("places")
    return pl.when(n >= 2).then(0.8).when(n == 1).then(0.5).when(_both_have("places")).then(-1.0).otherwise(0.0)


def shared_names() -> pl.Expr:
    """Names in both sentences that are neither a state's nor frequent."""
    return (shared("names") * 0.8).clip(0, 3.2)


def shared_words() -> pl.Expr:
    """Telling words in both sentences."""
    return (shared("words") * 0.3).clip(0, 1.5)


def shared_numbers() -> pl.Expr:
    """Numbers in both sentences: the dead, the votes."""
    return (shared("numbers") * 0.5).clip(0, 1.0)


def shared_topic() -> pl.Expr:
    """Names in both titles and leads."""
    return (shared("topic") * 0.3).clip(0, 1.5)


def called_alike() -> pl.Expr:
    """Names within the triggers: "Munich Security Conference" is no "Munich Agreement"."""
    n = shared("called")
    return pl.when(n >= 2).then(2.0).when(n == 1).then(0.8).when(_both_have("called")).then(-2.0).otherwise(0.0)


def status_fits() -> pl.Expr:
    """Planned and occurred are stages of one happening; what did not happen is not what did."""
    pair = pl.concat_list("status_l", "status_r").list.sort().list.join("+")
    fits = {"negated+occurred": -2.5, "hypothetical+occurred": -0.8, "hypothetical+negated": -0.3,
            "hypothetical+planned": -0.3}  # fmt: skip
    return pair.replace_strict(fits, default=0.0, return_dtype=pl.Float64)


def same_kind() -> pl.Expr:
    """Type within the family, and finer kind."""
    finer = _l("subtype").is_not_null() & _r("subtype").is_not_null()
    return (
        pl.when(_l("event_type") != _r("event_type")).then(-0.4)
        .when(finer & (_l("subtype") != _r("subtype"))).then(-0.8)
        .when(finer).then(0.3).otherwise(0.0)
    )  # fmt: skip


def published_near() -> pl.Expr:
    """Reports of one happening cluster in time."""
    size = (_l("pub") - _r("pub")).abs()
    return (
        pl.when(size.is_null()).then(0.0).when(size <= 3).then(0.3).when(size <= 30).then(0.0)
        .when(size <= 400).then(-0.3).otherwise(-0.6)
    )  # fmt: skip


def same_document() -> pl.Expr:
    """The extractor kept them apart within one document."""
    return pl.when(_l("doc_id") == _r("doc_id")).then(-2.0).otherwise(0.0)


FEATURES: tuple[Feature, ...] = (
    prior, date_agreement, same_actors, other_actors, same_states, same_location, same_places, shared_names,
    shared_words, shared_numbers, shared_topic, called_alike, status_fits, same_kind, published_near, same_document,
)  # fmt: skip
