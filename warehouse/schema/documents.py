"""Documents: the texts that were read, as they were given."""

from warehouse.schema.column import Column, Table
from warehouse.schema.vocabulary import PUBLISHED_BASES

DOCUMENTS = Table(
    "documents",
    "One row per text read. Every quote on the timeline is a slice of documents.text.",
    key=("doc_id",),
    columns=(
        Column("doc_id", "VARCHAR", "Stable id: given by the source, else derived from address and text.", False,
               example="d-5b1f0c2a9e77"),
        Column("source", "VARCHAR", "Where it was read from: the path or address as given.", False),
        Column("url", "VARCHAR", "Public address of the article, where known."),
        Column("title", "VARCHAR", "Title, where known."),
        Column("published", "DATE", "Publication date: the document creation time (DCT). Unknown = NULL.",
               unit="day"),
        Column("published_basis", "VARCHAR", "What the publication date rests on.", False, values=PUBLISHED_BASES),
        Column("language", "VARCHAR", "Language of the text (BCP 47 primary subtag).", False,
               pattern=r"[a-z]{2,3}", example="en"),
        Column("text", "VARCHAR", "The text; offsets everywhere are Unicode code points into it.", False),
        Column("content_hash", "VARCHAR", "SHA-256 of text and metadata: what decides whether it changed.", False,
               pattern=r"[0-9a-f]{64}"),
        Column("extractor_version", "VARCHAR", "Version of the extraction that last read it.", False),
        Column("first_run", "VARCHAR", "Run that first read it.", False, references="runs.run_id", stamp=True),
        Column("last_run", "VARCHAR", "Run that last changed it.", False, references="runs.run_id", stamp=True),
    ),
)  # fmt: skip
