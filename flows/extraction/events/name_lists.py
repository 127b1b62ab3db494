"""Names in lists: "Costa Rica, the Dominican Republic, and Panama", "Ada Moss, Ben Carr and other leaders"."""

from __future__ import annotations

import re

from flows.extraction.events.context import Context
from flows.extraction.events.names import Unit

LIST = re.compile(r"\s*(?:,\s*(?:and\s+|&\s*)?|\s(?:and|&)\s+)(?:the\s+|with\s+|between\s+)?")
_AND_OTHERS = re.compile(r",? (?:and|as well as) (?:\w+ )?other\b")


def chain(context: Context, end: int) -> list[Unit]:
    """Names that go on a list after ``end``: commas only if an "and" follows."""
    text, units = context.document.text, context.names.within(end, context.sentence.end)
    found: list[Unit] = []
    closed = False
    for unit in units:
        between = text[end : unit.left]
        if between in {" of ", " from "} and unit.kind == "state":
            end = unit.end  # "Ana Beltrán of Spain and Youssef Amrani of Morocco"
            continue
        if ";" in between and re.search(r";\s+(?:and\s+)?(?:the\s+)?$", between):
            closed = True  # a list with descriptions between semicolons
            found.append(unit)
            end = unit.end
            continue
        if ";" in text[end : context.sentence.end] and not LIST.fullmatch(between):
            continue
        if closed or not LIST.fullmatch(between):
            break
        closed = "and" in between or "&" in between
        found.append(unit)
        end = unit.end
    closed = closed or bool(_AND_OTHERS.match(text[end : context.sentence.end]))
    return [unit for unit in found if unit.demonym is None] if closed else []


def list_after(context: Context, end: int) -> list[Unit]:
    """Names in apposition to a plural: "the successors of Morales, Ada Moss, Ben Carr and Cy Dale"."""
    text = context.document.text
    limit = context.candidate.start if context.candidate.start > end else context.sentence.end
    for unit in context.names.within(end, limit):
        if text[end : unit.left].rstrip().endswith((",", ":")):
            rest = chain(context, unit.end)
            return [unit, *rest] if rest and unit.demonym is None else []
    return []


def and_others(context: Context, start: int) -> list[Unit]:
    """Names before "and other leaders": "Ada Moss, Ben Carr and other opposition leaders"."""
    text = context.document.text
    units = [u for u in context.names.within(context.sentence.start, start) if u.demonym is None]
    if not units or not re.fullmatch(
        r",? (?:and|as well as) (?:\w+ )?other(?: [\w-]+){0,5} ?", text[units[-1].end : start]
    ):
        return []
    found = [units[-1]]
    for unit in reversed(units[:-1]):
        if not LIST.fullmatch(text[unit.end : found[-1].left]):
            break
        found.append(unit)
    return found[::-1]
