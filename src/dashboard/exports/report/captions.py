"""Captions that Word numbers, and the references that follow their numbers wherever the section is pasted."""

import re
from collections.abc import Mapping
from typing import Final

from dashboard.domain.french import NARROW_SPACE
from dashboard.exports.report.styles import Role
from dashboard.exports.report.text import one_line, shortened
from dashboard.exports.report.wordml import bookmark, field, paragraph, run
from dashboard.figures.figure import Figure

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
    subject = subject.partition(", Vague ")[0]
    if colon and 0 < len(subject) <= _LONGEST_SUBJECT and not subject[0].isdecimal():
        return subject
    return _NOTE_TABLE.sub("", shortened(one_line(figure.caption or figure.title), _LONGEST))


class Captions:
    """The captions of one document, in the order in which they are asked for."""

    def __init__(self, styles: Mapping[Role, str]) -> None:
        self._styles = styles
        self._counts = {"Figure": 0, "Tableau": 0, "Encadré": 0}
        self._bookmarks = 0

    def figure(self, caption: str) -> str:
        """« Figure 1 – … », above its picture."""
        return self._caption("Figure", caption)

    def table(self, caption: str) -> str:
        """« Tableau 1 – … », above its table."""
        return self._caption("Tableau", caption)

    def box(self, title: str) -> str:
        """« Encadré 1 – … », a heading."""
        number = self._next("Encadré")
        content = run("Encadré ") + field("SEQ Encadré \\* ARABIC", str(number)) + run(f" – {title}")
        return paragraph(self._styles[Role.BOX_TITLE], content, keep_next=True, reads="Encadré")

    def reference(self, *, drawn: bool) -> str:
        """« Voir la figure 1 et le tableau 1. », for the sentence that comes just before them."""
        table = run(" le tableau ") + self._place("Tableau") + run(".")
        return run(" Voir la figure ") + self._place("Figure") + run(" et") + table if drawn else run(" Voir") + table

    def _place(self, label: str) -> str:
        number = self._counts[label] + 1
        return field(f"REF {_mark(label, number)} \\h", str(number))

    def _caption(self, label: str, caption: str) -> str:
        number = self._next(label)
        self._bookmarks += 1
        numbered = bookmark(self._bookmarks, _mark(label, number), field(f"SEQ {label} \\* ARABIC", str(number)))
        return paragraph(self._styles[Role.CAPTION], run(f"{label} ") + numbered + run(f" – {caption}"), keep_next=True)

    def _next(self, label: str) -> int:
        self._counts[label] += 1
        return self._counts[label]


def _mark(label: str, number: int) -> str:
    return f"_Ref_{label}_{number}"
