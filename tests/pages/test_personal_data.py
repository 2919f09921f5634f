"""Données personnelles: whatever the product keeps is named there, with its place and its time."""

import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.web.server.starlette import starlette_server_config

from dashboard.hosting.login import RETURN_COOKIE
from dashboard.identification.lexicons import keep_lexicon
from dashboard.identification.sources import shipped_lexicon
from dashboard.ingest.mappings import save_mapping
from dashboard.reviews.store import open_store
from dashboard.reviews.tables import METADATA
from dashboard.ui.donnees.personal_data import KEPT, PASSING
from dashboard.ui.reviews_store import _COOKIE
from dashboard.ui.uploads import FOLDER
from tests.identification.switched import switched
from tests.pages.conftest import PERSONAL_DATA, Opened, tables

WITHOUT_DATA = {"lock", "current.json", "lexicon.json"}
"""Files of the state folder that hold nothing of their own: the lock is empty, the pointers repeat what they point to."""
ROW_OF_TABLE = {
    "remark_coding": "Lignes ajoutées", "need_row": "Lignes ajoutées", "revocation": "Connexions fermées",
    "saved_view": "Vues et notes", "view_pin": "Vues et notes", "figure_note": "Vues et notes",
    "audit_entry": "Journal", "audit_archive": "Journal",
}  # fmt: skip


def table_of(app: AppTest) -> pd.DataFrame:
    """What is kept, as people read it: no Markdown escapes."""
    [table] = [table for table in tables(app) if "Combien de temps" in table.columns]
    return table.replace(r"\\(.)", r"\1", regex=True)


@pytest.fixture
def kept(opened: Opened, own_state):
    return table_of(opened(own_state, PERSONAL_DATA))


def test_everything_in_the_state_folder_is_named(opened: Opened, own_state):
    keep_lexicon(own_state, switched(shipped_lexicon(), "innovant", False), by="essai")
    save_mapping(own_state, ["A"], {"title": "A"})
    open_store(own_state.root / "reviews.sqlite").dispose()
    (own_state.root / FOLDER).mkdir()
    named = " ".join(table_of(opened(own_state, PERSONAL_DATA))["Où"])
    found = {path.name for path in own_state.root.iterdir()} - WITHOUT_DATA
    assert found >= {"imports", "publications", "lexicons", "mappings.json", "reviews.sqlite", FOLDER}
    missing = [name for name in found if name.partition("-")[0] not in named]
    assert missing == []


def test_everything_in_the_database_is_named(kept):
    words = " ".join(kept.index)
    for table in METADATA.tables:
        assert ROW_OF_TABLE.get(table, "Évaluations") in words, table
    assert "empreinte" in kept.loc["Connexions fermées", "Contenu"]
    assert "reviews" in kept.loc["Connexions fermées", "Où"]
    assert "sans limite" in kept.loc["Connexions fermées", "Combien de temps"]


def test_every_cookie_is_named(kept):
    theirs = {value for name, value in vars(starlette_server_config).items() if name.endswith("_COOKIE_NAME")}
    for cookie in (theirs - {starlette_server_config.XSRF_COOKIE_NAME}) | {RETURN_COOKIE, _COOKIE}:
        [row] = [cells for cells in kept.itertuples() if f"«\u202f{cookie}\u202f»" in cells.Contenu]
        assert row.Où == "navigateur"
    assert "trente jours" in kept.loc["Connexion", "Combien de temps"]
    assert "quinze minutes" in kept.loc["Page de retour", "Combien de temps"]


def test_what_stands_in_memory_says_when_it_goes(kept):
    memory = kept[kept["Où"] == "mémoire du serveur"]
    assert list(memory.index) == [
        "Fichiers déposés", "Documents préparés", "Session", "Liens à usage unique", "Résultats déjà calculés",
    ]  # fmt: skip
    assert all(memory["Combien de temps"])
    assert "cinq minutes" in memory.loc["Liens à usage unique", "Combien de temps"]
    assert "arrêt brutal" in kept.loc["Fichiers en cours de lecture", "Combien de temps"]


def test_the_table_reads_at_a_glance(kept):
    assert len(kept) == len(set(kept.index)) == len(KEPT) + len(PASSING)
    for cell in (*kept.index, *(cell for name in ("Contenu", "Où", "Combien de temps") for cell in kept[name])):
        assert cell == cell.strip() != ""
        assert len(cell) <= 160, cell
        assert not re.search(r"[ \u00a0][:;!?»]|«(?!\u202f)", cell), cell
