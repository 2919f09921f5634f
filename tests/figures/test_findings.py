"""Sentences and titles say what the frames hold, and nothing of what they don't."""

import pandas as pd
import pytest

from dashboard.charts.breakdown import BreakdownFigure, waves_of, wide
from dashboard.domain.operation import UNKNOWN
from dashboard.figures.findings import findings, leading_title
from dashboard.warehouse.indicators import Dimension

SPACE = "\u202f"


def breakdown_frame(rows: list[tuple[str, str, int, float]]) -> pd.DataFrame:
    """Rows (value, wave, operations, total cost) in the columns of a breakdown."""
    frame = pd.DataFrame(rows, columns=["value", "wave", "operations", "total_cost"])
    frame["code"] = frame["label"] = frame["value"]
    frame["programme"] = None
    frame["eu_amount"] = frame["total_cost"] / 2
    frame["participants"] = pd.array([pd.NA] * len(frame), dtype="Int64")
    frame["programme_operations"] = frame["operations"] * 10
    for measure in ("operations", "total_cost", "eu_amount"):
        whole = frame["wave"].map(frame.groupby("wave")[measure].sum())
        frame[f"{measure}_share"] = frame[measure] / whole
    frame["participants_share"] = float("nan")
    return frame


REGIONS = breakdown_frame(
    [("Bretagne", "2019", 3, 10.0), ("Bretagne", "total", 3, 10.0), ("Corse", "2017", 1, 90.0), ("Corse", "total", 1, 90.0),
     (UNKNOWN, "2019", 6, 1.0), (UNKNOWN, "total", 6, 1.0)]
)  # fmt: skip


def test_the_title_states_who_leads_for_the_measure_shown() -> None:
    assert leading_title("Région", REGIONS) == f"Bretagne en tête{SPACE}: 3 opérations retenues sur 10 (30,0{SPACE}%)"
    assert leading_title("Région", REGIONS, "total_cost").startswith("Corse en tête")
    assert "non retenues" in leading_title("Région", REGIONS, retained=False)
    assert leading_title("Région", REGIONS, "participants") == f"Région{SPACE}: aucune opération retenue"
    assert leading_title("Région", REGIONS.iloc[:0]) == f"Région{SPACE}: aucune opération retenue"


def test_waves_stand_side_by_side_and_nothing_is_invented() -> None:
    table = wide(REGIONS).set_index("value")
    assert waves_of(REGIONS) == ["2019", "2017"]
    assert table.loc["Corse", "operations 2019"] == 0
    assert table.loc["Corse", "operations 2017"] == 1
    assert pd.isna(table.loc["Corse", "participants 2017"])


@pytest.mark.parametrize(("measure", "first"), [("operations", "Bretagne"), ("total_cost", "Corse")])
def test_places_come_by_the_measure_shown_and_the_unknown_last(measure: str, first: str) -> None:
    drawn = BreakdownFigure(Dimension.REGION, wide(REGIONS), waves_of(REGIONS), measure)
    assert next(iter(drawn.rows["value"])) == first
    assert list(drawn.rows["value"])[-1] == UNKNOWN
    assert drawn.note is None
    assert first in drawn.alternative()
    assert len(drawn.figure().data) == 2


def test_what_the_figure_leaves_out_is_said() -> None:
    many = breakdown_frame([(f"Région {rank}", "total", rank + 1, 1.0) for rank in range(15)])
    drawn = BreakdownFigure(Dimension.REGION, wide(many), [], "operations")
    assert drawn.note == "Le tableau donne aussi 3 autres lignes."
    assert next(iter(drawn.rows["value"])) == "Région 14"


def test_findings_keep_silent_on_nothing() -> None:
    figures = pd.DataFrame([{"wave": "total", "operations": 0}])
    assert findings(figures, REGIONS, REGIONS, REGIONS) == []
