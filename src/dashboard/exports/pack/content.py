"""What the committee pack says: built once from the indicators of the screen, read by every writer.

The screen « Présentation », the slides, the report, the workbook and the archive all read these objects, so they can't
disagree. Every text that comes from an extract is untrusted: a writer escapes it for its own format.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import pandas as pd

from dashboard.domain.selection import Selection
from dashboard.exports.columns import ColumnFormat, Kind

Progress = Callable[[float, str], None]
"""Told the share of the work that is done (0 to 1) and, in words, what comes next."""


class SectionKey(StrEnum):
    """The sections of the pack, in the order in which they are read."""

    PERIMETER = "perimeter"
    FUNNEL = "funnel"
    KEY_FIGURES = "key_figures"
    AXIS_OBJECTIVE = "axis_objective"
    PROGRAMME = "programme"
    CATEGORY = "category"
    REGION = "region"
    MANAGING_BODY = "managing_body"
    SURVEY = "survey"
    IEJ = "iej"
    EMBLEMATIC = "emblematic"
    LIMITS = "limits"


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
    """A chart of `data`: `category` is the column of labels, one series per column of figures.

    `data` holds the rows to draw, in reading order (the first at the top or at the left), at most a dozen; the table of the
    figure may hold more, and its total. `colours`, where it isn't empty, gives one colour per row of a single-series chart.
    Shares are ratios (0 to 1). A missing value is not 0: nothing is drawn there.
    """

    kind: ChartKind
    data: pd.DataFrame
    category: str
    series: tuple[Series, ...]
    value_kind: Kind = Kind.INTEGER
    digits: int | None = None
    colours: tuple[str, ...] = ()

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
    """A territory of a map: the code of its shape, its figure and the colour of its class."""

    code: str
    name: str
    value: float | None
    printed: str
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
    With `total`, the last row is a total. `parts` says which rows each total row adds up, in the columns of `sums`.
    """

    key: str
    title: str
    caption: str
    sentence: str
    table: pd.DataFrame
    columns: Mapping[str, ColumnFormat]
    total: bool = False
    sums: tuple[str, ...] = ()
    parts: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    note: str | None = None
    synthetic: str | None = None
    chart: Chart | None = None
    map: MapPicture | None = None
    source_note: str = ""

    @property
    def empty(self) -> bool:
        """Whether the table has no row: say so with `sentence`, draw nothing."""
        return self.table.empty


@dataclass(frozen=True, slots=True)
class Highlight:
    """A figure to print large: its label, its value, and what it is compared with, all in words."""

    label: str
    value: str
    change: str = ""
    """« +9 par rapport à la vague 2017 »; empty where nothing can be compared."""


@dataclass(frozen=True, slots=True)
class OperationSheet:
    """A fiche in the manner of the note's boxes: landmarks (label, words), then paragraphs (heading, text)."""

    title: str
    beneficiary: str
    place: str
    landmarks: tuple[tuple[str, str], ...]
    paragraphs: tuple[tuple[str, str], ...]
    marks: tuple[str, ...] = ()
    """What in it isn't real or isn't printed by the source, one sentence each; said beside the fiche."""
    num_dossier: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the pack: one key message, then what supports it."""

    key: SectionKey
    title: str
    message: str
    paragraphs: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    sheets: tuple[OperationSheet, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    empty: bool = False
    """Nothing in the selection for this section: `message` says so and how to widen it."""
    source_note: str = ""
    """Source and method in words, for the speaker."""


@dataclass(frozen=True, slots=True)
class Pack:
    """The whole content, with what every page of every document carries (`mentions`)."""

    title: str
    selection: Selection
    filters: str
    source: str
    extracted_on: str
    demonstration: bool
    versions: Mapping[str, str]
    sections: tuple[Section, ...]
    operations: pd.DataFrame = field(default_factory=pd.DataFrame)
    operation_columns: Mapping[str, ColumnFormat] = field(default_factory=dict)
    reviews: pd.DataFrame = field(default_factory=pd.DataFrame)
    """One row per review, named only where the caller is allowed to read names; no column when not asked for."""
    review_columns: Mapping[str, ColumnFormat] = field(default_factory=dict)
    empty: bool = False

    @property
    def mentions(self) -> tuple[str, ...]:
        """What each page or slide carries: filters in words, date of the extract, demonstration where it applies."""
        of_what = "Extraction de référence" if self.demonstration else "Extraction"
        said = (self.filters, f"{of_what}\u202f: {self.extracted_on}" if self.extracted_on else "")
        return (*(text for text in said if text), *(("Jeu de démonstration",) if self.demonstration else ()))

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure of every section, in reading order."""
        return tuple(figure for section in self.sections for figure in section.figures)

    def section(self, key: SectionKey) -> Section | None:
        """The section of that key, None where it wasn't asked for."""
        return next((section for section in self.sections if section.key is key), None)
