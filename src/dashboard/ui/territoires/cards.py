"""The cards of the territories page: the map with its table, the marks, and how surely operations are placed."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import pandas as pd

from dashboard.charts.maps import map_alternative, territory_map
from dashboard.charts.maps_findings import location_title, map_title
from dashboard.charts.maps_places import MARK_STYLES, Mark, MarkKind
from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.operation import Decided
from dashboard.domain.selection import Selection
from dashboard.figures.figure import Figure
from dashboard.ui.data import cached, current_warehouse
from dashboard.ui.figure_card import MAP, card, figure_card
from dashboard.ui.filters import selection_caption
from dashboard.ui.links import operations_link
from dashboard.ui.tables import Links
from dashboard.ui.territoires.places import MapChoices, choose_territory, targets_of, territories_link, whole_country
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
)
from dashboard.warehouse.territories_places import named_places

SOURCES: Final = {
    Location.REGION: "Région de l'extrait",
    Location.DEPARTMENT: "Département de l'extrait",
    Location.PROGRAMME: "Programme d'outre-mer",
    Location.SERVICE: "Nom du service gestionnaire",
    Location.POSTCODE: "Code postal du porteur",
    Location.NONE: "Aucune indication",
    Location.NATIONAL: "Volet national, sans territoire",
}


def map_card(selection: Selection, choices: MapChoices, figures: TerritoryFigures) -> None:
    """The map of the whole country, the chosen territories outlined, with its table twin."""
    waves = list(reversed(figures.waves)) if choices.side_by_side else [TOTAL]
    retained = selection.kind.retained
    rows = _rows(figures, choices, waves)
    figure = Figure(
        key=f"carte-{choices.level.value}",
        title=map_title(figures, choices.measure, retained=retained),
        caption=choices.measure.label,
        sentence=map_alternative(figures, choices.measure, waves),
        rows=rows,
        columns=_columns(choices, waves, selection.kind),
        note=_note(choices),
    )
    card(
        figure,
        key=figure.key,
        picture=lambda: territory_map(
            figures,
            choices.measure,
            waves,
            chosen=chosen_codes(figures, cached(known_departments), selection),
            marks=_marks(choices),
        ),
        source=current_warehouse().source,
        filters=selection_caption(whole_country(selection)),
        links=partial(_links, selection, choices, rows),
        view=MAP,
        on_pick=partial(choose_territory, selection, figures),
    )


def _note(choices: MapChoices) -> str:
    note = "Un clic sur la carte, ou sur un nom du tableau, filtre tout le tableau de bord sur ce territoire."
    if choices.measure.ratio:
        note += f" Sous {FRAGILE_BELOW} opérations, une part ou un indice en dit peu\u202f: la carte les marque d'un astérisque."
    if choices.measure.column == "specificity":
        note += (
            " Indice de spécificité\u202f: part du territoire dans les opérations retenues, rapportée à sa part dans les "
            "opérations programmées\u202f; au-dessus de 1, il pèse plus que son poids."
        )
    return note


def _marks(choices: MapChoices) -> list[Mark]:
    places = cached(_places)
    places = places[places["kind"].isin([kind.value for kind in choices.marks])]
    return [
        Mark(MarkKind(str(row.kind)), str(row.name), _text(row.department), _text(row.region))
        for row in places.itertuples(index=False)
    ]


def _places(_connection: object) -> pd.DataFrame:
    return named_places()


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _rows(figures: TerritoryFigures, choices: MapChoices, waves: Sequence[str]) -> tuple[Row, ...]:
    """Territories by decreasing measure, those without data last, then what no territory can show."""
    column = choices.measure.column
    rows = sorted(
        figures.of_wave(), key=lambda row: (not row["has_data"], row[column] is None, -(row[column] or 0), row["name"])
    )
    compared = waves if len(waves) > 1 else ()
    by_wave = {
        wave: {row["name"]: row[column] for row in (*figures.of_wave(wave), *figures.apart_in(wave))}
        for wave in compared
    }
    nothing = dict.fromkeys(("operations", "total_cost", "eu_amount"))
    return tuple(
        {
            **row,
            **({} if row["has_data"] else nothing),
            "caution": f"moins de {FRAGILE_BELOW} opérations" if row["fragile"] else "",
            **{f"measure {wave}": by_wave[wave].get(row["name"]) for wave in compared},
        }
        for row in (*rows, *figures.apart_in())
    )


def _columns(choices: MapChoices, waves: Sequence[str], kind: Decided) -> dict[str, ColumnFormat]:
    heading = "Département" if choices.level is Level.DEPARTMENT else "Région"
    columns = {"name": ColumnFormat(heading)}
    if choices.level is Level.DEPARTMENT:
        columns["region"] = ColumnFormat("Région (avant 2016)")
    if len(waves) > 1:
        kinds = {
            "operations": (Kind.INTEGER, None),
            "total_cost": (Kind.AMOUNT, None),
            "eu_amount": (Kind.AMOUNT, None),
        }
        shape, digits = kinds.get(choices.measure.column, (Kind.PERCENT, None))
        if choices.measure.column == "specificity":
            shape, digits = Kind.DECIMAL, 2
        columns |= {
            f"measure {wave}": ColumnFormat(f"{choices.measure.label}, vague {wave}", shape, digits) for wave in waves
        }
    return columns | {
        "operations": ColumnFormat(f"Opérations {kind.several}", Kind.INTEGER),
        "programme_operations": ColumnFormat("Opérations programmées", Kind.INTEGER),
        "operations_programme_share": ColumnFormat("Part des programmées", Kind.PERCENT),
        "specificity": ColumnFormat("Indice de spécificité", Kind.DECIMAL, 2),
        "total_cost": ColumnFormat("Coût total", Kind.AMOUNT),
        "eu_amount": ColumnFormat("Montant UE", Kind.AMOUNT),
        "caution": ColumnFormat("Prudence"),
    }


def _links(selection: Selection, choices: MapChoices, rows: Sequence[Row]) -> Links:
    """A territory's name opens the map filtered on it, its numbers the operations behind them."""
    filtered_map = partial(territories_link, level=choices.level, measure=choices.measure)
    placed = targets_of(selection, choices.level, rows)
    links = {
        "name": _addresses(placed, filtered_map),
        "operations": _addresses(
            placed, lambda target: operations_link(target.narrowed(retained=selection.kind.retained))
        ),
    }
    if choices.level is Level.DEPARTMENT:
        links["region"] = _addresses(targets_of(selection, Level.REGION, rows), filtered_map)
    if selection.retained is None and not selection.categories:
        links["programme_operations"] = _addresses(placed, operations_link)
    return links


def _addresses(targets: Sequence[Selection | None], link: Callable[[Selection], str]) -> list[str | None]:
    return [None if target is None else link(target) for target in targets]


def marks_card(choices: MapChoices) -> None:
    """The second layer as a table, nationwide things included."""
    places = cached(_places)
    kinds = [kind for kind in MarkKind if kind in choices.marks]
    shown = places[places["kind"].isin([kind.value for kind in kinds])]
    shown = shown.assign(kind=shown["kind"].map({kind.value: MARK_STYLES[kind].label for kind in kinds}))
    unplaced = int((shown["department"].isna() & shown["region"].isna()).sum())
    figure_card(
        "reperes",
        title="Les repères de la carte, un par un",
        figure=None,
        table=shown,
        columns={
            "kind": ColumnFormat("Repère"),
            "name": ColumnFormat("Intitulé"),
            "beneficiary": ColumnFormat("Porteur"),
            "place": ColumnFormat("Lieu"),
            "department": ColumnFormat("Département"),
            "region": ColumnFormat("Région"),
        },
        alternative="Liste des repères de la carte",
        source="Source\u202f: note de 2019 et travaux qu'elle cite",
        filters="Les repères ne suivent pas les filtres.",
        note=(
            f"{unplaced} d'entre eux sont nationaux\u202f: la carte ne les montre pas. "
            if unplaced > 1 else ""
        ) + "Sans département connu, un repère se tient au milieu de sa région.",
    )  # fmt: skip


def location_card(selection: Selection, level: Level) -> None:
    """How surely operations are placed, at the division that the map shows."""
    found = cached(location, selection)
    shown = Level.DEPARTMENT if level is Level.DEPARTMENT else Level.REGION
    figure = Figure(
        key=f"localisation-{shown.value}-serre",
        title=location_title(found, shown),
        caption="Fiabilité de la localisation",
        sentence="Fiabilité de la localisation",
        rows=tuple({**row, "source": SOURCES[Location(row["source"])]} for row in found if row["level"] == shown.value),
        columns={
            "source": ColumnFormat("Situées par"),
            "operations": ColumnFormat(selection.kind.several.capitalize(), Kind.INTEGER),
            "programme_operations": ColumnFormat("Programmées", Kind.INTEGER),
            "programme_operations_share": ColumnFormat("Part", Kind.PERCENT),
        },
    )
    card(figure, key=figure.key, source=current_warehouse().source, filters=selection_caption(selection))


def figures_of(selection: Selection, level: Level) -> TerritoryFigures:
    """The figures of the whole country for the selection's other filters."""
    found: TerritoryFigures = cached(territories, whole_country(selection), level)
    return found
