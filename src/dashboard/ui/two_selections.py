"""A second selection beside that of the filters: chosen where both are shown, kept from page to page and in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import duckdb
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.domain.compared import PREFIX, compared_query, side_names
from dashboard.domain.selection import Selection
from dashboard.exports.by_address import AddressError, read_selection
from dashboard.exports.text import shortened
from dashboard.exports.workbook import xlsx_bytes
from dashboard.figures.two_selections import Kinds, Names, compared_breakdown, compared_key_figures
from dashboard.ui.data import cached, current_selection, current_warehouse
from dashboard.ui.figure_card import XLSX_TYPE, card
from dashboard.ui.filters import apply_filters, selection_caption
from dashboard.ui.links import data_link
from dashboard.ui.markdown import literal
from dashboard.ui.territoires.places import whole_country
from dashboard.warehouse.indicators import Dimension, Indicators

_KEPT: Final = "_seconde_selection"
SHARES_KEY: Final = "barres"
SHARES, VALUES = "Parts", "Valeurs"
LONGEST_NAME: Final = 60


@dataclass(slots=True)
class _Kept:
    """The second selection of a visit, what the address held of it when it was last written, and what was refused of an address."""

    other: Selection | None = None
    written: dict[str, list[str]] | None = None
    chosen: bool = False
    refused: str = ""
    refused_with: Selection | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """The second selection, and how figures call both."""

    other: Selection
    names: Names
    kinds: Kinds
    shares: bool


def choose_other(line: DeltaGenerator) -> Beside | None:
    """Draws the choice of a second selection on the line of the active one, says which one stands, and returns it; None where there is none.

    Selections of different programming periods never stand side by side.
    """
    selection = current_selection()
    other = _standing(selection)
    with line.container(horizontal=True, vertical_alignment="center", gap="small", width="content", key="comparer"):
        with st.popover("Comparer à…", icon=":material/compare_arrows:", key="comparer-a"):
            _draw_choices(selection, other)
        if other is None:
            return None
        one, second = side_names(selection, other)
        if other == selection:
            st.markdown("Référence fixée\u202f: changez les filtres pour la comparer.", width="content")
        else:
            st.markdown(f"Comparée à\u202f: **{literal(second)}**", width="content")
        st.button(
            "Ne plus comparer",
            on_click=_choose,
            args=(None,),
            icon=":material/close:",
            type="tertiary",
            key="comparer-fin",
        )
        if other == selection:
            return None
        drawn = st.segmented_control(
            "Barres",
            (SHARES, VALUES),
            default=SHARES,
            required=True,
            key=SHARES_KEY,
            bind="query-params",
            label_visibility="collapsed",
        )
    return Beside(
        other,
        (shortened(one, LONGEST_NAME), shortened(second, LONGEST_NAME)),
        (selection.kind, other.kind),
        drawn != VALUES,
    )


def second_selection() -> Selection | None:
    """The second selection of this visit or of the address, for a page that doesn't draw its choice."""
    other = _standing(current_selection())
    return None if other == current_selection() else other


def compared_caption(selection: Selection, other: Selection) -> str:
    """The active filters of both, as one line."""
    return f"{selection_caption(selection)}\u202f; comparée à {selection_caption(other)}"


def draw_compared_key_figures(found: Indicators, other: Indicators, beside: Beside) -> None:
    """The key figures of both selections, each with the difference; `other`: those of the second."""
    selection = current_selection()
    figure = compared_key_figures(found, other, beside.names, beside.kinds)
    card(
        figure,
        source=current_warehouse().source,
        filters=compared_caption(selection, beside.other),
        data=data_link(figure.key, selection, other=beside.other),
    )


def draw_comparison_workbook(
    found: Indicators, other: Indicators, dimensions: Sequence[Dimension], beside: Beside
) -> None:
    """One workbook of the whole comparison: the key figures, then a sheet per dimension that `found` and `other` hold."""
    selection = current_selection()
    about = {
        "Source": current_warehouse().source,
        beside.names[0]: selection_caption(selection),
        beside.names[1]: selection_caption(beside.other),
        "Lecture": "L'écart est celui de la première sélection avec la seconde.",
    }

    def workbook() -> bytes:
        figures = {"Chiffres clés": compared_key_figures(found, other, beside.names, beside.kinds)} | {
            dimension.label_in(selection.period): compared_breakdown(
                found, other, dimension, beside.names, beside.kinds
            )
            for dimension in dimensions
        }
        return xlsx_bytes(
            {title: figure.rows for title, figure in figures.items()},
            about=about,
            columns={title: figure.columns for title, figure in figures.items()},
        )

    st.download_button(
        "Comparaison (XLSX)",
        workbook,
        file_name="comparaison.xlsx",
        mime=XLSX_TYPE,
        key="comparaison-xlsx",
        on_click="ignore",
        icon=":material/download:",
        help="Les deux sélections dans un classeur\u202f: une feuille par tableau",
    )


def _draw_choices(selection: Selection, other: Selection | None) -> None:
    whole = Selection(period=selection.period)
    offered = {
        "La sélection actuelle, fixée comme référence": selection,
        "France entière, les autres filtres gardés": whole_country(selection),
        "Toute la programmation, sans filtre": whole,
    }
    known: list[Selection] = []
    for rank, (label, target) in enumerate(offered.items()):
        if target not in known and target != other and (rank == 0 or target != selection):
            known.append(target)
            st.button(literal(label), on_click=_choose, args=(target,), type="tertiary", key=f"comparer-{rank}")
    if other is not None and other != selection:
        st.button(
            "Inverser les deux sélections",
            on_click=_exchange,
            args=(selection, other),
            type="tertiary",
            key="comparer-inverser",
        )
    st.caption("La référence reste en place pendant que vous changez les filtres.")


def _standing(selection: Selection) -> Selection | None:
    """The selection of this visit, else that of the address; one that an address names wrongly is said and dropped."""
    kept: _Kept = st.session_state.setdefault(_KEPT, _Kept())
    given = {name: st.query_params.get_all(name) for name in st.query_params if name.startswith(PREFIX)}
    if given and given != kept.written and not kept.chosen:
        pairs = tuple((name.removeprefix(PREFIX), value) for name, values in given.items() for value in values)
        found = cached(_read, pairs)
        if isinstance(found, Selection):
            kept.other, kept.refused = found, ""
        else:
            kept.other, kept.refused, kept.refused_with = None, found, selection
    if kept.refused and kept.refused_with == selection:
        st.warning(f"Seconde sélection ignorée. {literal(kept.refused)}", icon=":material/link_off:")
    kept.chosen = False
    standing = kept.other if kept.other is not None and kept.other.period == selection.period else None
    kept.written = compared_query(standing) if standing is not None else {}
    for name in given:
        if name not in kept.written:
            del st.query_params[name]
    for name, values in kept.written.items():
        if given.get(name) != values:
            st.query_params[name] = values
    return standing


def _read(connection: duckdb.DuckDBPyConnection, pairs: tuple[tuple[str, str], ...]) -> Selection | str:
    try:
        return read_selection(connection, pairs)
    except AddressError as error:
        return str(error)


def _choose(other: Selection | None) -> None:
    st.session_state[_KEPT] = _Kept(other, chosen=True)


def _exchange(selection: Selection, other: Selection) -> None:
    _choose(selection)
    apply_filters(other)
