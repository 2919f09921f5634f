"""What the sections of one pack share: the warehouse, the selection, and what is computed once, when asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import duckdb

from dashboard.domain.lexicon import Lexicon
from dashboard.domain.operation import Decided
from dashboard.domain.periods import CURRENT, FORMER, PeriodWords, words_of
from dashboard.domain.selection import NOTHING_SELECTED, Selection
from dashboard.exports.pack.content import Section, SectionKey
from dashboard.exports.pack.origin import Origin, origin_of
from dashboard.exports.queries import rows_of
from dashboard.figures.findings import finding_dimensions
from dashboard.figures.lacking import lacking_sentence
from dashboard.figures.programmed import none_counted_sentence
from dashboard.identification.funnel import funnel
from dashboard.identification.identify import Identification, identify
from dashboard.identification.lexicons import current_lexicon
from dashboard.warehouse.indicators import (
    Compared,
    Dimension,
    Indicators,
    categories,
    indicators,
    said_columns,
    unfinished_waves,
)
from dashboard.warehouse.query import Row
from dashboard.warehouse.state import Publication, State
from dashboard.warehouse.tables import NoteTable, exact_table, programmes_shown

BREAKDOWNS: Final[Mapping[SectionKey, Sequence[Dimension]]] = {
    SectionKey.KEY_FIGURES: finding_dimensions(FORMER),
    SectionKey.AXIS_OBJECTIVE: (Dimension.PRIORITY_AXIS, Dimension.SPECIFIC_OBJECTIVE),
    SectionKey.CATEGORY: (Dimension.CATEGORY,),
    SectionKey.MANAGING_BODY: (Dimension.MANAGING_BODY_TYPE,),
}
_LATER_BREAKDOWNS: Final[Mapping[SectionKey, Sequence[Dimension]]] = {
    SectionKey.KEY_FIGURES: finding_dimensions(CURRENT),
    SectionKey.PROGRAMME: (Dimension.PROGRAMME,),
}
"""The breakdowns that each section reads, in `found` or in `found_in_main`."""


@dataclass
class Context:
    """One selection of one publication, for the sections of one pack. Nothing is computed before a section asks for it."""

    state: State
    publication: Publication
    connection: duckdb.DuckDBPyConnection
    selection: Selection
    sections: Sequence[SectionKey]
    chosen: Sequence[str] = ()
    compared: Compared | None = None
    """The waves that the pack compares: the newest two where it isn't said."""
    other: Selection | None = None
    """The selection that this one is compared with."""
    known: Identification | None = None
    """An identification of this warehouse by the current lexicon, if the caller has one."""
    _tables: dict[str, NoteTable] = field(default_factory=dict)

    @property
    def kind(self) -> Decided:
        """What the counted operations are."""
        return self.selection.kind

    @property
    def words(self) -> PeriodWords:
        """The nouns of the programming period."""
        return words_of(self.selection.period)

    @cached_property
    def origin(self) -> Origin:
        """Where the figures come from."""
        return origin_of(self.state, self.publication, self.connection, self.selection)

    @cached_property
    def found(self) -> Indicators:
        """The key figures, and every breakdown that the sections read, asked together."""
        return indicators(self.connection, self.selection, self._dimensions)

    @cached_property
    def found_in_main(self) -> Indicators:
        """The same of the programmes of tables 3 to 5 alone."""
        return self.found if self.main == self.selection else indicators(self.connection, self.main, self._dimensions)

    @property
    def _dimensions(self) -> Sequence[Dimension]:
        read = BREAKDOWNS if self.selection.period == FORMER else {**BREAKDOWNS, **_LATER_BREAKDOWNS}
        return tuple(dict.fromkeys(dimension for key in self.sections for dimension in read.get(key, ())))

    def lacking(self, dimension: Dimension) -> str:
        """What nothing that was imported says of the operations of the period; "" where something does."""
        if self.said_columns[dimension]:
            return ""
        return lacking_sentence(dimension, self.selection.period)

    @cached_property
    def said_columns(self) -> Mapping[str, int]:
        """How many operations of the period say each column."""
        return said_columns(self.connection, self.selection.period)

    @cached_property
    def unfinished(self) -> frozenset[str]:
        """The waves to which the next editions will add operations: compared only where somebody asks for it."""
        return unfinished_waves(self.connection, self.selection.period)

    @property
    def total(self) -> Row:
        """The key figures of every wave together."""
        return self.found.total

    @cached_property
    def main(self) -> Selection:
        """The selection of tables 3 to 5: narrowed to the programmes that they count."""
        shown = programmes_shown(self.connection, self.selection, "3")
        return self.selection.narrowed(programmes=shown) if shown else self.selection

    @property
    def programmes(self) -> str:
        """The programmes of tables 3 to 5, in words."""
        return ", ".join(self.main.programmes) or "tous programmes"

    @property
    def narrowed_to(self) -> str:
        """The same, where the selection holds others; empty where there is nothing to tell apart."""
        held = programmes_shown(self.connection, self.selection, "2")
        return self.programmes if len(held) > len(self.main.programmes) > 0 else ""

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """The whole reference list of categories."""
        return categories(self.connection)

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

    @cached_property
    def none_counted(self) -> str:
        """What a selection that counts nothing holds, as pages say it."""
        return none_counted_sentence(self.total, funnel(self.connection, self.identification, self.selection))

    def table(self, name: str) -> NoteTable:
        """An exact table of the note."""
        if name not in self._tables:
            self._tables[name] = exact_table(self.connection, self.selection, name)
        return self._tables[name]


def empty_section(context: Context, key: SectionKey, title: str) -> Section:
    """A section that has nothing to show, and says which way out there is."""
    if not context.total["programme_operations"]:
        return Section(key, title, NOTHING_SELECTED, empty=True)
    if not context.total["operations"]:
        return Section(key, title, context.none_counted, empty=True)
    message = f"Aucune opération n'est {context.kind.said} dans cette sélection\u202f: élargissez les filtres."
    return Section(key, title, message, empty=True)
