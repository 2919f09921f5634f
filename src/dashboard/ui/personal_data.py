"""What the product keeps, and the buttons that purge it."""

import pandas as pd
import streamlit as st

from dashboard.domain.french import plural
from dashboard.ingest.history import imports_with_status, purge_inactive, purge_originals
from dashboard.ui.access import Role, may
from dashboard.ui.data import state
from dashboard.ui.tables import html_table

KEPT = (
    (
        "Opérations importées",
        "organismes, intitulés, montants, effectifs agrégés",
        "imports",
        "jusqu'à la purge des imports inactifs",
    ),
    ("Fichiers d'origine", "copie du fichier déposé", "imports", "jusqu'à la purge des fichiers d'origine"),
    ("Entrepôt", "recalculé à partir des imports actifs", "warehouse", "remplacé à chaque publication"),
    (
        "Historique",
        "nom déclaré ou compte de qui importe, date, empreinte du fichier",
        "publications",
        "aussi longtemps que le dossier de travail",
    ),
)


def draw_personal_data() -> None:
    """Draws what is kept, where, how long, and the purge."""
    rows = [
        {
            "Quoi": what,
            "Contenu": content,
            "Où": f"dossier de travail, {folder}/",
            "Combien de temps": how_long,
            "Taille (Mo)": _size(folder),
        }
        for what, content, folder, how_long in KEPT
    ]
    html_table(pd.DataFrame(rows), key="donnees-gardees", alternative="Données gardées")
    if not may(Role.DATA_MANAGER):
        return
    inactive = [manifest for manifest in imports_with_status(state()) if manifest["status"] != "actif"]
    originals = list(state().imports.glob("[!.]*/original*"))
    st.markdown("### Purger")
    sure = st.checkbox("Je comprends que la purge est définitive", key="purge-certaine")
    with st.container(horizontal=True):
        if st.button(f"Supprimer {plural(len(originals), 'fichier')} d'origine", disabled=not (sure and originals)):
            st.toast(f"{plural(purge_originals(state()), 'fichier supprimé', 'fichiers supprimés')}.")
        if st.button(
            f"Supprimer {plural(len(inactive), 'import inactif', 'imports inactifs')}", disabled=not (sure and inactive)
        ):
            st.toast(f"{plural(len(purge_inactive(state())), 'import supprimé', 'imports supprimés')}.")


def _size(folder: str) -> float:
    files = (path for path in (state().root / folder).rglob("*") if path.is_file())
    return sum(path.stat().st_size for path in files) / 1_000_000
