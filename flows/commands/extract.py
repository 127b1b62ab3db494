"""`dateline extract`: documents in, event mentions out; nothing is stored."""

from __future__ import annotations

import sys

import click

from flows.commands.jsonl_io import Reader, write_rows
from flows.commands.options import lexicon_option, output_option, workers_option
from flows.commands.parallel import extractions
from flows.extraction.events.explain import explain as explained
from flows.extraction.jsonl import row_from_extraction
from flows.extraction.pipeline import ExtractionSettings


@click.command()
@click.argument("source", metavar="IN.jsonl")
@output_option
@lexicon_option
@workers_option
@click.option("--explain", is_flag=True, help="For people: sentence by sentence, what was found and why.")
def extract(source: str, output: str, lexicons: tuple[str, ...], workers: int, explain: bool) -> None:
    """Documents in, event mentions out, as JSON Lines; - is standard input, a text file works as well.

    Mentions under the confidence threshold stand apart in "below_threshold".
    """
    settings = ExtractionSettings(lexicon_files=lexicons)
    reader = Reader(source)
    pairs = extractions(reader, settings, workers)
    if explain:
        for document, extraction in pairs:
            sys.stdout.write(explained(extraction, document, settings.threshold) + "\n")
    else:
        write_rows((row_from_extraction(extraction, settings.threshold) for _, extraction in pairs), output)
    reader.finish()
