"""Links: why two mentions are one event, or were kept apart."""

from warehouse.schema.column import Column, Table

LINKS = Table(
    "links",
    "One row per pair of mentions whose linking tells most: the best joined ones of each, and near ones kept apart.",
    key=("left_mention", "right_mention"),
    columns=(
        Column("left_mention", "VARCHAR", "One mention.", False, references="mentions.mention_id"),
        Column("right_mention", "VARCHAR", "The other one.", False, references="mentions.mention_id"),
        Column("score", "DOUBLE", "The features added up: from 0 on, two reports are taken for one happening. NULL"
               " where they were joined without being compared.", unit="log-odds", minimum=-100, maximum=100,
               example="2.4"),
        Column("joined", "BOOLEAN", "Whether linking took them for one event; corrections come after it.", False),
        Column("rule", "VARCHAR", "What decided.  Joined by their score, as same_signature (the same to the letter),"
               " through_others, or moved (a report says that the day was changed).  Kept apart as score_too_low,"
               " nearer_to_another, clusters_unlike (their clusters do not suit as wholes), or by the constraint named"
               " here: different_days, disjoint_dates.", False, pattern=r"[a-z][a-z0-9_]*", example="score"),
        Column("features", "STRUCT(name VARCHAR, weight DOUBLE)[]", "What the score is made of.", False),
    ),
)  # fmt: skip
