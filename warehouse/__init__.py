"""The DuckDB store: schema, publishing, queries, exports; :func:`open_timeline` reads it from Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from warehouse.errors import WarehouseError
    from warehouse.reader import Timeline, open_timeline

__all__ = ["Timeline", "WarehouseError", "open_timeline"]


def __getattr__(name: str) -> Any:
    """Import what users take from here when they take it: most programs need a part of the package only."""
    if name in ("Timeline", "open_timeline"):
        from warehouse import reader

        return getattr(reader, name)
    if name == "WarehouseError":
        from warehouse.errors import WarehouseError

        return WarehouseError
    raise AttributeError(f"module 'warehouse' has no attribute {name!r}")
