"""The image's packages are those of the lock, without the tools that only a developer needs."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK, IMAGE = "requirements.txt", "examples/deploy/requirements.txt"


def pins(lock: str) -> set[tuple[str, str, frozenset[str]]]:
    """Name, version and hashes of each package; one that depends on the platform may stand there twice."""
    lines = (ROOT / lock).read_text("utf-8").replace("\\\n", " ").splitlines()
    found = set()
    for line in filter(None, lines):
        named, *hashes = re.split(r"\s+--hash=", line.strip())
        wanted = Requirement(named)
        found.add((canonicalize_name(wanted.name), str(wanted.specifier), frozenset(hashes)))
    return found


def names(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(each).name) for each in requirements}


def test_every_pin_of_the_image_is_one_of_the_lock():
    assert pins(IMAGE)
    assert pins(IMAGE) - pins(LOCK) == set()
    assert all(version.startswith("==") and hashes for _, version, hashes in pins(IMAGE))


def test_the_image_has_what_dateline_needs():
    assert names(PROJECT["dependencies"]) - {name for name, *_ in pins(IMAGE)} == set()


@pytest.mark.parametrize("extra", PROJECT["optional-dependencies"])
def test_the_image_has_no_package_of_an_extra(extra):
    wanted = names(PROJECT["optional-dependencies"][extra])
    assert wanted <= {name for name, *_ in pins(LOCK)}
    assert wanted & {name for name, *_ in pins(IMAGE)} == set()


@pytest.mark.parametrize("lock", [LOCK, IMAGE])
def test_a_lock_names_no_index(lock):
    assert re.search(r"https?:|file:|--(extra-)?index-url|--find-links", (ROOT / lock).read_text("utf-8")) is None
