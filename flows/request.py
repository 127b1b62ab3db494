"""What a run is asked to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What to build: plain values, so that a deployment can hold them."""

    sources: tuple[str, ...]
    warehouse: str
    manifest: str | None = None
    published: str | None = None
    lexicons: tuple[str, ...] = ()
    actors: str | None = None
    corrections: str | None = None
    wait: float = 0.0
    keep: int = 5  # releases
    retry: bool = False  # read documents again of which a mention was held back
