"""The lexicon workshop: change one expression, see what enters and leaves, keep the result as a version."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.access.roles import Role
from dashboard.domain.columns import ColumnFormat, columns_of, wave_heading
from dashboard.domain.french import plural
from dashboard.domain.lexicon import CRITERIA, LEXICON_KINDS, TEXT_FIELDS, Expression, Lexicon, LexiconError
from dashboard.domain.operation import FIELD_BY_NAME
from dashboard.figures.figure import Figure
from dashboard.identification.lexicons import keep_lexicon, lexicon_versions
from dashboard.identification.wording import identifier_of
from dashboard.identification.workshop import compare
from dashboard.ui.access import may, person
from dashboard.ui.data import current_selection, current_warehouse
from dashboard.ui.figure_card import card
from dashboard.ui.filters import selection_caption
from dashboard.ui.identification import identification_by
from dashboard.ui.installation import state
from dashboard.ui.markdown import literal
from dashboard.warehouse.query import records

SHOWN = 50
NEW = "Nouvelle expression"


def draw_workshop(lexicon: Lexicon) -> None:
    """Draws the form of one expression, what its change brings in and leaves out, and the versions kept."""
    st.markdown(
        "Une expression s'écrit sans accent ni majuscule, le motif sur le texte normalisé\u202f: «\u202finnovations? sociales?\u202f» "
        "trouve le singulier et le pluriel, aux limites des mots."
    )
    known = {expression.id: expression for expression in lexicon.expressions}
    labels = {
        name: f"{item.label} ({item.kind.value}{'' if item.active else ', éteinte'})" for name, item in known.items()
    }
    chosen = st.selectbox(
        "Expression", [NEW, *known], format_func=lambda name: labels.get(name, name), key="atelier-expression"
    )
    try:
        changed = _form(known.get(chosen), f"atelier-{chosen}-{lexicon.version}")
    except LexiconError as error:
        st.error(literal(error), icon=":material/error:")
        return
    if changed is None or changed == known.get(chosen):
        st.caption("Modifiez l'expression pour voir ce qui entre et ce qui sort.")
    else:
        _preview(lexicon, lexicon.with_change(changed))
    _versions(lexicon)


def _form(known: Expression | None, key: str) -> Expression | None:
    left, right = st.columns(2)
    label = left.text_input("Libellé", known.label if known else "", key=f"{key}-label")
    pattern = right.text_input("Motif", known.pattern if known else "", key=f"{key}-pattern")
    kind = left.selectbox(
        "Nature", LEXICON_KINDS, index=LEXICON_KINDS.index(known.kind) if known else 0, key=f"{key}-kind"
    )
    criteria = ["", *CRITERIA]
    criterion = right.selectbox(
        "Critère",
        criteria,
        index=criteria.index(known.criterion) if known else 0,
        format_func=lambda name: name or "aucun",
        key=f"{key}-criterion",
    )
    fields = st.multiselect(
        "Champs",
        TEXT_FIELDS,
        default=known.fields if known else TEXT_FIELDS,
        format_func=lambda name: FIELD_BY_NAME[name].label,
        key=f"{key}-fields",
        placeholder="Choisir",
        select_all=False,
    )
    active = st.toggle("Active", known.active if known else True, key=f"{key}-active")
    if not label.strip() and not pattern.strip():
        return None
    ordered = tuple(name for name in TEXT_FIELDS if name in fields)
    if known:
        return replace(
            known, label=label, pattern=pattern, kind=kind, criterion=criterion, fields=ordered, active=active
        )
    return Expression(identifier_of(label) or "expression", kind, criterion, label, pattern, ordered, active)


def _preview(before: Lexicon, after: Lexicon) -> None:
    selection = current_selection()
    found = compare(current_warehouse().connection, before, after, selection, known=identification_by(before))
    st.markdown(
        f"**{plural(len(found.entering), 'opération entrerait', 'opérations entreraient')}, "
        f"{plural(len(found.leaving), 'sortirait', 'sortiraient')}.**"
    )
    for name, title, frame in (("entrent", "Ce qui entre", found.entering), ("sortent", "Ce qui sort", found.leaving)):
        if len(frame):
            _card(name, title, frame)
    if not may(Role.DATA_MANAGER):
        st.caption("Le rôle «\u202fgestionnaire de données\u202f» permet de garder une version.")
        return
    comment = st.text_input("Pourquoi ce changement", key="atelier-commentaire")
    if st.button("Garder cette version", type="primary", icon=":material/save:"):
        keep_lexicon(state(), after, by=person(), comment=comment)
        st.toast("La nouvelle version du lexique est en service.")
        st.rerun()


def _card(name: str, title: str, frame: pd.DataFrame) -> None:
    words = f"{title}\u202f: {plural(len(frame), 'opération')}"
    figure = Figure(
        key=f"atelier-{name}",
        title=words,
        caption=title,
        sentence=f"{words}.",
        rows=tuple(records(frame.head(SHOWN))),
        columns={
            "num_dossier": ColumnFormat("Numéro"),
            "wave": wave_heading(current_selection().period),
            **columns_of("title", "beneficiary"),
            "expressions": ColumnFormat("Trouvée par"),
        },
        note="Les cinquante premières." if len(frame) > SHOWN else None,
    )
    card(figure, source=current_warehouse().source, filters=selection_caption(current_selection()))


def _versions(lexicon: Lexicon) -> None:
    st.markdown("### Versions du lexique")
    st.download_button(
        "Télécharger le lexique (CSV)",
        lambda: lexicon.to_csv().encode("utf-8"),
        file_name="lexique.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )
    versions = lexicon_versions(state())
    for kept in versions:
        mark = "en service" if kept.version == lexicon.version else "gardée"
        said = f"\u202f: {kept.comment}" if kept.comment else ""
        line = f"{kept.version[:8]} – {mark} – {kept.author or 'auteur inconnu'}, {kept.date[:10] or 'sans date'}{said}"
        st.markdown(f"- {literal(line)}")
    others = {kept.version: kept for kept in versions if kept.version != lexicon.version}
    if others and may(Role.DATA_MANAGER):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = st.selectbox(
                "Reprendre une version",
                list(others),
                format_func=lambda name: name[:8],
                key="atelier-reprise",
                width=240,
            )
            if st.button("Remettre en service", icon=":material/history:"):
                keep_lexicon(state(), others[chosen], by=person())
                st.rerun()
