"""The history of imports: what is active, what was, and how to go back."""

from datetime import date, datetime
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.access.roles import Role
from dashboard.demo.install import install_demonstration
from dashboard.domain.french import MISSING, short_date
from dashboard.ingest.errors import IngestError
from dashboard.ingest.formats import FORMAT_BY_NAME
from dashboard.ingest.history import go_back, imports_with_status, withdraw
from dashboard.ui.access import for_role, person
from dashboard.ui.donnees.import_report import draw_report
from dashboard.ui.installation import state
from dashboard.ui.markdown import literal
from dashboard.ui.tables import html_table
from dashboard.warehouse.editions import EDITION_FORMAT
from dashboard.warehouse.state import StateError


def draw_history() -> None:
    """Draws the imports, one import's report, and the publications that can be taken up again."""
    manifests = imports_with_status(state())
    dated = any(manifest["format"] == EDITION_FORMAT for manifest in manifests)
    html_table(pd.DataFrame([_row(manifest, dated) for manifest in manifests]), key="historique", alternative="Imports")
    names = {
        manifest["id"]: f"{manifest['file_name']} ({_moment(manifest['imported_at'])}, {manifest['status']})"
        for manifest in manifests
    }
    chosen = st.selectbox(
        "Rapport d'un import", list(names), format_func=names.__getitem__, index=None, placeholder="Choisir un import"
    )
    if chosen:
        draw_report(chosen)
        if any(manifest["id"] == chosen and manifest["status"] == "actif" for manifest in manifests):
            st.button("Retirer cet import", on_click=_do, args=(withdraw, chosen), icon=":material/undo:")
    _publications()


def _publications() -> None:
    st.markdown("### Revenir en arrière")
    current = state().current()
    earlier = {
        publication.number: f"n°\u202f{publication.number} – {_moment(publication.published_at)} – {publication.action}"
        for publication in state().history()
        if current is None or publication.number != current.number
    }
    number = st.selectbox(
        "Publication antérieure",
        list(earlier),
        format_func=earlier.__getitem__,
        index=None,
        placeholder="Choisir une publication",
    )
    with st.container(horizontal=True):
        st.button(
            "Reprendre cette publication",
            disabled=number is None,
            on_click=_do,
            args=(go_back, number),
            icon=":material/history:",
        )
        st.button("Revenir au jeu de démonstration", on_click=_demonstration, icon=":material/restart_alt:")


@for_role(Role.DATA_MANAGER)
def _do(action: Any, target: Any) -> None:
    try:
        action(state(), target, by=person())
    except (IngestError, StateError) as error:
        st.error(literal(error))


@for_role(Role.DATA_MANAGER)
def _demonstration() -> None:
    try:
        install_demonstration(state(), by=person())
    except (IngestError, StateError) as error:
        st.error(literal(error))


def _moment(text: str) -> str:
    return datetime.fromisoformat(text).astimezone().strftime("%d/%m/%Y à %H:%M")


def _row(manifest: dict[str, Any], dated: bool) -> dict[str, Any]:
    """`dated`: with the date of the extract, which tells the editions of a list apart."""
    day = manifest["extract_date"]
    return {
        "Fichier": manifest["file_name"],
        **({"Édition du": short_date(date.fromisoformat(day)) if day else MISSING} if dated else {}),
        "État": manifest["status"],
        "Format": FORMAT_BY_NAME[manifest["format"]].LABEL,
        "Importé le": _moment(manifest["imported_at"]),
        "Par": manifest["by"],
        "Acceptées": manifest["accepted"],
        "Laissées de côté": manifest["left_aside"],
        "Rejetées": manifest["rejected"],
        "Empreinte": manifest["sha256"][:12],
    }
