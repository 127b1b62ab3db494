"""The timeline: one row per real-world happening."""

from dataclasses import replace

from warehouse.schema.column import Column, Table
from warehouse.schema.mentions import PARTICIPANTS
from warehouse.schema.vocabulary import DATE_BASES, EDTF_PATTERN, PRECISIONS, STATUSES

TIMELINE = Table(
    "timeline",
    "One row per real-world happening, with all its reports as evidence.",
    key=("event_id",),
    order=("date_start", "earliest", "event_id"),
    columns=(
        Column("event_id", "VARCHAR", "Stable id, derived from the earliest report.", False,
               pattern=r"e-[0-9a-f]{12,16}", packed=False),
        Column("event_type", "VARCHAR", "Kind of happening.", False, pattern=r"[a-z][a-z_]*"),
        Column("title", "VARCHAR", "A readable name.", False, example="Phone call: Donald Trump – Vladimir Putin"),
        Column("status", "VARCHAR", "What became of it, as far as the reports say.", False, values=STATUSES),
        Column("date_edtf", "VARCHAR", "The most exact date that the evidence supports, as EDTF.",
               pattern=EDTF_PATTERN, example="2025-02-12"),
        Column("date_start", "DATE", "First day that date_edtf can mean.", unit="day"),
        Column("date_end", "DATE", "Last day that date_edtf can mean, inclusive.", unit="day"),
        Column("date_precision", "VARCHAR", "How exact the date is.", False, values=PRECISIONS),
        Column("date_basis", "VARCHAR", "What the date rests on.", False, values=DATE_BASES),
        Column("earliest", "DATE", "Not before this day, as far as is known (undated events too).", unit="day"),
        Column("latest", "DATE", "Not after this day, as far as is known (undated events too).", unit="day"),
        Column("date_conflicts", "VARCHAR[]", "Other dates that reports give for it, as EDTF.", False),
        Column("participants", PARTICIPANTS, "Who took part, in which role.", False),
        Column("location", "VARCHAR", "Place, where known."),
        Column("plover", "VARCHAR", "PLOVER type/mode, where one truly corresponds.", example="CONSULT/phone"),
        Column("cameo", "VARCHAR", "CAMEO code, where one truly corresponds.", pattern=r"\d{2,4}", example="041"),
        Column("confidence", "DOUBLE", "Confidence that it is right, from all its mentions.", False,
               minimum=0, maximum=1),
        Column("mention_count", "INTEGER", "Mentions behind it.", False, unit="mentions", minimum=1),
        Column("document_count", "INTEGER", "Documents behind it.", False, unit="documents", minimum=1),
        Column("first_published", "DATE", "Publication date of its earliest report.", unit="day"),
        Column("last_published", "DATE", "Publication date of its latest report.", unit="day"),
        Column("quote", "VARCHAR", "The best evidence sentence.", False),
        Column("quote_url", "VARCHAR", "Address (else source) of the document that the quote stands in."),
        Column("first_run", "VARCHAR", "Run that first put it on the timeline.", False, references="runs.run_id",
               stamp=True),
        Column("last_run", "VARCHAR", "Run that last changed it.", False, references="runs.run_id", stamp=True),
    ),
)  # fmt: skip

EVENT_ALIASES = Table(
    "event_aliases",
    "Former ids of events, after a merge or an older report changed the id.",
    key=("former_id",),
    columns=(
        Column("former_id", "VARCHAR", "An id that the event had before.", False),
        Column("event_id", "VARCHAR", "The id that it has now.", False, references="timeline.event_id"),
    ),
)

TIMELINE_HISTORY = Table(
    "timeline_history",
    "Former versions of events: what the timeline said until it was changed, merged or removed.",
    key=("event_id", "known_from", "known_until"),
    columns=(
        *(replace(column, references=None) for column in TIMELINE.columns),
        Column("known_from", "TIMESTAMPTZ", "When the release that first held this version was published.", False),
        Column("known_until", "TIMESTAMPTZ", "When the release that no longer held it was published.", False),
    ),
)
