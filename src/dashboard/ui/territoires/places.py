"""What the pages on territories share: the choices above the map, how a territory becomes a filter, and the whole country again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from dashboard.charts.maps_places import MARK_STYLES, MarkKind
from dashboard.domain.periods import words_of
from dashboard.domain.selection import BY_COLUMN, PLACES, Selection
from dashboard.figures.maps_scale import PROGRAMMED, MapMeasure, map_measures
from dashboard.ui.data import cached
from dashboard.ui.filters import apply_filters
from dashboard.ui.links import operations_link
from dashboard.ui.markdown import literal
from dashboard.ui.navigation import TERRITORIES
from dashboard.warehouse.options import FilterOptions
from dashboard.warehouse.options_query import filter_options
from dashboard.warehouse.query import Row
from dashboard.warehouse.territories import SEVERAL_PLACES, Level, TerritoryFigures, usual_level

LEVELS: Final[Mapping[Level, str]] = {
    Level.REGION: "Anciennes régions et DROM",
    Level.REGION_2016: "Régions actuelles",
    Level.DEPARTMENT: "Départements",
}
WHOLE: Final = "France entière"
LEVEL_KEY: Final = "niveau"
MEASURE_KEY: Final = "indicateur"
SIDE_BY_SIDE_KEY: Final = "cote-a-cote"
_PERIOD: Final = "_niveau_programmation"


@dataclass(frozen=True, slots=True)
class MapChoices:
    """What the person chose above the map."""

    level: Level
    measure: MapMeasure
    side_by_side: bool
    marks: tuple[MarkKind, ...]


def draw_choices(selection: Selection, *, several_waves: bool, counting: bool = True) -> MapChoices:
    """Draws the choices: division, measure, waves, second layer. Without `counting`, the map shows what is programmed."""
    measures = map_measures(selection.kind)
    usual = usual_level(selection.period)
    if st.session_state.get(_PERIOD, selection.period) != selection.period:
        # Another programming period: its own regions come first again.
        st.session_state[LEVEL_KEY] = usual
    st.session_state[_PERIOD] = selection.period
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        level = st.segmented_control(
            "Découpage",
            list(LEVELS),
            format_func=LEVELS.__getitem__,
            default=None if LEVEL_KEY in st.session_state else usual,
            required=True,
            key=LEVEL_KEY,
            bind="query-params",
        )
        measure = counting and st.selectbox(
            "Indicateur",
            list(measures),
            format_func=lambda name: measures[name].label,
            key=MEASURE_KEY,
            bind="query-params",
            filter_mode=None,
            width=270,
        )
        with st.popover("Calques", icon=":material/location_on:", key="choix-des-reperes"):
            marks = st.pills(
                "Repères sur la carte",
                list(MarkKind),
                format_func=lambda kind: MARK_STYLES[kind].label,
                selection_mode="multi",
                key="reperes",
            )
        together = several_waves and st.toggle(
            literal(f"{words_of(selection.period).wave_s.capitalize()} côte à côte"),
            key=SIDE_BY_SIDE_KEY,
            bind="query-params",
        )
    return MapChoices(
        level or usual,
        measures[measure or "operations"] if counting else PROGRAMMED,
        together,
        tuple(kind for kind in MarkKind if kind in marks),
    )


def whole_country(selection: Selection) -> Selection:
    """The same selection without its filters on places."""
    return selection.narrowed(**dict.fromkeys(PLACES, ()))


def targets_of(selection: Selection, level: Level, rows: Sequence[Row]) -> list[Selection | None]:
    """For each row of figures, the selection of its territory at a level: its own, or that of a region around it.

    None for what is no territory, and where no operation stands there: the filter would refuse it.
    """
    field = BY_COLUMN[level].field
    known = cached(filter_options, selection.period).of(field)
    country = whole_country(selection)
    column = "code" if level is Level.DEPARTMENT else level.value
    # « Plusieurs départements » is a value of the filter too.
    names = [
        row["name"] if row["kind"] == SEVERAL_PLACES else row[column] if row["kind"] == "territoire" else None
        for row in rows
    ]
    return [country.narrowed(**{field: (name,)}) if name in known else None for name in names]


def count_links(
    selection: Selection, targets: Sequence[Selection | None], rows: Sequence[Row]
) -> dict[str, list[str | None]]:
    """For the counts of each row, the address of the list of those operations; `targets`: the selection of each row.

    None where a territory shares some with others: its filter opens those too, which its row leaves apart.
    """
    links = {
        "operations": [
            None
            if target is None or row.get("shared_operations")
            else operations_link(target.narrowed(decision=selection.kind))
            for target, row in zip(targets, rows, strict=True)
        ]
    }
    # Filters on what was decided restrict none of the programmed operations.
    if selection.decision is None and not selection.categories:
        links["programme_operations"] = [
            None if target is None or row.get("shared_programme_operations") else operations_link(target)
            for target, row in zip(targets, rows, strict=True)
        ]
    return links


def addresses_on_map(selection: Selection, choices: MapChoices, figures: TerritoryFigures) -> dict[str, str | None]:
    """For the code of each territory, the map filtered on it; on the only one chosen already, the whole country again."""
    rows, country = figures.of_wave(), whole_country(selection)
    return {
        row["code"]: None if target is None else territories_link(country if target == selection else target, choices)
        for row, target in zip(rows, targets_of(selection, figures.level, rows), strict=True)
    }


def territories_link(selection: Selection, choices: MapChoices) -> str:
    """The map at the same settings for another selection."""
    kept = {LEVEL_KEY: LEVELS[choices.level], MEASURE_KEY: choices.measure.label}
    beside = {SIDE_BY_SIDE_KEY: "true"} if choices.side_by_side else {}
    return f"territoires?{urlencode({**kept, **beside, **selection.to_query()}, doseq=True)}"


def region_link(selection: Selection) -> str:
    """The page of the region that a selection names."""
    return f"region?{urlencode(selection.to_query(), doseq=True)}"


def place_name(selection: Selection) -> str:
    """The regions and départements that the filters keep, in words; the whole country without such a filter."""
    options: FilterOptions = cached(filter_options, selection.period)
    return ", ".join(options.label(field, place) for field in PLACES for place in getattr(selection, field)) or WHOLE


def draw_breadcrumb(selection: Selection, *, with_map: bool = False) -> None:
    """« France entière › Picardie »: the first part shows the whole country again. `with_map` adds a link to the map."""
    if whole_country(selection) == selection:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="fil-d-ariane"):
        st.button(
            WHOLE,
            on_click=apply_filters,
            args=(whole_country(selection),),
            icon=":material/arrow_back:",
            type="tertiary",
            key="france-entiere",
        )
        st.markdown(f"› **{literal(place_name(selection))}**", width="content")
        if with_map:
            st.page_link(TERRITORIES.path, label="Voir sur la carte", icon=":material/map:")
