"""Mentions: the places in documents that name an event."""

from warehouse.schema.column import Column, Table
from warehouse.schema.vocabulary import DATE_BASES, EDTF_PATTERN, PRECISIONS, STATUSES

PARTICIPANTS = "STRUCT(actor_id VARCHAR, name VARCHAR, role VARCHAR)[]"

MENTIONS = Table(
    "mentions",
    "One row per place in a document that names an event: the evidence behind the timeline.",
    key=("mention_id",),
    order=("event_id", "mention_id"),
    columns=(
        Column("mention_id", "VARCHAR", "Stable id, derived from document, trigger offsets and type.", False,
               pattern=r"m-[0-9a-f]{16}"),
        Column("event_id", "VARCHAR", "The event it reports; NULL where it is kept off the timeline.",
               references="timeline.event_id"),
        Column("doc_id", "VARCHAR", "The document it stands in.", False, references="documents.doc_id"),
        Column("event_key", "VARCHAR", "The same key = the same happening within the document.", False),
        Column("event_type", "VARCHAR", "Kind of happening.", False, pattern=r"[a-z][a-z_]*"),
        Column("subtype", "VARCHAR", "Finer kind within the type: visit, negotiation, raid, airstrike, …"),
        Column("trigger", "VARCHAR", "The words that name the event.", False),
        Column("trigger_start", "INTEGER", "Where the trigger begins in documents.text.", False,
               unit="code points", minimum=0),
        Column("trigger_end", "INTEGER", "Where the trigger ends, exclusive.", False, unit="code points", minimum=1),
        Column("sentence_start", "INTEGER", "Where the evidence sentence begins.", False,
               unit="code points", minimum=0),
        Column("sentence_end", "INTEGER", "Where the evidence sentence ends, exclusive.", False,
               unit="code points", minimum=1),
        Column("quote", "VARCHAR", "documents.text[sentence_start:sentence_end], to the character.", False),
        Column("status", "VARCHAR", "Whether the text says that it took place.", False, values=STATUSES),
        Column("date_edtf", "VARCHAR", "The date as EDTF (ISO 8601-2), no more exact than the text.",
               pattern=EDTF_PATTERN, example="2025-02-12"),
        Column("date_start", "DATE", "First day of date_edtf.", unit="day"),
        Column("date_end", "DATE", "Last day of date_edtf, inclusive.", unit="day"),
        Column("date_precision", "VARCHAR", "How exact the date is.", False, values=PRECISIONS),
        Column("date_basis", "VARCHAR", "What the date rests on.", False, values=DATE_BASES),
        Column("date_text", "VARCHAR", "The temporal expression as written."),
        Column("date_rule", "VARCHAR", "The rules that read the expression and gave it to the event."),
        Column("date_anchor", "VARCHAR", "The day it was resolved against."),
        Column("date_derivation", "VARCHAR[]", "How the date came about, step by step."),
        Column("earliest", "DATE", "It cannot have been before this day, as far as is known.", unit="day"),
        Column("latest", "DATE", "It cannot have been after this day, as far as is known.", unit="day"),
        Column("participants", PARTICIPANTS, "Who took part, in which role, as written (longest form).", False),
        Column("location", "VARCHAR", "Place as written."),
        Column("confidence", "DOUBLE", "Share of such mentions that are right.", False, minimum=0, maximum=1),
        Column("features", "STRUCT(name VARCHAR, weight DOUBLE)[]", "What the confidence is made of.", False),
        Column("extractor_version", "VARCHAR", "Version of the extraction that made the row.", False),
        Column("gist", "VARCHAR", "Who did what, in a few words of the text, or the name of the thing."),
    ),
)  # fmt: skip
