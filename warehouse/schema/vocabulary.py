"""The closed vocabularies that columns of several tables share."""

EVENT_TYPES = (
    "phone_call", "meeting", "summit", "resignation", "dismissal", "appointment", "document", "agreement",
    "election", "vote", "sanction", "attack", "protest", "arrest", "ruling", "ceasefire", "coup", "statement",
)  # fmt: skip
STATUSES = ("occurred", "planned", "hypothetical", "negated")
DATE_BASES = ("explicit", "relative_to_publication", "relative_to_context", "publication", "none")
PUBLISHED_BASES = ("given", "metadata", "text", "none")
PRECISIONS = (
    "day", "week", "weekend", "month", "season", "quarter", "half", "year", "decade", "interval", "unknown",
)  # fmt: skip
ACTOR_KINDS = ("person", "state", "organisation", "group", "metonym", "unknown")
OUTCOMES = ("loaded", "unchanged", "duplicate", "quarantined")

# EDTF (ISO 8601-2) as Dateline writes it: decade, year, month, season, day, interval with open ends, "~"
EDTF_POINT = r"(\d{2}XX|\d{3}X|\d{4})(-(0[1-9]|1[0-2]|2[1-4])(-(0[1-9]|[12]\d|3[01]))?)?~?"
EDTF_PATTERN = rf"({EDTF_POINT}|({EDTF_POINT}|\.\.)/({EDTF_POINT}|\.\.))"
