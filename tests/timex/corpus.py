"""Loader of ``tests/corpus/timex/*.toml``: one expected value with many phrasings; negatives; one case each."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parent.parent / "corpus" / "timex"


@dataclass(frozen=True, slots=True)
class Case:
    """One phrasing.  ``span`` is None for a negative, in which nothing at all may be found."""

    file: str
    language: str
    text: str
    span: tuple[int, int] | None
    published: dt.date | None
    expect: tuple[tuple[str, str], ...]
    domain: str | None = None

    @property
    def id(self) -> str:
        """A readable test id: file, publication day, phrasing with its marks."""
        marked = self.text
        if self.span:
            start, end = self.span
            marked = f"{self.text[:start]}[{self.text[start:end]}]{self.text[end:]}"
        return f"{self.file}: {marked} @{self.published}"


def _cases(path: Path) -> list[Case]:
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    language = data.get("language", "en")
    cases: list[Case] = []
    for entry in data.get("entry", []):
        published = _day(entry.get("published"))
        expect = tuple((k, str(entry[k])) for k in ("type", "value", "edtf", "grain", "mod", "basis") if k in entry)
        for phrasing in entry["phrasings"]:
            start, end = phrasing.index("["), phrasing.index("]")
            text = phrasing[:start] + phrasing[start + 1 : end] + phrasing[end + 1 :]
            cases.append(
                Case(
                    path.stem,
                    entry.get("language", language),
                    text,
                    (start, end - 1),
                    published,
                    expect,
                    entry.get("domain"),
                )
            )
    for negative in data.get("negative", []):
        published = _day(negative.get("published")) or dt.date(2025, 2, 14)
        cases += [
            Case(path.stem, negative.get("language", language), p, None, published, ()) for p in negative["phrasings"]
        ]
    return cases


def _day(value: object) -> dt.date | None:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value) if isinstance(value, str) else None


def load(pattern: str) -> list[Case]:
    """All cases of the corpus files that match ``pattern`` ("en*.toml", "de.toml"), in the order of files and lines."""
    return [case for path in sorted(CORPUS.glob(pattern)) for case in _cases(path)]
