"""The card that shows every figure, after the DSFR's DataBox: finding, figure, table, source, filters, downloads."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from html import escape
from typing import Any, Final

import plotly.graph_objects as go
import streamlit as st
from plotly.basedatatypes import BaseFigure

from dashboard.charts.bars import charted
from dashboard.charts.maps import MapFigure
from dashboard.charts.theme import PlotlyFigure, plotly_config
from dashboard.domain.selection import NOTHING_SELECTED
from dashboard.exports.workbook import csv_bytes, xlsx_bytes
from dashboard.figures.figure import Chart, Figure
from dashboard.ui.figure_notes import draw_notes, may_annotate, note_button
from dashboard.ui.markdown import literal
from dashboard.ui.tables import Links, html_table
from dashboard.ui.territory_map import draw_map
from dashboard.warehouse.query import Row

CHART: Final = "Graphique"
MAP: Final = "Carte"
TABLE: Final = "Tableau"
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@st.fragment
def card(
    figure: Figure,
    *,
    source: str,
    filters: str,
    key: str = "",
    picture: Callable[[], go.Figure | PlotlyFigure | MapFigure] | None = None,
    empty: str = NOTHING_SELECTED,
    actions: Callable[[], None] | None = None,
    links: Callable[[], Links] | None = None,
    view: str = CHART,
    data: str = "",
) -> None:
    """One figure and its table twin.

    Nothing of a closed tab is computed: the chart is drawn while it is open, `links` (the address that each cell of a column
    opens) is asked for with the table, the files are built at the click. Nothing here may hold Markdown: all texts print
    letter for letter. `picture` draws what `figure.chart` can't describe. `actions` draws buttons beside the downloads. `view`
    names the figure's tab. `data` is where its CSV can be asked for again, by a spreadsheet that refreshes itself. `key` stands
    in for the figure's where a page draws it twice or has called it otherwise.
    """
    key = key or figure.key
    if picture is None and figure.chart is not None:
        picture = partial(_linked_chart, figure.chart, figure.rows, links)
    with st.container(border=True, key=f"carte-{key}", gap="small"):
        if figure.empty:
            st.markdown(f"### {literal(figure.title)}")
            st.markdown(literal(empty))
            _caption(source, filters)
            return
        chosen = _heading(key, figure.title, (view, TABLE) if picture is not None else ())
        if chosen == view and picture is not None:
            _draw(picture(), figure, key)
        else:
            html_table(
                figure.rows,
                figure.columns,
                key=key,
                alternative=figure.title,
                total=figure.total,
                links=links() if links is not None else None,
            )
        if figure.note:
            st.markdown(literal(figure.note))
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"pied-{key}"):
            _caption(source, filters)
            with st.container(horizontal=True, gap="small", width="content", key=f"fichiers-{key}"):
                if actions is not None:
                    actions()
                data_address(data)
                if may_annotate():
                    note_button(key)
                _downloads(key, figure, {"Source": source, "Filtres": filters, "Lecture": figure.sentence})
        draw_notes(figure.key, key)


def _linked_chart(chart: Chart, rows: Sequence[Row], links: Callable[[], Links] | None) -> PlotlyFigure:
    """The chart, whose values open what those of the table do."""
    ranks = {id(row): rank for rank, row in enumerate(rows)}
    places = [ranks.get(id(row)) for row in chart.rows]
    if links is None or None in places:
        return charted(chart)
    return charted(
        chart, {name: [column[place] for place in places if place is not None] for name, column in links().items()}
    )


class _Described(BaseFigure):  # type: ignore[misc] # plotly has no types
    """A description that is sent as it stands.

    Streamlit would have plotly build its objects from it to check it: a tenth of the processor time of a page. The tests of the
    charts do so once and for all.
    """

    def __init__(self, description: PlotlyFigure) -> None:
        self._description = description

    def to_dict(self) -> dict[str, Any]:
        # "none" is plotly's own name for an empty template.
        return {**self._description, "layout": {**self._description["layout"], "template": {}}}


def _draw(picture: go.Figure | PlotlyFigure | MapFigure, figure: Figure, key: str) -> None:
    if isinstance(picture, MapFigure):
        draw_map(picture)
    else:
        config = plotly_config(figure.file_name)
        picture = _Described(picture) if isinstance(picture, dict) else picture
        st.plotly_chart(picture, theme=None, config=config, alt=figure.sentence, key=f"figure-{key}")


def _heading(key: str, title: str, views: Sequence[str]) -> str:
    if not views:
        st.markdown(f"### {literal(title)}")
        return TABLE
    st.markdown(f"### {literal(title)}")
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


def data_address(address: str) -> None:
    """The link to a figure's CSV, which a click copies; nothing without an address. The page's script does the copying."""
    if address:
        st.html(
            f'<a class="copier-lien" href="{escape(address)}" data-fait="Adresse copiée" data-echec="Copiez l\'adresse de ce lien"'
            ' title="Copier l\'adresse de ces données, filtres compris, pour un tableur qui les relit">Adresse des données</a>',
            width="content",
        )


def _downloads(key: str, figure: Figure, about: Mapping[str, str]) -> None:
    title = figure.title
    st.download_button(
        "CSV",
        lambda: csv_bytes(figure.rows, figure.columns),
        file_name=f"{figure.file_name}.csv",
        mime="text/csv",
        key=f"csv-{key}",
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
        help=f"Télécharger «\u202f{literal(title)}\u202f» au format CSV",
    )
    st.download_button(
        "XLSX",
        lambda: xlsx_bytes({title: figure.rows}, about={"Titre": title, **about}, columns=figure.columns),
        file_name=f"{figure.file_name}.xlsx",
        mime=XLSX_TYPE,
        key=f"xlsx-{key}",
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
        help=f"Télécharger «\u202f{literal(title)}\u202f» au format XLSX",
    )
