"""Timexes as plain rows and lines: what ``dateline timex`` writes.

Offsets are Unicode code points into the text as given.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from flows.extraction.model import Timex

FIELDS = (
    "start",
    "end",
    "text",
    "type",
    "value",
    "edtf",
    "grain",
    "first",
    "last",
    "mod",
    "interval",
    "implied",
    "basis",
    "rule",
    "anchor",
    "derivation",
)


def timex_row(timex: Timex) -> dict[str, Any]:
    """One timex as JSON values; days as ISO strings."""
    return {name: _plain(getattr(timex, name)) for name in FIELDS}


def _plain(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, str) else value


def explain(timex: Timex) -> str:
    """One line for people: span, surface, rule, anchor, value, EDTF and the steps between."""
    place = f"{timex.start}–{timex.end}"
    edtf = timex.edtf if timex.edtf is not None else "no calendar date"
    anchor = f", from {timex.anchor}" if timex.anchor else ""
    mod = f" ({timex.mod})" if timex.mod else ""
    return f"{place} “{timex.text}” {timex.type} {timex.value}{mod} = {edtf}{anchor}: {'; '.join(timex.derivation)}"
