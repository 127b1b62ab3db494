"""polars transforms: mention records to normalised frames, linked events, timeline rows."""
