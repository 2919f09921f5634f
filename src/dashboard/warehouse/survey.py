"""The survey of managing bodies: what they answer, what they remark, and what they manage on the axis that it is about.

Shares divide by the structures that answered the question (`base`); those that skipped it stand apart (`no_answer`), and a
base under `domain.survey.FEW` is flagged (`few`). Of the shared filters, places and types of managing body apply.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import duckdb
import pandas as pd

from dashboard.domain.operation import UNKNOWN
from dashboard.domain.selection import Selection
from dashboard.domain.survey import FEW, BodyType
from dashboard.warehouse.query import Identifier, all_rows, ratio, run

PERIOD: Final = "2014-2020"
PROGRAMME: Final = "PON FSE"
AXIS: Final = 3
"""What the survey is about: it was part of the impact evaluation of that axis."""

APPLICABLE: Final = ("regions", "regions_2016", "managing_body_types")
"""The filters that mean something for the survey."""

ANSWERS: Final = ("yes", "no", "no_opinion")
TOTAL_LABEL: Final = "Ensemble"


class SurveyDimension(Identifier):
    """What the answers can go by: columns of `survey_answer`."""

    BODY_TYPE = "survey_type"
    MANAGING_BODY_TYPE = "managing_body_type"
    REGION_2016 = "region_2016"


def editions(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The surveys that are loaded, newest wave first: edition, respondents, base, synthetic, files, imported_on…"""
    return all_rows(connection, "survey_editions")


def answers(
    connection: duckdb.DuckDBPyConnection,
    selection: Selection,
    edition: str,
    dimension: SurveyDimension = SurveyDimension.BODY_TYPE,
    survey_types: Sequence[str] = (),
) -> pd.DataFrame:
    """The whole (« Ensemble ») then each value of the dimension; no rows when nobody is left.

    Columns: value, respondents, base, yes, no, no_opinion, no_answer, `<answer>_share`, no_answer_share, few.
    `survey_types` narrows to some of the survey's own types.
    """
    frame = _run(connection, "survey_answers", selection, edition, dimension, survey_types)
    frame["value"] = frame["value"].where(~frame["is_total"], TOTAL_LABEL)
    for answer in ANSWERS:
        frame[f"{answer}_share"] = ratio(frame[answer], frame["base"])
    frame["no_answer_share"] = ratio(frame["no_answer"], frame["respondents"])
    frame["few"] = frame["base"] < FEW
    return _ordered(frame, dimension).drop(columns="is_total")


def remarks(
    connection: duckdb.DuckDBPyConnection, selection: Selection, edition: str, survey_types: Sequence[str] = ()
) -> pd.DataFrame:
    """The remarks in the order of the file: respondent_key, respondent, survey_type, region…, remark, themes (list)."""
    return _run(connection, "survey_remarks", selection, edition, None, survey_types)


def theme_reference(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The themes of reference in their order: theme, polarity, summary."""
    return run(connection, "survey_themes")


def coded(remarks: pd.DataFrame, codings: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """The remarks with the themes that people gave them in the application (key → themes) over those of the file.

    `coded_here` says which; an empty coding stands, as « no theme ».
    """
    keys = remarks["respondent_key"]
    themes = [
        list(codings[key]) if key in codings else list(given)
        for key, given in zip(keys, remarks["themes"], strict=True)
    ]
    return remarks.assign(
        themes=pd.Series(themes, index=remarks.index, dtype="object"), coded_here=keys.isin(list(codings))
    )


def theme_counts(remarks: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """How many structures cite each theme: theme, polarity, structures, summary; themes of the reference first.

    A theme that nobody cites stays, at 0; one that the reference doesn't know comes last.
    """
    cited = remarks.explode("themes")["themes"].dropna().value_counts()
    known = reference.assign(structures=reference["theme"].map(cited).fillna(0).astype("int64"))
    others = sorted(set(cited.index) - set(reference["theme"]))
    unknown = pd.DataFrame(
        {"theme": others, "polarity": UNKNOWN, "summary": "", "structures": [int(cited[name]) for name in others]}
    )
    found = pd.concat([known, unknown], ignore_index=True) if others else known
    return found[["theme", "polarity", "structures", "summary"]].reset_index(drop=True)


def beside_portfolio(
    connection: duckdb.DuckDBPyConnection, selection: Selection, edition: str, dimension: SurveyDimension
) -> pd.DataFrame:
    """What the structures of each value say, beside the operations of the survey's axis that the same value manages.

    Columns: value, respondents, base, yes, yes_share, few, operations, retained, retained_share, synthetic_operations.
    Two facts side by side: nothing here says that one explains the other.
    """
    frame = _run(
        connection, "survey_beside", selection, edition, dimension, (), period=PERIOD, programme=PROGRAMME, axis=AXIS
    )
    frame["yes_share"] = ratio(frame["yes"], frame["base"])
    frame["retained_share"] = ratio(frame["retained"], frame["operations"])
    frame["few"] = frame["base"] < FEW
    return _ordered(frame.assign(is_total=False), dimension).drop(columns="is_total")


def _run(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    selection: Selection,
    edition: str,
    dimension: SurveyDimension | None,
    survey_types: Sequence[str],
    **parameters: Any,
) -> pd.DataFrame:
    return run(
        connection,
        name,
        selection,
        identifiers={"dimension": dimension} if dimension else None,
        edition=edition,
        survey_types=list(survey_types) or None,
        **parameters,
    )


_TYPE_RANKS: Final = {name: rank for rank, name in enumerate([*BodyType, "OI PLIE"])}
# Operations know one kind of PLIE where the survey tells two: it stands where they do.
_TYPE_RANKS["OI PLIE"] = _TYPE_RANKS[BodyType.PLIE]


def _ordered(frame: pd.DataFrame, dimension: SurveyDimension) -> pd.DataFrame:
    """The whole first; types in the survey's order, regions by number of structures; what nobody filled in last."""
    by_size = dimension is SurveyDimension.REGION_2016
    return (
        frame.assign(
            _last=frame["value"] == UNKNOWN,
            _rank=-frame["respondents"] if by_size else frame["value"].map(_TYPE_RANKS).fillna(len(_TYPE_RANKS)),
        )
        .sort_values(["is_total", "_last", "_rank", "value"], ascending=[False, True, True, True], kind="stable")
        .drop(columns=["_last", "_rank"])
        .reset_index(drop=True)
    )
