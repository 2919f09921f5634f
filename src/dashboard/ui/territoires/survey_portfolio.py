"""Survey beside portfolio: what managers say, next to the operations that they manage. Two facts, no cause."""

from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard.charts.survey import CAUTION, beside_figure
from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.french import integer, percent
from dashboard.domain.survey import FEW
from dashboard.figures.labels import COLON, SEMICOLON
from dashboard.ui.data import cached
from dashboard.ui.territoires.survey import Survey, survey_card
from dashboard.warehouse.query import records
from dashboard.warehouse.survey import AXIS, PROGRAMME, SurveyDimension, beside_portfolio

VIEWS: Final = {
    "Type de gestionnaire": SurveyDimension.MANAGING_BODY_TYPE,
    "Région (depuis 2016)": SurveyDimension.REGION_2016,
}
COLUMNS: Final = {
    "base": ColumnFormat("Base (n)", Kind.INTEGER),
    "yes": ColumnFormat("Oui", Kind.INTEGER),
    "yes_share": ColumnFormat("Oui, part de la base", Kind.PERCENT),
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
    frame = cached(beside_portfolio, survey.selection, survey.edition, VIEWS[name])
    survey_card(
        "enquete-portefeuille",
        survey,
        title=_finding(frame),
        figure=lambda: beside_figure(frame),
        table=frame,
        columns={"value": ColumnFormat(name), **COLUMNS},
        alternative=lambda: _spoken(frame),
        note=f"{NO_LINK} Opérations de l'axe {AXIS} du {PROGRAMME}, toutes vagues.{f' {CAUTION}' if frame['few'].any() else ''}",
        origin=_origin(survey, frame),
    )


def _finding(frame: pd.DataFrame) -> str:
    solid = frame[~frame["few"] & (frame["operations"] > 0)]
    if solid.empty:
        return f"Réponses et opérations de l'axe {AXIS}\u202f: bases trop petites pour un constat"
    row: Any = solid.sort_values("yes_share", ascending=False, kind="stable").iloc[0]
    among = f"Parmi les bases d'au moins {FEW} réponses, " if frame["few"].any() else ""
    return (
        f"{among}{row['value']}\u202f: la plus forte part de oui ({percent(row['yes_share'], 0)}, n\u00a0=\u00a0{integer(row['base'])})\u202f; "
        f"{percent(row['retained_share'])} des {integer(row['operations'])} opérations de l'axe {AXIS} y sont retenues"
    )


def _spoken(frame: pd.DataFrame) -> str:
    parts = [
        f"{row['value']}, {integer(row['yes'])} oui sur {integer(row['base'])} et {integer(row['retained'])} opérations retenues "
        f"sur {integer(row['operations'])}"
        for row in records(frame)
    ]
    return f"Réponses et opérations de l'axe {AXIS}{COLON}{SEMICOLON.join(parts)}."


def _origin(survey: Survey, frame: pd.DataFrame) -> str:
    operations = bool(frame["synthetic_operations"].any())
    if survey.synthetic and operations:
        return "Réponses synthétiques, opérations du jeu de démonstration"
    if survey.synthetic:
        return "Réponses synthétiques, opérations importées"
    return "Réponses importées, opérations du jeu de démonstration" if operations else ""
