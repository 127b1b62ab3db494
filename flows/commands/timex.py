"""`dateline timex`: documents in, temporal expressions out; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from flows.commands.jsonl_io import Reader, write_rows
from flows.commands.options import output_option
from flows.extraction.model import Document, Timex
from flows.extraction.published import dated
from flows.extraction.timex import find_timexes
from flows.output import console, printable


@click.command()
@click.argument("source", metavar="IN.jsonl")
@output_option
@click.option("--explain", is_flag=True, help="For people: each expression with span, rule, anchor, value and EDTF.")
def timex(source: str, output: str, explain: bool) -> None:
    """Documents in, temporal expressions out, as JSON Lines; - is standard input, a text file works as well."""
    reader = Reader(source)
    found = ((document, _timexes(document)) for document in map(dated, reader))
    if explain:
        _print(found)
    else:
        write_rows(({"doc_id": d.doc_id, "timexes": [row(t) for t in timexes]} for d, timexes in found), output)
    reader.finish()


def _timexes(document: Document) -> tuple[Timex, ...]:
    return find_timexes(document.text, published=document.published, language=document.language or "en")


def row(timex: Timex) -> dict[str, Any]:
    """One temporal expression of the out row."""
    return {
        "start": timex.start,
        "end": timex.end,
        "text": timex.text,
        "type": timex.type.value,
        "value": timex.value,
        "edtf": timex.edtf,
        "grain": timex.grain.value,
        "first": timex.first.isoformat() if timex.first else None,
        "last": timex.last.isoformat() if timex.last else None,
        "mod": timex.mod,
        "implied": list(timex.implied),
        "basis": timex.basis.value,
        "rule": timex.rule,
        "anchor": timex.anchor,
        "derivation": list(timex.derivation),
    }


def _print(found: Iterator[tuple[Document, tuple[Timex, ...]]]) -> None:
    out = console()
    for document, timexes in found:
        published = f"published {document.published} ({document.published_basis})" if document.published else "undated"
        out.print(f"{printable(document.title or document.source)}, {document.language}, {published}", style="bold")
        for each in timexes:
            value = f"{each.type} {each.value}" + (f" = {each.edtf}" if each.edtf and each.edtf != each.value else "")
            out.print(f"  {each.start:>6}–{each.end:<6} “{printable(each.text)}”  {value}", soft_wrap=True)
            anchor = f", against {each.anchor}" if each.anchor else ""
            steps = f": {' → '.join(map(printable, each.derivation))}" if each.derivation else ""
            out.print(f"{'':16} rule {each.rule}{anchor}{steps}", style="dim", soft_wrap=True)
