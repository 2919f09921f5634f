"""The page of one region: its indicators beside the whole country's, its services, its operations."""

from collections.abc import Iterator
from typing import Any, Final

import streamlit as st

from dashboard.domain.columns import COLUMNS, ColumnFormat, columns_of, counted_column, in_documents
from dashboard.domain.french import decimal, percent, plural
from dashboard.domain.glossary import definitions_of
from dashboard.domain.operation import SEVERAL, Decided
from dashboard.domain.periods import FORMER, NATIONAL_STRAND
from dashboard.domain.selection import BY_COLUMN, Selection
from dashboard.domain.text import french_order
from dashboard.figures.figure import Figure
from dashboard.figures.labels import plain
from dashboard.figures.wording import lowered
from dashboard.ui.breakdown import lacking_card
from dashboard.ui.data import cached, current_selection, current_warehouse
from dashboard.ui.figure_card import card
from dashboard.ui.filters import apply_filters, selection_caption
from dashboard.ui.markdown import literal
from dashboard.ui.page import section
from dashboard.ui.tables import html_table
from dashboard.ui.territoires.panel import draw_operations, own_operations, service_links, services_of, specificity
from dashboard.ui.territoires.places import WHOLE, count_links, place_name, region_link, targets_of, whole_country
from dashboard.ui.territoires.survey import choose_survey
from dashboard.ui.territoires.survey_answers import draw_question
from dashboard.ui.territoires.survey_remarks import coded_remarks, draw_remarks
from dashboard.warehouse.indicators import Dimension, indicators, said_columns
from dashboard.warehouse.options_query import filter_options
from dashboard.warehouse.survey import editions
from dashboard.warehouse.territories import FRAGILE_BELOW, territories, usual_level

OPERATIONS: Final = 25


def regions_named(selection: Selection) -> tuple[str, ...]:
    """The regions that the filters name, former and present."""
    return (*selection.regions, *selection.regions_2016)


def draw_region_choice(selection: Selection) -> None:
    """Asks for a region: a list to choose from, and a table whose names are links."""
    level = usual_level(selection.period)
    field = BY_COLUMN[level].field
    options = cached(filter_options, selection.period)
    names = [name for name in options.of(field) if name not in (NATIONAL_STRAND, *SEVERAL)]
    chosen = st.selectbox(
        "Région à ouvrir",
        names,
        index=None,
        placeholder="Choisir une région",
        key="region-a-ouvrir",
        width=360,
    )
    if chosen is not None:
        st.button(
            f"Ouvrir {literal(chosen)}",
            on_click=apply_filters,
            args=(whole_country(selection).narrowed(**{field: (chosen,)}),),
            type="primary",
            key="ouvrir-la-region",
        )
    figures = cached(territories, whole_country(selection), level).of_wave()
    rows = sorted((row for row in figures if row["has_data"]), key=lambda row: french_order(row["name"]))
    targets = targets_of(selection, level, rows)
    html_table(
        rows,
        _comparison_columns(selection, "Région"),
        key="regions",
        alternative="Régions de la sélection",
        links={
            "name": [None if target is None else region_link(target) for target in targets],
            **count_links(selection, targets, rows),
        },
    )


def draw_comparison(selection: Selection) -> None:
    """The region's indicators, the whole country's under them."""
    country = whole_country(selection)
    rows = []
    chosen_ones = (selection, country)
    for name, chosen in zip((place_name(selection), WHOLE), chosen_ones, strict=True):
        total = cached(indicators, chosen).total
        rows.append({
            "name": name,
            "operations": total['operations'],
            "programme_operations": total['programme_operations'],
            "operations_programme_share": total['operations_programme_share'],
            "specificity": specificity(chosen),
            "total_cost": total['total_cost'],
            "eu_amount": total['eu_amount'],
            "eu_rate": total['eu_rate'],
            "participants": total['participants'],
        })  # fmt: skip
    region, whole = rows
    figure = Figure(
        key="region-et-france",
        title=_finding(region, whole, selection.kind),
        caption="La région et la France entière",
        sentence="Indicateurs de la région et de la France entière",
        rows=tuple(rows),
        columns=_comparison_columns(selection, "Territoire"),
        note=" ".join((_index_words(selection.period), *_cautions(region, own_operations(selection)))),
    )
    card(
        figure,
        source=current_warehouse().source,
        filters=selection_caption(selection),
        links=lambda: count_links(selection, chosen_ones, rows),
    )


def _index_words(period: str) -> str:
    index = COLUMNS["specificity"].label
    return f"{index}\u202f: {lowered(definitions_of(period)[index])}"


def _cautions(region: dict[str, Any], own: dict[str, Any]) -> Iterator[str]:
    if 0 < region["operations"] < FRAGILE_BELOW:
        yield f"Moins de {FRAGILE_BELOW} opérations\u202f: la part et l'indice sont à lire avec prudence."
    if shared := region["programme_operations"] - own["programme_operations"]:
        yield (
            f"L'indice laisse de côté {plural(shared, 'opération programmée', 'opérations programmées')} que la région partage avec "
            "d'autres, comme le tableau de Territoires."
        )


def _comparison_columns(selection: Selection, heading: str) -> dict[str, ColumnFormat]:
    counted = selection.period == FORMER or cached(said_columns, selection.period)["participants_entered"]
    return in_documents(
        {
            "name": ColumnFormat(heading),
            "operations": counted_column(selection.kind),
            "programme_operations": COLUMNS["programmed"],
            "operations_programme_share": COLUMNS["share"],
            **columns_of("specificity", "total_cost", "eu_amount", "eu_rate", *(["participants"] if counted else [])),
        }
    )


def _finding(region: dict[str, Any], whole: dict[str, Any], kind: Decided) -> str:
    name = plain(region["name"])
    if not region["programme_operations"]:
        return f"{name}\u202f: aucune opération programmée"
    share, overall = (percent(row["operations_programme_share"]) for row in (region, whole))
    said = f"{name}\u202f: {share} des opérations programmées sont {kind.several}, contre {overall} dans l'ensemble"
    index = region["specificity"]
    return f"{said} (indice {decimal(index, 2)})" if index is not None else said


def draw_region_operations(selection: Selection) -> None:
    """How many operations are counted, and those that cost most."""
    total = cached(indicators, selection).total["operations"]
    section(selection.kind.operations(total))
    draw_operations(selection, total, OPERATIONS, key="operations-de-la-region")


def services_card(selection: Selection) -> None:
    """The managing bodies of the region; what the source lacks where it never says them."""
    if not cached(said_columns, selection.period)[Dimension.MANAGING_BODY]:
        lacking_card(Dimension.MANAGING_BODY, key="services")
        return
    rows = services_of(selection)
    kind = selection.kind
    counted = sum(1 for row in rows if row["operations"])
    figure = Figure(
        key="services",
        title=(
            f"{plural(len(rows), 'service gestionnaire', 'services gestionnaires')}, dont {counted} avec des opérations {kind.several}"
        ),
        caption="Services gestionnaires de la région",
        sentence="Services gestionnaires de la région",
        rows=tuple(rows),
        columns={
            "label": COLUMNS["managing_body"],
            "operations": counted_column(kind),
            **columns_of("programme_operations"),
            "operations_programme_share": COLUMNS["share"],
            **columns_of("total_cost", "eu_amount"),
        },
    )
    card(
        figure,
        source=current_warehouse().source,
        filters=selection_caption(selection),
        links=lambda: service_links(rows, selection),
    )


def draw_survey_answers() -> None:
    """What the region's managing bodies answered to the survey, and their remarks; nothing where no survey is loaded."""
    if not cached(editions, current_selection().period):
        return
    section("Enquête")
    survey = choose_survey()
    draw_question(survey)
    draw_remarks(survey, coded_remarks(survey), ())
