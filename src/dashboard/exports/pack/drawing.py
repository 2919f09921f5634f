"""The tables of the note and the breakdowns as the documents hold them: the figures of the cards, amounts shortened."""

from dataclasses import replace
from typing import Any

from dashboard.domain.columns import in_documents
from dashboard.exports.pack.context import Context
from dashboard.exports.pack.totals import parts_of_table, summable
from dashboard.figures.breakdown import breakdown_figure
from dashboard.figures.figure import Figure
from dashboard.figures.note_tables import note_table_figure
from dashboard.figures.wording import COMPUTED
from dashboard.warehouse.indicators import Dimension


def note_table(context: Context, name: str, **given: Any) -> Figure:
    """A table of the note as a figure; `given` completes it (title, sentence, chart…)."""
    exact = context.table(name)
    stated: dict[str, Any] = {
        "sums": summable(exact),
        "parts": parts_of_table(name, exact),
        "source_note": f"{COMPUTED}\u202f; même contenu que la commande «\u202fpython -m dashboard table {name}\u202f».",
    }
    return replace(note_table_figure(name, exact, context.selection), **(stated | given))


def breakdown_of(context: Context, dimension: Dimension, *, main: bool = False) -> Figure:
    """The breakdown that the screen shows, in the units of a document: one bar per value in the value's own colour."""
    figure = breakdown_figure(
        context.found_in_main if main else context.found,
        dimension,
        context.kind,
        categories=context.categories,
        by_wave=False,
        named=context.narrowed_to if main else "",
    )
    return replace(
        figure,
        columns=in_documents(figure.columns),
        source_note=f"{COMPUTED}. Part\u202f: part de l'ensemble des opérations {context.kind.several}\u202f; "
        "part du programme\u202f: part des opérations programmées de la même ligne.",
    )
