"""What can go wrong with a warehouse, in one line that people can act on."""

from __future__ import annotations


class WarehouseError(Exception):
    """A warehouse cannot be read or written: what is wrong, where, and what to do (exit code 4)."""


class BusyError(WarehouseError):
    """Another run is writing the warehouse: nothing is wrong, but this one cannot."""


class QueryError(WarehouseError):
    """A query was refused, failed or ran out of its limits; the timeline itself is fine."""
