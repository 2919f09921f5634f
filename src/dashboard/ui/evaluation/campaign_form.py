"""How a campaign begins: the form that opens it (grid, population, reviewers, decision rule), or an archive taken over."""

import uuid
from enum import StrEnum
from typing import Final

import pandas as pd
import streamlit as st
from sqlalchemy import Engine

from dashboard.access.roles import Role, address_of
from dashboard.domain.french import integer, plural
from dashboard.domain.grid import Grid, Stage
from dashboard.domain.operation import Decided
from dashboard.identification.funnel import IDENTIFIED, step_operations
from dashboard.identification.identify import Identification
from dashboard.identification.lexicons import current_lexicon
from dashboard.identification.population import campaign_population
from dashboard.reviews.archive import LIMITS, import_campaign
from dashboard.reviews.campaigns import create_campaign
from dashboard.reviews.errors import ReviewsError
from dashboard.reviews.model import Campaign, DecisionRule
from dashboard.ui.access import person
from dashboard.ui.data import cached, current_selection, current_warehouse
from dashboard.ui.evaluation.grid_form import available_grids
from dashboard.ui.filters import selection_caption
from dashboard.ui.identification import identification_by
from dashboard.ui.installation import caller, state
from dashboard.ui.markdown import literal
from dashboard.ui.uploads import uploader
from dashboard.warehouse.indicators import categories
from dashboard.warehouse.listing import Column, operations_frame

LONGEST_POPULATION: Final = 5000


class Population(StrEnum):
    """Which operations enter a campaign; the values are the words of the interface."""

    IDENTIFIED = "Préidentifiées par le texte, les noms et l'enquête"
    RETAINED = "Retenues"
    SELECTED = "Toutes celles des filtres"


def draw_creation(engine: Engine) -> Campaign | None:
    """Draws the form; the campaign once it is created."""
    grids, errors = available_grids()
    for error in errors:
        st.warning(literal(error), icon=":material/warning:")
    if not grids:
        st.error("Aucune grille n'est utilisable\u202f: corrigez les fichiers de grilles.", icon=":material/error:")
        return None
    name = st.text_input("Nom de la campagne", key="campagne-nom", max_chars=120)
    description = st.text_area("Description (facultatif)", key="campagne-description", height=68, max_chars=1000)
    left, right = st.columns(2, gap="large")
    with left:
        grid = grids[
            st.selectbox("Grille", list(grids), format_func=lambda name: grids[name].title, key="campagne-grille")
        ]
        listed = _population(grid)
    with right:
        reviewers, rule = _reviewers(grid)
    if st.button("Ouvrir la campagne", type="primary", icon=":material/flag:", disabled=listed.empty):
        return _create(engine, name, description, grid, listed, reviewers, rule)
    return None


def _population(grid: Grid) -> pd.DataFrame:
    default = Population.RETAINED if grid.stage is Stage.RETAINED else Population.IDENTIFIED
    chosen = st.radio(
        "Opérations à évaluer",
        list(Population),
        index=list(Population).index(default),
        format_func=lambda population: literal(population.value),
        key=f"campagne-population-{grid.id}",
    )
    selection = current_selection()
    identification = identification_by(current_lexicon(state()))
    numbers = _numbers(identification, chosen or default)
    if len(numbers) > LONGEST_POPULATION:
        st.warning(
            f"{integer(len(numbers))} opérations sont trop pour une campagne (au plus {integer(LONGEST_POPULATION)})\u202f: "
            "réduisez la sélection avec les filtres.",
            icon=":material/warning:",
        )
        return numbers.head(0)
    listed = campaign_population(
        current_warehouse().connection, identification, numbers, otherwise="sélection par les filtres"
    )
    st.markdown(f"**{plural(len(listed), 'opération')}** dans la campagne.")
    st.caption(f"Selon les filtres du panneau\u202f: {literal(selection_caption(selection))}")
    return listed


def _numbers(identification: Identification, population: Population) -> pd.DataFrame:
    connection, selection = current_warehouse().connection, current_selection()
    if population is Population.IDENTIFIED:
        return pd.concat([step_operations(connection, identification, selection, step) for step in IDENTIFIED])
    wanted = selection.narrowed(decision=Decided.RETAINED) if population is Population.RETAINED else selection
    return operations_frame(connection, wanted, (Column.NUM_DOSSIER, Column.WAVE))


def _reviewers(grid: Grid) -> tuple[list[str], DecisionRule]:
    people = st.text_area(
        "Évaluateurs, un par ligne",
        key="campagne-evaluateurs",
        height=110,
        help="Leur nom déclaré, ou leur adresse électronique là où une authentification est configurée.",
    )
    needed = st.number_input("Évaluations par opération", 1, 5, 2, key="campagne-regle", width=220)
    everyone = st.toggle(
        "Ouverte à toute personne qui déclare un nom",
        key="campagne-ouverte",
        help="Chacun peut alors prendre une place libre sur une opération.",
    )
    types: tuple[str, ...] = ()
    if grid.decides:
        types = cached(categories)
        st.caption(
            f"{plural(int(needed), 'avis concordant décide', 'avis concordants décident')}\u202f: même avis, et même type "
            "d'opération si elle est retenue. Sinon, une autre personne arbitre."
        )
    reviewers = [address_of(line) or line.strip() for line in people.splitlines() if line.strip()]
    return reviewers, DecisionRule(int(needed), types, everyone)


def _create(
    engine: Engine,
    name: str,
    description: str,
    grid: Grid,
    listed: pd.DataFrame,
    reviewers: list[str],
    rule: DecisionRule,
) -> Campaign | None:
    lexicon = current_lexicon(state())
    folder = state()
    current = folder.current()
    manifests = [folder.manifest(import_id) for import_id in current.imports] if current else []
    extracts = [str(manifest["sha256"]) for manifest in manifests if manifest["kind"] == "operations"]
    # The form keeps its own number until a campaign is made: a double click makes one.
    number = st.session_state.setdefault("_new_campaign", uuid.uuid4().hex)
    try:
        campaign = create_campaign(
            engine,
            name=name,
            grid=grid,
            lexicon_hash=lexicon.version,
            lexicon_text=lexicon.to_csv(),
            extracts=extracts,
            operations=listed,
            reviewers=reviewers,
            by=person(),
            rule=rule,
            description=description,
            demonstration=current_warehouse().demonstration,
            campaign_id=number,
        )
    except ReviewsError as error:
        st.error(literal(error), icon=":material/error:")
        return None
    del st.session_state["_new_campaign"]
    return campaign


def draw_archive_import(engine: Engine) -> None:
    """Draws the upload of an archive, and says what came of it."""
    given = uploader(
        "Archive d'une campagne figée (ZIP)",
        Role.DATA_MANAGER,
        types=["zip"],
        key="archive-campagne",
        megabytes=LIMITS.packed >> 20,
    )
    if not given or not st.button("Reprendre cette campagne", icon=":material/upload_file:"):
        return
    try:
        campaign = import_campaign(engine, given[0].getvalue(), caller=caller())
    except ReviewsError as error:
        st.error(literal(error), icon=":material/error:")
        return
    st.success(
        f"La campagne «\u202f{literal(campaign.name)}\u202f» et {plural(campaign.operations, 'opération')} sont reprises.",
        icon=":material/check_circle:",
    )
