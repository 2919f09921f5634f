"""The list of operations: order, columns, one page at a time, and the export of the whole selection."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

import duckdb
import pandas as pd
import streamlit as st

from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.french import integer, plural
from dashboard.domain.periods import FORMER
from dashboard.domain.selection import Selection
from dashboard.exports.listing import OPERATION_KINDS
from dashboard.exports.workbook import csv_bytes, xlsx_bytes
from dashboard.reviews.stability import DEFINITION
from dashboard.ui.data import cached, current_selection, current_warehouse
from dashboard.ui.figure_card import XLSX_TYPE
from dashboard.ui.filters import selection_caption
from dashboard.ui.indicateurs.robustness import OperationKey, Robustness, robustness_column, robustness_found
from dashboard.ui.links import operation_link
from dashboard.ui.markdown import literal
from dashboard.ui.tables import html_table
from dashboard.warehouse.listing import Column, export_columns, operations, operations_frame

PAGE_ROWS = 25


class Joined(StrEnum):
    """Columns that don't come from the extract: they are joined to the rows that are shown."""

    STABILITY = "stability"

    @property
    def label(self) -> str:
        """The words of the interface."""
        return "Stabilité"

    def label_in(self, period: str) -> str:
        """The same in every programming period."""
        del period
        return self.label


Shown = Column | Joined

DEFAULT_COLUMNS = (
    Column.TITLE, Column.BENEFICIARY, Column.WAVE, Column.OS_CODE, Column.REGION,
    Column.MANAGING_BODY_TYPE, Column.TOTAL_COST, Column.EU_AMOUNT, Column.DECISION,
)  # fmt: skip
LATER_COLUMNS = (
    Column.TITLE, Column.BENEFICIARY, Column.WAVE, Column.PROGRAMME, Column.OS_CODE, Column.REGION_2016,
    Column.TOTAL_COST, Column.EU_AMOUNT, Column.DECISION,
)  # fmt: skip
"""What a list shows at first from 2021-2027 on: present regions, and no managing body, which the public list doesn't say."""
CHOICES = (
    Column.TITLE, Column.BENEFICIARY, Column.NUM_DOSSIER, Column.WAVE, Column.PROGRAMME, Column.PRIORITY_AXIS, Column.OS_CODE,
    Column.INTERVENTION_TYPE, Column.REGION, Column.REGION_2016, Column.REGION_SHARES, Column.DEPARTMENT, Column.MANAGING_BODY,
    Column.MANAGING_BODY_TYPE, Column.BENEFICIARY_TYPE, Column.RECIPIENT_TYPE, Column.CALL_FOR_PROJECTS, Column.PARTICIPANTS_PLANNED,
    Column.PARTICIPANTS_ENTERED, Column.TOTAL_COST, Column.EU_AMOUNT, Column.EU_RATE, Column.HIGH_RATE, Column.START_DATE,
    Column.END_DATE, Column.PROGRAMMING_DATE, Column.DECISION, Column.CATEGORY,
)  # fmt: skip
_SHORT: dict[Shown, str] = {
    Column.OS_CODE: "Code OS",
    Column.REGION: "Région",
    Column.MANAGING_BODY_TYPE: "Gestionnaire",
}


def formats_of(columns: Sequence[Shown], period: str) -> dict[str, ColumnFormat]:
    """How each column of a list reads, in the words of a programming period."""
    return {
        column.value: ColumnFormat(_SHORT.get(column, column.label_in(period)), OPERATION_KINDS.get(column, Kind.TEXT))
        for column in columns
    }


def draw_order() -> tuple[Column, bool, list[Shown]]:
    """Draws the choices above the list: order, direction, columns."""
    period = current_selection().period
    choices = tuple(column for column in CHOICES if column in export_columns(period))
    displayable: tuple[Shown, ...] = (*choices, Joined.STABILITY)

    def label(column: Shown) -> str:
        return column.label_in(period)

    with st.container(horizontal=True, vertical_alignment="bottom"):
        order = st.selectbox(
            "Trier par",
            choices,
            index=choices.index(Column.TOTAL_COST),
            format_func=label,
            key="tri",
            bind="query-params",
            width=280,
        )
        direction = st.segmented_control(
            "Ordre",
            ("croissant", "décroissant"),
            default="décroissant",
            required=True,
            key="ordre",
            bind="query-params",
        )
        with st.popover("Colonnes", icon=":material/view_column:"):
            chosen = st.multiselect(
                "Colonnes affichées",
                displayable,
                default=DEFAULT_COLUMNS if period == FORMER else LATER_COLUMNS,
                format_func=label,
                key="colonnes" if period == FORMER else f"colonnes-{period}",
                placeholder="Choisir",
                select_all=False,
            )
    return order, direction == "décroissant", [column for column in displayable if column in chosen] or [Column.TITLE]


def _of_extract(columns: Sequence[Shown]) -> tuple[Column, ...]:
    """The columns to read, with what identifies an operation."""
    read = (column for column in columns if isinstance(column, Column))
    return tuple(dict.fromkeys((*read, Column.NUM_DOSSIER, Column.WAVE)))


def _known(columns: Sequence[Shown]) -> Mapping[OperationKey, Robustness]:
    return robustness_found(current_selection().period) if Joined.STABILITY in columns else {}


def _joined(frame: pd.DataFrame, columns: Sequence[Shown], known: Mapping[OperationKey, Robustness]) -> pd.DataFrame:
    if Joined.STABILITY not in columns:
        return frame
    return frame.assign(**{Joined.STABILITY.value: robustness_column(frame, known)})


def draw_list(total: int, order: Column, descending: bool, columns: Sequence[Shown]) -> None:
    """Draws one page of the list; the first column opens each operation's page."""
    selection = current_selection()
    pages = -(-total // PAGE_ROWS)
    page = 1
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plural(total, 'opération')}**")
        if pages > 1:
            page = st.number_input(f"Page (sur {integer(pages)})", 1, pages, key=f"page-{hash(selection)}", width=180)
    rows = cached(operations, selection, order, descending, PAGE_ROWS, (page - 1) * PAGE_ROWS, _of_extract(columns))
    frame = _joined(rows, columns, _known(columns))
    shown = formats_of(columns, selection.period)
    addresses = [operation_link(str(row.num_dossier), str(row.wave), selection) for row in frame.itertuples()]
    html_table(
        frame, shown, key="operations", alternative="Opérations de la sélection", links={columns[0].value: addresses}
    )
    if Joined.STABILITY in columns:
        st.caption(literal(f"{Joined.STABILITY.label}\u202f: {DEFINITION}."))


def exported(
    connection: duckdb.DuckDBPyConnection,
    selection: Selection,
    columns: Sequence[Shown],
    known: Mapping[OperationKey, Robustness],
) -> pd.DataFrame:
    """Every operation of the selection with these columns, and those that identify it."""
    return _joined(operations_frame(connection, selection, _of_extract(columns)), columns, known)


def draw_exports(total: int, columns: Sequence[Shown]) -> None:
    """Draws the export of every operation of the selection, with the columns shown or all of them."""
    selection = current_selection()
    source, filters = current_warehouse().source, selection_caption(selection)
    st.caption(f"{literal(source)} · {literal(filters)}")
    every = st.toggle("Exporter toutes les colonnes", value=False)
    chosen: tuple[Shown, ...] = (*export_columns(selection.period), Joined.STABILITY) if every else tuple(columns)
    formats = formats_of(chosen, selection.period)
    about = {"Source": source, "Filtres": filters, "Opérations": integer(total)}
    # The click is answered outside of any session.
    connection, known = current_warehouse().connection, _known(chosen)

    def rows() -> pd.DataFrame:
        return exported(connection, selection, chosen, known)

    with st.container(horizontal=True):
        st.download_button(
            "Exporter en CSV", lambda: csv_bytes(rows(), formats), file_name="operations.csv",
            mime="text/csv", on_click="ignore", icon=":material/download:",
        )  # fmt: skip
        st.download_button(
            "Exporter en XLSX", lambda: xlsx_bytes({"Opérations": rows()}, about=about, columns=formats),
            file_name="operations.xlsx", mime=XLSX_TYPE, on_click="ignore", icon=":material/download:",
        )  # fmt: skip
