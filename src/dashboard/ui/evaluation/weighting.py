"""The settings of the stability page: weights, decision rule, draw."""

from typing import Final

import streamlit as st

from dashboard.domain.french import integer, percent
from dashboard.domain.grid import Grid
from dashboard.reviews.model import Campaign
from dashboard.reviews.stability import DRAWS, SEED, Rule, Threshold, Top
from dashboard.ui.campaign_scores import DEFAULT_RULE, Weighting
from dashboard.ui.markdown import literal

HIGHEST: Final = 100
BY_THRESHOLD: Final = "Seuil de score"
BY_PLACES: Final = "Nombre de places"
SPREADS: Final[dict[str, float | None]] = {
    "Toutes les pondérations, à égalité": None,
    "Assez proches des poids choisis": 20.0,
    "Très proches des poids choisis": 100.0,
}
"""In words → the concentration of the draw. With four equal weights, each moves by some 9 points, then by some 4."""


def default_sliders(grid: Grid) -> dict[str, int]:
    """Where the sliders start: whole numbers in the proportions of the grid's weights, adding up to 100 at most."""
    weights = {criterion.id: criterion.weight for criterion in grid.scored_criteria}
    whole = sum(weights.values())
    if whole > 0 and all(float(weight).is_integer() for weight in weights.values()) and whole <= HIGHEST:
        return {name: int(weight) * int(HIGHEST // whole) for name, weight in weights.items()}
    return {name: round(HIGHEST * weight / whole) if whole > 0 else 1 for name, weight in weights.items()}


def draw_weighting(campaign: Campaign, places: int, scored: int) -> Weighting | None:
    """Draws the settings and gives them; None, with a sentence, when nothing weighs. `places` is the default of the rule."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        weights = _draw_weights(campaign)
    with right:
        rule = _draw_rule(campaign, places, scored)
        seed, concentration = _draw_draw(campaign)
    if not any(weights.values()):
        st.warning(
            "Tous les poids sont à zéro\u202f: aucun score ne peut être calculé. Montez au moins un curseur.",
            icon=":material/balance:",
        )
        return None
    return Weighting(tuple((name, float(weight)) for name, weight in weights.items()), rule, seed, concentration)


def _draw_weights(campaign: Campaign) -> dict[str, int]:
    defaults = default_sliders(campaign.grid)
    keys = {name: f"poids-{campaign.id}-{name}" for name in defaults}
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
    columns = st.columns(2, gap="medium")
    for rank, criterion in enumerate(campaign.grid.scored_criteria):
        key = keys[criterion.id]
        st.session_state.setdefault(key, defaults[criterion.id])
        with columns[rank % 2]:
            weights[criterion.id] = st.slider(literal(criterion.title), 0, HIGHEST, key=key)
            places[criterion.id] = st.empty()
    whole = sum(weights.values())
    for name, weight in weights.items():
        places[name].caption(f"Compte pour {percent(weight / whole)} du score" if whole else "Ne compte pas")
    return weights


def _reset(values: dict[str, int]) -> None:
    st.session_state.update(values)


def _draw_rule(campaign: Campaign, places: int, scored: int) -> Rule:
    st.markdown("## Règle de décision")
    mode = st.segmented_control(
        "Règle de décision",
        (BY_THRESHOLD, BY_PLACES),
        default=BY_THRESHOLD,
        required=True,
        key=f"regle-{campaign.id}",
        label_visibility="collapsed",
    )
    if mode == BY_PLACES:
        number = st.number_input(
            "Retenir les premières opérations, jusqu'à la place",
            1,
            scored,
            min(max(places, 1), scored),
            key=f"places-{campaign.id}",
            help="Par défaut, autant que la campagne en a retenu. Les ex æquo de la dernière place entrent ensemble.",
        )
        return Top(int(number))
    return Threshold(
        float(st.slider("Retenir à partir du score", 0, 100, int(DEFAULT_RULE.score), key=f"seuil-{campaign.id}"))
    )


def _draw_draw(campaign: Campaign) -> tuple[int, float | None]:
    spread = st.selectbox(
        f"Pondérations essayées ({integer(DRAWS)} tirages)", list(SPREADS), key=f"tirage-{campaign.id}"
    )
    seed = st.number_input(
        "Graine du tirage",
        0,
        999_999,
        SEED,
        key=f"graine-{campaign.id}",
        help="La même graine tire toujours les mêmes pondérations.",
    )
    return int(seed), SPREADS[spread or next(iter(SPREADS))]
