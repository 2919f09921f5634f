"""What each expression and each source finds, and the operations they lead to."""

from collections.abc import Sequence

import duckdb
import pandas as pd

from dashboard.domain.lexicon import TEXT_FIELDS
from dashboard.domain.selection import Selection
from dashboard.identification.identify import Identification, Provenance
from dashboard.identification.queries import query, rows
from dashboard.warehouse.listing import Column
from dashboard.warehouse.query import Row

Key = tuple[str, str]
"""The number and the wave of an operation."""

_ORDER = [item.value for item in Provenance]


def expression_table(
    connection: duckdb.DuckDBPyConnection, identification: Identification, selection: Selection
) -> list[Row]:
    """One row per expression and actor that was looked for, in their order, those that find nothing included.

    Columns: `kind`, `expression_id`, `label`, `criterion`; the operations found in each field (one column per field name);
    `operations`, found in any field; `only_this`, those that no other expression, actor or source leads to: they would leave
    if this one were switched off.
    """
    expressions = identification.expressions
    return rows(
        connection,
        "expression_table",
        selection,
        frames={"hit": identification.hits, "source": identification.provenance},
        kinds=[expression.kind.value for expression in expressions],
        ids=[expression.id for expression in expressions],
        labels=[expression.label for expression in expressions],
        criteria=[expression.criterion for expression in expressions],
    )


def provenance_table(
    connection: duckdb.DuckDBPyConnection, identification: Identification, selection: Selection
) -> list[Row]:
    """One row per source: `provenance`, `operations`, and `only_this`, those that no other kind of source leads to."""
    return rows(connection, "provenance_table", selection, frames={"source": identification.provenance}, order=_ORDER)


def identified_operations(
    connection: duckdb.DuckDBPyConnection, identification: Identification, selection: Selection
) -> pd.DataFrame:
    """One row per identified operation of the selection, by number: what it is, its sources, its expressions and actors.

    `since_earlier_wave` is « nouvelle » or « prolongation » where an earlier wave retained the same carrier.
    """
    return query(
        connection,
        "identified_operations",
        selection,
        frames={"identified": identification.operations, "source": identification.provenance},
        order=_ORDER,
    )


def original_texts(connection: duckdb.DuckDBPyConnection, keys: Sequence[Key]) -> dict[Key, dict[str, str | None]]:
    """The texts of some operations as the extract writes them, field by field (`TEXT_FIELDS`), for the evidence."""
    found = rows(
        connection,
        "original_texts",
        identifiers={"columns": [Column(name) for name in TEXT_FIELDS]},
        numbers=[number for number, _ in keys],
        waves=[wave for _, wave in keys],
    )
    return {(row["num_dossier"], row["wave"]): {name: row[name] for name in TEXT_FIELDS} for row in found}
