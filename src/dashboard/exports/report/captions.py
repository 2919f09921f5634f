"""Captions that Word numbers, and the references that follow their numbers wherever the section is pasted."""

import re
from typing import Any, Final

from dashboard.domain.french import NARROW_SPACE
from dashboard.exports.report.ooxml import add_field, bookmark
from dashboard.exports.report.writing import add_words
from dashboard.exports.text import one_line, shortened
from dashboard.figures.figure import Figure

FIGURE: Final = "Figure"
TABLE: Final = "Tableau"
BOX: Final = "Encadré"
_NOTE_TABLE: Final = re.compile(r"^Tableau (\w+) – ")
_LONGEST: Final = 300
_LONGEST_SUBJECT: Final = 120


def caption_of(figure: Figure) -> str:
    """The caption without the number that the note gave it, which goes to the end: Word numbers the tables here."""
    caption = shortened(one_line(figure.caption or figure.title), _LONGEST)
    found = _NOTE_TABLE.match(caption)
    if not found:
        return caption
    rest, origin = caption[found.end() :], f"tableau {found[1]} de la note"
    return f"{rest[:-1]}{NARROW_SPACE}; {origin})" if rest.endswith(")") else f"{rest} ({origin})"


def chart_caption(figure: Figure) -> str:
    """What the picture shows: a chart may show less than its table, and its text alternative names it first.

    Waves are named by the legend, where there are several.
    """
    subject, colon, _ = one_line(figure.sentence).partition(f"{NARROW_SPACE}:")
    first = figure.chart.series[0].label if figure.chart is not None and len(figure.chart.series) > 1 else "Vague "
    subject = subject.partition(f", {first}")[0].partition(", Vague ")[0]
    if colon and 0 < len(subject) <= _LONGEST_SUBJECT and not subject[0].isdecimal():
        return subject
    return _NOTE_TABLE.sub("", shortened(one_line(figure.caption or figure.title), _LONGEST))


class Captions:
    """The captions of one document, in the order in which they are asked for."""

    def __init__(self) -> None:
        self._counts = {FIGURE: 0, TABLE: 0, BOX: 0}
        self._skipped: set[str] = set()

    def skip(self, label: str) -> None:
        """Counts a caption that a section left out would have had: the others keep their numbers."""
        self._counts[label] += 1
        self._skipped.add(label)

    def write(self, paragraph: Any, label: str, caption: str) -> None:
        """« Figure 1 – … » above a picture, « Tableau 1 – … » above a table, « Encadré 1 – … » above a box."""
        self._counts[label] += 1
        number = self._counts[label]
        add_words(paragraph, f"{label} ")
        with bookmark(paragraph, sum(self._counts.values()), _mark(label, number)):
            # After a gap, Word has to be told where its count goes on.
            restart = f" \\r {number}" if label in self._skipped else ""
            self._skipped.discard(label)
            add_field(paragraph, f"SEQ {label} \\* ARABIC{restart}", str(number))
        add_words(paragraph, f" – {caption}")

    def refer(self, paragraph: Any, *, drawn: bool) -> None:
        """« Voir la figure 1 et le tableau 1. », for the sentence that comes just before them."""
        add_words(paragraph, " Voir la figure " if drawn else " Voir le tableau ")
        if drawn:
            self._point(paragraph, FIGURE)
            add_words(paragraph, " et le tableau ")
        self._point(paragraph, TABLE)
        add_words(paragraph, ".")

    def _point(self, paragraph: Any, label: str) -> None:
        number = self._counts[label] + 1
        add_field(paragraph, f"REF {_mark(label, number)} \\h", str(number))


def _mark(label: str, number: int) -> str:
    return f"_Ref_{label}_{number}"
