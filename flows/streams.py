"""Standard input, output and errors, whatever they are when the program is called."""

from __future__ import annotations

import io
import os
import sys


def open_what_is_closed() -> None:
    """Lead standard input, output and errors that a caller has closed (``>&-``) to nowhere.

    Else the next file to be opened, the warehouse too, would stand in their place, and what is printed would go there.
    """
    opened = os.open(os.devnull, os.O_RDWR)
    while opened <= 2:
        opened = os.open(os.devnull, os.O_RDWR)
    os.close(opened)
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 – for as long as we run
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123


def print_no_more() -> None:
    """What is still to be printed goes nowhere: Python tries at its end, and would fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)


def print_utf8() -> None:
    """Texts are in any language: print UTF-8 also in a locale that could not (``LC_ALL=C``), unless told otherwise."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and "PYTHONIOENCODING" not in os.environ:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
