"""What the product keeps, and the buttons that purge it."""

from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.domain.french import plural
from dashboard.ingest.history import imports_with_status, purge_inactive, purge_originals
from dashboard.reviews.store import FILE_NAME
from dashboard.ui.installation import reviews_location, state
from dashboard.ui.tables import html_table
from dashboard.warehouse.build import KEPT_WAREHOUSES

FOLDER = "dossier de travail, {}"
MEMORY = "mémoire du serveur"
BROWSER = "navigateur"
LEFT = "jusqu'à ce que l'on quitte la page, ou quelques minutes après la fermeture de l'onglet"
KEPT = (
    (
        "Opérations importées",
        "organismes, personnes que les listes publiées nomment comme bénéficiaires, intitulés, montants, effectifs agrégés, lignes rejetées ou laissées de côté",
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
    (
        "Entrepôt",
        "recalculé à partir des imports actifs",
        "warehouse/",
        f"remplacé à chaque publication\u202f; les {KEPT_WAREHOUSES} derniers sont gardés",
    ),
    (
        "Historique",
        "nom déclaré ou compte de qui importe, date, empreinte du fichier",
        "publications/",
        "aussi longtemps que le dossier de travail",
    ),
    (
        "Associations de colonnes",
        "en-têtes des fichiers associés à la main, réponses données sur leurs colonnes",
        "mappings.json",
        "aussi longtemps que le dossier de travail",
    ),
    (
        "Libellés réunis",
        "libellés des extraits, nom déclaré ou compte de qui les réunit ou les sépare, date",
        "labels.jsonl",
        "aussi longtemps que le dossier de travail, même retirés",
    ),
    (
        "Périodes d'analyse",
        "nom déclaré ou compte de qui les définit, date",
        "waves.jsonl",
        "aussi longtemps que le dossier de travail, même remplacées",
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
    (
        "Vues et notes",
        "nom et compte de qui garde une vue, l'épingle ou laisse une note sur une figure, filtres, texte, date",
        FILE_NAME,
        "sans limite, même retirées ou résolues",
    ),
    (
        "Journal",
        "compte de qui importe, publie, purge, clôt une campagne, exporte des noms ou se voit refuser une page ou une action, "
        "adresse IP, date, objet",
        FILE_NAME,
        "sans limite\u202f: les années terminées passent dans le dossier «\u202fjournal\u202f»",
    ),
    (
        "Années rangées du journal",
        "les mêmes lignes, une année par fichier",
        "journal/",
        "aussi longtemps que le dossier de travail",
    ),
    (
        "Connexions fermées",
        "empreinte d'une connexion ou adresse électronique, date",
        FILE_NAME,
        "sans limite\u202f: une connexion fermée ne se rouvre pas",
    ),
)
"""What lasts in the state folder: the third column is a place under it."""
PASSING = (
    (
        "Fichiers en cours de lecture",
        "copie du fichier déposé, lignes lues",
        FOLDER.format("uploads/"),
        f"{LEFT}\u202f; après un arrêt brutal, quelques minutes ou jusqu'au démarrage suivant",
    ),
    ("Fichiers déposés", "contenu du fichier", MEMORY, LEFT),
    (
        "Documents préparés",
        "dossier du comité, avec les noms des évaluateurs si le gestionnaire de données les demande",
        MEMORY,
        LEFT,
    ),
    (
        "Session",
        "filtres, saisies non enregistrées, nom déclaré ou compte",
        MEMORY,
        "quelques minutes après la fermeture de l'onglet",
    ),
    (
        "Liens à usage unique",
        "compte de la personne, fichier demandé",
        MEMORY,
        "cinq minutes, pour une seule utilisation",
    ),
    (
        "Résultats déjà calculés",
        "chiffres, listes et évaluations affichés récemment, noms compris",
        MEMORY,
        "jusqu'à l'arrêt du serveur\u202f; les plus anciens s'effacent quand la place manque",
    ),
    (
        "Nom déclaré",
        "cookie «\u202fevaluateur\u202f», seulement sans authentification",
        BROWSER,
        "jusqu'à la fermeture du navigateur ou «\u202fChanger de nom\u202f»",
    ),
    (
        "Connexion",
        "cookies signés «\u202f_streamlit_user\u202f», «\u202f_streamlit_user_tokens\u202f» et «\u202f_streamlit_session\u202f»\u202f: "
        "ce que dit le fournisseur d'identité, seulement avec authentification",
        BROWSER,
        "trente jours au plus\u202f; ils n'ouvrent plus rien après «\u202fSe déconnecter\u202f» ou au bout de la durée que fixe l'administrateur",
    ),
    (
        "Page de retour",
        "cookie «\u202fretour\u202f»\u202f: page quittée pour se connecter, avec ses filtres",
        BROWSER,
        "jusqu'à la fin de la connexion, quinze minutes au plus",
    ),
    (
        "Rôles",
        "adresses électroniques et groupes, seulement avec authentification",
        "configuration que tient l'administrateur",
        "aussi longtemps qu'il les y laisse",
    ),
    (
        "Journal du serveur",
        "pages servies et incidents, qui peuvent citer un compte, un fichier ou une saisie",
        "là où l'administrateur l'enregistre",
        "selon ses réglages",
    ),
)
"""What passes, or stands elsewhere: it isn't weighed."""


def draw_kept() -> None:
    """The table of what is kept, where, how long."""
    own_file = isinstance(reviews_location(), Path)
    rows = [
        _row(what, content, FOLDER.format(place), how_long, _size(place))
        if own_file or place != FILE_NAME
        else _row(what, content, "base de données que l'administrateur a configurée", how_long, None)
        for what, content, place, how_long in KEPT
    ]
    rows += [_row(*passing, None) for passing in PASSING]
    html_table(pd.DataFrame(rows), key="donnees-gardees", alternative="Données gardées")


def draw_purge() -> None:
    """The buttons that remove for good what no indicator needs."""
    inactive = [manifest for manifest in imports_with_status(state()) if manifest["status"] != "actif"]
    originals = list(state().imports.glob("[!.]*/original*"))
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
