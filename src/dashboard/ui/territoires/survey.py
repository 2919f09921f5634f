"""What the cards of the survey share: which survey is read, what applies to it, and that its answers may be synthetic."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import streamlit as st

from dashboard.charts.bars import charted
from dashboard.charts.survey import marked
from dashboard.charts.theme import PlotlyFigure
from dashboard.domain.columns import columns_of
from dashboard.domain.french import long_date, plural
from dashboard.domain.periods import FORMER, words_of
from dashboard.domain.selection import Selection, filters_of
from dashboard.figures.figure import Figure
from dashboard.figures.survey import SYNTHETIC, SYNTHETIC_NOTE
from dashboard.ui.data import cached, current_selection
from dashboard.ui.figure_card import card
from dashboard.ui.markdown import literal
from dashboard.ui.named_pages import with_links
from dashboard.warehouse.survey import APPLICABLE, editions

NO_SURVEY: Final = (
    "Aucune enquête n'est chargée. Importez-en une sur la page Imports (le modèle d'enquête y est proposé), "
    "ou revenez au jeu de démonstration."
)
NO_LATER_SURVEY: Final = (
    "Aucune enquête de cette programmation n'est chargée. Importez-en une sur la page Imports (le modèle d'enquête y est proposé), "
    "en indiquant l'année de convention qu'elle accompagne, par exemple 2024."
)
NOBODY: Final = (
    "Aucune structure répondante ne correspond à ces filtres. Retirez le filtre de région ou de type de gestionnaire."
)
ORIGIN: Final = "synthétiques"
"""What the rows of a table say of synthetic answers, under « Données »."""


@dataclass(frozen=True, slots=True)
class Survey:
    """The survey of this run, and the filters that apply to it."""

    edition: str
    synthetic: bool
    source: str
    selection: Selection
    without_former_region: int

    @property
    def filters(self) -> str:
        """The filters that apply, in words."""
        applicable = (one for one in filters_of(self.selection.period) if one.field in APPLICABLE)
        described = {one.label: ", ".join(getattr(self.selection, one.field)) for one in applicable}
        active = [f"{label}\u202f: {value}" for label, value in described.items() if value]
        edition = words_of(self.selection.period).wave_in_full(self.edition)
        return " · ".join([f"Enquête\u202f: {edition}", *(active or ["sans filtre"])])


def choose_survey() -> Survey:
    """The survey that the page shows: the newest, or the one chosen. Ends the page with a sentence where there is none."""
    period = current_selection().period
    known = {str(row["edition"]): row for row in cached(editions, period)}
    if not known:
        st.info(with_links(NO_SURVEY if period == FORMER else NO_LATER_SURVEY), icon=":material/forum:")
        st.stop()
    edition = next(iter(known))
    if len(known) > 1:
        edition = st.selectbox(
            "Enquête", list(known), format_func=words_of(period).wave_in_full, key="enquete", width=260
        )
    row = known[edition]
    selection = current_selection()
    narrowed = Selection(period=selection.period, **{name: getattr(selection, name) for name in APPLICABLE})
    return Survey(edition, bool(row["synthetic"]), _source(row), narrowed, int(row["without_former_region"]))


def _source(row: Mapping[str, Any]) -> str:
    structures = plural(int(row["respondents"]), "structure")
    if row["synthetic"]:
        return f"Source\u202f: jeu de démonstration, réponses synthétiques de {structures}"
    return f"Source\u202f: {row['files']}, importé le {long_date(row['imported_on'])}, {structures}"


def draw_scope(survey: Survey) -> None:
    """Says which filters apply, which of the active ones don't, and that the answers are synthetic."""
    if survey.synthetic:
        st.info(SYNTHETIC_NOTE, icon=":material/science:")
    selection = current_selection()
    idle = [
        one.label
        for one in filters_of(selection.period)
        if one.field not in (*APPLICABLE, "period") and selection.texts(one)
    ]
    said = "Des filtres du panneau, seuls la région et le type de gestionnaire s'appliquent à l'enquête."
    if idle:
        said += f" Sans effet ici\u202f: {', '.join(idle)}."
    if survey.selection.regions and survey.without_former_region:
        located = plural(survey.without_former_region, "structure n'a", "structures n'ont")
        said += f" {located} qu'une région actuelle et {'sort' if survey.without_former_region == 1 else 'sortent'} de ce filtre."
    st.caption(literal(said))


def survey_card(
    figure: Figure,
    survey: Survey,
    *,
    key: str,
    picture: Callable[[], PlotlyFigure] | None = None,
    empty: str = NOBODY,
    filters: str | None = None,
) -> None:
    """The card of a figure of the survey: its picture, its table and its files say what in it is synthetic."""
    words = figure.synthetic
    if picture is None and figure.chart is not None:
        picture = partial(charted, figure.chart)
    if words:
        said = ORIGIN if words == SYNTHETIC else words
        figure = replace(
            figure,
            rows=tuple({**row, "origin": said} for row in figure.rows),
            columns={**figure.columns, **columns_of("origin")},
        )
    card(
        figure,
        key=key,
        picture=(lambda: marked(picture(), words)) if picture is not None and words else picture,
        source=survey.source,
        filters=filters or survey.filters,
        empty=empty,
    )
