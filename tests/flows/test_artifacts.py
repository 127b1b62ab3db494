"""What the engine's pages show, as far as it needs no server."""

from flows.artifacts import Board, figures, verdict
from flows.report import Report
from flows.temporary_server import TEMPORARY

REPORT = Report(
    "run-1",
    "t.duckdb",
    {"loaded": 3, "unchanged": 2, "duplicate": 1, "quarantined": 4},
    held_back=("event e: wrong",),
    mentions=9,
    events=8,
    events_new=5,
    events_changed=1,
    release=2,
    resumed=2,
)


def test_the_figures_add_up():
    rows = {row["what"]: row["count"] for row in figures(REPORT)}
    assert rows["read"] == 10 == sum(rows[name] for name in ("new or changed", "unchanged", "duplicate", "quarantined"))
    assert (rows["events new"], rows["events changed"], rows["events gone"]) == (5, 1, 0)
    assert rows["extracted by a run before that did not end"] == 2


def test_the_checks_in_one_line():
    assert verdict(REPORT) == "Published as release 2"
    assert verdict(Report("r", "t", {}, refused=("timeline: ids (2 twice)",))).startswith(
        "Not published: timeline: ids"
    )


def test_on_a_server_that_goes_with_the_run_nothing_is_made(monkeypatch):
    monkeypatch.setenv(TEMPORARY, "1")
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")  # would fail if it were asked
    told = []
    board = Board("timeline", expected=10)
    board.following(told.append)("linking")
    board.finished(REPORT)
    assert told == ["linking"]
    assert not board.shown
