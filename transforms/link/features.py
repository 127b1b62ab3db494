"""What speaks for or against two reports being one happening: each feature a named function with its weights.

A feature takes the two reports side by side (columns of ``reports`` with ``_l`` and ``_r``; of sets how many members
each has, ``n_…``, and how many they share, ``shared_…``) and gives log-odds.
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
    return pl.col(f"shared_{column}")


def _count(column: str, side: Callable[[str], pl.Expr]) -> pl.Expr:
    return side(f"n_{column}")


def _both_have(column: str) -> pl.Expr:
    return (_count(column, _l) > 0) & (_count(column, _r) > 0)


def dated() -> tuple[pl.Expr, pl.Expr]:
    """Whether each has a date."""
    return _l("s").is_not_null() | _l("e").is_not_null(), _r("s").is_not_null() | _r("e").is_not_null()


# Log-odds that two reports of a family which share a time and a name are one happening: kinds of which a country
# sees several a day need more evidence than those of which it sees one a year.
_PRIOR = {"coup": -3.0, "ceasefire": -3.2, "election": -3.4, "sanction": -3.6, "vote": -3.8, "exit": -3.8,
          "ruling": -3.8, "agreement": -3.8, "phone_call": -4.0, "document": -4.2, "statement": -5.0}  # fmt: skip
_PRIOR_OTHER = -4.0


def prior() -> pl.Expr:
    """How common the kind is."""
    return _l("family").replace_strict(_PRIOR, default=_PRIOR_OTHER, return_dtype=pl.Float64)


def date_agreement() -> pl.Expr:
    """Dates: the same day says most, a shared month or year little; an undated report must be near in time."""
    have_l, have_r = dated()
    same_day = _l("exact") & _r("exact") & (_l("s") == _r("s"))
    first, last = pl.max_horizontal(_l("s"), _r("s")), pl.min_horizontal(_l("e"), _r("e"))
    width = pl.max_horizontal(_l("e") - _l("s"), _r("e") - _r("s")) + 1
    wide = (
        pl.when(width.is_null()).then(0.0)
        .when(last < first).then(1.5)  # a day apart, where one day is only assumed
        .when(width <= 3).then(2.9).when(width <= 7).then(2.2).when(width <= 14).then(1.4)
        .when(width <= 31).then(1.0).when(width <= 92).then(0.5).when(width <= 366).then(0.2).otherwise(0.0)
    )  # fmt: skip
    identical = (_l("s") == _r("s")) & (_l("e") == _r("e"))
    return (
        pl.when(same_day).then(pl.when(_l("assumed") & _r("assumed")).then(3.2).otherwise(3.6))
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
        .when(size <= 1).then(1.0).when(size <= 3).then(0.6).when(size <= 10).then(-0.3).when(size <= 45).then(-0.8)
        .when(size <= 400).then(-1.5).otherwise(-2.5)
    )  # fmt: skip


def _gap_of_undated() -> pl.Expr:
    """Neither dated: days between their publications."""
    size = (_l("pub") - _r("pub")).abs()
    return (
        pl.when(size.is_null())
        .then(-1.5)
        .when(size <= 3)
        .then(1.0)
        .when(size <= 10)
        .then(0.2)
        .when(size <= 45)
        .then(-1.0)
        .otherwise(-2.5)
    )


def same_actors() -> pl.Expr:
    """Persons, organisations and groups in common; a court or parliament that does this daily says less."""
    about, any_actor = shared("principals"), shared("actors") > 0
    return (
        pl.when(any_actor & (about >= 3)).then(3.8).when(any_actor & (about == 2)).then(3.2)
        .when(any_actor & (about == 1)).then(1.8)
        .when(about > 0).then(1.3)  # a family name only
        .when(any_actor).then(0.8).otherwise(0.0)
    )  # fmt: skip


def other_actors() -> pl.Expr:
    """Each names actors and they are not the same: decisive where the type is about one person or one pair."""
    n = shared("principals")
    both = _both_have("principals")
    full = (_count("principals", _l) >= 2) & (_count("principals", _r) >= 2)
    one = _l("family").is_in(ABOUT_ONE)
    return (
        pl.when(one & both & (n == 0)).then(-4.0)
        .when((_l("family") == "phone_call") & full & (n < 2)).then(-4.0)
        .when((_l("family") == "meeting") & full & (n == 1)).then(-1.0)
        .when((_l("family") == "meeting") & both & (n == 0)).then(-1.5)
        .when(both & (n == 0)).then(-0.5)
        .otherwise(0.0)
    )  # fmt: skip


def other_organisations() -> pl.Expr:
    """A summit of NATO is none of the G7, a vote of one chamber none of the other."""
    other = _both_have("organisations") & (shared("organisations") == 0)
    return pl.when(other & _l("family").is_in(["meeting", "vote", "sanction"])).then(-2.0).otherwise(0.0)


def same_states() -> pl.Expr:
    """States of the participants."""
    n = shared("states")
    return pl.when(n >= 2).then(0.8).when(n == 1).then(0.4).when(_both_have("states")).then(-0.6).otherwise(0.0)


def same_location() -> pl.Expr:
    """Named places of the happening."""
    return pl.when(shared("locations") > 0).then(1.0).when(_both_have("locations")).then(-0.5).otherwise(0.0)


def same_places() -> pl.Expr:
    """States and capitals named in the sentences; where a sentence names none, in title and lead."""
    n, context = shared("places"), shared("context") > 0
    return (
        pl.when(n >= 2).then(0.8).when(n == 1).then(0.5).when(_both_have("places")).then(-0.6)
        .when(context).then(0.4).otherwise(0.0)
    )  # fmt: skip


def same_city() -> pl.Expr:
    """Capitals named in both sentences."""
    return (shared("cities") * 0.6).clip(0, 0.6)


def shared_names() -> pl.Expr:
    """Names in both sentences that are neither a place's, nor frequent, nor a known leader's."""
    return (shared("names") * 0.8).clip(0, 3.2)


def shared_leaders() -> pl.Expr:
    """Names of known leaders in both sentences: they stand in many."""
    n = shared("famous")
    return pl.when(_both_have("famous") & (n == 0)).then(-0.5).otherwise((n * 0.4).clip(0, 1.2))


def rare_words() -> pl.Expr:
    """Telling words in both sentences."""
    return (shared("rare") * 0.5).clip(0, 2.0)


def common_words() -> pl.Expr:
    """Words in both sentences that many reports have."""
    return (shared("common") * 0.15).clip(0, 0.6)


def shared_numbers() -> pl.Expr:
    """Numbers in both sentences: the dead, the votes."""
    return (shared("numbers") * 0.6).clip(0, 1.2)


def number_in_series() -> pl.Expr:
    """The 17th package is no 18th; packages of sanctions are known by their numbers."""
    known_by = pl.when(_l("family") == "sanction").then(2.5).otherwise(1.5)
    return pl.when(shared("serials") > 0).then(known_by).when(_both_have("serials")).then(-3.0).otherwise(0.0)


def shared_topic() -> pl.Expr:
    """Names in both titles and leads."""
    return (shared("topic") * 0.3).clip(0, 1.5)


def called_alike() -> pl.Expr:
    """Names within the triggers: "Munich Security Conference" is no "Munich Agreement"."""
    n = shared("called")
    return (
        pl.when(n >= 2).then(2.0).when(n == 1).then(0.8)
        .when(shared("gatherings") > 0).then(0.0)  # one name in two languages
        .when(_both_have("called")).then(-2.0).otherwise(0.0)
    )  # fmt: skip


def same_gathering() -> pl.Expr:
    """A gathering with a name of its own, whatever the language; who met beside it held no gathering."""
    one_has = (_count("gatherings", _l) > 0) != (_count("gatherings", _r) > 0)
    return (
        pl.when(shared("gatherings") > 0).then(4.0)
        .when(_both_have("gatherings")).then(-4.0)
        .when(one_has & (_l("event_type") != _r("event_type"))).then(-2.5)
        .otherwise(0.0)
    )  # fmt: skip


def status_fits() -> pl.Expr:
    """Planned and occurred are stages of one happening; what did not happen is not what did."""

    def pair(one: str, other: str) -> pl.Expr:
        return ((_l("status") == one) & (_r("status") == other)) | ((_l("status") == other) & (_r("status") == one))

    undone = pair("negated", "occurred")
    return (
        # a declined resignation is an act of its own, not a stage of the offer
        pl.when(undone & (_l("family") == "exit")).then(-5.0)
        .when(undone).then(-2.5)
        .when(pair("hypothetical", "occurred")).then(-0.8)
        .when(pair("hypothetical", "negated") | pair("hypothetical", "planned")).then(-0.3)
        .otherwise(0.0)
    )  # fmt: skip


def same_kind() -> pl.Expr:
    """Type within the family, and finer kind."""
    finer = _l("subtype").is_not_null() & _r("subtype").is_not_null()
    return (
        pl.when(_l("event_type") != _r("event_type")).then(-0.4)
        .when(finer & (_l("subtype") != _r("subtype"))).then(-0.8)
        .when(finer).then(0.3).otherwise(0.0)
    )  # fmt: skip


def same_act() -> pl.Expr:
    """What the triggers say was done: charges are no arrest, a refusal is no offer."""
    both = _l("act").is_not_null() & _r("act").is_not_null()
    refused = (_l("act") == "decline").fill_null(False) != (_r("act") == "decline").fill_null(False)
    return (
        pl.when(refused).then(-4.0).when(both & (_l("act") != _r("act"))).then(-1.5).when(both).then(0.3)
        .otherwise(0.0)
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
    return pl.when(_l("doc_id") == _r("doc_id")).then(-4.0).otherwise(0.0)


FEATURES: tuple[Feature, ...] = (
    prior, date_agreement, same_actors, other_actors, other_organisations, same_states, same_location, same_places,
    same_city, shared_names, shared_leaders, rare_words, common_words, shared_numbers, number_in_series, shared_topic,
    called_alike, same_gathering, status_fits, same_kind, same_act, published_near, same_document,
)  # fmt: skip
