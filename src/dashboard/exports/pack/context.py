"""What the sections of one pack share: the warehouse, the selection, and frames that are computed once, when asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import duckdb
import pandas as pd

from dashboard.charts.breakdown import waves_of
from dashboard.domain.lexicon import Lexicon
from dashboard.domain.selection import NOTHING_SELECTED, Selection
from dashboard.exports.pack.content import Section, SectionKey
from dashboard.exports.pack.origin import Origin, origin_of
from dashboard.exports.queries import rows_of
from dashboard.figures.findings import total_row
from dashboard.identification.identify import Identification, identify
from dashboard.identification.lexicons import current_lexicon
from dashboard.warehouse.indicators import Dimension, breakdown, key_figures
from dashboard.warehouse.query import run
from dashboard.warehouse.state import Publication, State
from dashboard.warehouse.tables import exact_table, programmes_shown


@dataclass
class Context:
    """One selection of one publication. Nothing is computed before a section asks for it."""

    state: State
    publication: Publication
    connection: duckdb.DuckDBPyConnection
    selection: Selection
    chosen: Sequence[str] = ()
    known: Identification | None = None
    """An identification of this warehouse by the current lexicon, if the caller has one."""
    _breakdowns: dict[tuple[Dimension, bool], pd.DataFrame] = field(default_factory=dict)
    _tables: dict[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def retained(self) -> bool:
        """Whether the counted operations are the retained ones; the others otherwise."""
        return self.selection.retained is not False

    @property
    def kind(self) -> str:
        """« retenue » or « non retenue »: what the counted operations are."""
        return "retenue" if self.retained else "non retenue"

    @property
    def counted(self) -> Selection:
        """The selection that lists the counted operations."""
        return self.selection if self.selection.retained is not None else self.selection.narrowed(retained=True)

    @cached_property
    def origin(self) -> Origin:
        """Where the figures come from."""
        return origin_of(self.state, self.publication, self.connection, self.selection)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """The key figures, by wave."""
        return key_figures(self.connection, self.selection)

    @cached_property
    def total(self) -> Any:
        """The key figures of every wave together."""
        return total_row(self.figures)

    @cached_property
    def waves(self) -> list[str]:
        """The waves that the selection holds, newest first."""
        return waves_of(self.figures)

    @cached_property
    def main(self) -> Selection:
        """The selection of tables 3 to 5: narrowed to the programmes that they count."""
        shown = programmes_shown(self.connection, self.selection, "3")
        return self.selection.narrowed(programmes=shown) if shown else self.selection

    @property
    def programmes(self) -> str:
        """The programmes of tables 3 to 5, in words."""
        return ", ".join(self.main.programmes) or "tous programmes"

    @cached_property
    def categories(self) -> list[str]:
        """The whole reference list of categories."""
        return list(run(self.connection, "categories")["category"])

    @cached_property
    def coverage(self) -> dict[str, Any]:
        """Counts of what weakens the figures."""
        return rows_of(self.connection, "coverage", self.selection)[0]

    @cached_property
    def wave_dates(self) -> list[dict[str, Any]]:
        """What the reference says of the waves of the period."""
        return rows_of(self.connection, "wave_dates", self.selection)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The lexicon in use."""
        return current_lexicon(self.state)

    @cached_property
    def identification(self) -> Identification:
        """What the current lexicon and the other sources lead to."""
        if self.known is not None and self.known.lexicon.version == self.lexicon.version:
            return self.known
        return identify(self.connection, self.lexicon)

    def breakdown(self, dimension: Dimension, *, main: bool = False) -> pd.DataFrame:
        """A breakdown of the selection, or of the programmes of tables 3 to 5 alone."""
        key = (dimension, main)
        if key not in self._breakdowns:
            self._breakdowns[key] = breakdown(self.connection, self.main if main else self.selection, dimension)
        return self._breakdowns[key]

    def table(self, name: str) -> pd.DataFrame:
        """An exact table of the note."""
        if name not in self._tables:
            self._tables[name] = exact_table(self.connection, self.selection, name)
        return self._tables[name]


def empty_section(context: Context, key: SectionKey, title: str) -> Section:
    """A section that has nothing to show, and says which way out there is."""
    if not context.total.programme_operations:
        return Section(key, title, NOTHING_SELECTED, empty=True)
    message = f"Aucune opération n'est {context.kind} dans cette sélection\u202f: élargissez les filtres."
    return Section(key, title, message, empty=True)
