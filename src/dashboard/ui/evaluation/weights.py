"""The sliders of the weights of a grid's criteria."""

from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.domain.french import percent
from dashboard.domain.grid import Grid
from dashboard.ui.markdown import literal

HIGHEST: Final = 100


def default_sliders(grid: Grid) -> dict[str, int]:
    """Where the sliders start: whole numbers in the proportions of the grid's weights, adding up to 100 at most."""
    weights = {criterion.id: criterion.weight for criterion in grid.scored_criteria}
    whole = sum(weights.values())
    if whole > 0 and all(float(weight).is_integer() for weight in weights.values()) and whole <= HIGHEST:
        return {name: int(weight) * int(HIGHEST // whole) for name, weight in weights.items()}
    return {name: round(HIGHEST * weight / whole) if whole > 0 else 1 for name, weight in weights.items()}


def weight_keys(grid: Grid, trial: str) -> dict[str, str]:
    """Criterion → the session key of its slider; `trial` keeps apart those of different campaigns and pages."""
    return {criterion.id: f"poids-{trial}-{criterion.id}" for criterion in grid.scored_criteria}


def draw_weights(grid: Grid, trial: str) -> dict[str, int]:
    """Draws one slider per scored criterion, from 0 to 100, and gives where they stand."""
    defaults, keys = default_sliders(grid), weight_keys(grid, trial)
    with st.container(horizontal=True, vertical_alignment="top"):
        st.markdown("## Poids des critères", width="stretch")
        st.button(
            "Poids de la grille",
            on_click=_reset,
            args=({keys[name]: value for name, value in defaults.items()},),
            icon=":material/restart_alt:",
            type="tertiary",
            help="Remettre les curseurs aux poids par défaut de la grille",
        )
    weights, places = {}, {}
    columns: list[DeltaGenerator] = []
    for criterion in grid.scored_criteria:
        # Row by row, so that the keyboard and a narrow screen keep the order of the grid.
        columns = columns or list(st.columns(2, gap="medium"))
        key = keys[criterion.id]
        st.session_state.setdefault(key, defaults[criterion.id])
        with columns.pop(0):
            weights[criterion.id] = st.slider(literal(criterion.title), 0, HIGHEST, key=key)
            places[criterion.id] = st.empty()
    whole = sum(weights.values())
    for name, weight in weights.items():
        places[name].caption(f"Compte pour {percent(weight / whole)} du score" if whole else "Ne compte pas")
    return weights


def _reset(values: dict[str, int]) -> None:
    st.session_state.update(values)
