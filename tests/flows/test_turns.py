"""Turns of a schedule that were made up for are skipped; runs that people start never are."""

import datetime as dt
from types import SimpleNamespace

import pytest

from flows import scheduled
from flows.config.model import Config

DUE = dt.datetime(2024, 3, 14, 12, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def turn(*, auto=True, due=DUE):
    return SimpleNamespace(flow_run=SimpleNamespace(auto_scheduled=auto, expected_start_time=due))


@pytest.mark.parametrize(
    ("last", "context", "skipped"),
    [
        (None, turn(), False),
        (DUE - MINUTE, turn(), False),
        (DUE, turn(), True),
        (DUE + 5 * MINUTE, turn(), True),
        (DUE + 5 * MINUTE, turn(auto=False), False),
        (DUE + 5 * MINUTE, turn(due=None), False),
        (DUE + 5 * MINUTE, None, False),
    ],
)
def test_a_turn_is_skipped_where_a_run_began_after_it_was_due(last, context, skipped, monkeypatch, tmp_path):
    monkeypatch.setattr(scheduled, "last_start", lambda _: last)
    reason = scheduled._made_up(Config(file=tmp_path / "dateline.toml"), context)
    assert (reason is not None) is skipped
    if reason:
        assert reason.startswith("due 2024-03-14 12:00:00, made up for by the run of 2024-03-14 12:0")


def test_where_nothing_was_built_there_is_no_last_run(tmp_path):
    config = Config(file=tmp_path / "dateline.toml", warehouse=tmp_path / "t.duckdb")
    assert scheduled.last_start(config) is None
