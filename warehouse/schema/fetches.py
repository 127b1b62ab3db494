"""What reading from servers and agencies leaves behind: answers that need not be asked for again, and copies."""

from warehouse.schema.column import Column, Table

FETCHES = Table(
    "fetches",
    "The last good answer of each address that was fetched: why an unchanged page is not fetched again.",
    key=("address",),
    columns=(
        Column("address", "VARCHAR", "The address as it was asked for.", False, example="https://example.org/a"),
        Column("etag", "VARCHAR", "The answer's ETag, sent back with the next request."),
        Column("last_modified", "VARCHAR", "The answer's Last-Modified, sent back with the next request."),
        Column("body_hash", "VARCHAR", "SHA-256 of the body.", pattern=r"[0-9a-f]{64}"),
        Column("hint", "VARCHAR", "What a feed or sitemap said of the page; the same again means: do not ask."),
        Column("doc_id", "VARCHAR", "The document that came of it; none for a feed or a sitemap."),
        Column("extractor_version", "VARCHAR", "Version of the extraction at that time; another one asks anew.", False),
        Column("run_id", "VARCHAR", "The run that asked.", False),
    ),
)  # fmt: skip

COPIES = Table(
    "copies",
    "Documents that are nearly the same text as another: kept, but read as evidence only once.",
    key=("copy_id",),
    columns=(
        Column("copy_id", "VARCHAR", "The document that is a copy.", False),
        Column("doc_id", "VARCHAR", "The document that it is a copy of: the earliest, then the one with the least id.",
               False),
        Column("similarity", "DOUBLE", "Share of five-word sequences that both hold, as estimated.", False,
               minimum=0, maximum=1),
    ),
)  # fmt: skip
