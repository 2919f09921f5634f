"""The warehouse as pages see it: opened once per process, queried through caches keyed by its hash."""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import duckdb
import streamlit as st

from dashboard.access.rules import Mode
from dashboard.demo.install import open_state
from dashboard.domain.selection import Selection
from dashboard.exports.pack.origin import NO_EXTRACT, origin_of
from dashboard.ingest.errors import IngestError
from dashboard.ui.installation import rules, state
from dashboard.ui.markdown import literal
from dashboard.warehouse.database import open_database
from dashboard.warehouse.options_query import periods
from dashboard.warehouse.state import Publication, StateError

Result = TypeVar("Result")

NOT_DEMONSTRATION = (
    "L'accès est réglé sur «\u202fdemo\u202f» alors que le dossier de travail contient un extrait réel, qui n'est pas montré\u202f: "
    "indiquez un autre dossier avec DASHBOARD_STATE."
)


@dataclass(frozen=True, slots=True)
class Warehouse:
    """The published warehouse of this run: every figure of a page comes from the same one."""

    publication: Publication
    demonstration: bool
    loaded: bool
    """Whether any import of operations is active."""

    @property
    def source(self) -> str:
        """Where the operations of the selection's programming period come from."""
        selection: Selection = st.session_state.get("_selection") or Selection()
        return _describe(self.publication.warehouse, self.publication, selection.period)[1]

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The shared read-only connection; queries take their own cursor."""
        return _connection(self.publication.warehouse)


def open_warehouse() -> Warehouse:
    """The current warehouse. A new state folder starts with the demonstration extract."""
    try:
        with state().disk_errors():
            warehouse = _described(_opened_state())
    except (StateError, IngestError) as error:
        st.error(literal(error), icon=":material/error:")
        st.stop()
    if not _may_be_shown(warehouse):
        st.error(literal(NOT_DEMONSTRATION), icon=":material/lock:")
        st.stop()
    st.session_state["_warehouse"] = warehouse
    return warehouse


def _opened_state() -> Publication:
    folder = state()
    current = folder.current()
    if current is None or current.warehouse not in st.session_state.get("_seen_warehouses", ()):
        current = open_state(folder)
        st.session_state["_seen_warehouses"] = (current.warehouse,)
    return current


def warm_up() -> Publication:
    """Opens what a first visitor would wait for, outside any session. Raises StateError or IngestError."""
    return _described(open_state(state())).publication


def _described(current: Publication) -> Warehouse:
    demonstration, source = _describe(current.warehouse, current, Selection().period)
    return Warehouse(current, demonstration, source != NO_EXTRACT)


def _may_be_shown(warehouse: Warehouse) -> bool:
    return warehouse.demonstration or rules().mode is not Mode.DEMO


def published_warehouse() -> Warehouse:
    """The current warehouse, outside any session. Raises StateError or IngestError, and StateError where the demonstration alone may be shown."""
    with state().disk_errors():
        warehouse = _described(open_state(state()))
    if not _may_be_shown(warehouse):
        raise StateError(NOT_DEMONSTRATION)
    return warehouse


@st.cache_resource(max_entries=3, show_spinner=False)
def _connection(name: str) -> duckdb.DuckDBPyConnection:
    folder = state()
    return open_database(folder.warehouses / name, read_only=True)


@st.cache_data(max_entries=20, show_spinner=False)
def _describe(warehouse: str, _publication: Publication, period: str) -> tuple[bool, str]:
    found = origin_of(state(), _publication, _connection(warehouse), Selection(period=period))
    return found.demonstration, found.source


def current_warehouse() -> Warehouse:
    """The warehouse that the main script opened for this run."""
    return cast(Warehouse, st.session_state["_warehouse"])


def current_selection() -> Selection:
    """The selection that the filters of this run describe."""
    return cast(Selection, st.session_state["_selection"])


def cached(function: Callable[..., Result], *arguments: Any) -> Result:
    """`function(connection, *arguments)`, computed once per warehouse and arguments, shared by every session."""
    found = _cached(
        current_warehouse().publication.warehouse,
        function.__module__,
        function.__qualname__,
        arguments,
        _function=function,
    )
    return cast(Result, found)


def _cached(
    warehouse: str, module: str, name: str, arguments: tuple[Any, ...], *, _function: Callable[..., Any]
) -> Any:
    # Streamlit hashes one value after the other, each field of a selection, and reads the signature once more for each that has no
    # name. One string of bytes, given by name, takes a fifth of that time, and a page asks some fifteen times.
    asked = pickle.dumps((warehouse, module, name, arguments))
    return _answered(asked=asked, _function=_function, _warehouse=warehouse, _arguments=arguments)


# The limit that counts is that of .streamlit/config.toml, in bytes; this one bounds what each entry costs beside them.
@st.cache_data(max_entries=20_000, show_spinner=False)
def _answered(*, asked: bytes, _function: Callable[..., Any], _warehouse: str, _arguments: tuple[Any, ...]) -> Any:
    del asked
    return _function(_connection(_warehouse), *_arguments)


def known_periods() -> tuple[str, ...]:
    """The programming periods that have operations, the default one first."""
    return cached(periods)


def remember_selection(selection: Selection) -> None:
    """Keeps the selection of this run for the page."""
    st.session_state["_selection"] = selection
