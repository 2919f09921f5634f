"""What the slide of a section shows, on a screen and in a file alike: large figures, one picture, a few lines."""

import re
from dataclasses import dataclass, replace
from typing import Final

from dashboard.exports.pack.content import Highlight, Section
from dashboard.figures.figure import Figure

MOST_LINES: Final = 7
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý0-9«])")


@dataclass(frozen=True, slots=True)
class Shown:
    """The parts of a slide, from top to bottom."""

    highlights: tuple[Highlight, ...]
    figure: Figure | None
    """A figure with a chart or a map."""
    lines: tuple[str, ...]


def shown_of(section: Section) -> Shown:
    """What a room can read of a section: its chart or its map, else its large figures and the first sentence of each paragraph.

    What people noted on any figure of the section stands there too: at the foot of the one shown, else as last lines.
    """
    figure = lead_of(section)
    # A chart of one series says more than the large figures: the funnel is one.
    led = figure is not None and figure.chart is not None and len(figure.chart.series) == 1
    highlights = () if led else section.highlights
    if highlights and section.paragraphs and not (figure and figure.map):
        figure = None
    lines = section.paragraphs[:MOST_LINES] if figure is None or highlights else ()
    said = tuple(first_sentence(text) for text in lines)
    noted = remarks_of(section)
    if figure is None:
        return Shown(highlights, None, (*said, *noted))
    return Shown(highlights, replace(figure, remarks=noted), said)


def remarks_of(section: Section) -> tuple[str, ...]:
    """What people noted on the figures of a section and of its subject, each once."""
    noted = (remark for figure in section.figures for remark in figure.remarks)
    return tuple(dict.fromkeys((*noted, *section.remarks)))


def lead_of(section: Section) -> Figure | None:
    """The figure that stands for the section: its map, else its first chart."""
    drawn = [figure for figure in section.figures if not figure.empty and (figure.map or figure.chart)]
    return next((figure for figure in drawn if figure.map), drawn[0] if drawn else None)


def first_sentence(text: str) -> str:
    """What a room can read of a paragraph; the documents hold the rest."""
    return _SENTENCE.split(text, maxsplit=1)[0]
