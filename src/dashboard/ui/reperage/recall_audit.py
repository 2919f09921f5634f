"""The recall audit on screen: a sample of what was not identified, and what it says of what is missed."""

import pandas as pd
import streamlit as st

from dashboard.domain.columns import ColumnFormat
from dashboard.domain.french import decimal, integer, plural
from dashboard.identification.audit import DEFAULT_SEED, estimate, sample, unidentified
from dashboard.identification.identify import Identification
from dashboard.ui.data import current_selection, current_warehouse
from dashboard.ui.links import operation_link
from dashboard.ui.reperage.audit_queue import audited, draw_sending
from dashboard.ui.tables import html_table
from dashboard.warehouse.query import run

COLUMNS = {
    "num_dossier": ColumnFormat("Opération"),
    "wave": ColumnFormat("Vague"),
    "title": ColumnFormat("Intitulé"),
    "beneficiary": ColumnFormat("Porteur"),
}


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
        seed = st.number_input("Graine du tirage", 0, 999_999, DEFAULT_SEED, key="graine-audit", width=220)
    drawn = sample(connection, identification, selection, int(size), int(seed))
    origin = f"audit du rappel, graine {int(seed)}"
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
    st.caption("La même graine tire toujours les mêmes opérations. Chaque numéro ouvre la fiche à lire.")
    html_table(drawn, COLUMNS, key="echantillon", alternative="Échantillon à lire", links={"num_dossier": addresses})
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
