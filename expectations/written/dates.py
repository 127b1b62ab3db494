"""Dates agree with themselves, with their documents, and with common sense."""

from __future__ import annotations

from collections.abc import Iterator

from expectations.check import DATES, ROWS, TOLD, Check, Screen, Settings, Stage, failing_rows, row_check
from expectations.written.edtf_sql import disagrees, first_day, has_season, last_day

_KEYS = {"mentions": "r.mention_id", "timeline": "r.event_id"}
_STAGES = {"mentions": (Stage.MENTIONS, Stage.TIMELINE), "timeline": (Stage.TIMELINE,)}


_BOTH = (Stage.MENTIONS, Stage.TIMELINE)
_AFTER = "r.status = 'occurred' AND coalesce(r.date_start, r.earliest) > {0}"
_EDTF = "NOT regexp_full_match({0}, '[0-9X./~-]+')"


def checks(settings: Settings) -> tuple[Check, ...]:
    """The same checks for mentions and events, and what relates either to publication days."""
    after = _AFTER.format("d.published")
    return (
        *(check for table in _KEYS for check in _agreement(table, settings.oldest_year)),
        Check(
            "mentions",
            "has not occurred after its report",
            f"SELECT r.mention_id AS id FROM $batch AS r, documents d WHERE d.doc_id = r.doc_id AND {after}",
            "A report cannot be earlier than what it reports.",
            screen=Screen(TOLD, after),
        ),
        row_check(
            "timeline",
            "has not occurred after its last report",
            "r.event_id",
            _AFTER.format("r.last_published"),
            "A report cannot be earlier than what it reports.",
            (Stage.TIMELINE,),
        ),
        row_check(
            "documents",
            "published is not before the oldest allowed year",
            "r.doc_id",
            f"r.published < make_date({settings.oldest_year}, 1, 1)",
            "Relative dates rest on it; a year like 202 is a slip of the keyboard.",
            _BOTH,
        ),
        row_check(
            "documents",
            "published has a basis",
            "r.doc_id",
            "(r.published IS NULL) <> (r.published_basis = 'none')",
            "A day that nobody gave must not anchor anything, and a day that was given must be used.",
            _BOTH,
        ),
        Check(
            "timeline",
            "date_conflicts are EDTF and not its own date",
            failing_rows(
                "r.event_id",
                f"len(list_filter(r.date_conflicts, lambda e: e = r.date_edtf OR {_EDTF.format('e')})) > 0",
            ),
            "A conflict is another date, written in the same way.",
            stages=(Stage.TIMELINE,),
            screen=Screen(
                "(SELECT date_edtf, unnest(date_conflicts) AS e FROM $batch) AS r",
                f"r.e = r.date_edtf OR {_EDTF.format('r.e')}",
            ),
        ),
    )


def _agreement(table: str, oldest_year: int) -> Iterator[Check]:
    first, last = first_day("r.date_edtf"), last_day("r.date_edtf")
    key, stages = _KEYS[table], _STAGES[table]

    def check(name: str, wrong: str, reason: str, relation: str = DATES) -> Check:
        return row_check(table, name, key, wrong, reason, stages, relation)

    yield check("date_start is not after date_end", "r.date_start > r.date_end", "A stretch of days has a direction.")
    yield check(
        "date_edtf agrees with its bounds",
        f"r.date_edtf IS NOT NULL AND NOT {has_season('r.date_edtf')}"
        f" AND (r.date_start IS DISTINCT FROM {first} OR r.date_end IS DISTINCT FROM {last})",
        "Queries use the bounds, readers the EDTF string; both must say the same.",
    )
    yield check(
        "bounds come with a date",
        "r.date_edtf IS NULL AND (r.date_start IS NOT NULL OR r.date_end IS NOT NULL)",
        "What is known of an undated event stands in earliest and latest, never in date_start and date_end.",
    )
    yield check(
        "date_precision agrees with date_edtf",
        disagrees("r.date_precision", "r.date_edtf", "r.date_start", "r.date_end"),
        "Promise 1: never more precise than the text.",
    )
    yield check(
        "date_basis agrees with date_edtf",
        "(r.date_edtf IS NULL) <> (r.date_basis = 'none')",
        "A date rests on something, and nothing rests on no date.",
    )
    yield check(
        "earliest and latest enclose the date",
        "r.earliest > r.latest OR r.earliest > r.date_start OR r.latest < r.date_end",
        "They are the outermost days that are possible.",
        ROWS,
    )
    oldest = f"make_date({oldest_year}, 1, 1)"
    yield check(
        "no day is before the oldest allowed year",
        f"least(r.date_start, r.date_end, r.earliest, r.latest) < {oldest}",
        f"Before {oldest_year} numbers are hardly years: a count or an hour was read as one.",
        ROWS,
    )
