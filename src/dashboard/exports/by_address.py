"""The figures that have an address: the rows and columns of a card, or of the list, from what stands in the address alone.

A spreadsheet reads them again by itself: what an address doesn't name has its usual value, what it names wrongly is refused.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import duckdb

from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.compared import PREFIX, side_names
from dashboard.domain.french import integer, listing, quoted
from dashboard.domain.operation import Decided
from dashboard.domain.selection import BY_FIELD, FILTERS, MAX_SEARCH_LENGTH, Filter, Holds, Selection, filters_of
from dashboard.exports.listing import OPERATION_KINDS
from dashboard.exports.workbook import Columns, Rows, csv_bytes
from dashboard.figures.breakdown import breakdown_figure
from dashboard.figures.editions import CHANGE_COLUMNS, change_rows, key_figures_figure, programme_figure
from dashboard.figures.figure import Figure
from dashboard.figures.key_figures import whole_figure
from dashboard.figures.maps_scale import map_measures
from dashboard.figures.money import pace_figure, priorities_figure, programmes_figure, regions_figure
from dashboard.figures.territories import ON_SCREEN, shared_columns, territory_columns, territory_rows
from dashboard.figures.two_selections import Kinds, Names, compared_breakdown, compared_key_figures
from dashboard.warehouse.editions import MEASURES as EDITION_MEASURES
from dashboard.warehouse.editions import Edition, changes, comparable, compare, editions
from dashboard.warehouse.indicators import MEASURES, Dimension, categories, indicators
from dashboard.warehouse.listing import Column, count, export_columns, operations_frame
from dashboard.warehouse.money import Money, ignored_filters, money
from dashboard.warehouse.options import LABEL_SEPARATOR, FilterOptions
from dashboard.warehouse.options_query import filter_options, periods
from dashboard.warehouse.state import Publication, State
from dashboard.warehouse.territories import Level, territories

MOST_ROWS: Final = 100_000
"""Rows of one answer."""
MEASURE: Final = "mesure"
SINCE, UNTIL = "depuis", "jusqua"
OPERATIONS: Final = "operations"
KEY_FIGURES: Final = "chiffres-cles"
CHANGES: Final = "changements"
"""Figures that no card draws."""


class AddressError(Exception):
    """An address that can't be answered, in one sentence; `status` is that of the answer."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for, and what answers it."""

    state: State
    publication: Publication
    connection: duckdb.DuckDBPyConnection
    selection: Selection
    other: Selection | None = None
    extras: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Addressed:
    """A figure with an address: the keys that it takes beside the filters, how it is made, whether filters act on it, and
    whether a second selection may stand beside the first."""

    build: Callable[[Asked], tuple[Rows, Columns]]
    extras: tuple[str, ...] = ()
    filtered: bool = True
    compared: bool = False


def csv_at(
    key: str,
    query: Sequence[tuple[str, str]],
    state: State,
    publication: Publication,
    connection: duckdb.DuckDBPyConnection,
) -> bytes:
    """The CSV of the figure `key` under the keys and values of an address. Raises AddressError."""
    figure = FIGURES.get(key)
    if figure is None:
        raise AddressError(
            f"Aucune figure ne s'appelle {quoted(key[:80])}\u202f: copiez l'adresse depuis le bouton «\u202fAdresse des données\u202f» de sa carte.",
            404,
        )
    extras = {name: value for name, value in query if name in figure.extras}
    second = [
        (name.removeprefix(PREFIX), value) for name, value in query if figure.compared and name.startswith(PREFIX)
    ]
    first = [
        (name, value)
        for name, value in query
        if name not in figure.extras and not (figure.compared and name.startswith(PREFIX))
    ]
    selection = read_selection(connection, first)
    other = read_selection(connection, second) if second else None
    if other is not None and other.period != selection.period:
        raise AddressError("Deux sélections se comparent dans une même programmation\u202f: corrigez l'adresse.")
    if not figure.filtered and (ignored := _filters_of(selection)):
        raise AddressError(f"Cette figure ne suit pas de filtre\u202f: retirez {listing(ignored)} de l'adresse.")
    rows, columns = figure.build(Asked(state, publication, connection, selection, other, extras))
    if len(rows) > MOST_ROWS:
        raise _too_long()
    return csv_bytes(rows, columns)


def read_selection(connection: duckdb.DuckDBPyConnection, query: Sequence[tuple[str, str]]) -> Selection:
    """The selection that the keys and values of an address describe. Raises AddressError at the first that none knows."""
    by_key = {one.key: one for one in FILTERS}
    for name, _ in query:
        if name not in by_key:
            raise AddressError(
                f"L'adresse contient {quoted(name[:80])}, que cette figure ne connaît pas\u202f: retirez-le."
            )
    given = {one.field: [value for name, value in query if name == one.key and value] for one in FILTERS}
    known = periods(connection)
    [period] = given["period"][-1:] or known[:1] or [Selection().period]
    if len(given["period"]) > 1 or (given["period"] and period not in known):
        raise _unknown(BY_FIELD["period"], period)
    options = filter_options(connection, period)
    programmes: list[str] = []
    values: dict[str, Any] = {}
    for one in filters_of(period):
        if one.field == "period" or not given[one.field]:
            continue
        values[one.field] = _read(one, given[one.field], options, programmes)
        if one.field == "programmes":
            programmes = list(values[one.field])
    return Selection(period=period, **values)


def _read(one: Filter, given: Sequence[str], options: FilterOptions, programmes: Sequence[str]) -> Any:
    if one.several:
        found = [_named(one, text, options, programmes) for text in given]
        return tuple(dict.fromkeys(found))
    [text, *others] = given
    if one.holds is Holds.DECISION:
        kinds = {kind.several: kind for kind in Decided}
        if others or text not in kinds:
            raise _unknown(one, text)
        return kinds[text]
    if others or len(text) > MAX_SEARCH_LENGTH:
        raise AddressError(f"{one.label}\u202f: une seule recherche de {MAX_SEARCH_LENGTH} caractères au plus.")
    return text.strip()


def _named(one: Filter, text: str, options: FilterOptions, programmes: Sequence[str]) -> Any:
    """The value, by its label, itself or its code; the words that followed its code may have changed since."""
    for spelling in (text, text.split(LABEL_SEPARATOR, maxsplit=1)[0]):
        if (value := options.named(one, spelling, programmes)) is not None:
            return value
    raise _unknown(one, text)


def _unknown(one: Filter, text: str) -> AddressError:
    return AddressError(
        f"{one.label}\u202f: {quoted(text[:80])} n'existe pas dans les données en place\u202f; vérifiez l'adresse."
    )


def _filters_of(selection: Selection) -> list[str]:
    return [quoted(name) for name in selection.to_query() if name != BY_FIELD["period"].key]


def _too_long() -> AddressError:
    return AddressError(
        f"Une adresse donne {integer(MOST_ROWS)} lignes au plus\u202f: ajoutez des filtres, ou exportez le fichier depuis l'écran.",
        413,
    )


def _table(figure: Figure) -> tuple[Rows, Columns]:
    return figure.rows, figure.columns


def _measure(asked: Asked, known: Sequence[str], usual: str) -> str:
    given = asked.extras.get(MEASURE, usual)
    if given not in known:
        raise AddressError(
            f"Mesure\u202f: {quoted(given[:80])} n'existe pas\u202f; choisissez parmi {listing([quoted(name) for name in known])}."
        )
    return given


def _sides(asked: Asked, other: Selection) -> tuple[Names, Kinds]:
    return side_names(asked.selection, other), (asked.selection.kind, other.kind)


def _breakdown(dimension: Dimension) -> Callable[[Asked], tuple[Rows, Columns]]:
    def build(asked: Asked) -> tuple[Rows, Columns]:
        measure = _measure(asked, MEASURES, "operations")
        found = indicators(asked.connection, asked.selection, (dimension,))
        if asked.other is not None:
            beside = indicators(asked.connection, asked.other, (dimension,))
            return _table(compared_breakdown(found, beside, dimension, *_sides(asked, asked.other), measure=measure))
        known = categories(asked.connection)
        return _table(breakdown_figure(found, dimension, asked.selection.kind, measure=measure, categories=known))

    return build


def _key_figures(asked: Asked) -> tuple[Rows, Columns]:
    found = indicators(asked.connection, asked.selection)
    if asked.other is not None:
        return _table(
            compared_key_figures(found, indicators(asked.connection, asked.other), *_sides(asked, asked.other))
        )
    return _table(whole_figure(found, asked.selection.kind))


def _operations(asked: Asked) -> tuple[Rows, Columns]:
    if count(asked.connection, asked.selection) > MOST_ROWS:
        raise _too_long()
    period = asked.selection.period
    columns = export_columns(period)
    frame = operations_frame(asked.connection, asked.selection, columns, Column.DECISION, True)
    return frame, {
        column.value: ColumnFormat(column.label_in(period), OPERATION_KINDS.get(column, Kind.TEXT))
        for column in columns
    }


def _territories(level: Level) -> Callable[[Asked], tuple[Rows, Columns]]:
    def build(asked: Asked) -> tuple[Rows, Columns]:
        measures = map_measures(asked.selection.kind)
        measure = _measure(asked, tuple(measures), "operations")
        found = territories(asked.connection, asked.selection, level)
        names = (*ON_SCREEN, *shared_columns(found))
        return territory_rows(found, measures[measure].column), territory_columns(
            found, measures[measure], asked.selection.kind, names
        )

    return build


def _allocations(draw: Callable[[Money], Figure]) -> Callable[[Asked], tuple[Rows, Columns]]:
    def build(asked: Asked) -> tuple[Rows, Columns]:
        if ignored := ignored_filters(asked.selection):
            raise AddressError(
                f"Une dotation ne se partage pas selon ces filtres\u202f: retirez {listing(ignored)} de l'adresse."
            )
        return _table(draw(money(asked.connection, asked.selection)))

    return build


def _two_editions(asked: Asked) -> tuple[Edition, Edition]:
    """Those that the address names by their keys, else the last two that are published."""
    known = {one.key: one for one in comparable(asked.state, asked.publication)}
    usual = editions(asked.state, asked.publication.imports)[-2:]
    if not asked.extras and len(usual) == 2:
        return usual[0], usual[1]
    found = [known.get(asked.extras.get(name, "")) for name in (SINCE, UNTIL)]
    if None in found:
        raise AddressError(
            "L'adresse nomme une édition qui n'est pas là, ou il n'y en a pas deux\u202f: recopiez-la depuis l'écran.",
            404,
        )
    before, after = (one for one in found if one is not None)
    return before, after


def _edition_key_figures(asked: Asked) -> tuple[Rows, Columns]:
    before, after = _two_editions(asked)
    return _table(key_figures_figure(compare(asked.connection, before, after), before, after))


def _edition_programmes(measure: str) -> Callable[[Asked], tuple[Rows, Columns]]:
    def build(asked: Asked) -> tuple[Rows, Columns]:
        before, after = _two_editions(asked)
        return _table(programme_figure(compare(asked.connection, before, after), measure, before, after))

    return build


def _changes(asked: Asked) -> tuple[Rows, Columns]:
    return change_rows(changes(asked.connection, *_two_editions(asked))), CHANGE_COLUMNS


FIGURES: Final[Mapping[str, Addressed]] = {
    KEY_FIGURES: Addressed(_key_figures, compared=True),
    OPERATIONS: Addressed(_operations),
    **{one.value: Addressed(_breakdown(one), (MEASURE,), compared=True) for one in Dimension},
    **{f"carte-{level.value}": Addressed(_territories(level), (MEASURE,)) for level in Level},
    "dotations_programmes": Addressed(_allocations(programmes_figure)),
    "dotations_priorites": Addressed(_allocations(priorities_figure)),
    "dotations_regions": Addressed(_allocations(regions_figure)),
    "dotations_rythme": Addressed(_allocations(pace_figure)),
    "edition_chiffres_cles": Addressed(_edition_key_figures, (SINCE, UNTIL), filtered=False),
    **{
        f"edition_programmes_{one}": Addressed(_edition_programmes(one), (SINCE, UNTIL), filtered=False)
        for one in EDITION_MEASURES
    },
    CHANGES: Addressed(_changes, (SINCE, UNTIL), filtered=False),
}
"""By the name that stands in the address, without « .csv »: the keys of the figures of the cards."""
