"""« Effet levier »: three inputs that nobody fills in for you, and the ratio once the three are there."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from dashboard.domain.columns import ColumnFormat, columns_of
from dashboard.domain.context_effects import EntryError, Leverage, number_words, parse_number
from dashboard.domain.french import euros, listing
from dashboard.figures.figure import Figure
from dashboard.ui.context import NO_FILTER, draw_prose, prose_cards
from dashboard.ui.figure_card import card
from dashboard.ui.markdown import literal
from dashboard.ui.page import section

PARTS: Final = ("Effet levier", "Valeur générée", "Coût", "Part attribuée à l'action", "Limites")
"""The headings of effects.md that are printed here."""
INPUTS: Final = {
    "value": "Valeur générée (€)",
    "cost": "Coût (€)",
    "attribution": "Part attribuée à l'action (%)",
}
NAMES: Final = {"value": "Valeur générée", "cost": "Coût", "attribution": "Part attribuée à l'action"}
LIMITS: Final = (
    "Ce ratio dépend de ce que vous comptez, de la période et de la part attribuée\u202f: dites-les toujours avec lui."
)


def draw_leverage(prose: Mapping[str, str]) -> None:
    """What the ratio means, the inputs, the result, its limits."""
    section("Effet levier\u202f: 1\u202f€ investi = X\u202f€ de valeur générée")
    draw_prose(prose["Effet levier"])
    given = _inputs(prose)
    missing = [NAMES[name].lower() for name, text in given.items() if not text.strip()]
    if missing:
        st.info(
            f"Le résultat s'affichera quand les trois champs seront remplis. Il manque\u202f: {literal(listing(missing))}.",
            icon=":material/calculate:",
        )
    else:
        _result(given)
    prose_cards(prose["Limites"], columns=2, key="limite")


def _inputs(prose: Mapping[str, str]) -> dict[str, str]:
    given = {}
    for place, (name, label) in zip(st.columns(len(INPUTS)), INPUTS.items(), strict=True):
        with place:
            given[name] = st.text_input(literal(label), key=f"levier-{name}", max_chars=40)
            st.caption(prose[NAMES[name]])
    return given


def _result(given: dict[str, str]) -> None:
    try:
        leverage = Leverage.of(*(parse_number(text, NAMES[name]) for name, text in given.items()))
    except EntryError as error:
        st.error(literal(error), icon=":material/error:")
        return
    terms = {
        NAMES["value"]: euros(leverage.value),
        NAMES["attribution"]: f"{number_words(leverage.attribution)}\u202f%",
        "Valeur attribuée": euros(leverage.attributed),
        NAMES["cost"]: euros(leverage.cost),
        "Calcul": leverage.computation,
    }
    figure = Figure(
        key="effet-levier",
        title=leverage.words,
        caption="Effet levier",
        sentence=f"{leverage.words}\u202f: {leverage.computation}.",
        rows=tuple({"term": term, "value": value} for term, value in terms.items()),
        columns={"term": ColumnFormat("Terme"), **columns_of("value")},
        note=LIMITS,
    )
    card(
        figure,
        source="Source\u202f: valeurs saisies sur cette page, qui ne sont gardées nulle part",
        filters=NO_FILTER,
    )
