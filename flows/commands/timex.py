"""`dateline timex`: documents in, temporal expressions out; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator

import click

from flows.commands.jsonl_io import Reader, write_rows
from flows.commands.options import output_option
from flows.extraction.model import Document, Timex
from flows.extraction.published import dated
from flows.extraction.timex import find_timexes
from flows.extraction.timex.jsonl import explain as explained
from flows.extraction.timex.jsonl import timex_row
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
        write_rows(({"doc_id": d.doc_id, "timexes": [timex_row(t) for t in timexes]} for d, timexes in found), output)
    reader.finish()


def _timexes(document: Document) -> tuple[Timex, ...]:
    return find_timexes(document.text, published=document.published, language=document.language or "en")


def _print(found: Iterator[tuple[Document, tuple[Timex, ...]]]) -> None:
    out = console()
    for document, timexes in found:
        published = f"published {document.published} ({document.published_basis})" if document.published else "undated"
        out.print(f"{printable(document.title or document.source)}, {document.language}, {published}", style="bold")
        for each in timexes:
            out.print(f"  {printable(explained(each))}", soft_wrap=True)
