"""Addresses inside the app. They are relative, so that the app may stand under any path, and carry the filters."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st

from dashboard.domain.selection import FILTERS, Selection
from dashboard.warehouse.query import Row

NUMBER_KEY = "operation"
WAVE_KEY = "vague-operation"
FIRST_PAGE = "synthese"
"""The address of the page that answers at the root."""
DOWNLOAD_PATH = "telechargement"
"""Before the secret part of a link that works once."""


def operations_link(selection: Selection, order: Mapping[str, str] | None = None) -> str:
    """The list of the operations of a selection; `order` is what its address holds beside the filters."""
    return f"operations?{_encoded(selection.to_query() | {key: [value] for key, value in (order or {}).items()})}"


def page_link(address: str, selection: Selection) -> str:
    """A page, by its address, under the filters of a selection."""
    return f"{address}?{_encoded(selection.to_query())}"


def address_link(address: str, query: Mapping[str, Sequence[str]]) -> str:
    """A page, by its address, with what its address held."""
    return f"{address}?{_encoded({key: list(values) for key, values in query.items()})}"


def operation_link(num_dossier: str, wave: str, selection: Selection) -> str:
    """One operation's page, with the filters to come back to."""
    return f"operation?{_encoded({NUMBER_KEY: [num_dossier], WAVE_KEY: [wave], **selection.to_query()})}"


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
