"""What the product keeps, and the buttons that purge it."""

from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.access.roles import Role
from dashboard.domain.french import plural
from dashboard.ingest.history import imports_with_status, purge_inactive, purge_originals
from dashboard.reviews.store import FILE_NAME
from dashboard.ui.access import may
from dashboard.ui.installation import reviews_location, state
from dashboard.ui.tables import html_table

FOLDER = "dossier de travail, {}"
KEPT = (
    (
        "Opérations importées",
        "organismes, intitulés, montants, effectifs agrégés",
        "imports/",
        "jusqu'à la purge des imports inactifs",
    ),
    (
        "Réponses aux enquêtes",
        "code ou nom des structures, réponses, observations",
        "imports/",
        "jusqu'à la purge des imports inactifs",
    ),
    ("Fichiers d'origine", "copie du fichier déposé", "imports/", "jusqu'à la purge des fichiers d'origine"),
    ("Entrepôt", "recalculé à partir des imports actifs", "warehouse/", "remplacé à chaque publication"),
    (
        "Historique",
        "nom déclaré ou compte de qui importe, date, empreinte du fichier",
        "publications/",
        "aussi longtemps que le dossier de travail",
    ),
    ("Lexiques", "expressions, nom déclaré ou compte de qui les garde", "lexicons/", "aussi longtemps que le dossier"),
    (
        "Lignes ajoutées à la couverture du besoin et codage des remarques",
        "nom déclaré ou compte de leur auteur, date",
        FILE_NAME,
        "sans limite, même retirées",
    ),
    (
        "Évaluations",
        "nom déclaré ou adresse de chaque évaluateur et arbitre, réponses, commentaires, motifs, dates, thèmes donnés aux observations",
        FILE_NAME,
        "sans limite\u202f: les évaluations s'ajoutent, aucune ne s'efface",
    ),
)
DECLARED_NAME = (
    "Nom déclaré",
    "cookie «\u202fevaluateur\u202f», seulement sans authentification",
    "navigateur de l'évaluateur",
    "jusqu'à la fermeture du navigateur ou «\u202fChanger de nom\u202f»",
)


def draw_personal_data() -> None:
    """Draws what is kept, where, how long, and the purge."""
    own_file = isinstance(reviews_location(), Path)
    rows = [
        _row(what, content, FOLDER.format(place), how_long, _size(place))
        if own_file or place != FILE_NAME
        else _row(what, content, "base de données que l'administrateur a configurée", how_long, None)
        for what, content, place, how_long in KEPT
    ]
    rows.append(_row(*DECLARED_NAME, None))
    html_table(pd.DataFrame(rows), key="donnees-gardees", alternative="Données gardées")
    st.markdown(
        "Une évaluation soumise fonde une décision publique\u202f: elle garde le nom sous lequel elle a été donnée et ne peut "
        "être ni modifiée ni effacée. Un évaluateur peut prendre un pseudonyme, et l'archive d'une campagne peut sortir sans "
        "les noms. Hors de cette archive, seul le gestionnaire de données les lit."
    )
    if not may(Role.DATA_MANAGER):
        return
    inactive = [manifest for manifest in imports_with_status(state()) if manifest["status"] != "actif"]
    originals = list(state().imports.glob("[!.]*/original*"))
    st.markdown("## Purger")
    sure = st.checkbox("Je comprends que la purge est définitive", key="purge-certaine")
    with st.container(horizontal=True):
        if st.button(f"Supprimer {plural(len(originals), 'fichier')} d'origine", disabled=not (sure and originals)):
            st.toast(f"{plural(purge_originals(state()), 'fichier supprimé', 'fichiers supprimés')}.")
        if st.button(
            f"Supprimer {plural(len(inactive), 'import inactif', 'imports inactifs')}", disabled=not (sure and inactive)
        ):
            st.toast(f"{plural(len(purge_inactive(state())), 'import supprimé', 'imports supprimés')}.")


def _row(what: str, content: str, place: str, how_long: str, size: float | None) -> dict[str, Any]:
    return {"Quoi": what, "Contenu": content, "Où": place, "Combien de temps": how_long, "Taille (Mo)": size}


def _size(place: str) -> float:
    found = state().root / place
    files = (path for path in ([found] if found.is_file() else found.rglob("*")) if path.is_file())
    return sum(path.stat().st_size for path in files) / 1_000_000
