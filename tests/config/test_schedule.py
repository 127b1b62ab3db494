"""When runs are due."""

import datetime as dt

import pytest

from flows.config.model import Schedule
from flows.config.schedule import missed, upcoming

NOW = dt.datetime(2024, 3, 30, 12, 0, 30, tzinfo=dt.UTC)


def ago(**span):
    return NOW - dt.timedelta(**span)


@pytest.mark.parametrize(
    ("schedule", "last", "expected"),
    [
        (Schedule(cron="0 * * * *"), ago(minutes=2), True),
        (Schedule(cron="0 * * * *"), ago(seconds=10), False),
        (Schedule(cron="0 * * * *"), ago(days=9), True),
        (Schedule(cron="0 * * * *"), None, True),
        (Schedule(every=3600), ago(minutes=59), False),
        (Schedule(every=3600), ago(minutes=61), True),
        (Schedule(every=3600), None, True),
        (Schedule(), None, False),
    ],
)
def test_a_turn_was_missed_where_none_began_since_it_was_due(schedule, last, expected):
    assert missed(schedule, last, NOW) is expected


def test_cron_follows_the_clocks_of_its_zone():
    schedule = Schedule(cron="30 2 * * *", timezone="Europe/Berlin")
    days = [moment.astimezone(dt.UTC).isoformat() for moment in upcoming(schedule, NOW - dt.timedelta(days=1), 3)]
    # On 31 March 2024 the clocks went from 2 to 3: the turn is not lost.
    assert days[0] == "2024-03-30T01:30:00+00:00"
    assert days[1].startswith("2024-03-31T01:")
    assert days[2] == "2024-04-01T00:30:00+00:00"


def test_an_interval_is_counted_from_now():
    assert upcoming(Schedule(every=60), NOW, 2) == [NOW + dt.timedelta(seconds=60), NOW + dt.timedelta(seconds=120)]
    assert upcoming(Schedule(), NOW, 2) == []
