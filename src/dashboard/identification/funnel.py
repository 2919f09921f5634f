"""The funnel of a selection, as the note describes it: from the programmed operations to the retained ones."""

from collections.abc import Mapping
from typing import Final

import duckdb
import pandas as pd

from dashboard.domain.periods import FORMER
from dashboard.domain.selection import Selection
from dashboard.identification.identify import Identification
from dashboard.identification.queries import PACKAGE, query, rows
from dashboard.warehouse.query import Identifier
from dashboard.warehouse.sql_files import fill, sql


class Step(Identifier):
    """The steps: FSE (or FSE+) from the top down, then the IEJ apart, then what both give, and two groups to look at."""

    PROGRAMMED = "programmed"
    PROGRAMMED_FSE = "programmed_fse"
    PREIDENTIFIED_FSE = "preidentified_fse"
    WITH_SURVEY_FSE = "with_survey_fse"
    RETAINED_FSE = "retained_fse"
    PROGRAMMED_IEJ = "programmed_iej"
    FOUND_IEJ = "found_iej"
    LISTED_IEJ = "listed_iej"
    RETAINED_IEJ = "retained_iej"
    RETAINED = "retained"
    RETAINED_UNFOUND = "retained_unfound"
    NAME_ONLY = "name_only"

    def label_in(self, period: str) -> str:
        """The words of the interface in a programming period: from 2021-2027 on there is one fund, which no step names."""
        return _LABELS[self] if period <= FORMER else _LATER_LABELS.get(self, _LABELS[self])


_LABELS: Final = {
    Step.PROGRAMMED: "Opérations programmées, hors assistance technique",
    Step.PROGRAMMED_FSE: "Opérations programmées au titre du FSE",
    Step.PREIDENTIFIED_FSE: "Préidentifiées par le texte et par les noms (FSE)",
    Step.WITH_SURVEY_FSE: "Avec celles que signale l'enquête (FSE)",
    Step.RETAINED_FSE: "Retenues (FSE)",
    Step.PROGRAMMED_IEJ: "Opérations programmées au titre de l'IEJ",
    Step.FOUND_IEJ: "Repérées, toutes sources confondues (IEJ)",
    Step.LISTED_IEJ: "Dans la liste de l'évaluation de l'IEJ",
    Step.RETAINED_IEJ: "Retenues (IEJ)",
    Step.RETAINED: "Retenues (FSE et IEJ)",
    Step.RETAINED_UNFOUND: "Retenues sans être repérées",
    Step.NAME_ONLY: "Repérées par le seul nom du porteur",
}


_LATER_LABELS: Final = {
    Step.PROGRAMMED_FSE: "Opérations programmées, hors assistance technique",
    Step.PREIDENTIFIED_FSE: "Préidentifiées par le texte et par les noms",
    Step.WITH_SURVEY_FSE: "Avec celles que signale l'enquête",
    Step.RETAINED_FSE: "Retenues",
}
_LATER: Final = (*_LATER_LABELS, Step.RETAINED_UNFOUND, Step.NAME_ONLY)


def steps_of(period: str, counts: Mapping[Step, int]) -> tuple[Step, ...]:
    """The steps that a programming period has, in order: the IEJ ended with 2014-2020; after it, a survey that adds nothing is no step."""
    if period <= FORMER:
        return tuple(Step)
    surveyed = counts[Step.WITH_SURVEY_FSE] > counts[Step.PREIDENTIFIED_FSE]
    return tuple(step for step in _LATER if surveyed or step is not Step.WITH_SURVEY_FSE)


IDENTIFIED: Final = (Step.WITH_SURVEY_FSE, Step.FOUND_IEJ)
"""The steps that hold, between them, every operation that a source leads to, once each."""


def funnel(
    connection: duckdb.DuckDBPyConnection, identification: Identification, selection: Selection
) -> dict[Step, int]:
    """How many operations reach each step, in order. Filters on the decision are left aside."""
    counts = [fill(sql("counted_step", PACKAGE), step=step.value).strip() for step in Step]
    [row] = rows(
        connection,
        "funnel",
        undecided(selection),
        frames={"identified": identification.operations},
        parts={"staged": sql("staged", PACKAGE), "counts": ", ".join(counts)},
    )
    return {step: int(row[step.value]) for step in Step}


def step_operations(
    connection: duckdb.DuckDBPyConnection, identification: Identification, selection: Selection, step: Step
) -> pd.DataFrame:
    """The operations that reach a step: `num_dossier`, `wave`, as many as the funnel counts."""
    return query(
        connection,
        "step_operations",
        undecided(selection),
        frames={"identified": identification.operations},
        parts={"staged": sql("staged", PACKAGE), "step": Step(step).value},
    )


def undecided(selection: Selection) -> Selection:
    """The selection without its filters on the decision."""
    return selection.narrowed(decision=None, categories=())
