"""The sections of 2021-2027 on money: allocations beside what is programmed, and the priority of social innovation."""

from dataclasses import replace
from typing import Final

from dashboard.domain.columns import in_documents
from dashboard.domain.french import amount, percent
from dashboard.domain.periods import FORMER
from dashboard.domain.selection import NOTHING_SELECTED, Selection
from dashboard.exports.pack.content import Highlight, Section, SectionKey
from dashboard.exports.pack.context import Context
from dashboard.exports.pack.totals import last_row, verified
from dashboard.figures.figure import Figure
from dashboard.figures.labels import SEMICOLON
from dashboard.figures.money import (
    MONEY,
    pace_figure,
    priorities_figure,
    programmes_figure,
    regions_figure,
    sources_rows,
)
from dashboard.figures.priority_6 import (
    NONE_INSIDE,
    actions_figure,
    bodies_figure,
    innovation_figure,
)
from dashboard.figures.priority_6 import regions_figure as priority_regions_figure
from dashboard.figures.wording import COMPUTED
from dashboard.warehouse.indicators import indicators
from dashboard.warehouse.money import comparable, ignored_filters, money
from dashboard.warehouse.priority_6 import Place, over_priorities, priority_6

MONEY_TITLE: Final = "Dotations et reste à engager"
PRIORITY_TITLE: Final = "La priorité 6 et l'innovation trouvée ailleurs"
_SUMS: Final = (
    "allocation", "available", "eu_amount", "remaining", "operations", "programme_operations", "programme_total_cost",
    "programme_eu_amount",
)  # fmt: skip


def money_section(context: Context) -> Section:
    """What each programme may commit, what is programmed, what is left, and the pace."""
    found = money(context.connection, comparable(context.selection))
    figures = [programmes_figure(found)]
    figures += [priorities_figure(found)] if found.priorities else []
    figures += [regions_figure(found)] if found.regions else []
    figures += [pace_figure(found)] if found.years or found.undated["operations"] else []
    ignored = ignored_filters(context.selection)
    total = found.total
    printed = (("available", amount), ("eu_amount", amount), ("remaining", amount), ("share", percent))
    read = [f"{row['source']} ({row['places']})" for row in sources_rows(found)]
    return Section(
        SectionKey.MONEY,
        MONEY_TITLE,
        f"{figures[0].title}.",
        (f"Une dotation ne se partage pas selon ces filtres, que cette section ignore\u202f: {' · '.join(ignored)}.",)
        if ignored
        else (),
        tuple(map(_in_document, figures)),
        highlights=tuple(Highlight(MONEY[name].label, words(total[name])) for name, words in printed),
        source_note=f"Dotations lues dans\u202f: {SEMICOLON.join(read)}. {COMPUTED} (page Dotations).",
    )


def priority_6_section(context: Context) -> Section:
    """The operations of the priority, the innovation retained outside it, and 2014-2020 as a landmark."""
    found = priority_6(context.connection, over_priorities(context.selection))
    if not any(row["programme_operations"] for row in found.whole.values()):
        return Section(SectionKey.PRIORITY_6, PRIORITY_TITLE, NOTHING_SELECTED, empty=True)
    former = indicators(context.connection, Selection(period=FORMER)).total
    innovation = innovation_figure(found, former if former["programme_operations"] else None)
    inside = found.whole[Place.INSIDE]["programme_operations"]
    figures = [actions_figure(found)] if inside else []
    figures += [innovation, *(one for one in (priority_regions_figure(found), bodies_figure(found)) if one.rows)]
    return Section(
        SectionKey.PRIORITY_6,
        PRIORITY_TITLE,
        f"{figures[0].title}.",
        () if inside else (NONE_INSIDE,),
        tuple(map(_in_document, figures)),
        source_note=f"{COMPUTED} (page Priorité 6). Les filtres sur la priorité, l'objectif spécifique, le type d'opération et la "
        "décision ne s'appliquent pas à cette section.",
    )


def _in_document(figure: Figure) -> Figure:
    """The figure with amounts in the unit of each, and its total as a sum where it is one."""
    sums = tuple(name for name in _SUMS if name in figure.columns)
    parts = verified(figure.rows, sums, last_row(figure.rows)) if figure.total else {}
    return replace(figure, columns=in_documents(figure.columns), sums=sums, parts=parts)
