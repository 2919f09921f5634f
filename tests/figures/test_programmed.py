"""What is programmed where nothing is counted: the sentence, which cards there are, what they hold."""

from typing import Any

from dashboard.domain.operation import UNKNOWN
from dashboard.figures.programmed import (
    PROGRAMMED_DIMENSIONS,
    none_counted_sentence,
    programmed_dimensions,
    programmed_figure,
)
from dashboard.identification.funnel import Step
from dashboard.warehouse.indicators import Dimension, Indicators
from tests.figures.test_findings import rows_of

SPACE = "\u202f"
TOTAL: dict[str, Any] = {
    "programme_operations": 179,
    "programme_total_cost": 394e6,
    "programme_eu_amount": 200e6,
    "examined_operations": 0,
}
NONE_FOUND = dict.fromkeys(Step, 0)
FOUND = {**NONE_FOUND, Step.PREIDENTIFIED_FSE: 15, Step.WITH_SURVEY_FSE: 17, Step.FOUND_IEJ: 3}
OPENING = f"179 opérations programmées, 394,0{SPACE}M€ de coût total dont 200,0{SPACE}M€ de l'Union européenne, "


def test_the_sentence_says_how_far_the_operations_are_examined():
    for examined, retained, counts, expected in (
        (0, 0, FOUND, f"aucune examinée{SPACE}; 20 repérées."),
        (0, 0, NONE_FOUND, f"aucune examinée{SPACE}; aucune repérée."),
        (1, 0, FOUND, f"1 examinée, aucune retenue{SPACE}; 20 repérées."),
        (12, 0, FOUND, f"12 examinées, aucune retenue{SPACE}; 20 repérées."),
        (12, 3, FOUND, "12 examinées dont 3 retenues, aucune ne répond aux filtres sur la décision et le type d'opération"
         f"{SPACE}; 20 repérées."),
    ):  # fmt: skip
        said = none_counted_sentence({**TOTAL, "examined_operations": examined}, {**counts, Step.RETAINED: retained})
        assert said == OPENING + expected, (examined, retained)


def found_with(programmes: list[str], axes: list[str], objectives: list[str]) -> Indicators:
    """Each value costs ten euros more than the one before."""
    given = zip(PROGRAMMED_DIMENSIONS, (programmes, axes, objectives), strict=True)
    by = {
        dimension: rows_of([(name, "total", 1, 10.0 * rank) for rank, name in enumerate(names, start=1)])
        for dimension, names in given
    }
    return Indicators(({"wave": "total"},), by)


def test_cards_go_by_programme_where_there_are_several_and_leave_out_what_nobody_filled_in():
    programme, axis, objective = PROGRAMMED_DIMENSIONS
    for programmes, axes, objectives, expected in (
        (["A", "B"], ["1"], ["4a", UNKNOWN], (programme, objective)),
        (["A"], ["1", "2"], ["4a"], (axis, objective)),
        (["A"], [UNKNOWN], ["4a"], (objective,)),
        (["A", "B"], [UNKNOWN], [UNKNOWN], (programme,)),
        (["A"], [UNKNOWN], [UNKNOWN], (programme,)),
    ):
        assert programmed_dimensions(found_with(programmes, axes, objectives)) == expected, (programmes, axes)


def test_a_card_ranks_by_cost_what_nobody_filled_in_last():
    names = [*(f"P{rank}" for rank in range(1, 15)), UNKNOWN]
    figure = programmed_figure(found_with(names, [], []), Dimension.PROGRAMME)
    assert figure.chart is not None
    assert [row["label"] for row in figure.chart.rows] == [f"P{rank}" for rank in range(14, 2, -1)]
    assert len(figure.rows) == len(names)
    assert figure.title.startswith("P14 en tête")
    assert "Coût total programmé par programme" in figure.sentence
    assert "3 autres lignes" in str(figure.note)
    assert "Opérations retenues" not in [column.label for column in figure.columns.values()]
