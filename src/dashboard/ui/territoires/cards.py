"""The cards of the territories page: the map with its table, the marks; and for Imports, how surely operations are placed."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import streamlit as st

from dashboard.charts.maps import territory_map
from dashboard.charts.maps_places import MARK_STYLES, Mark, MarkKind
from dashboard.domain.columns import COLUMNS, ColumnFormat, columns_of, counted_column
from dashboard.domain.selection import Selection
from dashboard.exports.by_address import MEASURE
from dashboard.figures.figure import Figure
from dashboard.figures.maps_findings import location_title, map_alternative, map_title, several_note
from dashboard.figures.maps_scale import PROGRAMMED, map_measures
from dashboard.figures.territories import ON_SCREEN, PROGRAMMED_ONLY, shared_columns, territory_columns, territory_rows
from dashboard.ui.data import cached, current_warehouse
from dashboard.ui.figure_card import MAP, card
from dashboard.ui.filters import selection_caption
from dashboard.ui.links import data_link
from dashboard.ui.tables import Links
from dashboard.ui.territoires.places import (
    MapChoices,
    addresses_on_map,
    count_links,
    targets_of,
    territories_link,
    whole_country,
)
from dashboard.warehouse.query import TOTAL, Row
from dashboard.warehouse.territories import (
    FRAGILE_BELOW,
    Level,
    Location,
    TerritoryFigures,
    chosen_codes,
    known_departments,
    location,
    territories,
    usual_level,
)
from dashboard.warehouse.territories_places import named_places

SOURCES: Final = {
    Location.REGION: "Région de l'extrait",
    Location.DEPARTMENT: "Département de l'extrait",
    Location.ZONE: "Zone de l'extrait",
    Location.SITE: "Code postal de l'opération",
    Location.PROGRAMME: "Région du programme",
    Location.SERVICE: "Nom du service gestionnaire",
    Location.POSTCODE: "Code postal du porteur",
    Location.NONE: "Aucune indication",
    Location.NATIONAL: "Volet national, sans territoire",
}


def map_card(selection: Selection, choices: MapChoices, figures: TerritoryFigures) -> None:
    """The map of the whole country, the chosen territories outlined, with its table twin."""
    waves = list(reversed(figures.waves)) if choices.side_by_side else [TOTAL]
    compared = waves if len(waves) > 1 else ()
    rows = territory_rows(figures, choices.measure.column, compared=compared)
    figure = Figure(
        key=f"carte-{choices.level.value}",
        title=map_title(figures, choices.measure, kind=selection.kind),
        caption=choices.measure.label,
        sentence=map_alternative(figures, choices.measure, waves),
        rows=rows,
        columns=territory_columns(
            figures,
            choices.measure,
            selection.kind,
            PROGRAMMED_ONLY if choices.measure == PROGRAMMED else (*ON_SCREEN, *shared_columns(figures)),
            compared=compared,
        ),
        note=_note(choices, figures),
    )
    card(
        figure,
        picture=lambda: territory_map(
            figures,
            choices.measure,
            waves,
            chosen=chosen_codes(figures, cached(known_departments), selection),
            marks=_marks(choices),
            addresses=addresses_on_map(selection, choices, figures),
        ),
        source=current_warehouse().source,
        filters=selection_caption(whole_country(selection)),
        links=partial(_links, selection, choices, rows),
        view=MAP,
        data=data_link(figure.key, whole_country(selection), _measure_asked(selection, choices)),
    )


def _measure_asked(selection: Selection, choices: MapChoices) -> dict[str, str]:
    """The measure of the map, as its address names it."""
    known = {measure.column: name for name, measure in map_measures(selection.kind).items()}
    name = known.get(choices.measure.column, "operations")
    return {} if name == "operations" else {MEASURE: name}


def _note(choices: MapChoices, figures: TerritoryFigures) -> str:
    note = "Un clic sur la carte, ou sur un nom du tableau, filtre tout le tableau de bord sur ce territoire."
    if choices.measure.ratio:
        note += f" Sous {FRAGILE_BELOW} opérations, une part ou un indice en dit peu\u202f: la carte les marque d'un astérisque."
    if choices.measure.column == "specificity":
        note += (
            " Indice de spécificité\u202f: part du territoire dans les opérations retenues, rapportée à sa part dans les "
            "opérations programmées\u202f; au-dessus de 1, il pèse plus que son poids."
        )
    if several := several_note(figures):
        note += f" {several}"
    if shared_columns(figures):
        note += (
            " Les deux dernières colonnes disent les opérations que le territoire partage avec d'autres et leur montant UE à parts égales\u202f: "
            "une convention, car rien ne dit ce qui revient à chacun."
        )
    return note


def _marks(choices: MapChoices) -> list[Mark]:
    return [
        Mark(MarkKind(row["kind"]), row["name"], row["department"] or "", row["region"] or "")
        for row in cached(_places)
        if row["kind"] in choices.marks
    ]


def _places(_connection: object) -> list[Row]:
    return named_places()


def _links(selection: Selection, choices: MapChoices, rows: Sequence[Row]) -> Links:
    """A territory's name opens the map filtered on it, its numbers the operations behind them."""
    filtered_map = partial(territories_link, choices=choices)
    placed = targets_of(selection, choices.level, rows)
    links = {"name": _addresses(placed, filtered_map), **count_links(selection, placed, rows)}
    if choices.level is Level.DEPARTMENT:
        around = usual_level(selection.period)
        links[around.value] = _addresses(targets_of(selection, around, rows), filtered_map)
    return links


def _addresses(targets: Sequence[Selection | None], link: Callable[[Selection], str]) -> list[str | None]:
    return [None if target is None else link(target) for target in targets]


def marks_card(choices: MapChoices) -> None:
    """The second layer as a table, nationwide things included."""
    kinds = [kind for kind in MarkKind if kind in choices.marks]
    shown = [row for row in cached(_places) if row["kind"] in kinds]
    unplaced = sum(1 for row in shown if not row["department"] and not row["region"])
    national = f"{unplaced} d'entre eux sont nationaux\u202f: la carte ne les montre pas. " if unplaced > 1 else ""
    figure = Figure(
        key="reperes",
        title="Les repères de la carte, un par un",
        caption="Repères de la carte",
        sentence="Liste des repères de la carte",
        rows=tuple({**row, "kind": MARK_STYLES[MarkKind(row["kind"])].label} for row in shown),
        columns={
            "kind": COLUMNS["mark"],
            "name": COLUMNS["title"],
            "beneficiary": COLUMNS["beneficiary"],
            "place": ColumnFormat("Lieu"),
            **columns_of("department", "region"),
        },
        note=f"{national}Sans département connu, un repère se tient au milieu de sa région.",
    )
    card(
        figure,
        source="Source\u202f: note de 2019 et travaux qu'elle cite",
        filters="Les repères ne suivent pas les filtres.",
    )


def location_card(selection: Selection, level: Level) -> None:
    """How surely operations are placed: at the regions, or at the départements."""
    found = cached(location, selection)
    rows = [row for row in found if row["level"] == level.value]
    if not any(row["programme_operations"] for row in rows):
        st.markdown("Aucune opération programmée n'est à situer.")
        return
    figure = Figure(
        key=f"localisation-{level.value}-serre",
        title=location_title(found, level),
        caption="Fiabilité de la localisation",
        sentence="Fiabilité de la localisation",
        rows=tuple({**row, "source": SOURCES[Location(row["source"])]} for row in rows),
        columns={
            "source": ColumnFormat("Situées par"),
            "operations": counted_column(selection.kind, short=True),
            "programme_operations": COLUMNS["programmed"],
            "programme_operations_share": COLUMNS["share"],
        },
    )
    card(figure, source=current_warehouse().source, filters=selection_caption(selection))


def figures_of(selection: Selection, level: Level) -> TerritoryFigures:
    """The figures of the whole country for the selection's other filters."""
    found: TerritoryFigures = cached(territories, whole_country(selection), level)
    return found
