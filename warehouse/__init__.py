"""The DuckDB store: schema, publishing, queries, exports."""
