"""The list of operations: sorted by its headings, one page at a time, and the export of the whole selection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import duckdb
import pandas as pd
import streamlit as st

from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.french import integer, plural
from dashboard.domain.periods import FORMER
from dashboard.domain.selection import Selection
from dashboard.exports.by_address import OPERATIONS as OPERATIONS_FIGURE
from dashboard.exports.listing import OPERATION_KINDS
from dashboard.exports.workbook import csv_bytes, xlsx_bytes
from dashboard.reviews.stability import DEFINITION
from dashboard.ui.data import cached, current_selection, current_warehouse
from dashboard.ui.figure_card import XLSX_TYPE, data_address
from dashboard.ui.filters import selection_caption
from dashboard.ui.identification import PROJECT, projects_in
from dashboard.ui.indicateurs.robustness import OperationKey, Robustness, robustness_column, robustness_found
from dashboard.ui.links import data_link, name_links, operation_link, same_page
from dashboard.ui.markdown import literal
from dashboard.ui.navigation import OPERATIONS
from dashboard.ui.page_memory import page_memory
from dashboard.ui.tables import Head, html_table
from dashboard.warehouse.listing import Column, export_columns, listed, operations, operations_frame

PAGE_ROWS = 25
ORDER_KEY, DIRECTION_KEY, PAGE_KEY = "tri", "ordre", "page"
"""What the address holds of the list."""
ASCENDING, DESCENDING = "croissant", "décroissant"
NAMES: Final = (
    Column.BENEFICIARY.value, Column.REGION.value, Column.REGION_2016.value, Column.MANAGING_BODY.value,
    Column.MANAGING_BODY_TYPE.value, Column.BENEFICIARY_TYPE.value, Column.RECIPIENT_TYPE.value, Column.CATEGORY.value,
)  # fmt: skip
"""Columns whose cells open what they name."""
MARKS: Final = {True: " ▼", False: " ▲"}


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


@dataclass(frozen=True, slots=True)
class Order:
    """How the list is sorted."""

    column: Column
    descending: bool


FIRST_ORDER: Final = Order(Column.DECISION, descending=True)
"""Retained operations first, then those that are not, then those that nobody examined; by cost within each."""


def asked_order() -> Order:
    """The order that the address asks for, by the words of a column; the first one where it asks for none that is known."""
    period, wanted = current_selection().period, st.query_params.get(ORDER_KEY, "")
    column = next((one for one in _choices(period) if wanted in (one.value, one.label_in(period))), None)
    if column is None:
        return FIRST_ORDER
    descending = st.query_params.get(DIRECTION_KEY, DESCENDING if _largest_first(column) else ASCENDING) == DESCENDING
    return Order(column, descending)


def order_query(column: Column, period: str) -> dict[str, str]:
    """What the address of the list holds for the largest values of a column to come first."""
    return {ORDER_KEY: column.label_in(period), DIRECTION_KEY: DESCENDING}


def choose_columns() -> tuple[list[Shown], bool]:
    """Draws the choice of columns: those of the list, and whether the files hold them all."""
    period = current_selection().period
    displayable: tuple[Shown, ...] = (*_choices(period), Joined.STABILITY)
    with st.popover("Colonnes", icon=":material/view_column:"):
        chosen = st.multiselect(
            "Colonnes affichées",
            displayable,
            default=DEFAULT_COLUMNS if period == FORMER else LATER_COLUMNS,
            format_func=lambda column: column.label_in(period),
            key="colonnes" if period == FORMER else f"colonnes-{period}",
            bind="query-params",
            placeholder="Choisir",
            select_all=False,
        )
        every = st.toggle("Exporter toutes les colonnes", value=False)
    return [column for column in displayable if column in chosen] or [Column.TITLE], every


def _choices(period: str) -> tuple[Column, ...]:
    return tuple(column for column in CHOICES if column in export_columns(period))


def _largest_first(column: Column) -> bool:
    """Whether the first click on a heading shows the largest values: amounts and dates, and the decision."""
    return column is Column.DECISION or OPERATION_KINDS.get(column, Kind.TEXT) is not Kind.TEXT


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


def draw_count(total: int, order: Order) -> None:
    """Says how many operations are listed and, where they come first, how many of them are retained."""
    selection = current_selection()
    said = f"**{plural(total, 'opération')}**"
    made = projects_in(selection)
    grouped = made is not None and made < total
    if made and grouped:
        said += f", {plural(made, 'projet')}"
    if order == FIRST_ORDER and selection.decision is None:
        retained = cached(listed, selection).retained
        if 0 < retained < total:
            said += f"\u202f: {plural(retained, 'retenue')} en tête, puis {plural(total - retained, 'autre')}"
    st.markdown(said, width="stretch", help=PROJECT if grouped else None)


def draw_list(total: int, order: Order, columns: Sequence[Shown]) -> None:
    """Draws one page of the list: each heading sorts, the first column opens each operation's page."""
    selection = current_selection()
    pages = -(-total // PAGE_ROWS)
    page = _asked_page(selection, pages)
    rows = cached(
        operations,
        selection,
        order.column,
        order.descending,
        PAGE_ROWS,
        (page - 1) * PAGE_ROWS,
        _of_extract(columns),
    )
    frame = _joined(rows, columns, _known(columns))
    addresses = [operation_link(str(row.num_dossier), str(row.wave), selection) for row in frame.itertuples()]
    html_table(
        frame,
        formats_of(columns, selection.period),
        key="operations",
        alternative="Opérations de la sélection",
        links=name_links([name for name in NAMES if name in frame], frame.to_dict("records"), selection)
        | {columns[0].value: addresses},
        heads={column.value: _head(column, order, selection) for column in columns if isinstance(column, Column)},
    )
    _draw_pager(page, pages, selection)
    if Joined.STABILITY in columns:
        st.caption(literal(f"{Joined.STABILITY.label}\u202f: {DEFINITION}."))


def _head(column: Column, order: Order, selection: Selection) -> Head:
    """A heading sorts by its column, and the other way round where the list is sorted by it already."""
    sorted_by = order.column is column
    descending = not order.descending if sorted_by else _largest_first(column)
    asked = {
        ORDER_KEY: column.label_in(selection.period),
        DIRECTION_KEY: DESCENDING if descending else ASCENDING,
        PAGE_KEY: None,
    }
    return Head(same_page(OPERATIONS.address, selection, asked), MARKS[order.descending] if sorted_by else "")


def _asked_page(selection: Selection, pages: int) -> int:
    """The page that the address asks for; the first one again where a filter has changed under it."""
    asked = st.query_params.get(PAGE_KEY, "")
    seen = page_memory("liste-des-operations")
    if asked and seen.get("asked") == asked and seen.get("selection") != selection:
        del st.query_params[PAGE_KEY]
        asked = ""
    seen.update(asked=asked, selection=selection)
    return min(max(int(asked), 1), pages) if asked.isdecimal() else 1


def _draw_pager(page: int, pages: int, selection: Selection) -> None:
    if pages == 1:
        return

    def to(wanted: int, words: str) -> str:
        if not 1 <= wanted <= pages or wanted == page:
            return f":gray[{words}]"
        return f"[{words}]({same_page(OPERATIONS.address, selection, {PAGE_KEY: str(wanted) if wanted > 1 else None})})"

    with st.container(horizontal=True, horizontal_alignment="center", gap="medium", key="pages-operations"):
        for wanted, words in ((1, "Première"), (page - 1, "Précédente")):
            st.markdown(to(wanted, words), width="content")
        st.markdown(f"**Page {integer(page)} sur {integer(pages)}**", width="content")
        for wanted, words in ((page + 1, "Suivante"), (pages, "Dernière")):
            st.markdown(to(wanted, words), width="content")


def exported(
    connection: duckdb.DuckDBPyConnection,
    selection: Selection,
    columns: Sequence[Shown],
    known: Mapping[OperationKey, Robustness],
    order: Order,
) -> pd.DataFrame:
    """Every operation of the selection with these columns and those that identify it, in the order of the list."""
    found = operations_frame(connection, selection, _of_extract(columns), order.column, order.descending)
    return _joined(found, columns, known)


def draw_exports(total: int, order: Order, columns: Sequence[Shown], *, every: bool) -> None:
    """Draws the exports of the whole selection, in the order of the list, with the columns shown or all of them."""
    selection = current_selection()
    chosen: tuple[Shown, ...] = (*export_columns(selection.period), Joined.STABILITY) if every else tuple(columns)
    formats = formats_of(chosen, selection.period)
    about = {
        "Source": current_warehouse().source,
        "Filtres": selection_caption(selection),
        "Opérations": integer(total),
    }
    # The click is answered outside of any session.
    connection, known = current_warehouse().connection, _known(chosen)

    def rows() -> pd.DataFrame:
        return exported(connection, selection, chosen, known, order)

    st.download_button(
        "Exporter en CSV", lambda: csv_bytes(rows(), formats), file_name="operations.csv",
        mime="text/csv", on_click="ignore", icon=":material/download:",
    )  # fmt: skip
    st.download_button(
        "Exporter en XLSX", lambda: xlsx_bytes({"Opérations": rows()}, about=about, columns=formats),
        file_name="operations.xlsx", mime=XLSX_TYPE, on_click="ignore", icon=":material/download:",
    )  # fmt: skip
    data_address(data_link(OPERATIONS_FIGURE, selection))
