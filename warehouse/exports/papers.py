"""The papers of a dataset: what describes, licenses and cites it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from warehouse.exports import croissant, csvw, datapackage, legal, readme
from warehouse.exports.format import Dataset, Part


def write(dataset: Dataset, parts: Sequence[Part], directory: Path) -> None:
    """Write README.md, LICENSE, CITATION.cff and the descriptions for programs beside the files of an export."""
    texts = {
        "README.md": readme.page(dataset, parts, directory),
        "LICENSE": legal.license_text(dataset),
        "CITATION.cff": legal.citation(dataset),
    }
    for name, text in texts.items():
        (directory / name).write_text(text, encoding="utf-8")
    datapackage.write(dataset, parts, directory)
    csvw.write(parts, directory)
    croissant.write(dataset, parts, directory)
