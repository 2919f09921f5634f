"""The survey of managing bodies: what they answer, what they remark, and what they manage on the axis that it is about.

Shares divide by the structures that answered the question (`base`); those that skipped it stand apart (`no_answer`), and a
base under `domain.survey.FEW` is flagged (`few`). Of the shared filters, places and types of managing body apply.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import duckdb

from dashboard.domain.operation import UNKNOWN
from dashboard.domain.selection import Selection
from dashboard.domain.survey import FEW, BodyType
from dashboard.domain.text import french_order
from dashboard.warehouse.query import Identifier, Row, all_rows, rate

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


def editions(connection: duckdb.DuckDBPyConnection, period: str) -> list[dict[str, Any]]:
    """The surveys of a programming period, newest wave first: edition, respondents, base, synthetic, files, imported_on…

    A survey goes with a wave: its period is that of the wave, else that of the year in its name.
    """
    return all_rows(connection, "survey_editions", period=period)


def answers(
    connection: duckdb.DuckDBPyConnection,
    selection: Selection,
    edition: str,
    dimension: SurveyDimension = SurveyDimension.BODY_TYPE,
    survey_types: Sequence[str] = (),
) -> list[Row]:
    """The whole (« Ensemble ») then each value of the dimension; no rows when nobody is left.

    Columns: value, respondents, base, yes, no, no_opinion, no_answer, `<answer>_share`, no_answer_share, few.
    `survey_types` narrows to some of the survey's own types.
    """
    rows = _rows(connection, "survey_answers", selection, edition, dimension, survey_types)
    for row in rows:
        if row.pop("is_total"):
            row["value"] = TOTAL_LABEL
        row |= {f"{answer}_share": rate(row[answer], row["base"]) for answer in ANSWERS}
        row["no_answer_share"] = rate(row["no_answer"], row["respondents"])
        row["few"] = row["base"] < FEW
    return _ordered(rows, dimension)


def remarks(
    connection: duckdb.DuckDBPyConnection, selection: Selection, edition: str, survey_types: Sequence[str] = ()
) -> list[Row]:
    """The remarks in the order of the file: respondent_key, respondent, survey_type, region…, remark, themes (list)."""
    return _rows(connection, "survey_remarks", selection, edition, None, survey_types)


def theme_reference(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """The themes of reference in their order: theme, polarity, summary."""
    return all_rows(connection, "survey_themes")


def coded(remarks: Sequence[Row], codings: Mapping[str, Sequence[str]]) -> list[Row]:
    """The remarks with the themes that people gave them in the application (key → themes) over those of the file.

    `coded_here` says which; an empty coding stands, as « no theme ».
    """
    return [
        {
            **row,
            "themes": list(codings.get(row["respondent_key"], row["themes"])),
            "coded_here": row["respondent_key"] in codings,
        }
        for row in remarks
    ]


def theme_counts(remarks: Sequence[Row], reference: Sequence[Row]) -> list[Row]:
    """How many structures cite each theme: theme, polarity, structures, summary; themes of the reference first.

    A theme that nobody cites stays, at 0; one that the reference doesn't know comes last.
    """
    cited = Counter(theme for row in remarks for theme in row["themes"])
    others = sorted(set(cited) - {row["theme"] for row in reference}, key=french_order)
    known = [*reference, *({"theme": theme, "polarity": UNKNOWN, "summary": ""} for theme in others)]
    return [{**row, "structures": cited[row["theme"]]} for row in known]


def beside_portfolio(
    connection: duckdb.DuckDBPyConnection, selection: Selection, edition: str, dimension: SurveyDimension
) -> list[Row]:
    """What the structures of each value say, beside the operations of the survey's axis that the same value manages.

    Columns: value, respondents, base, yes, yes_share, few, operations, retained, retained_share, synthetic_operations.
    Two facts side by side: nothing here says that one explains the other.
    """
    rows = _rows(
        connection, "survey_beside", selection, edition, dimension, (), period=PERIOD, programme=PROGRAMME, axis=AXIS
    )
    for row in rows:
        row["yes_share"] = rate(row["yes"], row["base"])
        row["retained_share"] = rate(row["retained"], row["operations"])
        row["few"] = row["base"] < FEW
    return _ordered(rows, dimension)


def _rows(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    selection: Selection,
    edition: str,
    dimension: SurveyDimension | None,
    survey_types: Sequence[str],
    **parameters: Any,
) -> list[Row]:
    return all_rows(
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


def _ordered(rows: list[Row], dimension: SurveyDimension) -> list[Row]:
    """The whole first; types in the survey's order, regions by number of structures; what nobody filled in last."""
    by_size = dimension is SurveyDimension.REGION_2016

    def rank(row: Row) -> tuple[bool, bool, int, tuple[str, str]]:
        value = row["value"]
        place = -row["respondents"] if by_size else _TYPE_RANKS.get(value, len(_TYPE_RANKS))
        return value != TOTAL_LABEL, value == UNKNOWN, place, french_order(value)

    return sorted(rows, key=rank)
