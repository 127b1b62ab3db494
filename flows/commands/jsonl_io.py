"""JSON Lines in and out for the commands without a store: streamed, so that size does not matter."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from flows.errors import DatelineError
from flows.extraction.language import detect_language
from flows.extraction.model import Document
from flows.sources.folder import sources_of
from flows.sources.jsonl import JsonLines


class Reader:
    """The documents of a JSON Lines file, or of any other source; bad lines are told on standard error."""

    def __init__(self, name: str) -> None:
        self._sources = (JsonLines(name),) if name == "-" or not Path(name).exists() else sources_of([name])
        self.bad = 0

    def __iter__(self) -> Iterator[Document]:
        for source in self._sources:
            for item in source.read():
                if item.document is None:
                    if item.missing:
                        raise DatelineError(f"{item.source}: {item.problem}")
                    self.bad += 1
                    click.echo(f"dateline: {item.source}: {item.problem}", err=True)
                else:
                    language = item.document.language or detect_language(item.document.text)
                    yield replace(item.document, language=language)

    def finish(self) -> None:
        """Exit code 1 is for --strict only; here the lines told are enough."""
        if self.bad:
            click.echo(f"dateline: {self.bad} of the lines could not be used", err=True)


def write_rows(rows: Iterable[dict[str, Any]], output: str) -> int:
    """Write rows as JSON Lines, one at a time; returns how many."""
    count = 0
    try:
        with click.open_file(output, "w", encoding="utf-8") as file:
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
                count += 1
    except BrokenPipeError:  # the reader had enough (| head); click would make it exit code 1, which means --strict
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        raise DatelineError(f"{output}: cannot be written ({error.strerror}); choose another file") from error
    return count
