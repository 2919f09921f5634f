"""Survey beside portfolio: what managers say, next to the operations that they manage. Two facts, no cause."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard.charts.survey import beside_figure
from dashboard.domain.columns import ColumnFormat, Kind, columns_of
from dashboard.domain.french import integer, percent
from dashboard.domain.survey import FEW
from dashboard.figures.figure import Figure
from dashboard.figures.labels import COLON, SEMICOLON
from dashboard.figures.survey import CAUTION
from dashboard.ui.data import cached
from dashboard.ui.territoires.survey import Survey, survey_card
from dashboard.warehouse.query import Row
from dashboard.warehouse.survey import AXIS, PROGRAMME, SurveyDimension, beside_portfolio

VIEWS: Final = {
    "Type de gestionnaire": SurveyDimension.MANAGING_BODY_TYPE,
    "Région (depuis 2016)": SurveyDimension.REGION_2016,
}
SHOWN: Final = {
    **columns_of("base", "yes", "yes_share"),
    "operations": ColumnFormat(f"Opérations programmées, axe {AXIS}", Kind.INTEGER),
    "retained": ColumnFormat("Dont retenues", Kind.INTEGER),
    "retained_share": ColumnFormat("Part retenue", Kind.PERCENT),
}
NO_LINK: Final = "Deux constats côte à côte, chacun à son échelle\u202f: l'un n'explique pas l'autre."


def draw_beside(survey: Survey) -> None:
    """Draws the figure, by type of managing body or by region."""
    view = st.segmented_control(
        "Comparer par", list(VIEWS), default=next(iter(VIEWS)), required=True, key="enquete-face"
    )
    name = view or next(iter(VIEWS))
    rows = cached(beside_portfolio, survey.selection, survey.edition, VIEWS[name])
    caution = f" {CAUTION}" if any(row["few"] for row in rows) else ""
    figure = Figure(
        key="enquete_portefeuille",
        title=_finding(rows),
        caption=f"Réponses et opérations de l'axe {AXIS}",
        sentence=_spoken(rows),
        rows=tuple(rows),
        columns={"value": ColumnFormat(name), **SHOWN},
        note=f"{NO_LINK} Opérations de l'axe {AXIS} du {PROGRAMME}, toutes vagues.{caution}",
        synthetic=_origin(survey, rows) or None,
    )
    survey_card(figure, survey, key="enquete-portefeuille", picture=lambda: beside_figure(rows))


def _finding(rows: Sequence[Row]) -> str:
    solid = [row for row in rows if not row["few"] and row["operations"]]
    if not solid:
        return f"Réponses et opérations de l'axe {AXIS}\u202f: bases trop petites pour un constat"
    row = max(solid, key=lambda row: row["yes_share"])
    among = f"Parmi les bases d'au moins {FEW} réponses, " if any(row["few"] for row in rows) else ""
    return (
        f"{among}{row['value']}\u202f: la plus forte part de oui ({percent(row['yes_share'], 0)}, n\u00a0=\u00a0{integer(row['base'])})\u202f; "
        f"{percent(row['retained_share'])} des {integer(row['operations'])} opérations de l'axe {AXIS} y sont retenues"
    )


def _spoken(rows: Sequence[Row]) -> str:
    parts = [
        f"{row['value']}, {integer(row['yes'])} oui sur {integer(row['base'])} et {integer(row['retained'])} opérations retenues "
        f"sur {integer(row['operations'])}"
        for row in rows
    ]
    return f"Réponses et opérations de l'axe {AXIS}{COLON}{SEMICOLON.join(parts)}."


def _origin(survey: Survey, rows: Sequence[Row]) -> str:
    operations = any(row["synthetic_operations"] for row in rows)
    if survey.synthetic and operations:
        return "Réponses synthétiques, opérations du jeu de démonstration"
    if survey.synthetic:
        return "Réponses synthétiques, opérations importées"
    return "Réponses importées, opérations du jeu de démonstration" if operations else ""
