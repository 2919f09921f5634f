"""The remarks on screen: themes that structures cite, brakes, recommendations, and the remarks themselves."""

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from dashboard.charts.survey import themes_figure
from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.french import plural
from dashboard.domain.operation import UNKNOWN
from dashboard.domain.survey import BodyType, Polarity
from dashboard.figures.alternative import ranking
from dashboard.reviews.errors import ReviewsError
from dashboard.reviews.remark_coding import codings
from dashboard.ui.data import cached
from dashboard.ui.markdown import literal
from dashboard.ui.reviews_store import open_reviews
from dashboard.ui.territoires.survey import Survey, survey_card
from dashboard.warehouse.query import records
from dashboard.warehouse.survey import coded, remarks, theme_counts, theme_reference

THEMES: Final = {
    "theme": ColumnFormat("Thème"),
    "polarity": ColumnFormat("Nature"),
    "structures": ColumnFormat("Structures", Kind.INTEGER),
    "summary": ColumnFormat("Ce qui en est dit"),
}
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


def coded_remarks(survey: Survey, types: Sequence[str] = ()) -> pd.DataFrame:
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


def draw_themes(survey: Survey, found: pd.DataFrame, types: Sequence[str]) -> None:
    """Draws the brakes on one side, the recommendations on the other."""
    counted = theme_counts(found, cached(theme_reference))
    filters = _filters(survey, types)
    for column, (key, nouns, polarities) in zip(st.columns(2), CARDS, strict=True):
        kept = counted[counted["polarity"].isin(polarities)].reset_index(drop=True)
        with column:
            _theme_card(key, nouns, survey, kept if len(found) else kept.head(0), len(found), filters)
    others = counted[counted["polarity"] == UNKNOWN].reset_index(drop=True)
    if len(others):
        _theme_card("autres-themes", "thèmes hors référence", survey, others, len(found), filters)


def _theme_card(key: str, nouns: str, survey: Survey, themes: pd.DataFrame, observations: int, filters: str) -> None:
    ranked = themes.sort_values("structures", ascending=False, kind="stable")
    leader = next(iter(records(ranked)), None)
    title = f"{nouns[0].upper()}{nouns[1:]}"
    if leader and leader["structures"]:
        title = f"«\u202f{leader['theme']}\u202f» en tête des {nouns}\u202f: {plural(leader['structures'], 'structure')} sur {observations}"
    survey_card(
        f"enquete-{key}",
        survey,
        title=title,
        figure=lambda: themes_figure(themes),
        table=themes,
        columns=THEMES,
        alternative=lambda: ranking(
            f"Structures par thème, {nouns}", records(themes), "theme", "structures", text=lambda count: plural(int(count), "structure"), share=False
        ),
        note=f"Base\u202f: {plural(observations, 'structure qui a', 'structures qui ont')} formulé une observation\u202f; une structure peut citer plusieurs thèmes.",
        filters=filters,
        empty=NO_REMARK,
    )  # fmt: skip


def draw_remarks(survey: Survey, found: pd.DataFrame, types: Sequence[str]) -> None:
    """Draws the remarks, with their themes and where these come from."""
    uncoded = int(sum(not themes for themes in found["themes"]))
    waiting = f", dont {uncoded} sans thème" if uncoded else ""
    table = found.assign(
        theme_words=[" ; ".join(themes) or TO_CODE for themes in found["themes"]],
        coded=["l'application" if here else "l'enquête" for here in found["coded_here"]],
    )
    survey_card(
        "enquete-observations",
        survey,
        title=f"{plural(len(found), 'observation')}{waiting}",
        figure=None,
        table=table,
        columns=_remark_columns(survey, bool(found["coded_here"].any())),
        alternative=f"Observations des structures, avec leurs thèmes\u202f: {plural(len(found), 'ligne')}.",
        filters=_filters(survey, types),
        empty=NO_REMARK,
        said_by_columns=True,
    )


def _remark_columns(survey: Survey, coded_here: bool) -> dict[str, ColumnFormat]:
    columns = {
        "respondent": ColumnFormat("Structure"),
        "survey_type": ColumnFormat("Type"),
        "region_2016": ColumnFormat("Région"),
        "answer": ColumnFormat("Réponse"),
        "remark": ColumnFormat("Observation synthétique" if survey.synthetic else "Observation"),
        "theme_words": ColumnFormat("Thèmes"),
    }
    return columns | ({"coded": ColumnFormat("Thèmes de")} if coded_here else {})


def _filters(survey: Survey, types: Sequence[str]) -> str:
    return f"{survey.filters} · Type dans l'enquête\u202f: {', '.join(types)}" if types else survey.filters
