"""The timeline between days, of a type, with an actor in any spelling."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from warehouse.timeline import timeline

CALL, PLAN, RESIGNATION = "phone_call", "document", "resignation"


def types(path: Path, **asked: object) -> list[str]:
    return timeline(path, **asked)["event_type"].to_list()  # type: ignore[arg-type]


def test_all_events_come_in_order_of_their_days_and_undated_ones_last(small: Path) -> None:
    assert types(small) == [CALL, PLAN, RESIGNATION]


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ((2025, 2, 12), (2025, 2, 12), [CALL, RESIGNATION]),
        ((2025, 2, 13), None, [PLAN, RESIGNATION]),
        ((2025, 7, 31), (2025, 8, 31), [PLAN, RESIGNATION]),  # some day in July: the last one is possible
        ((2025, 8, 1), None, [RESIGNATION]),  # undated, but not after 17 December 2025
        ((2025, 12, 18), None, []),
        (None, (2025, 7, 1), [CALL, PLAN, RESIGNATION]),
        (None, (2025, 1, 1), [RESIGNATION]),
    ],
)
def test_days_keep_what_can_have_been_in_between(
    small: Path, since: tuple[int, int, int] | None, until: tuple[int, int, int] | None, found: list[str]
) -> None:
    asked = {"since": since and dt.date(*since), "until": until and dt.date(*until)}
    assert types(small, **asked) == found


def test_type_and_status(small: Path) -> None:
    assert types(small, event_type=PLAN) == [PLAN]
    assert types(small, status="occurred") == [CALL, PLAN, RESIGNATION]
    assert types(small, status="planned") == []


@pytest.mark.parametrize("name", ["Anna Berg", "anna berg", "BERG", "person/anna-berg", "Anna", "Ánna Bérg"])
def test_an_actor_is_found_by_any_spelling(small: Path, name: str) -> None:
    assert types(small, actor=name) == [CALL]


@pytest.mark.parametrize("name", ["An", "Berger", "", " ", "%", "' OR 1=1 --", "Eva  Kos"])
def test_half_words_and_tricks_find_nobody(small: Path, name: str) -> None:
    assert types(small, actor=name) == []


def test_conditions_add_up(small: Path) -> None:
    assert types(small, actor="eva kos", event_type=RESIGNATION, until=dt.date(2026, 1, 1)) == [RESIGNATION]
    assert types(small, actor="eva kos", event_type=CALL) == []
