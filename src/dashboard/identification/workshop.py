"""The lexicon workshop: what a change of the lexicon brings in and leaves out, before it is kept."""

from dataclasses import dataclass

import duckdb
import pandas as pd

from dashboard.domain.lexicon import Lexicon
from dashboard.domain.selection import Selection
from dashboard.identification.identify import Identification, identify
from dashboard.identification.queries import query
from dashboard.identification.sources import Sources
from dashboard.identification.tables import identified_operations


@dataclass(frozen=True, slots=True)
class Comparison:
    """The operations that enter and those that leave, whatever the source: an operation that another source still leads to stays.

    `before`: how many operations of the selection were identified. Columns of both: num_dossier, wave, programme, title, beneficiary, retained, expressions (those that found it, in words).
    """

    before: int
    entering: pd.DataFrame
    leaving: pd.DataFrame

    @property
    def after(self) -> int:
        """How many operations of the selection would be identified."""
        return self.before + len(self.entering) - len(self.leaving)


def compare(
    connection: duckdb.DuckDBPyConnection,
    before: Lexicon,
    after: Lexicon,
    selection: Selection,
    sources: Sources | None = None,
    *,
    known: Identification | None = None,
) -> Comparison:
    """What changes in a selection from one lexicon to the next. `known` is any identification of the warehouse already made."""
    old = identify(connection, before, sources, known=known)
    new = identify(connection, after, sources, known=old)
    return Comparison(
        before=len(identified_operations(connection, old, selection)),
        entering=_difference(connection, selection, new, old),
        leaving=_difference(connection, selection, old, new),
    )


def _difference(
    connection: duckdb.DuckDBPyConnection, selection: Selection, present: Identification, absent: Identification
) -> pd.DataFrame:
    return query(
        connection,
        "difference",
        selection,
        frames={"present": present.operations, "absent": absent.operations, "source": present.provenance},
    )
