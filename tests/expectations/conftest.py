"""One worker for all tests of the gate: starting it costs seconds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from expectations.gate import Gate


@pytest.fixture(scope="session")
def gate() -> Iterator[Gate]:
    with Gate.start() as started:
        yield started
