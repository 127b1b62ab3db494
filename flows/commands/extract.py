"""`dateline extract`: documents in, event mentions out; nothing is stored."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator

import click

from flows.commands.jsonl_io import Reader, write_rows
from flows.commands.options import lexicon_option, output_option
from flows.extraction.events.explain import explain as explained
from flows.extraction.jsonl import row_from_extraction
from flows.extraction.model import Document, Extraction
from flows.extraction.pipeline import ExtractionSettings, Extractor
from flows.extraction.published import dated


@click.command()
@click.argument("source", metavar="IN.jsonl")
@output_option
@lexicon_option
@click.option("--explain", is_flag=True, help="For people: sentence by sentence, what was found and why.")
def extract(source: str, output: str, lexicons: tuple[str, ...], explain: bool) -> None:
    """Documents in, event mentions out, as JSON Lines; - is standard input, a text file works as well.

    Mentions under the confidence threshold stand apart in "below_threshold".
    """
    settings = ExtractionSettings(lexicon_files=lexicons)
    reader = Reader(source)
    pairs = extractions(reader, settings)
    if explain:
        for document, extraction in pairs:
            sys.stdout.write(explained(extraction, document) + "\n")
    else:
        write_rows((row_from_extraction(extraction, settings.threshold) for _, extraction in pairs), output)
    reader.finish()


def extractions(documents: Reader, settings: ExtractionSettings) -> Iterator[tuple[Document, Extraction]]:
    """Each document, dated from its text where nothing was given, with what was read from it; streamed."""
    ready, again = itertools.tee(dated(document) for document in documents)
    return zip(again, Extractor(settings).extract(ready), strict=True)
