"""Read a published timeline from Python: polars frames, filters, evidence, history, a plot."""

from warehouse.reader.timeline import Timeline, open_timeline

__all__ = ["Timeline", "open_timeline"]
