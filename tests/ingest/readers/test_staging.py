"""The table `raw`, filled by chunks."""

import subprocess
import sys

CODE = """
import sys, duckdb
from dashboard.ingest.readers._staging import Chunks
with duckdb.connect() as connection:
    with Chunks(connection, 2, None) as chunks:
        chunks.add_columns(range(2, 4), [["é", ""], [None, "b"]])
        chunks.add(7, ["c", "d"])
    assert connection.execute("from raw order by line").fetchall() == [(2, "é", None), (3, None, "b"), (7, "c", "d")]
assert "pandas" not in sys.modules
"""


def test_rows_are_added_without_pandas() -> None:
    subprocess.run([sys.executable, "-c", CODE], check=True)
