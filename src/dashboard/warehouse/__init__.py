"""DuckDB: build, open and query the warehouse."""
