"""The measures of a selection along the programme's own structure: what tables 2 to 4 are laid out from."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import duckdb

from dashboard.domain.operation import UNKNOWN
from dashboard.domain.periods import FORMER, words_of
from dashboard.domain.selection import Selection
from dashboard.warehouse.indicators import code_order
from dashboard.warehouse.query import TOTAL, all_rows, newest_first

Figures = Mapping[str, Any]

NO_OPERATION: Final[Figures] = {
    "operations": 0,
    "total_cost": 0,
    "eu_amount": 0,
    "participants": None,
    "programme_operations": 0,
    "programme_total_cost": 0,
    "programme_eu_amount": 0,
    "programme_participants": None,
}


@dataclass(frozen=True, slots=True)
class Node:
    """A place in the structure: everything, a programme, one of its axes, or one of its specific objectives."""

    programme: str = ""
    axis: str = ""
    os_code: str = ""


@dataclass(frozen=True, slots=True)
class Structure:
    """Figures by place and wave. Axes and objectives belong to a programme: the same code elsewhere is another one."""

    waves: tuple[str, ...]
    programmes: tuple[Node, ...]
    _figures: Mapping[tuple[Node, str], Figures]
    _parts: Mapping[Node, tuple[str, str]]
    period: str = FORMER

    @property
    def root(self) -> Node:
        """Everything that is selected."""
        return Node()

    def figures(self, node: Node, wave: str) -> Figures:
        """The measures of a place in a wave, or in all of them (`total`); nothing selected there counts 0."""
        return self._figures.get((node, wave), NO_OPERATION)

    def axes(self) -> list[Node]:
        """The axes, programme by programme, by number; operations without an axis come last."""
        found = {node for node, _ in self._figures if node.axis and not node.os_code}
        return [node for programme in self.programmes for node in self._sorted(found, programme, "axis")]

    def objectives(self, axis: Node) -> list[Node]:
        """The specific objectives of an axis, in the order of their codes as text, as the note lists them."""
        found = {node for node, _ in self._figures if node.os_code and node.axis == axis.axis}
        return list(self._sorted(found, axis, "os_code"))

    @staticmethod
    def _sorted(nodes: set[Node], within: Node, part: str) -> list[Node]:
        def rank(node: Node) -> tuple[bool, tuple[str, ...]]:
            code = str(getattr(node, part))
            return code == UNKNOWN, code_order(code)

        return sorted((node for node in nodes if node.programme == within.programme), key=rank)

    def axis_label(self, node: Node) -> str:
        """`axe 3`, `priorité 6` from 2021-2027 on, with its programme before it where several are shown."""
        axis = words_of(self.period).axis
        unknown = f"{axis} non {'renseigné' if self.period <= FORMER else 'renseignée'}"
        label = unknown if node.axis == UNKNOWN else f"{axis} {node.axis}"
        return f"{node.programme}, {label}" if len(self.programmes) > 1 else label

    def code_label(self, node: Node) -> str:
        """The code of an objective as table 3 heads its row."""
        code = f"{self.axis_label(node)} OS non renseigné" if node.os_code == UNKNOWN else node.os_code
        return f"{node.programme}, {code}" if len(self.programmes) > 1 and node.os_code != UNKNOWN else code

    def number_label(self, node: Node) -> str:
        """`axe 3 OS 1` as table 4 heads its row; the whole code where the numbers don't tell the objectives apart."""
        siblings = self.objectives(node)
        numbers = Counter(self._parts[sibling][1] for sibling in siblings)
        told_apart = "" not in numbers and max(numbers.values()) == 1
        number = self._parts[node][1] if told_apart else node.os_code
        return f"{self.axis_label(node)} OS {'non renseigné' if node.os_code == UNKNOWN else number}"


def load_structure(
    connection: duckdb.DuckDBPyConnection, selection: Selection, retained_only: bool = True
) -> Structure:
    """The structure of a selection, its programmes in the order that the selection names them."""
    figures: dict[tuple[Node, str], Figures] = {}
    parts: dict[Node, tuple[str, str]] = {}
    for row in all_rows(connection, "structure", selection, retained_only=retained_only):
        node = _node(row)
        figures[node, row["wave"]] = row
        parts[node] = (row["investment_priority"] or "", row["specific_objective"] or "")
    if not figures.get((Node(), TOTAL), NO_OPERATION)["programme_operations"]:
        return Structure((), (), {}, {}, selection.period)
    waves = newest_first([wave for node, wave in figures if node == Node() and wave != TOTAL])
    known = dict.fromkeys([*selection.programmes, *sorted({node.programme for node, _ in figures})])
    programmes = tuple(Node(name) for name in known if (Node(name), TOTAL) in figures and name)
    return Structure(tuple(waves), programmes, figures, parts, selection.period)


def _node(row: Mapping[str, Any]) -> Node:
    match row["level"]:
        case "objective":
            return Node(row["programme"], row["axis"], row["os_code"])
        case "axis":
            return Node(row["programme"], row["axis"])
        case "programme":
            return Node(row["programme"])
        case _:
            return Node()
