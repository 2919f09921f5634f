"""What a card, a slide and a sheet show: title, columns, rows, drawing, notes, source.

Every text that comes from an extract is untrusted: whoever draws escapes it for its own format.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from dashboard.domain.columns import ColumnFormat, Kind
from dashboard.domain.french import plural
from dashboard.domain.text import normalised
from dashboard.warehouse.query import Row

FILE_NAME_LENGTH: Final = 60


class ChartKind(StrEnum):
    """How a chart draws the rows of its table; one bar, group or stack per row."""

    BARS = "bars"
    GROUPED_BARS = "grouped_bars"
    STACKED_SHARES = "stacked_shares"


@dataclass(frozen=True, slots=True)
class Series:
    """A column of figures as the chart names and colours it (`#RRGGBB`)."""

    label: str
    column: str
    colour: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of `rows`: `category` is the column of labels, one series per column of figures.

    `rows` are those to draw, in reading order (the first at the top or at the left), at most a dozen; the table of the
    figure may hold more, and its total. `colours`, where it isn't empty, gives one colour per row of a single-series chart.
    Shares are ratios (0 to 1), or counts of which the chart shows the shares. A missing value is not 0: nothing is drawn there.
    `unit` names what is counted, where the words beside a mark say it (« 45 structures »).
    """

    kind: ChartKind
    rows: tuple[Row, ...]
    category: str
    series: tuple[Series, ...]
    value_kind: Kind = Kind.INTEGER
    digits: int | None = None
    colours: tuple[str, ...] = ()
    unit: str = ""

    def printed(self, value: Any) -> str:
        """A value in the words beside its mark."""
        return plural(value, self.unit) if self.unit else self.format.printed(value)

    @property
    def format(self) -> ColumnFormat:
        """How the values are printed beside the marks."""
        return ColumnFormat("", self.value_kind, self.digits)


@dataclass(frozen=True, slots=True)
class MapClass:
    """A line of the legend of a map."""

    label: str
    colour: str


@dataclass(frozen=True, slots=True)
class MapArea:
    """A territory of a map: the code of its shape, its value, the colour of its class.

    `printed` is the value in words, `figure` is what stands on the territory: the same in the unit of the legend, without it.
    """

    code: str
    name: str
    value: float | None
    printed: str
    figure: str
    colour: str
    caution: bool = False
    """Whether the figure rests on too few operations to be read alone."""


@dataclass(frozen=True, slots=True)
class MapPicture:
    """A map: the shapes of `level` (a level of `charts.maps_geometry`), their colours, the legend, and what lies apart.

    `apart` says in words what no shape can show (national share, unknown places).
    """

    level: str
    areas: tuple[MapArea, ...]
    legend: tuple[MapClass, ...]
    apart: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A table, with the chart or the map that shows it.

    `title` states the finding, `caption` names the figure without it, `sentence` says in words what it shows (alternative
    text), `note` is how to read it, `synthetic` says which of its values aren't real, `source_note` how it is computed.
    `remarks` are the dated and signed notes that people left on it, where a document prints them.
    With `total`, the last row is a total. `parts` says which rows each total row adds up, in the columns of `sums`.
    """

    key: str
    title: str
    caption: str
    sentence: str
    rows: tuple[Row, ...]
    columns: Mapping[str, ColumnFormat]
    total: bool = False
    sums: tuple[str, ...] = ()
    parts: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    note: str | None = None
    remarks: tuple[str, ...] = ()
    synthetic: str | None = None
    chart: Chart | None = None
    map: MapPicture | None = None
    source_note: str = ""

    @property
    def notes(self) -> str:
        """How to read it, then what people noted on it; "" where there is neither."""
        return " ".join(text for text in (self.note, *self.remarks) if text)

    @property
    def empty(self) -> bool:
        """Whether the table has no row: say so with `sentence`, draw nothing."""
        return not self.rows

    @property
    def file_name(self) -> str:
        """The name of its files, without their ending: « operations-retenues-par-axe »."""
        return normalised(self.caption)[:FILE_NAME_LENGTH].strip().replace(" ", "-") or "figure"
