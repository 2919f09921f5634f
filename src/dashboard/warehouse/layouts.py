"""How each table of the note is laid out: its rows and columns, for whatever waves and programmes a selection holds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import duckdb

from dashboard.domain.operation import NO_WAVES, UNKNOWN
from dashboard.domain.selection import Selection, code_of
from dashboard.domain.text import french_order
from dashboard.warehouse.cells import Cell, count, millions, percent, slug_of, text
from dashboard.warehouse.indicators import Dimension, categories, indicators
from dashboard.warehouse.query import TOTAL
from dashboard.warehouse.structure import NO_OPERATION, Figures, Node, load_structure

DETAILED_AXES: Final = {"2014-2020": "3", "2021-2027": "6"}
"""The one axis that table 4 opens into specific objectives, and for the newest wave only. The note does so with axis 3,
which holds two thirds of its retained operations; the FSE+ devotes its priority 6 to social innovation."""

SHARE_COLUMNS: Final = (
    "participants", "participants_pct", "ops", "ops_pct", "eu_meur", "eu_pct", "cost_meur", "cost_pct",
    "programme_participants", "programme_ops", "programme_eu_meur", "programme_cost_meur",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells, and the selection of the operations that it counts."""

    cells: Mapping[str, Cell]
    selection: Selection


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table and its rows, in order."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def table_2(connection: duckdb.DuckDBPyConnection, selection: Selection) -> Layout:
    """What each programme programmed, wave after wave, then all of them."""
    structure = load_structure(connection, selection, retained_only=False)
    waves = sorted(structure.waves, key=lambda wave: (wave in NO_WAVES, wave))

    def rows_of(node: Node, label: str, chosen: Selection) -> Iterator[Row]:
        for wave in [*waves, TOTAL]:
            figures = structure.figures(node, wave)
            if figures["programme_operations"]:
                cells = {
                    "pon": text(label),
                    "wave": text(wave),
                    "operations": count(figures["operations"]),
                    "eu_amount_meur": millions(figures["eu_amount"]),
                    "total_cost_meur": millions(figures["total_cost"]),
                }
                yield Row(cells, _in_wave(chosen, wave))

    rows = [
        row
        for node in structure.programmes
        for row in rows_of(node, node.programme.removeprefix("PON "), selection.narrowed(programmes=(node.programme,)))
    ]
    columns = ("pon", "wave", "operations", "eu_amount_meur", "total_cost_meur")
    return Layout(columns, (*rows, *rows_of(structure.root, "all", selection)))


def table_3(connection: duckdb.DuckDBPyConnection, selection: Selection) -> Layout:
    """Counted operations by axis and specific objective, with each one's share of the wave. The note leaves a count of 0 blank."""
    structure = load_structure(connection, selection)
    waves = (*structure.waves, TOTAL)

    def row_of(node: Node, label: str) -> Row:
        cells = {"row": text(label)}
        for wave in waves:
            figures, whole = structure.figures(node, wave), structure.figures(structure.root, wave)
            slug = slug_of(wave)
            cells[f"ops_{slug}"] = count(figures["operations"], blank=node != structure.root)
            cells[f"ops_{slug}_pct"] = percent(figures["operations"], whole["operations"])
            cells[f"cost_{slug}_meur"] = millions(figures["total_cost"])
            cells[f"cost_{slug}_pct"] = percent(figures["total_cost"], whole["total_cost"])
        return Row(cells, _of_node(selection.counted, node))

    labelled = [
        pair
        for axis in structure.axes()
        for pair in (
            (axis, structure.axis_label(axis)),
            *((node, structure.code_label(node)) for node in structure.objectives(axis)),
        )
    ]
    rows = [row_of(node, label) for node, label in labelled if structure.figures(node, TOTAL)["operations"]]
    rows += [row_of(structure.root, TOTAL)] if structure.waves else []
    columns = [
        pattern.format(slug_of(wave))
        for patterns in (("ops_{}", "ops_{}_pct"), ("cost_{}_meur", "cost_{}_pct"))
        for wave in waves
        for pattern in patterns
    ]
    return Layout(("row", *columns), tuple(rows))


def table_4(connection: duckdb.DuckDBPyConnection, selection: Selection) -> Layout:
    """Counted operations beside the whole programme, by wave and axis, with the objectives of one axis of the newest wave.

    The note prints the shares of the objectives' counts without a decimal, those of the axes with one: so does this.
    """
    structure = load_structure(connection, selection)

    def row_of(node: Node, wave: str, label: str, digits: int = 1) -> Row:
        cells = {"wave": text(wave), "row": text(label)} | _beside_programme(structure.figures(node, wave), digits)
        return Row(cells, _in_wave(_of_node(selection.counted, node), wave))

    def present(nodes: Sequence[Node], wave: str) -> list[Node]:
        return [node for node in nodes if structure.figures(node, wave)["programme_operations"]]

    rows: list[Row] = []
    for wave in structure.waves:
        axes = present(structure.axes(), wave)
        rows.append(row_of(structure.root, wave, "all"))
        rows += [row_of(axis, wave, structure.axis_label(axis)) for axis in axes]
        if wave == structure.waves[0]:
            detailed = [axis for axis in axes if axis.axis == DETAILED_AXES.get(selection.period)]
            objectives = [node for axis in detailed for node in present(structure.objectives(axis), wave)]
            rows += [row_of(node, wave, structure.number_label(node), digits=0) for node in objectives]
    rows += [row_of(structure.root, TOTAL, "all")] if structure.waves else []
    return Layout(("wave", "row", *SHARE_COLUMNS), tuple(rows))


def table_5(connection: duckdb.DuckDBPyConnection, selection: Selection) -> Layout:
    """Counted operations by category, in the order of the reference: the newest wave and all of them."""
    found = indicators(connection, selection, (Dimension.CATEGORY,))
    figures: dict[tuple[str, str], Figures] = {(TOTAL, row["wave"]): row for row in found.whole}
    figures |= {(row["value"], row["wave"]): row for row in found.by[Dimension.CATEGORY]}
    newest = found.waves[0] if found.waves else TOTAL
    known = categories(connection)
    others = {value for (value, _), row in figures.items() if row["operations"]} - {*known, TOTAL}

    def row_of(value: str) -> Row:
        now, ever = (figures.get((value, wave), NO_OPERATION) for wave in (newest, TOTAL))
        whole = figures[TOTAL, TOTAL]
        cells = {
            "category": text(value),
            f"ops_{slug_of(newest)}": count(now["operations"]),
            "ops_total": count(ever["operations"]),
            "ops_total_pct": percent(ever["operations"], whole["operations"], 0),
            f"cost_{slug_of(newest)}_meur": millions(now["total_cost"]),
            "cost_total_meur": millions(ever["total_cost"]),
            "cost_total_pct": percent(ever["total_cost"], whole["total_cost"], 0),
        }
        counted = selection.counted
        return Row(cells, counted if value == TOTAL else counted.narrowed(categories=(value,)))

    values = [*known, *sorted(others, key=lambda value: (value == UNKNOWN, french_order(value))), TOTAL]
    rows = tuple(row_of(value) for value in values) if found.waves else ()
    waves_shown = dict.fromkeys((slug_of(newest), TOTAL))
    operations = [f"ops_{slug}" for slug in waves_shown]
    costs = [f"cost_{slug}_meur" for slug in waves_shown]
    return Layout(("category", *operations, "ops_total_pct", *costs, "cost_total_pct"), rows)


def table_iej(connection: duckdb.DuckDBPyConnection, selection: Selection) -> Layout:
    """Counted operations beside the whole programme, by wave. The note gives no participants of the IEJ."""
    structure = load_structure(connection, selection)
    rows = [
        Row(
            {"wave": text(wave)} | _beside_programme(structure.figures(structure.root, wave), 1),
            _in_wave(selection.counted, wave),
        )
        for wave in ([*structure.waves, TOTAL] if structure.waves else [])
    ]
    return Layout(("wave", *(name for name in SHARE_COLUMNS if "participants" not in name)), tuple(rows))


LAYOUTS: Final[Mapping[str, Callable[[duckdb.DuckDBPyConnection, Selection], Layout]]] = {
    "2": table_2,
    "3": table_3,
    "4": table_4,
    "5": table_5,
    "iej": table_iej,
}


def _beside_programme(figures: Figures, digits: int) -> dict[str, Cell]:
    """The columns of table 4. Shares of counts have `digits` decimals, shares of amounts none, as printed."""
    programme = {
        name: figures[f"programme_{name}"] for name in ("participants", "operations", "eu_amount", "total_cost")
    }
    participants = figures["participants"]
    # The note leaves blank what no operation counts, as what nobody knows; elsewhere no operation has no participant.
    none = participants is None and not figures["operations"]
    return {
        "participants": count(0 if none else participants, blank=none),
        "participants_pct": percent(0 if none else participants, programme["participants"], digits, blank=none),
        "ops": count(figures["operations"]),
        "ops_pct": percent(figures["operations"], programme["operations"], digits),
        "eu_meur": millions(figures["eu_amount"]),
        "eu_pct": percent(figures["eu_amount"], programme["eu_amount"], 0),
        "cost_meur": millions(figures["total_cost"]),
        "cost_pct": percent(figures["total_cost"], programme["total_cost"], 0),
        "programme_participants": count(programme["participants"]),
        "programme_ops": count(programme["operations"]),
        "programme_eu_meur": millions(programme["eu_amount"]),
        "programme_cost_meur": millions(programme["total_cost"]),
    }


def _in_wave(selection: Selection, wave: str) -> Selection:
    return selection if wave == TOTAL else selection.narrowed(waves=(wave,))


def _of_node(selection: Selection, node: Node) -> Selection:
    """The operations of a programme, an axis or an objective."""
    changes: dict[str, Any] = {}
    if node.programme:
        changes["programmes"] = (node.programme,)
    if node.axis:
        changes["axes"] = (code_of(node.programme, node.axis),)
    if node.os_code:
        changes["specific_objectives"] = (code_of(node.programme, node.os_code),)
    return selection.narrowed(**changes)
