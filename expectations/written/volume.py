"""The timeline as a whole looks like one: sizes and shares that only a fault would explain.

Shares say nothing about a handful of rows, so these checks need 50 events; only the loss of events stops
publication, the others warn.
"""

from __future__ import annotations

from expectations.check import Check, Level, Settings, Stage

_ENOUGH = 50  # rows: below, one article more or less moves a share by more than two points
_STAGES = (Stage.TIMELINE,)


def checks(settings: Settings) -> tuple[Check, ...]:
    """Volume against earlier releases, shares of undated, of one type, of one day, of one confidence."""
    del settings
    return (
        Check(
            "timeline",
            "has not lost half of its events",
            "SELECT 'timeline has ' || now_count || ' events, the last ten releases had ' || usual || ' (median)' AS id"
            " FROM (SELECT count(*) AS now_count FROM $batch),"
            " (SELECT median(events) AS usual FROM (SELECT events FROM releases ORDER BY release DESC LIMIT 10))"
            f" WHERE usual >= {_ENOUGH} AND now_count < 0.5 * usual",
            "Documents are never dropped, so events vanish in such numbers only by a fault in reading or linking.",
            Level.TABLE,
            _STAGES,
        ),
        _share(
            "is not mostly undated",
            "date_edtf IS NULL",
            0.8,
            "events without a date",
            "Analyses leave many events undated, news few; four fifths means that dates are not read any more.",
        ),
        _share(
            "is not mostly dated by publication",
            "date_basis = 'publication'",
            0.6,
            "events dated by the publication day alone",
            "Only digests and announcements mean their own day; if most rows do, publication days are handed out.",
        ),
        _commonest(
            "is not all of one type",
            "event_type",
            0.9,
            "A trigger word that matches everything shows as one type swallowing the others.",
        ),
        _commonest(
            "confidence differs",
            "round(confidence, 3)",
            0.95,
            "A confidence that is the same for all rows cannot be used to choose among them.",
        ),
    )


def _share(name: str, condition: str, most: float, what: str, reason: str) -> Check:
    return Check(
        "timeline",
        name,
        f"SELECT round(100 * share) || ' % {what}, at most {most:.0%} are usual' AS id"
        f" FROM (SELECT count(*) AS rows, avg(({condition})::INTEGER) AS share FROM $batch)"
        f" WHERE rows >= {_ENOUGH} AND share > {most}",
        reason,
        Level.WARNING,
        _STAGES,
    )


def _commonest(name: str, value: str, most: float, reason: str) -> Check:
    return Check(
        "timeline",
        name,
        f"SELECT round(100 * share) || ' % of events have {value} = ' || value"
        f" || ', at most {most:.0%} are usual' AS id"
        f" FROM (SELECT {value} AS value, count(*) / sum(count(*)) OVER () AS share, sum(count(*)) OVER () AS rows"
        f" FROM $batch GROUP BY ALL) WHERE rows >= {_ENOUGH} AND share > {most}",
        reason,
        Level.WARNING,
        _STAGES,
    )
