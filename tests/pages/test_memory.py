"""What pages keep in memory: only what they show, within a limit, and until they are left."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
import streamlit as st
from openpyxl import Workbook
from streamlit.runtime.caching import get_data_cache_stats_provider

from dashboard.exports.documents import Document
from dashboard.exports.pack.content import Choice
from dashboard.ui import data
from dashboard.ui.comite import documents
from dashboard.ui.comite.documents import MOST_CHOSEN, Asked
from tests.pages.conftest import IMPORTS, SYNTHESIS, Opened, run
from tests.pages.declared import page_path

EXPORTS = page_path("comite/exports.py")
PRESENTATION = page_path("comite/presentation.py")
FILTERED = {
    "synthese": (SYNTHESIS, {}),
    "repartition": (page_path("indicateurs/repartition.py"), {}),
    "tableaux-de-la-note": (page_path("note/tableaux.py"), {}),
    "operations": (page_path("indicateurs/operations.py"), {}),
    "territoires": (page_path("territoires/territoires.py"), {}),
    "enquete": (page_path("territoires/enquete.py"), {"volet": "Observations"}),
    "reperage": (page_path("reperage/reperage.py"), {}),
    "presentation": (PRESENTATION, {"diapo": "types"}),
    "exports": (EXPORTS, {}),
}
BYTES_OF_A_SEARCH = 150_000


def held() -> int:
    """The bytes that `st.cache_data` holds."""
    return sum(stat.byte_length for stats in get_data_cache_stats_provider().get_stats().values() for stat in stats)


@pytest.fixture
def cached_rows(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by the number of rows of each answer that goes through the cache of the warehouse."""
    rows: list[int] = []
    answered = data._cached

    def noted(*arguments: Any, **options: Any) -> Any:
        found = answered(*arguments, **options)
        rows.append(len(found) if hasattr(found, "__len__") else 1)
        return found

    monkeypatch.setattr(data, "_cached", noted)
    return rows


@pytest.fixture
def empty_cache() -> Iterator[None]:
    st.cache_data.clear()
    yield
    st.cache_data.clear()


@pytest.mark.usefixtures("empty_cache")
@pytest.mark.parametrize("name", FILTERED)
def test_a_search_keeps_no_more_than_the_page_shows(opened: Opened, demonstration, cached_rows, name):
    page, query = FILTERED[name]
    opened(demonstration, page, retenue="non retenues", **query)
    before = held()
    app = opened(demonstration, page, retenue="non retenues", q="emploi", **query)
    assert max(cached_rows) <= MOST_CHOSEN
    kept = held() - before
    # The survey doesn't follow the search.
    assert kept == 0 if name == "enquete" else 0 < kept <= BYTES_OF_A_SEARCH
    assert [error.value for error in app.error] == []


def test_operations_to_choose_are_cut_before_they_are_kept(opened: Opened, demonstration, cached_rows, monkeypatch):
    monkeypatch.setattr(documents, "MOST_CHOSEN", 7)
    app = opened(demonstration, EXPORTS, retenue="non retenues")
    assert len(app.multiselect(key="dossier-operations").options) == 7
    assert cached_rows.count(7) == 1
    assert max(cached_rows) < 1000


@pytest.mark.usefixtures("empty_cache")
def test_a_slide_counts_in_the_limit_of_the_cache(opened: Opened, demonstration):
    opened(demonstration, PRESENTATION, diapo="types")
    names = [stat.cache_name for stats in get_data_cache_stats_provider().get_stats().values() for stat in stats]
    assert {name.rpartition(".")[2] for name in names} >= {"_pack", "_identified"}


def test_documents_go_when_the_page_is_left(opened: Opened, demonstration):
    app = opened(demonstration, EXPORTS)
    app.button(key="preparer-xlsx").click()
    run(app)
    assert len(app.session_state["_committee_document"]) == 1
    run(app)
    assert len(app.session_state["_committee_document"]) == 1
    run(app.switch_page(SYNTHESIS))
    assert "_committee_document" not in app.session_state


def asked(document: Document, filters: str = "") -> Asked:
    return Asked(
        document,
        "entrepôt",
        "lexique",
        filters,
        None,
        None,
        (),
        reviews=False,
        named=False,
        templates=(),
        choice=Choice(),
    )


def test_documents_of_one_visitor_stay_under_their_limit(monkeypatch):
    monkeypatch.setattr(documents, "MOST_KEPT", 10)
    ready: dict[Asked, bytes] = {}
    for document in (Document.SLIDES, Document.REPORT, Document.WORKBOOK):
        documents._keep(ready, asked(document), b"1234")
    assert list(ready) == [asked(Document.REPORT), asked(Document.WORKBOOK)]
    documents._keep(ready, asked(Document.WORKBOOK, "autres"), b"123456")
    assert list(ready) == [asked(Document.REPORT), asked(Document.WORKBOOK, "autres")], "one of each kind"
    documents._keep(ready, asked(Document.ARCHIVE), bytes(11))
    assert list(ready) == [asked(Document.ARCHIVE)], "the latest one is kept whatever its size"


def test_looks_at_a_file_are_those_of_the_sheet_on_screen_and_go_with_the_page(opened: Opened, own_state):
    book = Workbook()
    for name in ("Un", "Deux", "Trois", "Quatre"):
        book.create_sheet(name).append(["Colonne A", "Colonne B"])
        book[name].append(["x", "y"])
    del book["Sheet"]
    content = io.BytesIO()
    book.save(content)
    app = opened(own_state, IMPORTS)
    app.file_uploader(key="fichier").upload("classeur.xlsx", content.getvalue(), "application/octet-stream")
    run(app)
    for name in ("Deux", "Trois", "Quatre"):
        next(box for box in app.selectbox if box.label == "Feuille").set_value(name)
        run(app)
    [sent] = app.session_state["_sent"].values()
    assert list(sent.looks) == [(None, ()), ("Quatre", ())]
    assert len(list(sent.file.folder.glob("*/rows.parquet"))) == 2
    run(app.switch_page(SYNTHESIS))
    assert "_sent" not in app.session_state
