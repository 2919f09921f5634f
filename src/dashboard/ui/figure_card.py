"""The card that shows every figure, after the DSFR's DataBox: finding, figure, table, source, filters, downloads."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.charts.maps import MapFigure
from dashboard.charts.theme import plotly_config
from dashboard.domain.columns import ColumnFormat
from dashboard.domain.selection import NOTHING_SELECTED
from dashboard.exports.workbook import csv_bytes, xlsx_bytes
from dashboard.ui.markdown import literal
from dashboard.ui.tables import Links, html_table
from dashboard.ui.territory_map import Pick, draw_map

CHART: Final = "Graphique"
MAP: Final = "Carte"
TABLE: Final = "Tableau"
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@st.fragment
def figure_card(
    key: str,
    *,
    title: str,
    figure: Callable[[], go.Figure | MapFigure] | None,
    table: pd.DataFrame,
    columns: Mapping[str, ColumnFormat],
    alternative: str | Callable[[], str],
    source: str,
    filters: str,
    note: str | None = None,
    empty: str = NOTHING_SELECTED,
    total: bool = False,
    actions: Callable[[], None] | None = None,
    links: Links | None = None,
    view: str = CHART,
    on_pick: Pick | None = None,
) -> None:
    """One figure and its table twin.

    `figure` is called only while the chart is open (None: a table alone); the files are built at the click.
    `title` states the finding. Nothing here may hold Markdown: all texts print letter for letter.
    `total=True` sets the last row of the table apart. `actions` draws buttons beside the downloads.
    `links` gives the address that each cell of a column of the table opens. `view` names the figure's tab; `on_pick` is
    called with the code of the territory that a click on a map designates, before the page is drawn again.
    """
    with st.container(border=True, key=f"carte-{key}", gap="small", height="stretch"):
        if table.empty:
            st.markdown(f"### {literal(title)}")
            st.markdown(literal(empty))
            _caption(source, filters)
            return
        chosen = _heading(key, title, (view, TABLE) if figure is not None else ())
        said = alternative if isinstance(alternative, str) else alternative()
        if chosen == view and figure is not None:
            _draw(figure(), key, said, on_pick)
        else:
            html_table(table, columns, key=key, alternative=title, total=total, links=links)
        if note:
            st.markdown(literal(note))
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"pied-{key}"):
            _caption(source, filters)
            with st.container(horizontal=True, gap="small", width="content", key=f"fichiers-{key}"):
                if actions is not None:
                    actions()
                _downloads(key, title, table, columns, {"Source": source, "Filtres": filters, "Lecture": said})


def _draw(figure: go.Figure | MapFigure, key: str, said: str, on_pick: Pick | None) -> None:
    if isinstance(figure, MapFigure):
        draw_map(figure, key, on_pick)
    else:
        st.plotly_chart(figure, theme=None, config=plotly_config(key), alt=said, key=f"figure-{key}")


def _heading(key: str, title: str, views: Sequence[str]) -> str:
    if not views:
        st.markdown(f"### {literal(title)}")
        return TABLE
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        st.markdown(f"### {literal(title)}", width="stretch")
        return (
            st.segmented_control(
                f"Affichage\u202f: {literal(title)}",
                views,
                format_func=literal,
                default=views[0],
                required=True,
                key=f"vue-{key}",
                label_visibility="collapsed",
            )
            or views[0]
        )


def _caption(source: str, filters: str) -> None:
    st.caption(f"{literal(source)}  \n{literal(filters)}", width="stretch")


def _downloads(
    key: str, title: str, table: pd.DataFrame, columns: Mapping[str, ColumnFormat], about: Mapping[str, str]
) -> None:
    st.download_button(
        "CSV",
        lambda: csv_bytes(table, columns),
        file_name=f"{key}.csv",
        mime="text/csv",
        key=f"csv-{key}",
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
        help=f"Télécharger «\u202f{literal(title)}\u202f» au format CSV",
    )
    st.download_button(
        "XLSX",
        lambda: xlsx_bytes({title: table}, about={"Titre": title, **about}, columns=columns),
        file_name=f"{key}.xlsx",
        mime=XLSX_TYPE,
        key=f"xlsx-{key}",
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
        help=f"Télécharger «\u202f{literal(title)}\u202f» au format XLSX",
    )
