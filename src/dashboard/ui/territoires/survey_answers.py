"""The question on screen: answers overall and by type, published figures beside recomputed ones, regions."""

from typing import Any

import pandas as pd

from dashboard.charts.survey import ANSWER_LABELS, CAUTION, answers_figure, regions_figure
from dashboard.domain.columns import ColumnFormat
from dashboard.domain.french import MISSING, integer, percent, plural
from dashboard.domain.survey import FEW
from dashboard.exports.pack.answers import SURVEY_COUNTS
from dashboard.figures.alternative import ranking, shares
from dashboard.ui.data import cached
from dashboard.ui.territoires.survey import Survey, survey_card
from dashboard.warehouse.build import REFERENCE_FOLDER
from dashboard.warehouse.concordance import concordance
from dashboard.warehouse.query import records
from dashboard.warehouse.survey import SurveyDimension, answers
from dashboard.warehouse.survey_published import EDITION, published_facts


def draw_question(survey: Survey) -> None:
    """Draws the answers overall and by type of managing body."""
    frame = cached(answers, survey.selection, survey.edition)
    survey_card(
        "enquete-reponses",
        survey,
        title=_finding(frame),
        figure=lambda: answers_figure(frame),
        table=_cautious(frame),
        columns={"value": ColumnFormat("Type de gestionnaire"), **SURVEY_COUNTS},
        alternative=lambda: shares(
            "Réponses par type de gestionnaire", records(_spoken(frame)), "value", ANSWER_LABELS
        ),
        note=_reading(frame),
    )


def draw_published(survey: Survey) -> None:
    """Draws each published figure of the survey beside the recomputed one; filters don't apply to it."""
    if survey.edition != EDITION:
        return
    facts = cached(published_facts, REFERENCE_FOLDER)
    compared = cached(concordance, REFERENCE_FOLDER)
    compared = compared[compared["table"] == "Enquête"].reset_index(drop=True)
    table = compared.assign(
        base=[MISSING if fact.base is None else integer(fact.base) for fact in facts],
        reading=[fact.reading for fact in facts],
        recomputed=compared["recomputed"].replace("", MISSING),
    )
    survey_card(
        "enquete-publie",
        survey,
        title="Les chiffres publiés et les chiffres recalculés",
        figure=None,
        table=table,
        columns=_published_columns(survey),
        alternative="Chaque chiffre publié de l'enquête, avec le chiffre recalculé, sa base et ce qui le sépare du premier.",
        note="Un chiffre publié en toutes lettres est comparé à un intervalle, jamais à une valeur.",
        filters="Enquête de la vague 2019, sans filtre",
        said_by_columns=True,
    )


def _published_columns(survey: Survey) -> dict[str, ColumnFormat]:
    return {
        "row": ColumnFormat("Groupe"),
        "column": ColumnFormat("Fait"),
        "published": ColumnFormat("Publié (enquête réelle)"),
        "recomputed": ColumnFormat(
            f"Recalculé ({'réponses synthétiques' if survey.synthetic else 'enquête importée'})"
        ),
        "base": ColumnFormat("Base (n)"),
        "status": ColumnFormat("Statut"),
        "reading": ColumnFormat("Lecture"),
    }


def draw_regions(survey: Survey) -> None:
    """Draws how many structures of each present region gave each answer."""
    frame = cached(answers, survey.selection, survey.edition, SurveyDimension.REGION_2016)
    regions = frame.iloc[1:].reset_index(drop=True)
    enough = int((~regions["few"]).sum()) if len(regions) else 0
    title = f"{plural(enough, 'région compte', 'régions comptent')} au moins {FEW} réponses, sur {len(regions)}"
    survey_card(
        "enquete-regions",
        survey,
        title=title,
        figure=lambda: regions_figure(regions),
        table=_cautious(frame),
        columns={"value": ColumnFormat("Région (depuis 2016)"), **SURVEY_COUNTS},
        alternative=lambda: ranking(
            "Structures par région",
            records(regions),
            "value",
            "respondents",
            text=lambda count: plural(int(count), "structure"),
        ),
        note="Le graphique compte des structures\u202f: la plupart des bases sont trop petites pour des parts.",
    )


def _finding(frame: pd.DataFrame) -> str:
    if frame.empty:
        return "Réponses à la question"
    whole: Any = frame.iloc[0]
    if not whole["base"]:
        return "Aucune structure n'a répondu à la question"
    yes = plural(int(whole["yes"]), "structure dit oui", "structures disent oui")
    share = "" if whole["few"] else f" ({percent(whole['yes_share'], 0)})"
    said = f"{yes} sur {integer(whole['base'])}{share}"
    doubt = int(whole["no_opinion"])
    return f"{said}, {plural(doubt, 'ne se prononce pas', 'ne se prononcent pas')}" if doubt else said


def _reading(frame: pd.DataFrame) -> str | None:
    if frame.empty:
        return None
    said = "Parts calculées sur les structures qui ont répondu à la question (n)."
    return f"{said} {CAUTION}" if frame["few"].any() else said


def _cautious(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(caution=[f"moins de {FEW} réponses" if few else "" for few in frame["few"]])


def _spoken(frame: pd.DataFrame) -> pd.DataFrame:
    """The names with their base, so that no spoken share goes without it."""
    return frame.assign(
        value=[
            f"{row['value']} (base {integer(row['base'])}{', prudence' if row['few'] else ''})"
            for row in records(frame)
        ]
    )
