"""The recall audit: a sample of what was not identified, sent to an open campaign, and what it says of what is missed."""

from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from dashboard.access.roles import Role
from dashboard.domain.columns import COLUMNS, columns_of, wave_heading
from dashboard.domain.french import decimal, integer, plural
from dashboard.identification.audit import DEFAULT_SEED, estimate, sample, unidentified
from dashboard.identification.identify import Identification
from dashboard.identification.population import campaign_population
from dashboard.reviews.campaigns import add_operations, get_operations
from dashboard.reviews.deciding import decisions
from dashboard.reviews.errors import ReviewsError
from dashboard.ui.access import may
from dashboard.ui.campaign_choice import campaign_label
from dashboard.ui.data import current_selection, current_warehouse
from dashboard.ui.links import operation_link
from dashboard.ui.markdown import literal
from dashboard.ui.reviews_store import known_campaigns, open_reviews
from dashboard.ui.tables import html_table
from dashboard.warehouse.query import run

DRAW: Final = "tirage n°"
FORMER_DRAW: Final = "graine"
"""How campaigns kept from before call a draw."""


def draw_audit(identification: Identification) -> None:
    """Draws the sample to read and the estimate that follows from what was found in it."""
    connection, selection = current_warehouse().connection, current_selection()
    population = unidentified(connection, identification, selection)
    st.markdown(
        "Le repérage peut manquer des opérations. Lisez un échantillon tiré au hasard parmi celles qu'il écarte, comptez "
        "celles qui auraient dû être repérées\u202f: l'intervalle de Wilson à 95\u202f% dit combien il en manque en tout."
    )
    if not population:
        st.info("Toutes les opérations de la sélection sont repérées\u202f: il n'y a rien à échantillonner.")
        return
    with st.container(horizontal=True):
        size = st.number_input(
            "Taille de l'échantillon", 1, min(500, population), min(50, population), key="taille-audit", width=220
        )
        seed = st.number_input("Tirage n°", 0, 999_999, DEFAULT_SEED, key="graine-audit", width=220)
    drawn = sample(connection, identification, selection, int(size), int(seed))
    origin = f"audit du rappel, {DRAW} {int(seed)}"
    read, positives = _reading(drawn, origin, int(size))
    found = estimate(read, positives, population)
    st.metric(
        f"Opérations manquées, estimées sur {plural(population, 'opération')} non repérées",
        decimal(found.missed, 0),
        f"entre {integer(found.low)} et {integer(found.high)} (intervalle à 95\u202f%)",
        delta_color="off",
        delta_arrow="off",
        border=True,
    )
    names = run(connection, "names_of", numbers=[str(number) for number in drawn["num_dossier"]])
    drawn = drawn.merge(names, on=["num_dossier", "wave"], how="left")
    addresses = [operation_link(str(row.num_dossier), str(row.wave), selection) for row in drawn.itertuples()]
    st.caption("Un même numéro de tirage donne toujours les mêmes opérations. Chaque numéro ouvre la fiche à lire.")
    shown = {
        "num_dossier": COLUMNS["operation"],
        "wave": wave_heading(selection.period),
        **columns_of("title", "beneficiary"),
    }
    html_table(drawn, shown, key="echantillon", alternative="Échantillon à lire", links={"num_dossier": addresses})
    draw_sending(identification, drawn, origin=origin)


def _reading(drawn: pd.DataFrame, origin: str, size: int) -> tuple[int, int]:
    """How many of the sample were read and how many of them should have been found: by a campaign, else as declared."""
    found = audited(drawn, origin)
    if found.decided:
        st.markdown(
            f"D'après la file d'évaluation\u202f: {plural(found.decided, 'opération de cet échantillon est décidée', 'opérations de cet échantillon sont décidées')} "
            f"sur {integer(found.queued)}, dont {plural(found.retained, 'retenue')}."
        )
        return found.decided, found.retained
    if found.queued:
        st.markdown(
            f"{plural(found.queued, 'opération de cet échantillon attend', 'opérations de cet échantillon attendent')} "
            "dans une file d'évaluation."
        )
    return size, int(st.number_input("Opérations à repérer trouvées", 0, size, 0, key="trouvees-audit", width=220))


@dataclass(frozen=True, slots=True)
class Audited:
    """How many operations of a sample stand in campaigns, are decided there, and are retained."""

    queued: int
    decided: int
    retained: int


def audited(drawn: pd.DataFrame, origin: str) -> Audited:
    """What the campaigns say of a sample that was sent to them; nothing where the store can't be opened."""
    wanted = set(drawn["num_dossier"].astype(str))
    queued: set[str] = set()
    decided: dict[str, bool] = {}
    try:
        engine = open_reviews()
        for campaign in known_campaigns(engine):
            held = {
                operation.num_dossier
                for operation in get_operations(engine, campaign.id)
                if operation.origin in (origin, origin.replace(DRAW, FORMER_DRAW)) and operation.num_dossier in wanted
            }
            if held and campaign.grid.decides:
                queued |= held
                found = decisions(engine, campaign.id, anonymised=True)
                kept = found[found["num_dossier"].isin(held)]
                decided |= dict(zip(kept["num_dossier"].astype(str), kept["retained"].astype(bool), strict=True))
    except ReviewsError:
        return Audited(0, 0, 0)
    return Audited(len(queued), len(decided), sum(decided.values()))


def draw_sending(identification: Identification, drawn: pd.DataFrame, *, origin: str) -> None:
    """Draws the choice of an open campaign and sends the sample to its queue."""
    if not may(Role.DATA_MANAGER):
        return
    try:
        engine = open_reviews()
        found = {
            campaign.id: campaign
            for campaign in reversed(known_campaigns(engine))
            if campaign.grid.decides and not campaign.frozen
        }
    except ReviewsError as error:
        st.caption(literal(error))
        return
    st.markdown("### Faire lire l'échantillon")
    if not found:
        st.markdown(
            "Aucune campagne n'est ouverte\u202f: ouvrez-en une sur la page Campagnes pour y envoyer l'échantillon."
        )
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Campagne",
            list(found),
            format_func=lambda name: campaign_label(found[name]),
            key="audit-campagne",
            width=480,
        )
        asked = st.button("Envoyer dans la file d'évaluation", icon=":material/playlist_add:")
    st.caption("Les évaluateurs les trouveront dans leur file, et l'estimation suivra leurs décisions.")
    if not asked:
        return
    listed = campaign_population(current_warehouse().connection, identification, drawn, otherwise=origin)
    try:
        added = add_operations(engine, chosen, listed)
    except ReviewsError as error:
        st.error(literal(error), icon=":material/error:")
        return
    st.success(
        f"{plural(added, 'opération ajoutée', 'opérations ajoutées')} à «\u202f{literal(found[chosen].name)}\u202f».",
        icon=":material/check_circle:",
    )
