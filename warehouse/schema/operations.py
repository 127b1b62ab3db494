"""What each run read, checked and held back."""

from warehouse.schema.column import Column, Table
from warehouse.schema.vocabulary import OUTCOMES

RUNS = Table(
    "runs",
    "One row per run of the main flow.",
    key=("run_id",),
    columns=(
        Column("run_id", "VARCHAR", "Id of the run.", False),
        Column("started", "TIMESTAMPTZ", "When it began (UTC).", False),
        Column("finished", "TIMESTAMPTZ", "When it ended (UTC)."),
        Column("read", "INTEGER", "Inputs read = loaded + unchanged + duplicate + quarantined.", False,
               unit="documents", minimum=0),
        Column("loaded", "INTEGER", "Documents taken in, new or changed.", False, unit="documents", minimum=0),
        Column("unchanged", "INTEGER", "Documents known already.", False, unit="documents", minimum=0),
        Column("duplicate", "INTEGER", "Inputs whose text another input of the run holds.", False,
               unit="documents", minimum=0),
        Column("quarantined", "INTEGER", "Inputs held back, with a reason each.", False,
               unit="documents", minimum=0),
        Column("mentions", "INTEGER", "Mentions extracted by this run.", False, minimum=0),
        Column("events_new", "INTEGER", "Events new on the timeline.", False, minimum=0),
        Column("events_changed", "INTEGER", "Events changed on the timeline.", False, minimum=0),
        Column("seconds", "DOUBLE", "Wall time.", unit="seconds", minimum=0),
        Column("published", "BOOLEAN", "Whether the run published a release.", False),
        Column("version", "VARCHAR", "Version of Dateline.", False),
    ),
)  # fmt: skip

INPUTS = Table(
    "inputs",
    "What became of every input of every run: nothing is lost.",
    key=("run_id", "position"),
    columns=(
        Column("run_id", "VARCHAR", "The run.", False, references="runs.run_id"),
        Column("position", "INTEGER", "Place in the run's order of reading, from 0.", False, minimum=0),
        Column("source", "VARCHAR", "Path or address, with the line where one file holds many.", False),
        Column("outcome", "VARCHAR", "What became of it.", False, values=OUTCOMES),
        Column("doc_id", "VARCHAR", "The document it became or equals, where it did."),
        Column("reason", "VARCHAR", "Why, where it was held back or is a duplicate."),
    ),
)  # fmt: skip

VALIDATIONS = Table(
    "validations",
    "Each check of each run.",
    key=("run_id", "suite", "check_name"),
    columns=(
        Column("run_id", "VARCHAR", "The run.", False, references="runs.run_id"),
        Column("suite", "VARCHAR", "Suite of checks, mostly one a table.", False),
        Column("check_name", "VARCHAR", "Name of the check.", False),
        Column("level", "VARCHAR", "row: failing rows are held back; table: stops publication; warning: only told.",
               False,
               values=("row", "table", "warning")),
        Column("outcome", "VARCHAR", "passed, failed, or error where the check itself broke.", False,
               values=("passed", "failed", "error")),
        Column("failing_rows", "INTEGER", "How many rows failed, or how much was found.", False, unit="rows",
               minimum=0),
        Column("detail", "VARCHAR", "What was found, in words."),
    ),
)  # fmt: skip

QUARANTINE = Table(
    "quarantine",
    "Rows and documents held back, with the reason.",
    key=("run_id", "kind", "item", "reason"),
    columns=(
        Column("run_id", "VARCHAR", "The run that held it back.", False, references="runs.run_id"),
        Column("kind", "VARCHAR", "What was held back.", False,
               values=("document", "mention", "event", "actor", "actor_alias", "event_alias", "link")),
        Column("item", "VARCHAR", "Its id (keys joined by |), or the source of an unreadable input.", False),
        Column("reason", "VARCHAR", "The check that failed or the error, in words.", False),
        Column("row", "VARCHAR", "The row itself as JSON, so that nothing is lost; rows of the same key as a list."),
    ),
)  # fmt: skip

RELEASES = Table(
    "releases",
    "One row per published version of the dataset.",
    key=("release",),
    columns=(
        Column("release", "INTEGER", "Number of the release, from 1.", False, minimum=1),
        Column("run_id", "VARCHAR", "The run that published it.", False, references="runs.run_id"),
        Column("published", "TIMESTAMPTZ", "When it was published (UTC); never before an earlier release.", False),
        Column("content_hash", "VARCHAR", "The same hash = the same content, whatever the runs that led to it.",
               False, pattern=r"[0-9a-f]{64}"),
        Column("events", "INTEGER", "Rows of timeline.", False, unit="rows", minimum=0),
        Column("mentions", "INTEGER", "Rows of mentions.", False, unit="rows", minimum=0),
        Column("documents", "INTEGER", "Rows of documents.", False, unit="rows", minimum=0),
    ),
)  # fmt: skip
