"""Identification as pages see it: computed once per warehouse and lexicon, shared by every session."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.bars import horizontal_bars
from dashboard.charts.theme import PlotlyFigure
from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.french import integer, percent
from dashboard.domain.lexicon import TEXT_FIELDS, Lexicon
from dashboard.domain.operation import FIELD_BY_NAME
from dashboard.figures.alternative import ranking
from dashboard.identification.funnel import Step, funnel, step_operations
from dashboard.identification.identify import Identification, identify
from dashboard.identification.sources import shipped_sources
from dashboard.identification.tables import expression_table, provenance_table
from dashboard.ui.data import current_selection, current_warehouse
from dashboard.ui.figure_card import figure_card
from dashboard.ui.filters import selection_caption
from dashboard.warehouse.query import first_row, records

FUNNEL = (
    Step.PROGRAMMED,
    Step.PROGRAMMED_FSE,
    Step.PREIDENTIFIED_FSE,
    Step.WITH_SURVEY_FSE,
    Step.RETAINED_FSE,
    Step.RETAINED_IEJ,
    Step.RETAINED,
)
EXPRESSIONS = {
    "label": ColumnFormat("Expression ou acteur"),
    "kind": ColumnFormat("Nature"),
    **{name: ColumnFormat(FIELD_BY_NAME[name].label, Kind.INTEGER) for name in TEXT_FIELDS},
    "operations": ColumnFormat("Opérations", Kind.INTEGER),
    "only_this": ColumnFormat("Trouvées par elle seule", Kind.INTEGER),
}
PROVENANCES = {
    "provenance": ColumnFormat("Source"),
    "operations": ColumnFormat("Opérations", Kind.INTEGER),
    "only_this": ColumnFormat("Trouvées par elle seule", Kind.INTEGER),
}


def identification_by(lexicon: Lexicon) -> Identification:
    """The identification of the current warehouse by a lexicon."""
    warehouse = current_warehouse()
    return _identified(warehouse.publication.warehouse, lexicon.version, shipped_sources().version, _lexicon=lexicon)


@st.cache_data(max_entries=20, show_spinner="Repérage…")
def _identified(warehouse: str, lexicon_version: str, sources_version: str, *, _lexicon: Lexicon) -> Identification:
    # Data, not a resource: it counts in the limit of the cache, for 0.8 MB and 2 ms with 100 000 operations.
    del warehouse, lexicon_version, sources_version
    return identify(current_warehouse().connection, _lexicon)


def draw_funnel(identification: Identification) -> Step:
    """Draws the funnel, and returns the step whose operations the reader wants to see."""
    selection = current_selection()
    steps = funnel(current_warehouse().connection, identification, selection)
    shown = steps[steps["step"].isin([step.value for step in FUNNEL])].reset_index(drop=True)
    counts = steps.set_index("step")["operations"]
    found, programmed = int(counts[Step.PREIDENTIFIED_FSE]), int(counts[Step.PROGRAMMED_FSE])
    share = f" ({percent(found / programmed)})" if programmed else ""
    figure_card(
        "entonnoir",
        title=f"{integer(found)} opérations préidentifiées sur {integer(programmed)}{share}, {integer(int(counts[Step.RETAINED]))} retenues",
        figure=lambda: _funnel_figure(shown),
        table=steps,
        columns={"label": ColumnFormat("Étape"), "operations": ColumnFormat("Opérations", Kind.INTEGER)},
        alternative=lambda: ranking("Entonnoir", records(shown), "label", "operations", text=integer, share=False),
        source=current_warehouse().source,
        filters=selection_caption(selection),
        note="Le graphique part des opérations préidentifiées\u202f: celles du programme, trop nombreuses, sont dans le tableau.",
    )
    return (
        st.selectbox(
            "Voir les opérations d'une étape",
            list(Step),
            index=list(Step).index(Step.PREIDENTIFIED_FSE),
            format_func=lambda step: f"{step.label} – {integer(int(counts[step]))}",
            key="etape",
        )
        or Step.PREIDENTIFIED_FSE
    )


def _funnel_figure(shown: pd.DataFrame) -> PlotlyFigure:
    kept = shown[~shown["step"].isin([Step.PROGRAMMED.value, Step.PROGRAMMED_FSE.value])]
    return horizontal_bars(records(kept), "label", "operations", text=integer, ordered=False)


def numbers_of_step(identification: Identification, step: Step) -> pd.DataFrame:
    """`num_dossier` and `wave` of the operations that reach a step."""
    return step_operations(current_warehouse().connection, identification, current_selection(), step)


def draw_expressions(identification: Identification) -> None:
    """Draws what each expression, actor and source finds, and what it alone finds."""
    connection, selection = current_warehouse().connection, current_selection()
    expressions = expression_table(connection, identification, selection)
    found = expressions.sort_values("operations", ascending=False, kind="stable").head(1)
    leader = next(found.itertuples(), None)
    title = "Aucune expression n'est cherchée"
    if leader is not None:
        title = f"«\u202f{leader.label}\u202f» trouve le plus d'opérations\u202f: {integer(int(expressions['operations'].max()))}"
    common: dict[str, Any] = {"source": current_warehouse().source, "filters": selection_caption(selection)}
    figure_card(
        "expressions",
        title=title,
        figure=None,
        table=expressions,
        columns=EXPRESSIONS,
        alternative=ranking(
            "Opérations par expression", records(expressions), "label", "operations", text=integer, share=False
        ),
        note="«\u202fTrouvées par elle seule\u202f»\u202f: opérations qui sortiraient si on éteignait l'expression.",
        empty="Le lexique ne contient aucune expression active.",
        **common,
    )
    sources = provenance_table(connection, identification, selection)
    figure_card(
        "provenances",
        title="Ce que chaque source apporte",
        figure=None,
        table=sources,
        columns=PROVENANCES,
        alternative=ranking(
            "Opérations par source", records(sources), "provenance", "operations", text=integer, share=False
        ),
        **common,
    )


def texts_of(num_dossier: str, wave: str) -> dict[str, str | None]:
    """The original texts of an operation, field by field, for the evidence."""
    record = first_row(current_warehouse().connection, "operation_record", num_dossier=num_dossier, wave=wave) or {}
    return {name: record.get(name) for name in TEXT_FIELDS}
