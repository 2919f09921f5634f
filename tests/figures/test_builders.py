"""What builders do where the demonstration has no such case."""

import pytest

from dashboard.domain.columns import COLUMNS, Kind, change_columns, counted_column, wave_column
from dashboard.domain.operation import UNKNOWN, Decided
from dashboard.domain.periods import FORMER
from dashboard.figures.identification import FOUND_STEPS, FSE_STEPS, funnel_figure, sources_figure
from dashboard.figures.palette import INK_SOFT
from dashboard.figures.survey import answers_figure, themes_figure
from dashboard.identification.funnel import Step

NOTHING = dict.fromkeys(Step, 0)


def test_labels_follow_the_decision_and_the_wave() -> None:
    assert counted_column(Decided.NOT_RETAINED, "2019").label == "Opérations examinées et non retenues 2019"
    assert counted_column(Decided.RETAINED, short=True).label == "Retenues"
    cost = COLUMNS["total_cost"]
    assert (wave_column(cost, "Coût total", "2017", FORMER).label, wave_column(cost, "", "2017", FORMER).kind) == (
        "Coût total, vague 2017",
        Kind.AMOUNT,
    )
    difference, change = change_columns(cost)
    assert (difference.label, difference.signed, change.label) == ("Coût total", True, "Coût total, variation")


@pytest.mark.parametrize("drawn", [FSE_STEPS, FOUND_STEPS])
def test_a_funnel_without_operations_draws_nothing(drawn: tuple[Step, ...]) -> None:
    figure = funnel_figure(NOTHING, drawn=drawn, decided=False, period=FORMER)
    assert figure.chart is None
    assert figure.title == "Aucune opération n'est programmée"
    assert len(figure.rows) == len(Step)


def test_a_funnel_says_that_filters_on_the_decision_are_left_aside() -> None:
    counts = NOTHING | {Step.PROGRAMMED: 10, Step.PROGRAMMED_FSE: 10, Step.WITH_SURVEY_FSE: 3, Step.RETAINED_FSE: 1}
    figure = funnel_figure(counts, drawn=FSE_STEPS, decided=True, period=FORMER)
    assert figure.title == (
        "Sur 10 opérations programmées au titre du FSE, 3 sont repérées et 1 est retenue (10,0\u202f%)"
    )
    assert "la décision" in (figure.note or "")
    assert figure.chart is not None
    assert len(figure.chart.rows) == len(FSE_STEPS)


def test_a_funnel_sets_no_figure_of_the_fse_beside_one_of_both_funds() -> None:
    iej = {Step.PROGRAMMED: 30, Step.PROGRAMMED_IEJ: 20, Step.RETAINED_IEJ: 4, Step.RETAINED: 4}
    alone = funnel_figure(NOTHING | iej, drawn=FSE_STEPS, decided=False, period=FORMER).title
    assert alone == "Sur 20 opérations programmées au titre de l'IEJ, 4 sont retenues (20,0\u202f%)"
    both = funnel_figure(NOTHING | iej | {Step.PROGRAMMED_FSE: 10}, drawn=FSE_STEPS, decided=False, period=FORMER).title
    assert both == "Sur 10 opérations programmées au titre du FSE, aucune n'est retenue\u202f; l'IEJ en ajoute 4"


def test_sources_that_lead_nowhere_stay_in_the_table() -> None:
    found = ({"provenance": "acteur", "operations": 0, "only_this": 0},)
    figure = sources_figure(found, FORMER)
    assert (figure.title, figure.chart, len(figure.rows)) == ("Aucune source ne repère d'opération", None, 1)


def test_a_chart_of_many_themes_leaves_some_to_the_table() -> None:
    rows = [{"theme": f"Thème {rank}", "polarity": UNKNOWN, "structures": rank, "summary": ""} for rank in range(1, 15)]
    figure = themes_figure(rows, 20, synthetic=False, nouns="thèmes hors référence")
    assert figure.title == "«\u202fThème 14\u202f» en tête des thèmes hors référence\u202f: 14 structures sur 20"
    assert figure.chart is not None
    assert [row["structures"] for row in figure.chart.rows] == list(range(14, 2, -1))
    assert set(figure.chart.colours) == {INK_SOFT}
    assert (figure.note or "").endswith("Le tableau donne aussi 2 autres lignes.")


def test_a_survey_that_nobody_answered_shows_its_structures() -> None:
    row = {"value": "Ensemble", "respondents": 2, "base": 0, "yes": 0, "no": 0, "no_opinion": 0, "no_answer": 2}
    figure = answers_figure([row | {"yes_share": None, "few": True}], synthetic=True, fund="FSE")
    assert figure.title == "Aucune structure n'a répondu à la question"
    assert figure.rows[0]["caution"] == "moins de 10 réponses"
    assert figure.synthetic
    assert answers_figure([], synthetic=False, fund="FSE").empty
