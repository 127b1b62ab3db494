"""Lines of print made paragraphs again: e-mail and PDF end lines at the margin, in the middle of sentences."""

from __future__ import annotations

import re
from itertools import pairwise

# A line at least this long was ended by the margin rather than by its writer.
_MARGIN = 45
_ENDS = re.compile(r"[.!?:;…。！？][\"'”’»)\]]*$")
_ITEM = re.compile(r"^\s*(?:[-*•–—>]|\d{1,2}[.)])\s")
_HYPHEN = re.compile(r"[^\W\d_]{2}-$")


def unwrap(text: str) -> str:
    """The text with lines joined where a sentence runs on; blank lines, headings and lists stay."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    parts = [lines[0]] if lines else []
    for before, line in pairwise(lines):
        parts.append(_glued(before, line, parts.pop() if parts else ""))
    return "\n".join(parts)


def _glued(before: str, line: str, so_far: str) -> str:
    """``so_far`` with the next line, on the same line where it runs on."""
    next_line = line.strip()
    if not next_line or not before.strip() or _ITEM.match(line):
        return f"{so_far}\n{line}"
    if _HYPHEN.search(before) and next_line[0].islower():
        return so_far[:-1] + next_line
    long_enough = len(before.strip()) >= _MARGIN
    runs_on = not _ENDS.search(before) or len(before.strip()) >= _MARGIN + 15
    if long_enough and runs_on:
        return f"{so_far} {next_line}"
    return f"{so_far}\n{line}"
