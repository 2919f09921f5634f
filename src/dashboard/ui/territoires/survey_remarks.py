"""The remarks on screen: themes that structures cite, brakes, recommendations, and the remarks themselves."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard.domain.columns import COLUMNS, ColumnFormat, columns_of
from dashboard.domain.french import plural
from dashboard.domain.operation import UNKNOWN
from dashboard.domain.survey import BodyType, Polarity
from dashboard.figures.figure import Figure
from dashboard.figures.survey import themes_figure
from dashboard.reviews.errors import ReviewsError
from dashboard.reviews.remark_coding import codings
from dashboard.ui.data import cached
from dashboard.ui.markdown import literal
from dashboard.ui.reviews_store import open_reviews
from dashboard.ui.territoires.survey import Survey, survey_card
from dashboard.warehouse.query import Row
from dashboard.warehouse.survey import coded, remarks, theme_counts, theme_reference

TO_CODE: Final = "à coder"
NO_REMARK: Final = "Aucune observation ne correspond à ces filtres. Retirez-en un pour en voir davantage."
CARDS: Final = (
    ("freins", "freins et constats", (Polarity.BRAKE, Polarity.FINDING)),
    ("recommandations", "recommandations et perspectives", (Polarity.RECOMMENDATION, Polarity.PROSPECT)),
)


def choose_types() -> tuple[str, ...]:
    """The survey's own types of managing body to keep; none means all."""
    chosen = st.pills(
        "Type de gestionnaire",
        [kind.value for kind in BodyType],
        format_func=literal,
        selection_mode="multi",
        key="types-enquete",
    )
    return tuple(chosen)


def coded_remarks(survey: Survey, types: Sequence[str] = ()) -> list[Row]:
    """The remarks of the survey, with the themes given here over those of the file."""
    given = _codings()
    found = cached(remarks, survey.selection, survey.edition, tuple(types))
    return coded(found, given)


def _codings() -> dict[str, list[str]]:
    """Remark → the themes given here. The remarks still show where the store can't be read."""
    try:
        given = codings(open_reviews())
    except ReviewsError as error:
        st.warning(f"Les thèmes saisis dans l'application manquent. {literal(error)}", icon=":material/warning:")
        return {}
    return dict(zip(given["respondent_key"], given["themes"], strict=True))


def draw_themes(survey: Survey, found: Sequence[Row], types: Sequence[str]) -> None:
    """Draws the brakes on one side, the recommendations on the other."""
    counted = theme_counts(found, cached(theme_reference)) if found else []
    for column, (key, nouns, polarities) in zip(st.columns(2), CARDS, strict=True):
        with column:
            _theme_card(
                key, nouns, survey, [row for row in counted if row["polarity"] in polarities], len(found), types
            )
    others = [row for row in counted if row["polarity"] == UNKNOWN]
    if others:
        _theme_card("autres-themes", "thèmes hors référence", survey, others, len(found), types)


def _theme_card(
    key: str, nouns: str, survey: Survey, themes: Sequence[Row], observations: int, types: Sequence[str]
) -> None:
    figure = themes_figure(themes, observations, synthetic=survey.synthetic, nouns=nouns, key=key)
    survey_card(figure, survey, key=f"enquete-{key}", filters=_filters(survey, types), empty=NO_REMARK)


def draw_remarks(survey: Survey, found: Sequence[Row], types: Sequence[str]) -> None:
    """Draws the remarks, with their themes and where these come from."""
    uncoded = sum(not row["themes"] for row in found)
    coded_here = any(row["coded_here"] for row in found)
    figure = Figure(
        key="enquete_observations",
        title=f"{plural(len(found), 'observation')}{f', dont {uncoded} sans thème' if uncoded else ''}",
        caption="Observations des structures",
        sentence=f"Observations des structures, avec leurs thèmes\u202f: {plural(len(found), 'ligne')}.",
        rows=tuple(
            {
                **row,
                "themes": " ; ".join(row["themes"]) or TO_CODE,
                "coded": "l'application" if row["coded_here"] else "l'enquête",
            }
            for row in found
        ),
        columns={
            "respondent": COLUMNS["structure"],
            "survey_type": ColumnFormat("Type"),
            "region_2016": COLUMNS["region"],
            **columns_of("answer"),
            "remark": ColumnFormat("Observation synthétique" if survey.synthetic else "Observation"),
            **columns_of("themes"),
            **({"coded": ColumnFormat("Thèmes de")} if coded_here else {}),
        },
    )
    survey_card(figure, survey, key="enquete-observations", filters=_filters(survey, types), empty=NO_REMARK)


def _filters(survey: Survey, types: Sequence[str]) -> str:
    return f"{survey.filters} · Type dans l'enquête\u202f: {', '.join(types)}" if types else survey.filters
