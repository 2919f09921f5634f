"""The initiatives and the départements' schemes as a list, filtered by lever, département and kind."""

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from dashboard.domain.columns import ColumnFormat
from dashboard.domain.context import Ecosystem
from dashboard.domain.context_rows import NATIONWIDE, Initiative
from dashboard.domain.french import plural
from dashboard.ui.context import NO_FILTER
from dashboard.ui.figure_card import figure_card
from dashboard.ui.markdown import literal
from dashboard.ui.navigation import TERRITORIES
from dashboard.ui.page import section

LEVER_KEY: Final = "levier"
DEPARTMENT_KEY: Final = "departement"
KIND_KEY: Final = "nature"

COLUMNS: Final = {
    "name": ColumnFormat("Intitulé"),
    "where": ColumnFormat("Où"),
    "detail": ColumnFormat("En bref"),
    "lever": ColumnFormat("Levier"),
    "kind": ColumnFormat("Nature"),
    "source": ColumnFormat("Source"),
}


def draw_initiatives(words: Ecosystem, initiatives: Sequence[Initiative]) -> None:
    """What the levers are, the filters of the list, the list."""
    section("Initiatives et dispositifs des départements")
    with st.expander("Les leviers, en une phrase"):
        st.markdown("\n".join(f"- **{literal(lever.name)}**\u202f: {literal(lever.text)}" for lever in words.levers))
    st.page_link(TERRITORIES.path, label="Les voir sur une carte (bouton Repères)", icon=":material/map:")
    levers, departments, kinds = _choices(words, initiatives)
    shown = [
        initiative
        for initiative in initiatives
        if (not levers or initiative.lever in levers)
        and (not departments or set(initiative.places) & set(departments))
        and (not kinds or initiative.kind in kinds)
    ]
    chosen = [
        f"{label}\u202f: {', '.join(values)}"
        for label, values in (("Levier", levers), ("Département", departments), ("Nature", kinds))
        if values
    ]
    unlevered = sum(not initiative.lever for initiative in shown)
    figure_card(
        "initiatives",
        title=_title(shown, initiatives),
        figure=None,
        table=pd.DataFrame([_row(words, initiative) for initiative in shown], columns=list(COLUMNS)),
        columns=COLUMNS,
        alternative=f"Liste de {plural(len(shown), 'initiative ou dispositif', 'initiatives et dispositifs')}.",
        source="Source\u202f: celle de chaque ligne (note de 2019 et pièces numérotées du dossier de l'analyse)",
        filters=" · ".join(chosen) or NO_FILTER,
        note=f"{plural(unlevered, 'initiative')} sans levier\u202f: ce sont des projets menés, pas des façons d'en aider d'autres."
        if unlevered
        else None,
        empty="Rien ne répond à ces trois choix à la fois. Retirez-en un.",
    )


def _choices(words: Ecosystem, initiatives: Sequence[Initiative]) -> tuple[list[str], list[str], list[str]]:
    levers = st.pills(
        "Levier",
        [lever.name for lever in words.levers],
        format_func=literal,
        selection_mode="multi",
        key=LEVER_KEY,
        bind="query-params",
    )
    left, right = st.columns(2)
    places = sorted({place for initiative in initiatives for place in initiative.places} - {NATIONWIDE})
    with left:
        departments = st.multiselect(
            "Département", [NATIONWIDE, *places], placeholder="Tous", key=DEPARTMENT_KEY, bind="query-params"
        )
    with right:
        kinds = st.multiselect(
            "Nature",
            list(dict.fromkeys(initiative.kind for initiative in initiatives)),
            placeholder="Toutes",
            key=KIND_KEY,
            bind="query-params",
        )
    return list(levers), departments, kinds


def _row(words: Ecosystem, initiative: Initiative) -> dict[str, str | None]:
    known = ", ".join(place for place in initiative.departments if not place.startswith(f"{initiative.place} ("))
    where = f"{initiative.place} – {known}" if known else (initiative.departments or (initiative.place,))[0]
    told = [f"Porté par {initiative.bearer}" if initiative.bearer else "", initiative.year, initiative.detail]
    return {
        "name": initiative.name,
        "lever": initiative.lever or None,
        "kind": initiative.kind,
        "where": NATIONWIDE if where == "France" else where,
        "detail": ". ".join(part for part in told if part) or None,
        "source": words.source(initiative.source),
    }


def _title(shown: Sequence[Initiative], initiatives: Sequence[Initiative]) -> str:
    count = plural(len(shown), "initiative ou dispositif", "initiatives et dispositifs")
    return count if len(shown) == len(initiatives) else f"{count} sur {len(initiatives)}"
