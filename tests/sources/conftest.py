"""One server a test: what it was asked is what the test counts."""

from collections.abc import Iterator

import pytest

from tests.sources.site import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made
