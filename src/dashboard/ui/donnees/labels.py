"""The labels that a person merges: choose a column, labels, the one kept; take a rule back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import pandas as pd
import streamlit as st

from dashboard.access.roles import Role
from dashboard.domain.french import integer, plural, quoted
from dashboard.ingest.errors import IngestError
from dashboard.ingest.labels import LONGEST_LABEL, merge_labels, withdraw_rule
from dashboard.ui.access import for_role, person
from dashboard.ui.data import cached
from dashboard.ui.installation import state
from dashboard.ui.markdown import literal
from dashboard.ui.tables import html_table
from dashboard.warehouse.labels import MERGEABLE, LabelRule, close_labels, label_rows, labels_of, rules_in_force
from dashboard.warehouse.listing import Column
from dashboard.warehouse.state import StateError

SHOWN: Final = 25
CHOSEN: Final = "libelles-choisis-{}"
KEPT: Final = "libelle-garde-{}"
_SAID: Final = "_labels_said"


def draw_merge() -> None:
    """Draws the column, its labels with their counts, close spellings, and the merge."""
    if said := st.session_state.pop(_SAID, None):
        kind, words = said
        (st.error if kind == "error" else st.success)(literal(words))
    field = st.selectbox(
        "Colonne", MERGEABLE, format_func=lambda column: column.label, key="libelles-colonne", width=320
    )
    counts = {row["label"]: row["operations"] for row in cached(labels_of, field)}
    if not counts:
        st.info("Aucune opération ne porte de libellé dans cette colonne.", icon=":material/info:")
        return
    _draw_close(field)
    chosen = st.multiselect(
        "Libellés à réunir",
        list(counts),
        format_func=lambda label: f"{label} ({integer(counts[label])})" if label in counts else str(label),
        key=CHOSEN.format(field),
        placeholder="Choisir",
        select_all=False,
    )
    kept = st.text_input(
        "Libellé gardé",
        max(chosen, key=lambda label: counts.get(label, 0), default="")[:LONGEST_LABEL],
        max_chars=LONGEST_LABEL,
        key=f"{KEPT.format(field)}-{'|'.join(chosen)}",
        help="L'un des libellés choisis, un autre de la colonne ou un nouveau.",
    )
    if chosen:
        together = sum(counts.get(label, 0) for label in chosen)
        st.caption(f"{plural(together, 'opération portera', 'opérations porteront')} ce libellé.")
    if field is Column.MANAGING_BODY:
        st.caption("Le type de gestionnaire, et le département que dit le nom du service, sont ceux du libellé gardé.")
    st.button(
        "Réunir", type="primary", disabled=not (chosen and kept.strip()), on_click=_merge, args=(field, chosen, kept),
        icon=":material/merge:", key="reunir-les-libelles",
    )  # fmt: skip
    with st.expander(f"Les libellés de la colonne ({integer(len(counts))})"):
        shown = list(counts.items())[:SHOWN]
        html_table(
            pd.DataFrame(shown, columns=["Libellé", "Opérations"]),
            key=f"libelles-{field}",
            alternative=f"Libellés, {field.label}",
        )
        if len(counts) > SHOWN:
            st.caption(f"Les {SHOWN} premiers\u202f; le champ «\u202fLibellés à réunir\u202f» les cherche tous.")


def _draw_close(field: Column) -> None:
    pairs = {(row["label"], row["other"]): row for row in cached(close_labels, field)}
    if not pairs:
        st.caption("Aucun libellé de cette colonne ne ressemble à un autre.")
        return
    key = f"libelles-proches-{field}"
    st.selectbox(
        f"Orthographes proches ({integer(len(pairs))})",
        list(pairs),
        index=None,
        format_func=lambda pair: _pair(pairs[pair]) if pair in pairs else str(pair),
        placeholder="Choisir une proposition",
        key=key,
        on_change=_choose,
        args=(field, key),
    )


def _pair(row: dict[str, object]) -> str:
    return f"{row['label']} ({row['operations']}) ≈ {row['other']} ({row['other_operations']})"


def _choose(field: Column, key: str) -> None:
    """A suggestion fills the choice, which stays free."""
    if pair := st.session_state[key]:
        st.session_state[CHOSEN.format(field)] = list(pair)


@for_role(Role.DATA_MANAGER)
def _merge(field: Column, labels: Sequence[str], kept: str) -> None:
    try:
        added = merge_labels(state(), field, labels, kept, by=person())
    except (IngestError, StateError) as error:
        st.session_state[_SAID] = ("error", str(error))
        return
    st.session_state[CHOSEN.format(field)] = []
    st.session_state[_SAID] = ("success", f"{plural(added, 'libellé réuni', 'libellés réunis')} sous {quoted(kept)}.")


@for_role(Role.DATA_MANAGER)
def _withdraw(rule: LabelRule) -> None:
    try:
        withdraw_rule(state(), rule.field, rule.label, by=person())
    except (IngestError, StateError) as error:
        st.session_state[_SAID] = ("error", str(error))
        return
    st.session_state[_SAID] = ("success", f"{quoted(rule.label)} compte de nouveau sous son propre libellé.")


def draw_rules() -> None:
    """Draws the rules in force, newest first, and the way to take one back."""
    try:
        rules = list(reversed(rules_in_force(label_rows(state())).values()))
    except StateError as error:
        st.error(literal(error), icon=":material/error:")
        return
    if not rules:
        st.markdown("Aucun libellé n'est réuni à un autre.")
        return
    html_table(pd.DataFrame([_row(rule) for rule in rules]), key="regles-de-libelles", alternative="Règles en vigueur")
    chosen = st.selectbox(
        "Règle à retirer",
        rules,
        index=None,
        format_func=lambda rule: f"{rule.label} → {rule.kept}",
        placeholder="Choisir une règle",
        key="regle-a-retirer",
    )
    st.button(
        "Retirer", disabled=chosen is None, on_click=_withdraw, args=(chosen,), icon=":material/undo:", key="retirer-la-regle"
    )  # fmt: skip


def _row(rule: LabelRule) -> dict[str, str]:
    return {
        "Libellé de l'extrait": rule.label,
        "Compte sous": rule.kept,
        "Colonne": Column(rule.field).label,
        "Par": rule.by,
        "Le": datetime.fromisoformat(rule.at).astimezone().strftime("%d/%m/%Y"),
    }
