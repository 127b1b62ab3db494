"""What was moved to another day is one happening; nothing else of two exact days is."""

import itertools
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.transforms.helpers import documents, frame, mention
from transforms.pipeline import Built, build

CASES: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent.parent / "corpus" / "linking" / "moves.toml").read_text("utf-8")
)


def built(case: dict[str, Any], order: tuple[int, ...] | None = None) -> Built:
    rows, about = [], []
    for number in order or range(len(case["reports"])):
        published, event_type, trigger, status, date, who, quote = case["reports"][number]
        rows.append(mention(f"d{number}", event_type, trigger, date, who, start=quote.index(trigger), quote=quote,
                            status=status))  # fmt: skip
        about.append((f"d{number}", published))
    return build(frame(rows), documents(*about))


@pytest.mark.parametrize("name", CASES)
def test_moved(name: str) -> None:
    case = CASES[name]
    result = built(case)
    events = result.mentions.sort("doc_id")["event_id"].to_list()
    numbers = [list(dict.fromkeys(events)).index(event) + 1 for event in events]
    assert numbers == case["events"]
    moved = result.links.filter(result.links["rule"] == "moved")
    assert bool(moved.height) == ("date" in case)
    if "date" in case:
        row = result.timeline.row(0, named=True)
        assert (row["date_edtf"], row["date_conflicts"], row["status"]) == (
            case["date"], case["conflicts"], case["status"],
        )  # fmt: skip


@pytest.mark.parametrize("name", ["postponed_and_held", "moved_twice"])
def test_a_move_does_not_depend_on_the_order_of_reports(name: str) -> None:
    case = CASES[name]
    orders = list(itertools.permutations(range(len(case["reports"]))))
    timelines = [built(case, order).timeline for order in orders]
    assert all(timeline.equals(timelines[0]) for timeline in timelines)


def test_there_are_cases_of_both_kinds() -> None:
    moved = [case for case in CASES.values() if "date" in case]
    assert len(moved) >= 6
    assert len(CASES) - len(moved) >= 6
