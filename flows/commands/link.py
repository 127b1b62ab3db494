"""`dateline link`: event mentions, linked across the documents given; nothing is stored."""

from __future__ import annotations

import click

from flows.commands.jsonl_io import Reader, write_rows
from flows.commands.options import lexicon_option, output_option, workers_option
from flows.commands.parallel import extractions
from flows.extraction.jsonl import event_row, row_from_extraction
from flows.extraction.model import Extraction
from flows.extraction.pipeline import ExtractionSettings
from flows.records import Row, document_row, mention_row
from transforms.ids import mention_id
from transforms.link_rows import link_rows


@click.command()
@click.argument("source", metavar="IN.jsonl")
@output_option
@lexicon_option
@workers_option
def link(source: str, output: str, lexicons: tuple[str, ...], workers: int) -> None:
    """As extract, with an event_id for each mention: the same id is the same happening, across all documents."""
    settings = ExtractionSettings(lexicon_files=lexicons)
    reader = Reader(source)
    documents, mentions, extracted = list[Row](), list[Row](), list[Extraction]()
    for document, extraction in extractions(reader, settings, workers):
        documents.append(document_row(document, "", ""))
        sure = [mention for mention in extraction.mentions if mention.confidence >= settings.threshold]
        mentions.extend(mention_row(mention, document, "") for mention in sure)
        extracted.append(extraction)
    events = link_rows(mentions, documents)
    write_rows((_row(extraction, events, settings.threshold) for extraction in extracted), output)
    reader.finish()


def _row(extraction: Extraction, events: dict[str, str], threshold: float) -> dict[str, object]:
    sure = [mention for mention in extraction.mentions if mention.confidence >= threshold]
    linked = [
        event_row(mention) | {"event_id": events[mention_id(mention.doc_id, mention.start, mention.end, mention.type)]}
        for mention in sure
    ]
    return row_from_extraction(extraction, threshold) | {"events": linked}
