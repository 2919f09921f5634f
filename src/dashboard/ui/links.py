"""Addresses inside the app. They are relative, so that the app may stand under any path, and carry the filters."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.domain.compared import compared_query
from dashboard.domain.french import is_missing
from dashboard.domain.operation import SEVERAL, UNKNOWN
from dashboard.domain.periods import NATIONAL_STRAND, place_name
from dashboard.domain.selection import BY_COLUMN, FILTERS, MAX_SEARCH_LENGTH, PLACES, Selection
from dashboard.ui.markdown import literal
from dashboard.warehouse.query import Row

NUMBER_KEY = "operation"
WAVE_KEY = "vague-operation"
FIRST_PAGE = "synthese"
"""The address of the page that answers at the root."""
DOWNLOAD_PATH = "telechargement"
"""Before the secret part of a link that works once."""
DATA_PATH = "donnees"
"""Before the name of a figure that has an address."""


def operations_link(selection: Selection, order: Mapping[str, str] | None = None) -> str:
    """The list of the operations of a selection; `order` is what its address holds beside the filters."""
    return page_link("operations", selection, order)


def page_link(address: str, selection: Selection, more: Mapping[str, str] | None = None) -> str:
    """A page, by its address, under the filters of a selection; `more` is what its address holds beside them."""
    return f"{address}?{_encoded(selection.to_query() | {key: [value] for key, value in (more or {}).items()})}"


def data_link(
    figure: str, selection: Selection | None, extras: Mapping[str, str] | None = None, other: Selection | None = None
) -> str:
    """The CSV of a figure of `exports.by_address` under the filters of a selection, beside another one if any.

    `extras` is what its address holds beside the filters.
    """
    query = (selection.to_query() if selection else {}) | {key: [value] for key, value in (extras or {}).items()}
    query |= compared_query(other) if other else {}
    return f"{DATA_PATH}/{figure}.csv" + (f"?{_encoded(query)}" if query else "")


def address_link(address: str, query: Mapping[str, Sequence[str]]) -> str:
    """A page, by its address, with what its address held."""
    return f"{address}?{_encoded({key: list(values) for key, values in query.items()})}"


def operation_link(num_dossier: str, wave: str, selection: Selection) -> str:
    """One operation's page, with the filters to come back to."""
    return f"operation?{_encoded({NUMBER_KEY: [num_dossier], WAVE_KEY: [wave], **selection.to_query()})}"


def name_link(column: str, name: object, selection: Selection) -> str | None:
    """What a name opens among the operations of a selection; None where it names nothing.

    `column`: that of `operation` that holds it. A region opens its page; a bearer, which no filter knows, the operations found
    by its name; anything else the operations that its filter keeps.
    """
    if is_missing(name) or name in ("", UNKNOWN):
        return None
    said = str(name)
    if column == "beneficiary":
        return operations_link(selection.narrowed(search=said[:MAX_SEARCH_LENGTH]))
    if said == place_name(NATIONAL_STRAND, selection.period):
        said = NATIONAL_STRAND
    field = BY_COLUMN[column].field
    apart = dict.fromkeys(PLACES, ()) if field in PLACES else {}
    named = selection.narrowed(**apart | {field: (said,)})
    region = field in ("regions", "regions_2016") and said not in (NATIONAL_STRAND, *SEVERAL)
    return page_link("region", named) if region else operations_link(named)


def named_text(column: str, name: object, selection: Selection, words: str = "") -> str:
    """A name within a sentence, in Markdown: a link to what it opens, else itself. `words` say it otherwise; "" for no name."""
    if is_missing(name) or name == "":
        return ""
    said = literal(words or name)
    address = name_link(column, name, selection)
    return f"[{said}]({address})" if address else said


def name_links(
    columns: Iterable[str], rows: Sequence[Mapping[Any, Any]], selection: Selection
) -> dict[str, list[str | None]]:
    """The same for each row of several columns, as `links` of a table."""
    return {column: [name_link(column, row[column], selection) for row in rows] for column in columns}


def operation_links(rows: Sequence[Row], selection: Selection) -> list[str]:
    """The page of the operation of each row."""
    return [operation_link(row["num_dossier"], row["wave"], selection) for row in rows]


def same_page(address: str, selection: Selection, changes: Mapping[str, str | None]) -> str:
    """The page of this run with what its address holds but for these keys; None drops one."""
    kept = {name: st.query_params.get_all(name) for name in st.query_params}
    filters = {one.key for one in FILTERS}
    asked = {name: values for name, values in kept.items() if name not in filters and name not in changes}
    return f"{address}?{_encoded(selection.to_query() | asked | {key: [value] for key, value in changes.items() if value})}"


def _encoded(query: dict[str, list[str]]) -> str:
    return urlencode(query, doseq=True)
