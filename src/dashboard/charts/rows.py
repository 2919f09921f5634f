"""Where rows, labels and bars stand: long labels go above their bar, so that they are whole on a telephone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard.figures.labels import wrapped

SIDE_WIDTH: Final = 22
"""Characters of a label beside its bar; one that takes more than two such lines goes above."""
ABOVE_WIDTH: Final = 42
LINE: Final = 20
BAR: Final = 24
GAP: Final = 14


@dataclass(frozen=True, slots=True)
class RowLayout:
    """Pixels of a figure of horizontal bars; on the axis, a row is one unit and the first is 0."""

    labels: tuple[str, ...]
    above: bool
    label_height: int
    bars: int

    @classmethod
    def of(cls, names: Sequence[str], *, bars: int, above: bool = False) -> "RowLayout":
        """The layout that shows these names whole, above their bars if one asks for it or is too long to stand beside."""
        beside = [wrapped(name, SIDE_WIDTH, 3) for name in names]
        above = above or any(len(lines) > 2 for lines in beside)
        chosen = [wrapped(name, ABOVE_WIDTH, 3) for name in names] if above else beside
        lines = max((len(parts) for parts in chosen), default=1)
        return cls(tuple("<br>".join(parts) for parts in chosen), above, lines * LINE, bars)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.labels)

    @property
    def row_height(self) -> int:
        """Pixels of one row."""
        bars = BAR * self.bars + GAP
        return self.label_height + bars if self.above else max(self.label_height + GAP // 2, bars)

    @property
    def height(self) -> int:
        """Pixels of all the rows."""
        return self.row_height * max(self.rows, 1)

    @property
    def bar_width(self) -> float:
        """Thickness of a bar, in rows; bars of one row keep a hair's breadth between them."""
        return (BAR - (2 if self.bars > 1 else 0)) / self.row_height

    @property
    def label_offset(self) -> float:
        """Centre of a label above its bars, from the centre of the row, in rows."""
        return (GAP / 2 + self.label_height / 2) / self.row_height - 0.5

    def centres(self, rank: int) -> list[float]:
        """Centre of the bar of that rank in each row."""
        first = GAP / 2 + self.label_height if self.above else (self.row_height - BAR * self.bars) / 2
        offset = (first + BAR * (rank + 0.5)) / self.row_height - 0.5
        return [row + offset for row in range(self.rows)]


def names_above(layout: RowLayout) -> list[dict[str, Any]]:
    """The names of the rows as annotations, each above its bars."""
    return [
        {
            "text": label,
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": rank + layout.label_offset,
            "yref": "y",
            "yanchor": "middle",
            "align": "left",
            "showarrow": False,
            "borderpad": 0,
        }
        for rank, label in enumerate(layout.labels)
    ]
