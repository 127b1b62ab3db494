"""JSON Lines: one object a row, days as ISO 8601, lists and structs as they are."""

from __future__ import annotations

from pathlib import Path

from warehouse.exports.format import Format, Frames


def write(frames: Frames, directory: Path) -> list[Path]:
    """One file a table."""
    paths = []
    for name, frame in frames.items():
        path = directory / f"{name}.jsonl"
        frame.write_ndjson(path)
        paths.append(path)
    return paths


FORMAT = Format("jsonl", "JSON Lines: one object a row", write)
