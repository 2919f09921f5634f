"""Opens DuckDB, always in the same way: two connections of a process to one file must agree on their settings."""

from pathlib import Path

import duckdb


def open_database(path: Path | None = None, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection to a file, or to a database in memory. It never prints, and never asks the network for an extension."""
    connection = duckdb.connect(
        str(path) if path else ":memory:", read_only=read_only, config={"autoinstall_known_extensions": False}
    )
    # A slow query would otherwise draw a progress bar over what a command prints.
    connection.execute("set enable_progress_bar = false")
    return connection
