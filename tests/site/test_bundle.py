"""The bundle that is kept is what its sources make; needs node, and `make site-assets` run once."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.integration
SOURCES = ROOT / "warehouse" / "site" / "page"


@pytest.mark.skipif(not (SOURCES / "node_modules").is_dir(), reason="make site-assets has not been run here")
def test_the_bundle_is_made_of_these_sources(tmp_path: Path) -> None:
    subprocess.run(["node", "build.mjs", str(tmp_path)], cwd=SOURCES, check=True, timeout=300)
    assets = SOURCES.parent / "assets"
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in assets.iterdir()}
    assert [name for name in sorted({*made, *kept}) if made.get(name) != kept.get(name)] == []
