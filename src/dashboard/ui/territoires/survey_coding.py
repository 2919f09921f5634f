"""The tool that gives a remark its themes. Nothing is overwritten: a correction is a new row of the reviews' store."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard.access.roles import Role
from dashboard.domain.columns import COLUMNS, ColumnFormat, columns_of
from dashboard.domain.french import integer, short_date
from dashboard.figures.figure import Figure
from dashboard.figures.survey import SYNTHETIC
from dashboard.reviews.errors import ReviewsError
from dashboard.reviews.remark_coding import code_remark, codings
from dashboard.ui.access import may
from dashboard.ui.data import cached
from dashboard.ui.markdown import literal
from dashboard.ui.reviews_store import draw_identity, reviewer_identity, reviews_engine
from dashboard.ui.territoires.survey import Survey, survey_card
from dashboard.ui.territoires.survey_remarks import NO_REMARK, coded_remarks
from dashboard.warehouse.query import Row, records
from dashboard.warehouse.survey import theme_reference

LONGEST_EXTRACT: Final = 60
HISTORY: Final = {
    "respondent": COLUMNS["structure"],
    **columns_of("themes"),
    "day": ColumnFormat("Le"),
    "who": ColumnFormat("Par"),
}


def draw_coding(survey: Survey) -> None:
    """Draws the form for one remark, then what was coded here; for whoever reviews or manages the data."""
    if not (may(Role.DATA_MANAGER) or may(Role.REVIEWER)):
        st.info(
            "Coder une observation demande le rôle «\u202févaluateur\u202f» ou «\u202fgestionnaire de données\u202f».",
            icon=":material/lock:",
        )
        return
    found = coded_remarks(survey)
    if not found:
        st.info(NO_REMARK, icon=":material/filter_alt_off:")
        return
    _draw_history(survey, found)
    identity = reviewer_identity()
    draw_identity(identity)
    _draw_form(found, identity.name)


def _draw_form(found: Sequence[Row], by: str) -> None:
    if words := st.session_state.pop("_coding_done", None):
        st.toast(literal(words))
    rows = {row["respondent_key"]: row for row in found}
    # What waits for its themes comes first.
    keys = sorted(rows, key=lambda key: bool(rows[key]["themes"]))
    chosen = st.selectbox(
        "Observation à coder", keys, format_func=lambda name: _label(rows[name]), key="observation-a-coder"
    )
    key = chosen or keys[0]
    row = rows[key]
    with st.container(border=True):
        st.markdown(literal(row["remark"] or "Thèmes sans observation."))
        st.caption(literal(f"{row['respondent']}, {row['survey_type']}, réponse\u202f: {row['answer'] or 'aucune'}"))
    natures = {theme["theme"]: theme["polarity"] for theme in cached(theme_reference)}
    standing = row["themes"]
    with st.form(f"codage-{key}"):
        themes = st.multiselect(
            "Thèmes de cette observation",
            [*natures, *(name for name in standing if name not in natures)],
            default=standing,
            format_func=lambda name: f"{name} ({natures[name]})" if name in natures else str(name),
            placeholder="Choisir",
            # The last coding is in the key: after a save the field starts from what stands.
            key=f"themes-{key}-{len(standing)}",
        )
        sent = st.form_submit_button("Enregistrer les thèmes", type="primary", icon=":material/label:")
    if sent:
        _save(key, themes, by)


def _save(key: str, themes: list[str], by: str) -> None:
    try:
        written = code_remark(reviews_engine(), key, themes, by)
    except ReviewsError as error:
        st.error(literal(error), icon=":material/error:")
        return
    st.session_state["_coding_done"] = (
        "Thèmes enregistrés." if written else "Ces thèmes étaient déjà ceux de l'observation."
    )
    st.rerun()


def _label(row: Row) -> str:
    words = row["remark"] or ""
    extract = words if len(words) <= LONGEST_EXTRACT else f"{words[:LONGEST_EXTRACT].rstrip()}…"
    mark = "" if row["themes"] else "à coder – "
    return f"{mark}{row['respondent']} ({row['survey_type']})\u202f: {extract}"


def _draw_history(survey: Survey, found: Sequence[Row]) -> None:
    """What was coded in the application; names show to the data manager only."""
    known = {row["respondent_key"]: row["respondent"] for row in found}
    kept = [
        row for row in records(codings(reviews_engine(), every_version=True)[::-1]) if row["respondent_key"] in known
    ]
    if not kept:
        return
    named = may(Role.DATA_MANAGER)
    figure = Figure(
        key="enquete_codages",
        title="Chaque codage, le plus récent d'abord\u202f: le dernier d'une observation l'emporte",
        caption="Codages saisis dans l'application",
        sentence="Codages saisis dans l'application.",
        rows=tuple(
            {
                "respondent": known[row["respondent_key"]],
                "themes": " ; ".join(row["themes"]) or "aucun thème",
                "day": short_date(row["created_at"]),
                "who": row["author"] if named else "évaluateur",
            }
            for row in kept
        ),
        columns=HISTORY,
        synthetic=SYNTHETIC if survey.synthetic else None,
    )
    with st.expander(f"Codages enregistrés ici ({integer(len(kept))})"):
        survey_card(figure, survey, key="enquete-codages")
