"""Finds in the extract the operations that a text names by their title and beneficiary."""

from collections.abc import Sequence
from typing import Any

import duckdb

from dashboard.warehouse.query import all_rows

Named = tuple[str, str]


def named_operations(connection: duckdb.DuckDBPyConnection, names: Sequence[Named]) -> dict[Named, dict[str, Any]]:
    """`num_dossier`, `wave`, `period`, `region` and `managing_body` of each (title, beneficiary) that the extract holds, whatever the accents and case.

    A title that several waves hold gives the newest one; one that the extract doesn't hold is left out.
    """
    rows = all_rows(
        connection,
        "named_operations",
        titles=[title for title, _ in names],
        beneficiaries=[beneficiary for _, beneficiary in names],
    )
    return {(row["title"], row["beneficiary"]): row for row in rows}
